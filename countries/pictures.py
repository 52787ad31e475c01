"""The picture of one party: its timeline."""

from collections import defaultdict
from dataclasses import replace
from datetime import date
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoints.models import Appointment, Step
from focalpoints.over_time import course, holds
from focalpoints.register import FIRST_DAY
from meetings.models import Delegation, Host, Meeting
from r2pnet.pictures import Dated, Key, Picture, Row, Table
from r2pnet.time_axis import SHORT, TimeAxis
from sources.dates import day_in_words
from sources.enumeration import in_sentences, listed
from sources.models import Source

from .timeline_drawing import Entry, Span, draw


def timeline(party, day, *, query=""):
    """What a party did, held, attended and hosted up to the day, as known now.

    Made from five queries. `query` is that of the page, such as "?on=2013-06-12".
    """
    facts = Facts(party, day)
    entries = _entries(facts)
    first = min([FIRST_DAY, *(each.begins for each in entries if each.begins > date.min)])
    drawing = draw(_lanes(), entries, TimeAxis(first, day))
    return Picture(
        name="timeline",
        of=party.slug,
        title=_("Timeline: %(party)s") % {"party": party},
        caption=_caption(facts, entries, first),
        drawing=drawing,
        keys=_keys(drawing),
        table=_table(entries),
        sources=list(facts.sources()),
        height=drawing.height,
        query=query,
    )


class Facts:
    """What is recorded of a party, as known now, and may have been by the day."""

    def __init__(self, party, day):
        self.party, self.day = party, day
        self.steps = [
            each for each in party.steps.public().oldest_first() if each.taken.earliest <= day
        ]
        self.appointments = list(party.appointments.public().begun(day).attested().oldest_first())
        self.attended = [
            each
            for each in party.delegations.public().select_related("meeting")
            if each.came and _was_held(each.meeting, day)
        ]
        self.hosted = [
            each
            for each in party.hosted.public().select_related("meeting")
            if _was_held(each.meeting, day)
        ]

    def chains(self):
        """The appointments, each in a list with those that succeed it."""
        successor = {each.succeeds_id: each for each in self.appointments if each.succeeds_id}
        recorded = {each.pk for each in self.appointments}
        chains = [[each] for each in self.appointments if each.succeeds_id not in recorded]
        for chain in chains:
            while after := successor.get(chain[-1].pk):
                chain.append(after)
        return chains

    def sources(self):
        """The public sources that the facts, and the dates of the meetings, rest on."""
        meetings = [each.meeting for each in (*self.attended, *self.hosted)]
        return Source.objects.behind(
            *(
                model.objects.among(facts)
                for model, facts in (
                    (Step, self.steps),
                    (Appointment, self.appointments),
                    (Delegation, self.attended),
                    (Host, self.hosted),
                    (Meeting, meetings),
                )
            )
        )


def _was_held(meeting, day):
    return meeting.status == Meeting.Status.HELD and meeting.held.earliest <= day


def _lanes():
    """The lanes of the drawing from the top down: the styles of their points, and their labels."""
    return {
        "step": _("Steps"),
        "appointment": _("Appointments"),
        "meeting": _("Meetings attended"),
        "host": _("Meetings hosted"),
    }


def _entries(facts):
    """The marks of the timeline, numbered in order of time."""
    entries = [
        *_dated("step", [(each.taken, each.inference, _step(each)) for each in facts.steps]),
        *(_chain(chain, facts.day) for chain in facts.chains()),
        *_dated("meeting", [_at_meeting(each) for each in facts.attended]),
        *_dated("host", [_at_meeting(each) for each in facts.hosted]),
    ]
    in_order = sorted(entries, key=lambda each: (each.begins, each.ends))
    return [replace(each, number=number) for number, each in enumerate(in_order, start=1)]


def _step(step):
    """A line of the table: what, when, and the page."""
    return step.in_words(), Dated(step.taken, step.inference), step.get_absolute_url()


def _at_meeting(fact):
    """The date, what is inferred, and the line of a delegation or of a host."""
    meeting = fact.meeting
    what = _("%(meeting)s: %(role)s") % {"meeting": meeting, "role": fact.get_role_display()}
    if fact.inference:
        what = _("%(fact)s (by inference)") % {"fact": what}
    line = what, Dated(meeting.held, meeting.inference), fact.get_absolute_url()
    return meeting.held, fact.inference or meeting.inference, line


def _dated(lane, facts):
    """One entry for the facts of each date; each fact is (date, inference, line)."""
    by_date = defaultdict(list)
    for when, inference, line in facts:
        by_date[when].append((inference, line))
    for when, found in by_date.items():
        inferred = " inferred" if all(inference for inference, _line in found) else ""
        is_bar = when.latest - when.earliest >= SHORT and not when.is_known_span
        span = Span(when.earliest, when.latest, f"bar possible{inferred}")
        yield Entry(
            lane=lane,
            begins=when.earliest,
            ends=when.latest if is_bar else when.earliest,
            style=f"point {lane}{inferred}",
            spans=[span] if is_bar else [],
            lines=[line for _inference, line in found],
        )


