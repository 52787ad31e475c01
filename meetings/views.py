"""The meetings, and the page of each."""

from django.shortcuts import get_object_or_404, render

from focalpoints.models.steps import steps_in_order
from r2pnet.paging import public_page_or_404

from .attendance import grouped, hosts_in_order, reported_beside_recorded
from .calendar import calendar_of, calendar_of_all, left_out, why_in_no_calendar
from .models import Difference, Meeting
from .pictures import attendance, headcounts


def meetings(request):
    page = public_page_or_404(request, Meeting.objects.for_list())
    held = Meeting.objects.of_network().held()
    return render(
        request,
        "meetings/meetings.html",
        {
            "page": page,
            "attendance": attendance(held),
            "headcounts": headcounts(held),
            "calendar": calendar_of_all(),
            "left_out": left_out(),
        },
    )


def meeting(request, slug):
    meeting = get_object_or_404(Meeting.objects.for_page(), slug=slug)
    delegations = meeting.delegations.for_meeting()
    headcounts = meeting.headcounts.for_meeting()
    return render(
        request,
        "meetings/meeting.html",
        {
            "meeting": meeting,
            "hosts": hosts_in_order(meeting),
            "delegations": grouped(delegations),
            "headcounts": reported_beside_recorded(headcounts, delegations),
            "steps": steps_in_order(meeting.steps.for_page()),
            "other_titles": meeting.other_titles.for_meeting(),
            "calendar": calendar_of(meeting),
            "why_in_no_calendar": why_in_no_calendar(meeting),
            "differences": Difference.objects.about(meeting).for_list(),
        },
    )


def differences(request):
    return render(
        request, "meetings/differences.html", {"differences": Difference.objects.for_page()}
    )
