"""Sheets as files: XLSX and CSV, how much of one is taken, and how a cell becomes text.

A file of 5 MB can hold a million rows, or unpack into half a gigabyte. So an XLSX is measured
before any of it is read as a sheet, and both kinds are read row by row, up to their bounds.
"""

import csv
import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from io import BytesIO, StringIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import openpyxl
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from import_export.formats import base_formats
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from .formulas import begins_formula
from .models import LARGEST_FILE

MOST_ROWS = 5_000
MOST_COLUMNS = 30
LONGEST_CELL = 32_767  # characters: no cell of a spreadsheet holds more
LONGEST_FIELD = 131_072  # characters of a CSV: beyond it, the quotation mark was never closed
MOST_TEXT = 5_000_000  # characters of all cells: a workbook can say one long text many times
LARGEST_UNPACKED = 25 * 1024 * 1024
MOST_PARTS = 100  # files within an XLSX
# Elements of the XML within it: those of cells, and all others, each of which weighs far more.
CELL_ELEMENTS = {"row", "c", "v", "si", "is", "t"}
MOST_CELL_ELEMENTS = 400_000
MOST_OTHER_ELEMENTS = 20_000
LONGEST_ATTRIBUTE = 300  # characters; how a number is shown takes 255
MOST_FORMULA = 500_000  # characters of formulas, and of all that share one
ADDRESSES = {"Target", "url"}  # attributes that say where something lies, which may be longer

_AT_ONCE = 64 * 1024
_LONGEST_NUMBER = 10**15  # spreadsheets round what has more digits
_PACKED = b"PK\x03\x04"
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # an .xls, or an XLSX with a password
_NOT_SHOWN = re.compile(r'\[[^\[\]]*\]|"[^"]*"|\\.')
_NAMES_OF_XML = (".xml", ".rels", ".vml")
# Other readers know encodings of XML that expat does not.
_MARKS_OF_UTF_32 = (b"\xff\xfe\0\0", b"\0\0\xfe\xff")


class Problem(str):
    """Stands for a cell that cannot be read: the sentence that says why, and what to do."""

    __slots__ = ()


@dataclass
class Sheet:
    """The rows of a file: each a pair of its number, as a spreadsheet shows it, and its cells.

    A cell is a text, a day (datetime.date) where the spreadsheet made one of it, or a `Problem`.
    """

    name: str
    columns: list = field(default_factory=list)
    rows: list = field(default_factory=list)


def read(name, content):
    """The sheet in the bytes of a file, whatever it is called. Raises ValidationError."""
    if content.startswith(_PACKED):
        return _sheet(name, _rows_of_workbook(content))
    if content.startswith(_OLD_OR_LOCKED):
        raise ValidationError(
            _(
                "This is an old or a locked workbook. Save it as XLSX (“Excel workbook”) without "
                "a password, and choose it again."
            )
        )
    return _sheet(name, _rows_of_text(content))


def harmless(text):
    """The text as a spreadsheet shows it and does not run it, see `as_meant`."""
    return f"'{text}" if begins_formula(text.lstrip("'")) else text


def as_meant(text):
    """What was held back by `harmless`."""
    return text[1:] if text.startswith("'") and begins_formula(text.lstrip("'")) else text


class Workbook(base_formats.XLSX):
    """Each cell is a text and stays one: no spreadsheet takes the zeros off its front."""

    label = "XLSX"

    def export_data(self, dataset, **kwargs):
        """Raises ValidationError where a text holds what no workbook can."""
        book = openpyxl.Workbook(write_only=True)
        page = book.create_sheet(str(dataset.title or "")[:31] or None)
        page.freeze_panes = "A2"
        for number in range(1, len(dataset.headers) + 1):
            page.column_dimensions[openpyxl.utils.get_column_letter(number)].width = 20
        page.append([_cell(page, text, is_head=True) for text in dataset.headers])
        for row in dataset:
            page.append([_cell(page, text) for text in row])
        written = BytesIO()
        book.save(written)
        return written.getvalue()


class CommaSeparated(base_formats.CSV):
    """In UTF-8, with the mark by which spreadsheets know it."""

    label = "CSV"

    def export_data(self, dataset, **kwargs):
        written = StringIO()
        writer = csv.writer(written)
        writer.writerow(dataset.headers)
        writer.writerows([harmless(text) for text in row] for row in dataset)
        return written.getvalue().encode("utf-8-sig")


