"""The posts, what changed between two days, and the page that refuses a day."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from countries.models import Party
from meetings.models import Meeting
from r2pnet.limits import computed
from r2pnet.open_data.cors import for_any_origin
from r2pnet.open_data.files import csv_of
from r2pnet.paging import page_or_404

from . import disclosure
from . import posts as posts_of_day
from .change_table import table_of
from .changes import Changes
from .forms import ChangesForm, DayForm
from .models import NetworkCount
from .over_time import DaysOfChange


def refuse_day(request, form):
    """Say what is wrong with the day asked for, with the typed text back."""
    return render(request, "focalpoints/day.html", {"form": form}, status=400)


def posts(request):
    form = DayForm(request.GET)
    if not form.is_valid():
        return refuse_day(request, form)
    of_day = posts_of_day.on(form.day)
    page = page_or_404(request, of_day.keys)
    page.object_list = of_day.with_keys(page.object_list)
    holders = disclosure.with_holders([post for _, post in page], disclosure.PUBLIC)
    return render(
        request,
        "focalpoints/posts.html",
        {
            "form": form,
            "around": of_day.around,
            "network": of_day,
            "attestation": of_day.attestation if form.is_today else None,
            "reported": NetworkCount.objects.known_by(form.day).for_page(),
            "page": page,
            "names_somebody": any(each.shown_holder for each in holders),
        },
    )


@computed
def changes(request):
    form = ChangesForm(Party.objects.with_names(), request.GET)
    if not form.is_valid():
        return refuse_days(request, form)
    first, last = form.days
    days = DaysOfChange(form.parties or None)
    return render(
        request,
        "focalpoints/changes.html",
        {
            "form": form,
            "first": first,
            "last": last,
            "changes": Changes(first, last, form.parties),
            "meetings": _meetings_over(form),
            "around_first": days.around(first),
            "around_last": days.around(last),
        },
    )


def _meetings_over(form):
    """Those over between the days; none where only some parties are asked about."""
    if form.parties:
        return Meeting.objects.none()
    return Meeting.objects.over_between(*form.days).public().oldest_first()


def refuse_days(request, form):
    """Say what is wrong with the two days, with what was typed."""
    return render(request, "focalpoints/changes.html", {"form": form}, status=400)


@for_any_origin
@require_safe
@computed
def changes_file(request):
    form = ChangesForm(Party.objects.with_names(), request.GET)
    if not form.is_valid():
        return refuse_days(request, form)
    first, last = form.days
    table = table_of(Changes(first, last, form.parties), _meetings_over(form))
    return csv_file(table, f"changes-{first.isoformat()}-{last.isoformat()}")


def csv_file(table, name, day=None):
    """A short table as a file to download; the long ones are streamed (r2pnet/open_data)."""
    response = HttpResponse("".join(csv_of(table, day)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="r2pnet-{name}.csv"'
    return response
