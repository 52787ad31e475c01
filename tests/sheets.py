"""Sheets as a member of staff has them: exported, changed in some cells, and sent."""

import csv
from io import BytesIO, StringIO

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse


def address(model, page):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}")


def export(client, model, file_format="csv", query=""):
    return client.post(address(model, "export") + query, {"format": file_format})


def rows_of(content):
    """The cells of a file, as texts; of a workbook, as it is read by itself."""
    if content.startswith(b"PK"):
        page = openpyxl.load_workbook(BytesIO(content)).active
        return [["" if each is None else each for each in row] for row in page.values]
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def as_csv(rows, encoding="utf-8"):
    written = StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode(encoding)


def as_xlsx(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def exported_rows(client, model):
    return rows_of(export(client, model).content)


def changed(rows, **cells):
    """The rows, with the cells given written into the first row; blanks of names as `_`."""
    head, first, *others = rows
    first = list(first)
    for name, text in cells.items():
        first[head.index(name.replace("_", " "))] = text
    return [head, first, *others]


def new_row(rows, **cells):
    """The rows, with one more that is new."""
    row = [cells.get(name.replace(" ", "_"), "") for name in rows[0]]
    return [*rows, row]


def send(client, model, content, name="sheet.csv"):
    """The page that shows what the sheet would do, or why it is not taken."""
    return client.post(address(model, "import"), {"sheet": SimpleUploadedFile(name, content)})


def confirm(client, model, preview):
    number = preview.context["kept"].number
    return client.post(address(model, "process_import"), {"number": number})


def refusals(response):
    """Each as its row, its column and the sentence."""
    return [tuple(each) for each in response.context.get("refusals") or []]


def said_of_file(response):
    return response.context["form"].errors["sheet"]


def changes(response):
    """By number of the row, each change as its column, before and after."""
    return {
        row.number: [tuple(change) for change in row.changes]
        for row in response.context["outcome"].changed
    }
