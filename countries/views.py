"""The register, and the page of each party."""

from dataclasses import replace

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from focalpoints import disclosure, register
from focalpoints.forms import DayForm
from focalpoints.over_time import DaysOfChange
from focalpoints.register import Register
from focalpoints.views import csv_file, refuse_day
from meetings.models import Difference
from r2pnet.limits import computed
from r2pnet.open_data.cors import for_any_origin
from r2pnet.open_data.tables import REGISTER

from . import register_page
from .forms import RegisterForm, StatesForm, WholeStatesForm
from .models import Country, Organization, Party
from .pictures import timeline
from .world import world_as_asked


def countries(request):
    form = RegisterForm(request.GET)
    if not form.is_valid():
        return refuse_filters(request, form)
    network, lists = register_page.on(form.day, form.day_query)
    chosen = form.chosen(lists.states)
    return render(
        request,
        "countries/register.html",
        {
            "form": form,
            "network": network,
            "lists": lists,
            "shown": len(chosen),
            "states": register.by_rung(chosen),
            "organizations": form.chosen(lists.organizations),
            "world": world_as_asked(register.on(form.day), form) if form.shows_world else None,
        },
    )


def refuse_filters(request, form):
    """Say what is wrong with the filters, with what was typed."""
    return render(request, "countries/register.html", {"form": form}, status=400)


def country(request, code):
    party = get_object_or_404(Country.objects.with_names().with_code(code))
    if party.slug != code:
        query = request.META["QUERY_STRING"]
        return redirect(f"{party.get_absolute_url()}{'?' if query else ''}{query}", permanent=True)
    return _party(request, party)


def organizations(request):
    """They stand on the register, below the states."""
    query = request.META["QUERY_STRING"]
    return redirect(f"{reverse('countries')}{'?' if query else ''}{query}#organizations")


def organization(request, slug):
    return _party(request, get_object_or_404(Organization.objects.with_names(), slug=slug))


def _party(request, party):
    form = DayForm(request.GET)
    if not form.is_valid():
        return refuse_day(request, form)
    return render(
        request,
        "countries/party.html",
        {
            "form": form,
            "around": DaysOfChange([party]).around(form.day),
            "party": party,
            "timeline": timeline(party, form.day, query=form.day_query),
            "standing": register.standings([party], form.day)[0],
            "appointments": disclosure.with_holders(
                party.appointments.for_page(), disclosure.PUBLIC
            ),
            "steps": party.steps.for_page(),
            "delegations": party.delegations.for_party(),
            "hosted": party.hosted.for_party(),
            "differences": Difference.objects.about(party).for_list(),
        },
    )


@computed
def states(request):
    form = StatesForm(Party.objects.with_names(), request.GET)
    if not form.is_valid():
        return refuse_states(request, form)
    listed = form.reading.states
    network = Register(form.day, register.standings(listed, form.day)) if listed else None
    return render(
        request,
        "countries/states.html",
        {
            "form": form,
            "network": network,
            "around": DaysOfChange(listed).around(form.day) if network else None,
            "attestation": network.attestation() if network and form.is_today else None,
            "sections": register.by_rung(
                register_page.lines(network.states, form.day_query) if network else []
            ),
        },
    )


def refuse_states(request, form):
    """Say what is wrong with the list or the day, with what was typed and what it says."""
    return render(request, "countries/states.html", {"form": form}, status=400)


@for_any_origin
@require_safe
@computed
def states_file(request):
    """The rows of the open data's register that are about the states of the list."""
    form = WholeStatesForm(Party.objects.with_names(), request.GET)
    if not form.is_valid():
        return refuse_states(request, form)
    standings = register.standings(form.reading.states, form.day)
    table = replace(REGISTER, all_rows=lambda day: standings, in_parts=None)
    return csv_file(table, f"states-{form.day.isoformat()}", form.day)
