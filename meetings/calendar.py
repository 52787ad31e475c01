"""The meetings as iCalendar (RFC 5545), for the calendars of whoever follows them.

Only a meeting whose days are known stands in a calendar: a calendar cannot say "in May".
"""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from focalpoints.register import FIRST_DAY
from r2pnet.limits import computed
from r2pnet.open_data.cors import for_any_origin
from r2pnet.open_data.portions import ROWS
from r2pnet.open_data.recorded import Recorded, recorded
from r2pnet.open_data.tables import MEETINGS
from r2pnet.open_data.unchanged import unless_unchanged
from r2pnet.prepared import prepared
from r2pnet.site import absolute, host
from sources.dates import honest_in_words, in_words
from sources.enumeration import in_parts, sentence
from sources.translations import joined_up, told

from .models import Meeting

STATUS = {
    Meeting.Status.PLANNED: "TENTATIVE",
    Meeting.Status.HELD: "CONFIRMED",
    Meeting.Status.CANCELLED: "CANCELLED",
}
# Where no version tells when a meeting was recorded: it was not before the register begins.
NEVER = datetime.combine(FIRST_DAY, time(), UTC)
DAY_LENGTH = len("2013-06-12")


@for_any_origin
@require_safe
@computed
def meetings_calendar(request):
    """All meetings whose days are known."""
    rows = MEETINGS.one_by_one(at_once=ROWS)
    meetings = [each for each in rows if has_known_days(each)]
    return _answer(request, meetings, name=_("Meetings of R2P Focal Points"), file="meetings")


@for_any_origin
@require_safe
@computed
def meeting_calendar(request, slug):
    meeting = get_object_or_404(MEETINGS.rows(), slug=slug)
    if not has_known_days(meeting):
        raise Http404
    return _answer(request, [meeting], name=joined_up(meeting), file=meeting.slug)


def has_known_days(meeting):
    """Whether its first and its last day are known, without doubt."""
    return why_in_no_calendar(meeting) == ""


def why_in_no_calendar(meeting):
    """The reason in a sentence; empty where it stands in the calendars."""
    held = meeting.held
    if not held:
        return _("This meeting is in no calendar, because no date is recorded for it.")
    if held.is_doubtful:
        return _("This meeting is in no calendar, because its date is not certain: %(date)s.") % {
            "date": in_words(held)
        }
    first, last = held.endpoints
    is_known = len(first) == len(last) == DAY_LENGTH and (held.is_span or first == last)
    if not is_known:
        return _(
            "This meeting is in no calendar, because its days are not known, only: %(date)s."
        ) % {"date": in_words(held)}
    return ""


@prepared
def left_out():
    """How many meetings stand in no calendar."""
    meetings = Meeting.objects.public().only("held")
    return sum(not has_known_days(each) for each in meetings.iterator())


@dataclass(frozen=True)
class Calendars:
    """Where a calendar stands: as a file, and for programs that keep themselves up to date."""

    file: str
    subscription: str


def calendar_of_all():
    return _calendars(reverse("meetings-calendar"))


def calendar_of(meeting):
    return _calendars(reverse("meeting-calendar", args=[meeting.slug]))


def _calendars(path):
    return Calendars(file=path, subscription=f"webcal:{absolute(path).partition(':')[2]}")


def _answer(request, meetings, *, name, file):
    times = recorded(MEETINGS, meetings)
    calendar = Calendar()
    calendar.add("prodid", f"-//{host()}//r2pnet//EN")
    calendar.add("version", "2.0")
    calendar.add("name", _one_line(name))
    calendar.add("x-wr-calname", _one_line(name))
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for meeting in meetings:
        calendar.add_component(_event(meeting, times[meeting.pk]))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="r2pnet-{file}.ics"'
    changed = [each.changed_at or NEVER for each in times.values()]
    return unless_unchanged(request, response, max(changed, default=NEVER))


def _event(meeting, times: Recorded):
    shown = MEETINGS.row(meeting)
    changed_at = (times.changed_at or NEVER).replace(microsecond=0)
    event = Event()
    event.add("uid", f"{meeting.slug}@{host()}")
    event.add("dtstamp", changed_at)
    event.add("last-modified", changed_at)
    event.add("sequence", times.changes)
    event.add("dtstart", shown["held_earliest"])
    event.add("dtend", shown["held_latest"] + timedelta(days=1))  # the first day after it
    event.add("summary", _one_line(joined_up(meeting)))
    if location := in_parts([told(meeting.venue).text, _town(meeting)]):
        event.add("location", _one_line(location))
    event.add("description", _plain(_description(meeting)))
    event.add("url", absolute(meeting.get_absolute_url()))
    event.add("status", STATUS[meeting.status])
    event.add("transp", "TRANSPARENT")  # whoever reads of a meeting is not busy
    return event


def _town(meeting):
    """The city and the country, as far as they are known."""
    city, country = told(meeting.city).text, meeting.country and joined_up(meeting.country)
    if city and country:
        return pgettext("place", "%(city)s, %(country)s") % {"city": city, "country": country}
    return city or country


def _description(meeting):
    date = honest_in_words(meeting.held, meeting.inference)
    said = [
        sentence(
            in_parts([capfirst(meeting.get_series_display()), meeting.get_status_display(), date])
        ),
        told(meeting.summary).text,
        _("What this rests on: %(page)s") % {"page": absolute(meeting.get_absolute_url())},
    ]
    return "\n\n".join(each for each in said if each)


def _one_line(text):
    return _plain(text).replace("\n", " ")


def _plain(text):
    """Without what a line of a calendar cannot hold, and would be broken by."""
    lines = "\n".join(str(text).splitlines())
    return "".join(each for each in lines if each == "\n" or unicodedata.category(each) != "Cc")
