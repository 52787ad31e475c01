"""What is taken as a sheet, how much of one, and what becomes of a cell."""

import csv
import re
import time
import tracemalloc
import zipfile
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from sources.sheet_files import _NOT_SHOWN, Problem, as_meant, harmless, read, refuse_large
from tests.sheets import as_csv, as_xlsx

SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"
STRINGS = (
    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def refusal(content):
    with pytest.raises(ValidationError) as refused:
        read("sheet", content)
    return refused.value.messages[0]


def with_part(name, xml, *, of=None):
    """A workbook in which a part is another, packed as well as it can be."""
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(of or as_xlsx([["name"]]))) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as after,
    ):
        for part in before.namelist():
            after.writestr(part, xml if part == name else before.read(part))
        if name not in before.namelist():
            after.writestr(name, xml)
    return packed.getvalue()


def sheet_xml(rows, before=""):
    return (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="{NAMESPACE}">'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def compressed(compression):
    """A workbook packed as given."""
    packed = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(as_xlsx([["name"]]))) as before,
        zipfile.ZipFile(packed, "w", compression) as after,
    ):
        for part in before.namelist():
            after.writestr(part, before.read(part))
    return packed.getvalue()


def utf_32(xml):
    return f'<?xml version="1.0" encoding="UTF-32"?>{xml}'.encode("utf-32")


def styles_xml(shown_as):
    return (
        f'<styleSheet xmlns="{NAMESPACE}"><numFmts count="1">'
        f'<numFmt numFmtId="164" formatCode="{shown_as}"/></numFmts></styleSheet>'
    )


@pytest.mark.parametrize(
    "text", ["=1+1", "+41 22", "-5", "@now", "'=1", "''+x", "\t=1", "'quoted'", "plain", "", "'"]
)
def test_no_spreadsheet_runs_a_text_and_it_comes_back_as_it_was(text):
    shown = harmless(text)

    assert not re.match(r"[=+\-@\t\r\n]", shown)
    assert as_meant(shown) == text


@pytest.mark.parametrize(
    "text",
    ["＝1+1", "＋1", "－1", "＠now", "\u200b=1", "\xa0=1", " =1", "\ufeff+1", "'＝1", "''\u200b=1"],
)
def test_a_formula_in_disguise_is_held_back_and_comes_back_as_it_was(text):
    assert harmless(text) == f"'{text}"
    assert as_meant(harmless(text)) == text
    assert as_meant(text.lstrip("'")) == text.lstrip("'")


def test_cells_are_read_as_they_were_typed():
    head = ["a", "b", "c", "d", "e", "f"]
    rows = [head, ["004", 4, 4.0, True, datetime(2013, 6, 12), "Côte"]]

    sheet = read("sheet.xlsx", as_xlsx(rows))

    assert sheet.columns == head
    assert sheet.rows == [(2, ["004", "4", "4", "TRUE", date(2013, 6, 12), "Côte"])]


@pytest.mark.parametrize(
    ("value", "shown_as", "said"),
    [
        ("=1+1", "General", "This is a formula"),
        (0.5, "General", "made a number of this"),
        (12345678901234567890, "General", "made a number of this"),
        (datetime(2013, 6, 1), "mmm-yy", "does not show it as one day"),
        (datetime(2013, 6, 1), '"d"yyyy', "does not show it as one day"),
        (datetime(2013, 6, 1, 12), "yyyy-mm-dd hh:mm", "does not show it as one day"),
        (datetime(2013, 6, 1).time(), "hh:mm", "This is a time"),
        ("#N/A", "General", "an error of the spreadsheet"),
    ],
)
def test_a_cell_that_cannot_be_read_says_why(value, shown_as, said):
    book = openpyxl.Workbook()
    book.active.append(["a"])
    cell = book.active.cell(2, 1, value)
    cell.number_format = shown_as
    written = BytesIO()
    book.save(written)

    [(_number, [read_cell])] = read("sheet.xlsx", written.getvalue()).rows

    assert isinstance(read_cell, Problem)
    assert said in read_cell


def test_a_formula_in_a_csv_is_refused_and_a_number_with_a_plus_is_not():
    sheet = read("sheet.csv", as_csv([["a", "b"], ["=1+1", "+41 22"]]))

    [(_number, [formula, telephone])] = sheet.rows
    assert isinstance(formula, Problem)
    assert telephone == "+41 22"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf_8_is_read_with_and_without_its_mark(encoding):
    assert read("x", as_csv([["name"], ["Côte"]], encoding)).rows == [(2, ["Côte"])]


def test_the_other_marks_between_cells_are_known():
    assert read("x", b"a;b\r\n1;2,5\r\n").rows == [(2, ["1", "2,5"])]
    assert read("x", b"a\tb\r\n1\t2\r\n").rows == [(2, ["1", "2"])]


