"""Pictures as their readers see them."""

from xml.parsers.expat import ParserCreate

from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from meetings.grid import COLUMN, LABELS
from meetings.models import Meeting


def drawn(draw):
    """The picture of the meetings held by the network."""
    return draw(Meeting.objects.of_network().held())


def svg_of(picture):
    """The drawing as in a file, which must be well-formed XML."""
    inner = render_to_string(
        picture.template, {"drawing": picture.drawing, "site": "https://r2pnet.example"}
    )
    ParserCreate().Parse(f"<svg>{inner}</svg>", True)
    return BeautifulSoup(inner, "html.parser")


def marks(picture):
    """The styles of what is drawn of each party, by the heads of the columns."""
    heads = [head.label for head in picture.drawing.heads]
    return {
        line.title: {heads[_column(mark)]: _styles(mark) for mark in line.marks}
        for section in picture.drawing.sections
        for line in section.lines
    }


def _column(mark):
    left = mark.ring.x if mark.ring else mark.dots[0].x
    return (left - LABELS) // COLUMN


def _styles(mark):
    return [each.style for each in (*mark.dots, mark.ring) if each]


def rows(picture):
    return [row.cells for row in picture.table.rows]


def words_of(picture):
    return [line.text for line in picture.drawing.words]
