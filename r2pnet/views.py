"""Pages that belong to no single app: home, about, and the pulse."""

from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render

from focalpoints import register
from focalpoints.models import NetworkCount
from meetings.models import Meeting
from sources.models import Statement


def home(request):
    day = register.today()
    network = register.on(day)
    return render(
        request,
        "home.html",
        {
            "network": network,
            "attestation": network.attestation(),
            "appointed": register.by_group(network.states),
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


def healthz(request):
    """Says "ok" where the database answers; for whoever watches the site."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