def test_empty_rows_are_left_out_and_the_others_keep_their_numbers():
    rows = [["a", "b"], [None, None], ["x", None], [None, None]]

    assert read("x", as_xlsx(rows)).rows == [(3, ["x", ""])]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (as_csv([["Côte"]], "latin-1"), "neither an XLSX nor a CSV in UTF-8"),
        (as_csv([["a"]], "utf-16"), "neither an XLSX nor a CSV in UTF-8"),
        (b"a\0b", "neither an XLSX nor a CSV in UTF-8"),
        (b"\x89PNG\r\n\x1a\n" + b"\xff" * 9, "neither an XLSX nor a CSV in UTF-8"),
        (b"\xd0\xcf\x11\xe0 with a password", "an old or a locked workbook"),
        (b"PK\x03\x04 and nothing", "damaged"),
        (as_csv([["a"]]) + b'"open', "Line 2 is no line of a CSV"),
        (b"\r\na\r\n", "The first row is empty"),
        (b"a\r\n1,2\r\n", "Row 2 goes on beyond the last column"),
        (as_csv([["a"] * 31]), "more than 30 columns"),
        (as_xlsx([["a"] * 31]), "more than 30 columns"),
        (as_csv([["a"], *[["x"]] * 5_001]), "more than 5000 rows"),
        (as_csv([["a" * 1_000_001] * 1]), "look at its quotation marks"),
        (as_csv([["a"], *[["x" * 10_000]] * 501]), "more than 5000000 characters"),
    ],
)
def test_what_is_no_sheet_or_too_much_of_one_is_refused(content, said):
    assert said in refusal(content)


def test_an_open_quotation_mark_is_found_whatever_a_library_has_csv_read():
    csv.field_size_limit(2**31 - 1)  # as frictionless does for all of the process

    assert "look at its quotation marks" in refusal(as_csv([["a" * 1_000_001]]))


def test_5000_rows_are_taken():
    assert len(read("x", as_csv([["a"], *[["x"]] * 5_000])).rows) == 5_000


def test_a_sheet_of_a_million_empty_rows_is_refused_before_it_is_read():
    million = with_part(SHEET, sheet_xml("<row/>" * 1_000_000))

    assert len(million) < 100_000
    assert "more than 5000 rows" in refusal(million)


def test_a_row_or_a_column_that_lies_far_out_takes_no_room():
    far_down = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"/>')
    far_out = sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>')

    tracemalloc.start()
    assert "more than 5000 rows" in refusal(with_part(SHEET, far_down))
    assert read("x", with_part(SHEET, far_out)).columns == ["1"]
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "bomb",
    [
        with_part("xl/media/picture.png", bytes(30_000_000)),
        with_part("xl/sharedStrings.xml", f'<sst xmlns="{NAMESPACE}">' + "<si/>" * 400_001),
        with_part("xl/any.bin", f'<styleSheet xmlns="{NAMESPACE}">' + "<xf/>" * 20_001),
        with_part(
            SHEET,
            sheet_xml(
                "<row><c><v>&a;</v></c></row>",
                '<!DOCTYPE x [<!ENTITY b "ha"><!ENTITY a "&b;&b;&b;&b;">]>',
            ),
        ),
    ],
    ids=["zeros", "strings", "styles", "entities"],
)
def test_a_workbook_that_unpacks_into_too_much_is_refused(bomb):
    assert len(bomb) < 100_000
    assert "unpacks into more" in refusal(bomb)


@pytest.mark.parametrize("shown_as", ["[" * 301, "&quot;" * 100_000])
def test_a_format_longer_than_a_spreadsheet_takes_is_refused(shown_as):
    assert "unpacks into more" in refusal(with_part("xl/styles.xml", styles_xml(shown_as)))


def shared_formula(text, *, by):
    """Rows of one cell: a name, and a formula that as many as given share."""
    rows = [f'<f t="shared" ref="A2:A9" si="0">{text}</f>', *['<f t="shared" si="0"/>'] * (by - 1)]
    cells = "".join(f'<row><c r="A{at}">{each}</c></row>' for at, each in enumerate(rows, 2))
    return with_part(SHEET, sheet_xml(f'<row><c t="str"><v>a</v></c></row>{cells}'))


@pytest.mark.parametrize(
    "book", [shared_formula("A1" + "+A1" * 2_000, by=500), shared_formula("1" * 500_001, by=1)]
)
def test_a_long_formula_that_many_share_is_refused(book):
    assert "unpacks into more" in refusal(book)


def test_a_short_formula_that_many_share_is_a_formula_in_each():
    rows = read("x", shared_formula("B1+1", by=500)).rows

    assert len(rows) == 500
    assert all(isinstance(cell, Problem) for _number, [cell] in rows)


