"""Pages that belong to no single app: home, about, what people look for, and the pulse."""

from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from countries.world import world
from focalpoints import register
from focalpoints.models import NetworkCount
from focalpoints.pictures import groups, network
from meetings.models import Meeting
from sources.models import Source, Statement


def home(request):
    day = register.today()
    on_the_day = register.on(day)
    return render(
        request,
        "home.html",
        {
            "network": on_the_day,
            "attestation": on_the_day.attestation(),
            "world": world(on_the_day),
            "over_time": network(day),
            "groups": groups(on_the_day),
            "starts": register.by_start(on_the_day.states),
            "reported": NetworkCount.objects.known_by(day).for_page(),
            "latest_meeting": Meeting.objects.of_network().held().newest_first().first(),
            "next_meeting": Meeting.objects.of_network().coming(day).next_first().first(),
            "focal_point_is": Statement.objects.about(Statement.Topic.FOCAL_POINT)
            .for_page()
            .first(),
            "network_is": Statement.objects.about(Statement.Topic.NETWORK).for_page().first(),
        },
    )


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
    example = f"{settings.SITE_URL}{reverse('countries')}?on=2013-06-12"
    return render(request, "licence.html", {"example": example})


def healthz(request):
    """Says "ok" where the database answers; for whoever watches the site."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