def _cell(page, text, *, is_head=False):
    if ILLEGAL_CHARACTERS_RE.search(text):
        raise ValidationError(
            _(
                "A text that begins “%(start)s” holds a character that no XLSX takes: choose CSV, "
                "or mend that text."
            )
            % {"start": ILLEGAL_CHARACTERS_RE.sub("�", text[:40])}
        )
    cell = WriteOnlyCell(page, value=text if is_head else harmless(text))
    cell.number_format = "@"
    if is_head:
        cell.font = Font(bold=True)
    return cell


def _sheet(name, rows):
    """Of the rows as they are read, each with its number, up to the bounds."""
    sheet, length = Sheet(name), 0
    for number, cells in rows:
        while cells and cells[-1] == "":
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise ValidationError(
                _("Row %(row)s has more than %(most)s columns: this is not a sheet of the desk.")
                % {"row": number, "most": MOST_COLUMNS}
            )
        if number > MOST_ROWS + 1:
            raise _too_many_rows()
        length += sum(len(cell) for cell in cells if isinstance(cell, str))
        if length > MOST_TEXT:
            raise ValidationError(
                _("There are more than %(most)s characters in this sheet: send it in parts.")
                % {"most": MOST_TEXT}
            )
        if number == 1:
            if not cells:
                raise ValidationError(
                    _("The first row is empty: it holds the names of the columns.")
                )
            sheet.columns = [each.strip() if isinstance(each, str) else "" for each in cells]
        elif len(cells) > len(sheet.columns):
            raise ValidationError(
                _("Row %(row)s goes on beyond the last column: each column has its name in row 1.")
                % {"row": number}
            )
        elif cells:
            cells += [""] * (len(sheet.columns) - len(cells))
            sheet.rows.append((number, [_short_enough(cell) for cell in cells]))
    return sheet


def _too_many_rows():
    return ValidationError(
        _(
            "There are more than %(most)s rows in this sheet, empty ones included: delete those "
            "below the last one, or send it in parts."
        )
        % {"most": MOST_ROWS}
    )


def _short_enough(cell):
    if isinstance(cell, str) and len(cell) > LONGEST_CELL:
        return Problem(
            _("This text has more than %(most)s characters: shorten it.") % {"most": LONGEST_CELL}
        )
    return cell


def _rows_of_text(content):
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise ValidationError(
            _(
                "This is neither an XLSX nor a CSV in UTF-8, whatever it is called. Save the "
                "sheet as XLSX, or as “CSV UTF-8”, and choose it again."
            )
        )
    head = text.partition("\n")[0]
    # Where the comma stands in numbers, spreadsheets put another mark between cells.
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    csv.field_size_limit(LONGEST_FIELD)  # one for all of the process: any library may have set it
    try:
        for number, cells in enumerate(rows, 1):
            yield number, [_formula() if each.startswith("=") else as_meant(each) for each in cells]
    except csv.Error:
        raise ValidationError(
            _("Line %(line)s is no line of a CSV: look at its quotation marks.")
            % {"line": rows.line_num}
        ) from None


def _rows_of_workbook(content):
    _measure(content)
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
        if len(book.sheetnames) != 1 or len(book.worksheets) != 1:
            raise ValidationError(
                _("There are several sheets in this workbook: keep the one to import.")
            )
        page = book.worksheets[0]
        # What the file says of its size: it may say anything.
        page.reset_dimensions()
        rows = page.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS + 1)
        for number, cells in enumerate(rows, 1):
            yield number, [_text_of(cell) for cell in cells]
    except ValidationError:
        raise
    except Exception as error:  # whatever a broken workbook makes of the library that reads it
        raise _broken() from error


def _broken():
    return ValidationError(
        _("This workbook is damaged: open it, save it as XLSX again, and choose that.")
    )


def _measure(content):
    """Raise ValidationError where an XLSX would unpack into too much, or into what is none."""
    try:
        with ZipFile(BytesIO(content)) as workbook:
            parts = workbook.infolist()
            if any(part.flag_bits & 1 for part in parts):
                raise ValidationError(_("This file is locked: save it without a password."))
            # No part gives more than it says here: what says less than it holds is damaged.
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
                raise _too_large()
            if any(part.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for part in parts):
                raise _broken()
            weight = _Weight()
            for part in parts:
                with workbook.open(part) as unpacked:
                    weight.add(unpacked)
    except ValidationError:
        raise
    except Exception as error:  # whatever a broken one makes of the libraries that look into it
        raise _broken() from error


