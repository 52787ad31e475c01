"""Who came to the meetings, and how many are said to have come: the pictures, and their tables.

Both show the meetings in order of time, and no more than the newest of them.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from r2pnet.pictures import Column, Dated, Key, Picture, Row, Table
from r2pnet.prepared import keys_of, with_keys
from sources import counts_in_words
from sources.dates import honest_in_words, inferred_mark, year_in_words
from sources.enumeration import in_parts, in_sentences
from sources.models import Source
from sources.translations import told

from .attendance import by_party, marked, reported_beside_recorded
from .bars import bars
from .grid import grid
from .models import Delegate, Delegation, Headcount, Host, Meeting

NEWEST = 24


def attendance(meetings):
    """Which states and organizations came to the meetings of a QuerySet, sent from where."""
    shown, number = _newest(meetings)
    delegations, hosts = Delegation.objects.of(shown), Host.objects.of(shown)
    parties = by_party(shown, delegations.for_pictures(), hosts.for_pictures())
    drawing = grid([_head(each) for each in shown], [each for each in parties if each.is_seen])
    return Picture(
        name="attendance",
        title=_("Who came to which meeting"),
        caption=in_sentences([*_who_came(shown, parties), *_cut_short(number)]),
        drawing=drawing,
        table=_attendance_table(shown, parties),
        sources=list(Source.objects.behind(Meeting.objects.among(shown), delegations, hosts)),
        note=_(
            "Coming to a meeting is not appointing: how many states came and how many have "
            "appointed are numbers of their own."
        ),
        height=drawing.height,
        width=drawing.width,
        keys=_attendance_keys(drawing),
    )


def headcounts(meetings):
    """How many came to the meetings of a QuerySet, as reported and as recorded by name."""
    shown, number = _newest(meetings)
    reported, delegations = Headcount.objects.of(shown), Delegation.objects.of(shown)
    named = delegations.for_pictures().with_delegates(Delegate.objects.public())
    by_meeting = _counted(shown, reported.for_pictures(), named)
    drawing = bars([(*_head(meeting), counted) for meeting, counted in by_meeting])
    recorded = [
        fact for _meeting, counted in by_meeting for each in counted for fact in each.compared
    ]
    return Picture(
        name="headcounts",
        title=_("How many are said to have come, beside how many are recorded by name"),
        caption=in_sentences([*_how_many(by_meeting), *_cut_short(number)]),
        drawing=drawing,
        table=_headcounts_table(by_meeting),
        sources=list(
            Source.objects.behind(
                Meeting.objects.among(shown),
                reported,
                Delegation.objects.among(each for each in recorded if isinstance(each, Delegation)),
                Delegate.objects.among(each for each in recorded if isinstance(each, Delegate)),
            )
        ),
        height=drawing.height,
        keys=_headcounts_keys(drawing),
    )


def _attendance_keys(drawing):
    """What the marks that are drawn mean, and a place without any."""
    lines = [line for section in drawing.sections for line in section.lines]
    marks = [mark for line in lines for mark in line.marks]
    drawn = {each.style for mark in marks for each in (*mark.dots, mark.ring) if each}
    alike = {style.removesuffix(" inferred") for style in drawn}
    keys = [
        ("dot capital" in alike, Key("dot", "dot capital", _("came, sent from the capital"))),
        (
            "dot mission" in alike,
            Key("dot", "dot mission", _("came, sent from the mission to the United Nations")),
        ),
        (
            "dot unstated" in alike,
            Key("dot", "dot unstated", _("came, sent from: not stated")),
        ),
        (drawn - alike, Key("dot", "dot unstated inferred", _("dashed: by inference"))),
        (
            "ring host" in alike,
            Key("square", "ring host", _("host, in whatever role; hosting alone is not attending")),
        ),
        (
            any(len(line.marks) < len(drawing.heads) for line in lines),
            Key(
                "line",
                "blank",
                _("empty: not known; not recorded, which is not to say that it did not come"),
            ),
        ),
    ]
    return [key for is_drawn, key in keys if is_drawn]


def _headcounts_keys(drawing):
    drawn = {bar.style for bar in drawing.bars}
    labels = {
        "bar reported": _("as reported"),
        "bar reported inferred": _("as reported, by inference"),
        "bar recorded": _("recorded by name"),
        "bar inferred": _("recorded by name, by inference"),
    }
    return [Key("bar", style, label) for style, label in labels.items() if style in drawn]


def _head(meeting):
    """How a meeting stands in a drawing: in short, in full, and its address."""
    place = str(told(meeting.city)) or meeting.get_series_display()
    title = in_parts([meeting, honest_in_words(meeting.held, meeting.inference)])
    return f"{year_in_words(meeting.held)} {place}", title, meeting.get_absolute_url()


def _who_came(meetings, parties):
    if not meetings:
        yield _("No meeting of the network is recorded as held.")
        return
    presences = [each for party in parties for each in party.presences]
    came = [each for presence in presences for each in presence.came]
    if came:
        yield _("Recorded as having come: %(states)s and %(organizations)s, %(to_meetings)s.") % {
            "states": counts_in_words.counted(
                sum(each.came and each.party.is_country for each in parties), "states"
            ),
            "organizations": counts_in_words.counted(
                sum(each.came and not each.party.is_country for each in parties), "organizations"
            ),
            "to_meetings": _to_some_of(len({each.meeting_id for each in came}), len(meetings)),
        }
    else:
        yield _("No state and no organization is recorded as having come.")
    if inferred := sum(bool(each.inference) for each in came):
        yield ngettext(
            "%(inferred)s of %(count)s delegation is recorded by inference.",
            "%(inferred)s of %(count)s delegations are recorded by inference.",
            len(came),
        ) % {"inferred": inferred, "count": len(came)}
    if any(each.others for each in presences):
        yield _("Who was expected, or is recorded as not having come, stands in the table alone.")


def _attendance_table(meetings, parties):
    return Table(
        [_("State or organization"), _("Kind"), *(_column(each) for each in meetings)],
        [
            Row(
                [
                    str(each.party),
                    pgettext("party", "state") if each.party.is_country else _("organization"),
                    *(presence.in_words() for presence in each.presences),
                ],
                each.party.get_absolute_url(),
            )
            for each in parties
        ],
    )


def _to_some_of(number, meetings):
    return ngettext(
        "to %(some)s of %(all)s meeting", "to %(some)s of %(all)s meetings", meetings
    ) % {"some": number, "all": meetings}


def _newest(meetings):
    """Those of a QuerySet that are shown, in order of time, and how many there are in all."""
    keys = keys_of(meetings.oldest_first())
    return with_keys(meetings, keys[-NEWEST:]), len(keys)


def _cut_short(number):
    if number > NEWEST:
        yield _("Meetings shown: the newest %(shown)s of %(all)s.") % {
            "shown": NEWEST,
            "all": number,
        }


def _column(meeting):
    """Its date, to readers in words, and its place."""
    place = str(told(meeting.city)) or meeting.get_series_display()
    held = honest_in_words(meeting.held, meeting.inference)
    in_file = f"{meeting.held} {inferred_mark()}" if meeting.inference else meeting.held
    return Column(in_parts([held, place]), f"{in_file} {place}")


def _counted(meetings, headcounts, delegations):
    """Each meeting with its headcounts, beside what is recorded of the same."""
    headcounts, delegations = list(headcounts), list(delegations)
    return [
        (
            meeting,
            reported_beside_recorded(
                [each for each in headcounts if each.meeting_id == meeting.pk],
                [each for each in delegations if each.meeting_id == meeting.pk],
            ),
        )
        for meeting in meetings
    ]


def _how_many(by_meeting):
    if not by_meeting:
        yield _("No meeting of the network is recorded as held.")
        return
    pairs = [each for _meeting, counted in by_meeting for each in counted if each.is_pair]
    others = [each for _meeting, counted in by_meeting for each in counted if not each.is_pair]
    meetings = sum(any(each.is_pair for each in counted) for _meeting, counted in by_meeting)
    if not pairs:
        yield _("No reported number stands beside how many are recorded by name.")
    else:
        yield ngettext(
            "%(count)s reported number, %(from_meetings)s, stands beside how many are recorded "
            "by name.",
            "%(count)s reported numbers, %(from_meetings)s, stand beside how many are recorded "
            "by name.",
            len(pairs),
        ) % {"count": len(pairs), "from_meetings": _from_some_of(meetings, len(by_meeting))}
        yield _("For %(full)s of %(count)s the register names as many as reported, or more.") % {
            "full": sum(each.names_all for each in pairs),
            "count": len(pairs),
        }
    if others:
        yield ngettext(
            "%(count)s headcount stands in words alone: it has no number, or counts more "
            "narrowly than the register records.",
            "%(count)s headcounts stand in words alone: they have no number, or count more "
            "narrowly than the register records.",
            len(others),
        ) % {"count": len(others)}


def _from_some_of(number, meetings):
    return ngettext(
        "from %(some)s of %(all)s meeting", "from %(some)s of %(all)s meetings", meetings
    ) % {"some": number, "all": meetings}


def _headcounts_table(by_meeting):
    return Table(
        [
            _("Meeting"),
            pgettext("meeting", "Held"),
            _("Who"),
            _("Role"),
            _("Sent from"),
            _("Qualifier"),
            _("Reported"),
            _("Recorded by name"),
            _("Of these by inference"),
        ],
        [
            Row(
                [str(meeting), Dated(meeting.held, meeting.inference), *cells],
                meeting.get_absolute_url(),
            )
            for meeting, counted in by_meeting
            for cells in [_cells(each) for each in counted]
            or [["", "", "", "", _("no number reported"), "", ""]]
        ],
    )


def _cells(counted):
    headcount = counted.headcount
    return [
        str(told(headcount.counted)) or headcount.get_of_display(),
        headcount.get_role_display(),
        headcount.get_sent_from_display() or _("anywhere"),
        marked(headcount, headcount.get_qualifier_display()),
        headcount.value if counted.is_numbered else _("no number reported"),
        counted.named if counted.is_compared else _("not compared"),
        counted.inferred if counted.is_compared else _("not compared"),
    ]
