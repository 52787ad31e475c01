"""The bars of the headcounts, as they are drawn.

Places from the left are in percent of the width, so that text keeps its size on every screen;
places from the top are in CSS pixels.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sources.enumeration import in_parts
from sources.translations import cut_short, told

from .models import Delegation, SentFrom

MEETING, LABEL, BAR, SPACE, THICK = 28, 17, 14, 9, 9
LABEL_LENGTH = 38

# Beyond the longest bar there must be room for its words on the narrowest screen.
LONGEST = 40

SENT_FROM = {
    SentFrom.CAPITAL: gettext_lazy("%(who)s, sent from the capital"),
    SentFrom.MISSION: gettext_lazy("%(who)s, sent from the mission"),
}


@dataclass(frozen=True)
class Bar:
    """A part of a bar."""

    x: str
    y: int
    width: str
    style: str


@dataclass(frozen=True)
class Words:
    """A line of text that stands on `y`; `title` where it is cut, `after` a bar it keeps off it."""

    y: int
    style: str
    text: str
    x: str = "0%"
    after: int = 0
    title: str = ""
    url: str = ""


@dataclass
class Bars:
    """The whole, which grows downwards."""

    scale: float
    height: int = 0
    bars: list = field(default_factory=list)
    words: list = field(default_factory=list)
    thick: int = THICK

    def meeting(self, label, title, url):
        self.height += MEETING
        self.words.append(Words(self.height - 6, "strong", label, title=title, url=url))

    def label(self, headcount):
        self.height += LABEL
        full = _who(headcount)
        text = cut_short(full, LABEL_LENGTH)
        self.words.append(Words(self.height - 4, "label", text, title=full))

    def line(self, text):
        self.height += BAR
        self.words.append(Words(self.height - 3, "tick", text))

    def bar(self, parts, text):
        """A bar of parts, (value, style) each, with its words at its end."""
        end = 0
        for value, style in parts:
            if value:
                self.bars.append(
                    Bar(self._percent(end), self.height + 2, self._percent(value), style)
                )
            end += value
        self.height += BAR
        self.words.append(
            Words(self.height - 3, "tick", text, x=self._percent(end), after=6 if end else 0)
        )

    def leave_space(self):
        self.height += SPACE

    def _percent(self, value):
        return f"{value * self.scale:.2f}%"


def bars(meetings):
    """The bars of meetings: (label, title, url, list of `Counted`) each."""
    pairs = [each for *_meeting, counted in meetings for each in counted if each.is_pair]
    most = max((max(each.headcount.value, each.named) for each in pairs), default=1)
    drawing = Bars(LONGEST / most)
    for label, title, url, counted in meetings:
        drawing.meeting(label, title, url)
        for each in counted:
            drawing.label(each.headcount)
            _draw(drawing, each)
            drawing.leave_space()
        if not counted:
            drawing.line(_("no number reported"))
            drawing.leave_space()
    return drawing


def _draw(drawing, counted):
    reported, recorded = counted.reported_in_words(), counted.recorded_in_words()
    if counted.is_pair:
        style = "bar reported inferred" if counted.headcount.inference else "bar reported"
        drawing.bar([(counted.headcount.value, style)], reported)
        parts = [
            (counted.named - counted.inferred, "bar recorded"),
            (counted.inferred, "bar inferred"),
        ]
        drawing.bar(parts, recorded)
    else:
        drawing.line(in_parts([reported, recorded]))


def _who(headcount):
    """Such as "states, sent from the capital"; what the source itself says of whom it counted."""
    if headcount.counted:
        return str(told(headcount.counted))
    words = headcount.get_of_display()
    if headcount.role != Delegation.Role.PARTICIPANT:
        words = _("%(counted)s (%(role)s)") % {
            "counted": words,
            "role": headcount.get_role_display(),
        }
    return SENT_FROM[headcount.sent_from] % {"who": words} if headcount.sent_from else words