def _too_large():
    return ValidationError(
        _(
            "This workbook unpacks into more than a sheet of the desk can hold. Copy the rows "
            "alone into a new one, or send it as CSV."
        )
    )


class _Weight:
    """How much XML there is in the parts of a workbook. Raises ValidationError where too much.

    Each part is looked through, because its name does not tell what it is used for. A picture is
    no XML, which ends the look; what another reader might still take for XML is damaged.
    """

    def __init__(self):
        self.cells = self.others = 0
        self.formulas = self.sharing = self.longest = 0

    def add(self, part):
        self.rows = 0
        parser = expat.ParserCreate(namespace_separator=" ")
        self.parser = parser
        parser.StartElementHandler = self._count
        # A workbook declares no entities, which could stand for any amount of text.
        parser.StartDoctypeDeclHandler = self._refuse
        begins = b""
        try:
            while some := part.read(_AT_ONCE):
                begins = begins or some[:4]
                parser.Parse(some)
        except expat.ExpatError:
            if part.name.lower().endswith(_NAMES_OF_XML) or _might_be_xml(begins):
                raise _broken() from None

    def _count(self, name, attributes):
        name = name.rpartition(" ")[2]
        if name not in CELL_ELEMENTS:
            self.others += 1
        else:
            self.cells += 1
            self.rows += name == "row"
        if self.rows > MOST_ROWS + 1:
            raise _too_many_rows()
        if self.cells > MOST_CELL_ELEMENTS or self.others > MOST_OTHER_ELEMENTS:
            raise _too_large()
        for attribute, value in attributes.items():
            # Patterns are laid on them that take far longer for longer ones.
            if len(value) > LONGEST_ATTRIBUTE and attribute not in ADDRESSES:
                raise _too_large()
        self.formula = 0
        self.sharing += name == "f" and attributes.get("t") == "shared"
        self._refuse_long_formulas()
        self.parser.CharacterDataHandler = self._weigh_formula if name == "f" else None

    def _weigh_formula(self, text):
        self.formula += len(text)
        self.formulas += len(text)
        self.longest = max(self.longest, self.formula)
        self._refuse_long_formulas()

    def _refuse_long_formulas(self):
        """Each cell that shares a formula has it written anew for its place, which takes long."""
        if max(self.formulas, self.longest * self.sharing) > MOST_FORMULA:
            raise _too_large()

    def _refuse(self, *declared):
        raise _too_large()


def _might_be_xml(begins):
    """Whether the first four bytes are those of XML, in whatever encoding."""
    return b"<" in begins or begins in _MARKS_OF_UTF_32


def _text_of(cell):
    """Of a cell of a workbook, see `Sheet`."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return _formula()
    if cell.data_type == "e":
        return Problem(_("There is an error of the spreadsheet in this cell: write what is meant."))
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime):
        return _day(value, cell.number_format or "")
    if isinstance(value, str):
        return as_meant(value)
    return Problem(_("This is a time: make the cell a text, and write what is meant."))


def _formula():
    return Problem(
        _(
            "This is a formula, and no formula is calculated here: write its result. A text that "
            "begins with = takes a ' before it."
        )
    )


def _number(value):
    if value != int(value) or abs(value) >= _LONGEST_NUMBER:
        return Problem(
            _("The spreadsheet made a number of this: make the cell a text, and write it again.")
        )
    return str(int(value))


def _day(value, shown_as):
    """A day that the spreadsheet made of what was typed, as precise as it shows it."""
    if value.time() != time() or "d" not in _NOT_SHOWN.sub("", shown_as).lower():
        return Problem(
            _(
                "The spreadsheet made a date of this, and does not show it as one day: make the "
                "cell a text, and write 2013, 2013-06 or 2013-06-15."
            )
        )
    return date(value.year, value.month, value.day)


def refuse_large(upload):
    """Before any of it is read. Raises ValidationError."""
    if upload.size > LARGEST_FILE:
        raise ValidationError(
            _("This file is larger than 5 MB: send it in parts, or without pictures and colours.")
        )
