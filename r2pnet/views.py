"""Pages that belong to no single app: home, about, what people look for, and the pulse."""

from datetime import date

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from countries import register_page
from countries.world import world
from focalpoints import register
from focalpoints.forms import DayForm
from focalpoints.pictures import groups, network
from focalpoints.views import refuse_day
from meetings.models import Meeting
from sources.models import Source, Statement

from .open_data.version import how_cited
from .prepared import prepared
from .site import LICENCE, absolute


def home(request):
    form = DayForm(request.GET)
    if not form.is_valid():
        return refuse_day(request, form)
    on_the_day, figures = of_day(form.day, form.day_query)
    latest, following = _meetings_around(form)
    return render(
        request,
        "home.html",
        {
            "form": form,
            "network": on_the_day,
            "attestation": on_the_day.attestation if form.is_today else None,
            "figures": figures,
            "latest_meeting": latest,
            "next_meeting": following,
            "focal_point_is": Statement.objects.about(Statement.Topic.FOCAL_POINT)
            .for_page()
            .first(),
            "network_is": Statement.objects.about(Statement.Topic.NETWORK).for_page().first(),
        },
    )


@prepared
def of_day(day, day_query):
    """What is told of a day; and, by name, its pictures and the states by when they appointed."""
    on_the_day = register.on(day)
    pictures = {
        "world": world(on_the_day, day_query=day_query, asked=day_query),
        "over_time": network(day, query=day_query),
        "groups": groups(on_the_day, query=day_query),
    }
    figures = {
        name: render_to_string("pictures/_figure.html", {"picture": picture})
        for name, picture in pictures.items()
    }
    starts = {"starts": register.by_start(on_the_day.states), "day_query": day_query}
    figures["starts"] = render_to_string("home/_starts.html", starts)
    figures["inferred"] = len(on_the_day.inferred_states)
    return register_page.told(on_the_day), figures


def _meetings_around(form):
    """The latest meeting that was held by the day, and the next one from then on.

    Of today it is known which have been held; of another day, what their dates say.
    """
    meetings = Meeting.objects.of_network()
    if form.is_today:
        held, coming = meetings.held(), meetings.coming(form.day)
    else:
        held, coming = meetings.over_by(form.day), meetings.after(form.day)
    return held.newest_first().first(), coming.next_first().first()


def about(request):
    return render(request, "about.html", {"statements": Statement.objects.for_page()})


def how_to_appoint(request):
    advice = Statement.objects.about(Statement.Topic.APPOINTING).for_page()
    context = {
        "definitions": Statement.objects.about(Statement.Topic.FOCAL_POINT).for_page(),
        "advice": advice,
        "documents": Source.objects.referred_to_behind(advice),
    }
    return render(request, "how_to_appoint.html", context)


def contact(request):
    context = {
        "name": settings.CONTACT_NAME,
        "email": settings.CONTACT_EMAIL,
        "address": settings.CONTACT_ADDRESS,
    }
    return render(request, "contact.html", context)


def privacy(request):
    context = {
        "csrf_cookie": settings.CSRF_COOKIE_NAME,
        "session_cookie": settings.SESSION_COOKIE_NAME,
    }
    return render(request, "privacy.html", context)


def accessibility(request):
    return render(request, "accessibility.html")


def licence(request):
    day = date(2013, 6, 12)
    address = absolute(f"{reverse('countries')}?on={day.isoformat()}")
    context = {"licence": LICENCE, "how_cited": how_cited(address, day, title=_("The register"))}
    return render(request, "licence.html", context)


@never_cache
def healthz(request):
    """Says "ok" where the database answers; for whoever watches the site."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
