"""Pictures that answer a question: each with its table, its sources and a file to download.

A picture is a plain value. `templates/pictures/<name>.svg` draws it, on a page (`_figure.html`) and
in the file; both print the same table and the same sources.
"""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _

from sources.dates import honest_in_words
from sources.translations import told


@dataclass(frozen=True)
class Dated:
    """A cell of a table that holds a date: EDTF text, and what in it is our inference."""

    written: str
    inference: str = ""

    def __str__(self):
        return self.written

    def in_words(self):
        return honest_in_words(self.written, self.inference)


@dataclass(frozen=True)
class Column:
    """A label of a column that reads otherwise in a file, where dates are EDTF text."""

    label: str
    in_file: str

    def __str__(self):
        return self.label


@dataclass(frozen=True)
class Row:
    """A row of a picture's table: text, numbers and `Dated`; the first cell names the row.

    `url` is the page that the first cell leads to, if any.
    """

    cells: list
    url: str = ""


@dataclass(frozen=True)
class Table:
    """The picture in words: the labels of the columns, and the rows."""

    columns: list
    rows: list

    def for_file(self):
        """The table for a file, where no date loses what in it is our inference.

        Dates of which any holds an inference are followed by a column of these.
        """
        columns = []  # each its label, and its cells from the top down
        for place, column in enumerate(self.columns):
            label = column.in_file if isinstance(column, Column) else column
            cells = [row.cells[place] for row in self.rows]
            inferences = [
                told(each.inference).text if isinstance(each, Dated) else "" for each in cells
            ]
            columns.append((label, cells))
            if any(inferences):
                columns.append((_("%(column)s: inferred") % {"column": label}, inferences))
        return Table(
            [label for label, _cells in columns],
            [
                Row([cells[place] for _label, cells in columns], row.url)
                for place, row in enumerate(self.rows)
            ],
        )


@dataclass(frozen=True)
class Key:
    """What a mark of the drawing means: its shape (dot, square, line, bar) and its style."""

    shape: str
    style: str
    label: str


@dataclass(frozen=True)
class Picture:
    """A question answered by a drawing, by a table, and by the sources behind both.

    caption   what the drawing shows, in a sentence: whoever does not see it reads this
    drawing   what the template of the drawing reads: positions, styles, labels
    height    of the drawing, in CSS pixels, or in units of the view box where there is one
    view_box  width of the view box of a drawing that scales as a whole; 0 where the drawing takes
              the width of its place, and says horizontal positions in percent of it
    width     of a drawing that keeps its width, in CSS pixels; 0 for one that does not
    of        the slug of the party that the picture is about, if it is about one
    note      what the reader should know beside, on the page and in the file
    query     that the files are asked with, such as "?on=2013-06-12"
    """

    name: str
    title: str
    caption: str
    drawing: object
    table: Table
    sources: list
    height: float
    of: str = ""
    view_box: float = 0
    width: float = 0
    keys: list = field(default_factory=list)
    note: str = ""
    query: str = ""

    @property
    def template(self):
        return f"pictures/{self.name}.svg"

    @property
    def svg(self):
        """The address of the picture as a file."""
        return self._file("svg")

    @property
    def csv(self):
        """The address of its table as a file."""
        return self._file("csv")

    def _file(self, ending):
        kept = {"of": self.of} if self.of else {}
        address = reverse("picture", kwargs={"name": self.name, "ending": ending, **kept})
        return address + self.query
