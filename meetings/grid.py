"""The grid of who came, as it is drawn: every place in CSS pixels, from the left and the top."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from sources.translations import cut_short

LABELS, COLUMN, LINE, GAP, RING = 180, 26, 18, 26, 16
LABEL_LENGTH, HEAD_LENGTH = 26, 24

# Heads of columns lean by 55 degrees; their letters are taken for wider than most typefaces are.
LETTER, SINE, COSINE = 7, 0.82, 0.58


@dataclass(frozen=True)
class Head:
    """What stands above a column, beginning at `x`."""

    x: int
    label: str
    title: str
    url: str


@dataclass(frozen=True)
class Dot:
    """A delegation that came."""

    x: int
    r: int
    style: str


@dataclass(frozen=True)
class Ring:
    """What is drawn around the place of a host."""

    x: int
    width: int
    style: str


@dataclass(frozen=True)
class Mark:
    """A party at a meeting, and the same in words."""

    title: str
    dots: list
    ring: Ring | None


@dataclass(frozen=True)
class Line:
    """A party: its name stands on `y`, its marks about `middle`."""

    y: int
    label: str
    title: str
    url: str
    marks: list

    @property
    def middle(self):
        return self.y - 4

    @property
    def top(self):
        return self.middle - RING // 2

    @property
    def rule(self):
        return self.middle + LINE // 2


@dataclass(frozen=True)
class Section:
    """States or organizations: their heading stands on `y`, with a rule below it."""

    y: int
    label: str
    lines: list

    @property
    def rule(self):
        return self.y + 5


@dataclass(frozen=True)
class Grid:
    """The whole; `foot` is where the heads of the columns stand."""

    width: int
    height: int
    foot: int
    heads: list
    sections: list
    ring: int = RING


def grid(heads, attendances):
    """The grid of the attendances under these heads of columns: (label, title, url) each."""
    slanted = LETTER * max(
        (len(cut_short(label, HEAD_LENGTH)) for label, *_rest in heads), default=0
    )
    foot = round(slanted * SINE) + 10
    sections = list(_sections(foot + GAP - 6, heads, attendances))
    return Grid(
        width=LABELS + COLUMN * len(heads) + round(slanted * COSINE),
        height=sections[-1].lines[-1].y + 8 if sections else foot + GAP,
        foot=foot,
        heads=[
            Head(_middle(at) + 4, cut_short(label, HEAD_LENGTH), title, url)
            for at, (label, title, url) in enumerate(heads)
        ],
        sections=sections,
    )


def _sections(y, heads, attendances):
    for label, of_kind in [
        (_("States"), [each for each in attendances if each.party.is_country]),
        (_("Organizations"), [each for each in attendances if not each.party.is_country]),
    ]:
        if of_kind:
            lines = [
                _line(y + 6 + LINE * at, heads, attendance)
                for at, attendance in enumerate(of_kind, start=1)
            ]
            yield Section(y, label, lines)
            y = lines[-1].y + GAP


def _line(y, heads, attendance):
    party = attendance.party
    return Line(
        y=y,
        label=_short(party),
        title=str(party),
        url=party.get_absolute_url(),
        marks=[
            _mark(_middle(at), _at_meeting(party, label, presence), presence)
            for at, ((label, *_rest), presence) in enumerate(
                zip(heads, attendance.presences, strict=True)
            )
            if presence.came or presence.hosts
        ],
    )


def _at_meeting(party, meeting, presence):
    return _("%(party)s, %(meeting)s: %(presence)s") % {
        "party": party,
        "meeting": meeting,
        "presence": presence.in_words(),
    }


def _short(party):
    name = str(party)
    is_long = len(name) > LABEL_LENGTH
    return party.acronym if is_long and party.acronym else cut_short(name, LABEL_LENGTH)


def _mark(middle, title, presence):
    """A dot for each delegation: smaller, and side by side, where there are several."""
    came = presence.came
    r = 5 if len(came) < 2 else 3
    aside = r * max(len(came) - 1, 0)
    ring = Ring(middle - aside - RING // 2, 2 * aside + RING, _style("ring host", presence.hosts))
    return Mark(
        title,
        [
            Dot(
                middle - aside + 2 * r * at,
                r,
                _style(f"dot {each.sent_from or 'unstated'}", [each]),
            )
            for at, each in enumerate(came)
        ],
        ring if presence.hosts else None,
    )


def _style(style, facts):
    return f"{style} inferred" if all(each.inference for each in facts) else style


def _middle(at):
    return LABELS + COLUMN * at + COLUMN // 2