def _chain(chain, day):
    """Successive appointments: by the rule of succession they count as one period."""
    begins = chain[0].started.earliest
    spans = _spans(chain, day)
    return Entry(
        lane="appointment",
        begins=begins,
        ends=spans[-1].ends if spans else begins,
        style="point appointment inferred" if chain[0].inference else "point appointment",
        spans=spans,
        lines=[line for each in chain for line in _appointment(each)],
    )


def _appointment(appointment):
    capacity = appointment.get_capacity_display()
    ended = Dated(appointment.ended) if appointment.ended else _("no end recorded")
    attested = _("not by a dated source")
    if appointment.attested_by_source:
        attested = Dated(appointment.attested_by_source, appointment.attested_by_source_inference)
    started = Dated(appointment.started, appointment.inference)
    told = [
        (_("%(capacity)s, started"), started),
        (_("%(capacity)s, first day out of office"), ended),
        (_("%(capacity)s, last attested"), attested),
    ]
    if appointment.confirmed:
        told.append((_("%(capacity)s, confirmed by the holder"), Dated(appointment.confirmed)))
    for what, when in told:
        yield what % {"capacity": capacity}, when, appointment.get_absolute_url()


def _spans(chain, day):
    """What of the chain is certain, possible and no longer known, up to the day.

    Where no end is recorded, the newest source that attests the last appointment bounds what is
    known: to the earliest day that it may be of, certain is certain; to the latest, possible.
    """
    first, last = chain[0].started.earliest, chain[-1]
    found = course(chain)
    fresh, stale = _attested(last)
    changes = {fresh, stale, *found.bounds}
    days = sorted({first, day, *(each for each in changes if first < each < day)})
    spans = []
    for begins, ends in pairwise(days):
        if begins >= stale:
            style = "bar after"
        elif begins >= fresh:
            style = _possible(last.inference or last.attested_inference)
        else:
            style = _in_office(found, begins)
        if spans and spans[-1].style == style:
            spans[-1] = replace(spans[-1], ends=ends)
        elif style:
            spans.append(Span(begins, ends, style))
    return spans


def _attested(appointment):
    """The earliest and the latest day of the newest source, where no end is recorded."""
    if appointment.ended:
        return date.max, date.max
    started = appointment.started.latest
    if not appointment.attested:
        return started, started
    return max(started, appointment.attested.earliest), max(started, appointment.attested.latest)


def _in_office(found, day):
    if holds(found.certain, day):
        return "bar certain" if holds(found.stated, day) else "bar inferred"
    if holds(found.possible, day):
        return _possible(not holds(found.possible_stated, day))
    return ""


def _possible(is_inferred):
    return "bar possible inferred" if is_inferred else "bar possible"


def _caption(facts, entries, first):
    days = {"first": day_in_words(first), "last": day_in_words(facts.day)}
    if not entries:
        return (
            _(
                "From %(first)s to %(last)s nothing is recorded that it did, held, attended or "
                "hosted."
            )
            % days
        )
    sentences = [
        _("Recorded from %(first)s to %(last)s: %(recorded)s.")
        % {**days, "recorded": listed(_recorded_in_words(facts))}
    ]
    if any(span.style == "bar after" for each in entries for span in each.spans):
        sentences.append(
            _(
                "Where no end is recorded, nothing is known of the time since an appointment was "
                "last attested."
            )
        )
    return in_sentences(sentences)


def _recorded_in_words(facts):
    steps, appointments = len(facts.steps), len(facts.appointments)
    attended, hosted = len(facts.attended), len(facts.hosted)
    for count, words in (
        (steps, ngettext("%(count)s step", "%(count)s steps", steps)),
        (appointments, ngettext("%(count)s appointment", "%(count)s appointments", appointments)),
        (
            attended,
            ngettext(
                "%(count)s delegation to a meeting", "%(count)s delegations to meetings", attended
            ),
        ),
        (hosted, ngettext("%(count)s role as host", "%(count)s roles as host", hosted)),
    ):
        if count:
            yield words % {"count": count}


def _keys(drawing):
    """What the marks that are drawn mean; what the points are, the lanes say."""
    marks = [mark for lane in drawing.lanes for mark in lane.marks]
    drawn = {bar.style for mark in marks for bar in mark.bars}
    labels = {
        "bar certain": _("in office for certain"),
        "bar inferred": _("in office, by inference"),
        "bar possible": _("possible: on some day between, or perhaps in office"),
        "bar possible inferred": _("possible, between bounds by inference"),
        "bar after": _("no end recorded; not attested since"),
    }
    keys = [Key("bar", style, label) for style, label in labels.items() if style in drawn]
    points = [mark.entry.style for mark in marks if mark.is_point]
    inferred = [style for style in points if style.endswith(" inferred")]
    return keys + [Key("dot", style, _("by inference")) for style in inferred[:1]]


def _table(entries):
    """A row for each date: of an appointment its start, its end and when it was last attested."""
    lanes = _lanes()
    columns = [_("What"), _("When"), _("Where in the picture"), _("Number in the picture")]
    rows = [
        Row([what, when, lanes[entry.lane], entry.number], url)
        for entry in entries
        for what, when, url in entry.lines
    ]
    return Table(columns, rows)