def test_an_address_may_be_longer():
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="x" Type="y" Target="https://example.org/{"x" * 300}"/></Relationships>'
    )

    assert read("x", with_part("xl/worksheets/_rels/sheet1.xml.rels", relations)).columns == [
        "name"
    ]


def test_what_a_format_does_not_show_is_found_in_a_moment():
    before = time.process_time()
    _NOT_SHOWN.sub("", "[" * 100_000)

    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    "book",
    [
        with_part("xl/styles.xml", utf_32(styles_xml("[" * 400))),
        with_part("xl/any.bin", utf_32("<any/>")),
        with_part("xl/any.bin", "<any/>".encode("utf-32-le")),
        with_part("xl/any.bin", "\n<any/>".encode("utf-32")),
        with_part("xl/any.XML", "no XML"),
        with_part("xl/any.bin", '<?xml version="1.0" encoding="shift_jis"?><any/>'),
        with_part("xl/any.bin", '<?xml version="1.0" encoding="unheard-of"?><any/>'),
        compressed(zipfile.ZIP_LZMA),
        compressed(zipfile.ZIP_BZIP2),
    ],
)
def test_what_another_reader_might_take_for_more_is_damaged(book):
    assert "damaged" in refusal(book)


def test_a_picture_in_a_workbook_is_not_read():
    picture = b"\x89PNG\r\n\x1a\n" + b"<" * 99

    assert read("x", with_part("xl/media/picture.png", picture)).columns == ["name"]


def test_a_directory_that_is_none_is_damaged():
    packed = as_xlsx([["a"]])
    listed = packed.index(b"PK\x01\x02")
    ends = packed.rindex(b"PK\x05\x06")

    bad_name = bytearray(packed)
    bad_name[listed + 9] |= 8  # the flag of UTF-8
    bad_name[listed + 46] = 0xFF
    bad_place = bytearray(packed)
    bad_place[ends + 16 : ends + 20] = b"\xff\xff\xff\x7f"
    bad_data = bytearray(compressed(zipfile.ZIP_LZMA))
    bad_data[60:90] = b"\xff" * 30

    for content in [bad_name, bad_place, bad_data]:
        assert "damaged" in refusal(bytes(content))


def test_a_workbook_of_many_parts_is_refused():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        for number in range(101):
            book.writestr(f"{number}.xml", "")

    assert "unpacks into more" in refusal(packed.getvalue())


def test_a_part_that_says_it_is_smaller_than_it_is_is_damaged():
    packed = bytearray(with_part("xl/any.xml", b" " * 1_000_000))
    for place in [each.start() for each in re.finditer(rb"\x40\x42\x0f\x00", packed)]:
        packed[place : place + 4] = (10).to_bytes(4, "little")

    assert "damaged" in refusal(bytes(packed))


def test_a_locked_workbook_is_refused():
    packed = bytearray(as_xlsx([["a"]]))
    listed = packed.rindex(b"PK\x01\x02")
    packed[listed + 8] |= 1  # the flag that says so

    assert "locked" in refusal(bytes(packed))


def test_a_workbook_of_two_sheets_is_refused():
    book = openpyxl.Workbook()
    book.create_sheet("Two")
    written = BytesIO()
    book.save(written)

    assert "several sheets" in refusal(written.getvalue())


def test_a_workbook_without_its_parts_is_damaged():
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as book:
        book.writestr("readme.txt", "no workbook")

    assert "damaged" in refusal(packed.getvalue())


def test_one_long_text_said_many_times_is_too_much():
    rows = "".join(f'<row r="{n}"><c t="s"><v>0</v></c></row>' for n in range(1, 1_001))
    strings = f'<sst xmlns="{NAMESPACE}"><si><t>{"x" * 30_000}</t></si></sst>'
    book = with_part(SHEET, sheet_xml(rows))
    with zipfile.ZipFile(BytesIO(book)) as parts:
        types = parts.read(TYPES).decode()
    book = with_part(TYPES, types.replace("</Types>", f"{STRINGS}</Types>"), of=book)
    book = with_part("xl/sharedStrings.xml", strings, of=book)

    assert "more than 5000000 characters" in refusal(book)


def test_a_cell_longer_than_a_spreadsheet_takes_says_so():
    [(_number, [cell])] = read("x", as_csv([["a"], ["x" * 32_768]])).rows

    assert cell == "This text has more than 32767 characters: shorten it."


def test_a_large_file_is_refused_before_it_is_read():
    with pytest.raises(ValidationError, match="larger than 5 MB"):
        refuse_large(SimpleUploadedFile("x.csv", bytes(5 * 1024 * 1024 + 1)))
