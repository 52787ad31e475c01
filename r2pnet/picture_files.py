"""A picture as a file that says by itself what it shows: as SVG, and its table as CSV."""

import csv
import re
from dataclasses import dataclass
from io import SEEK_END, StringIO
from textwrap import wrap

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls.converters import StringConverter
from django.utils.translation import gettext as _

from countries.forms import RegisterForm
from countries.models import Party
from countries.pictures import timeline
from countries.views import refuse_filters
from countries.world import world_as_asked
from focalpoints import register
from focalpoints.forms import DayForm
from focalpoints.pictures import groups, network
from focalpoints.views import refuse_day
from meetings.models import Meeting
from meetings.pictures import attendance, headcounts
from sources.enumeration import listed_apart
from sources.translations import joined_up

from .open_data.files import cell
from .style_sheet import light_style

# The page of the file, in CSS pixels.
WIDTH, MARGIN, LINE = 960, 24, 20
CHARACTERS = 130  # of the running text to a line of that width

WORLD = settings.BASE_DIR / "static" / "world.svg"

# What XML 1.0 has no way to write (section 2.2, Char).
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class Ending(StringConverter):
    """The ending of a file in an address: what kind of file it is."""

    regex = "svg|csv"


@dataclass(frozen=True)
class Line:
    """A line of text, or a key, at its height on the page."""

    y: int
    text: str = ""
    key: object = None


def picture_file(request, name, ending, of=""):
    """Downloads the picture of that name; of the party with the slug `of`, if it is about one."""
    draw = DRAWN.get((name, bool(of)))
    if draw is None:
        raise Http404
    form_class, refuse = (
        (RegisterForm, refuse_filters) if name == "world" else (DayForm, refuse_day)
    )
    form = form_class(request.GET)
    if not form.is_valid():
        return refuse(request, form)
    return _file(draw(form, of), ending)


def _world(form, of):
    return world_as_asked(register.on(form.day), form)


def _network(form, of):
    return network(form.day, query=form.day_query)


def _groups(form, of):
    return groups(register.on(form.day), query=form.day_query)


def _timeline(form, of):
    return timeline(get_object_or_404(Party, slug=of), form.day, query=form.day_query)


def _attendance(form, of):
    return attendance(Meeting.objects.of_network().held())


def _headcounts(form, of):
    return headcounts(Meeting.objects.of_network().held())


# By name, and by whether it is about a party.
DRAWN = {
    ("world", False): _world,
    ("network", False): _network,
    ("groups", False): _groups,
    ("timeline", True): _timeline,
    ("attendance", False): _attendance,
    ("headcounts", False): _headcounts,
}


def _file(picture, ending):
    render = {"svg": _svg, "csv": _csv}[ending]
    kind = {"svg": "image/svg+xml", "csv": "text/csv; charset=utf-8"}[ending]
    response = HttpResponse(render(picture), content_type=kind)
    name = "-".join(re.findall(r"[a-z0-9-]+", f"{picture.name} {picture.of} {picture.query}"))
    response["Content-Disposition"] = f'attachment; filename="r2pnet-{name}.{ending}"'
    return response


def _svg(picture):
    """The drawing on a page of its own, in its light colours, with title, keys and sources."""
    page, site = _Page(), settings.SITE_URL.rstrip("/")
    title = page.line(picture.title, advance=LINE + 10)
    caption = page.lines(picture.caption)
    width, height = _size(picture)
    page.leave(LINE // 2)
    top = page.leave(height)
    keys = [page.key(key) for key in picture.keys]
    page.leave(LINE // 2)
    sources = page.lines(_sources(picture))
    note = page.lines(picture.note)
    address = page.line(f"{site}{picture.svg} · CC BY 4.0")
    file = render_to_string(
        "pictures/file.svg",
        {
            "picture": picture,
            "site": site,
            "style": light_style(),
            "land": re.search(r' d="([^"]*)"', WORLD.read_text(encoding="utf-8"))[1],
            "width": WIDTH,
            "height": page.y + MARGIN,
            "margin": MARGIN,
            "top": top,
            "drawing_width": width,
            "drawing_height": height,
            "title": title,
            "lines": [*caption, *sources, *note, address],
            "keys": keys,
        },
    )
    return NOT_IN_XML.sub("", file)


def _sources(picture):
    if not picture.sources:
        return _("No source is recorded for what it shows.")
    return _("Sources: %(sources)s") % {
        "sources": listed_apart(str(each) for each in picture.sources)
    }


class _Page:
    """Gives out the heights of a page from the top down."""

    def __init__(self):
        self.y = MARGIN

    def leave(self, height):
        """Room for something of that height; returns where it begins."""
        begins, self.y = self.y, self.y + height
        return begins

    def line(self, text, advance=LINE):
        return Line(self.leave(advance) + LINE - 4, text=text)

    def lines(self, text):
        return [self.line(each) for each in wrap(str(text), CHARACTERS)]

    def key(self, key):
        return Line(self.leave(LINE) + LINE - 4, text=key.label, key=key)


def _size(picture):
    """The width and height of the drawing on the page."""
    width = picture.width or WIDTH - 2 * MARGIN
    if picture.view_box:
        return width, round(width * picture.height / picture.view_box)
    return width, picture.height


def _csv(picture):
    """The table, dates in EDTF; the mark at the head is how spreadsheets know UTF-8."""
    file = StringIO("\ufeff")
    file.seek(0, SEEK_END)
    writer = csv.writer(file)
    table = picture.table.for_file()
    writer.writerow(cell(joined_up(column)) for column in table.columns)
    for row in table.rows:
        writer.writerow(cell(_for_programs(each)) for each in row.cells)
    return file.getvalue()


def _for_programs(each):
    return joined_up(each) if isinstance(each, str) else each
