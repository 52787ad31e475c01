"""What machines are told that go through the site, and people who have found a hole in it."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from countries.models import Party
from focalpoints.register import today
from meetings.models import Meeting
from sources.models import Source

from .languages import OF_THE_SITE, versions
from .site import absolute
from .site_pages import PAGES

# Nobody's business, but of those who sign in; and what is computed for each who asks.
NOT_FOR_ROBOTS = [
    "/accounts/",
    "/admin/",
    "/invitations/",
    "/mail/",
    "/me/",
    "/network/",
    "/search/",
]
LONGEST_SITEMAP = 50_000  # addresses, by the protocol of sitemaps.org
GOOD_FOR = timedelta(days=300)  # RFC 9116 recommends less than a year


@require_safe
def robots_txt(request):
    """By the Robots Exclusion Protocol (RFC 9309)."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {each.path}" for path in NOT_FOR_ROBOTS for each in versions(path)),
        "",
        f"Sitemap: {absolute(reverse('sitemap'))}",
    ]
    return _text(lines)


@require_safe
def sitemap(request):
    """The addresses of all public pages in each language; those of persons need not be found.

    When a page was last changed is not said: what was changed may not be public.
    """
    meetings = Meeting.objects.public().order_by("slug")
    sources = Source.objects.public().order_by("slug")
    pages = [*PAGES, *Party.objects.order_by("kind", "slug"), *meetings, *sources]
    paths = [
        *(each.get_absolute_url() for each in pages),
        *(reverse("meeting-ledger", args=[each.slug]) for each in meetings),
        *(reverse("source-ledger", args=[each.slug]) for each in sources),
    ]
    paths = [each.path for path in paths for each in versions(path)]
    context = {"addresses": [absolute(path) for path in paths[:LONGEST_SITEMAP]]}
    return render(request, "sitemap.xml", context, content_type="application/xml")


@require_safe
def security_txt(request):
    """Whom to tell of a hole (RFC 9116); 404 where nobody is named in the settings."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = datetime.combine(today() + GOOD_FOR, time(), UTC)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(OF_THE_SITE)}",
        f"Canonical: {absolute(reverse('security-txt'))}",
    ]
    return _text(lines)


def _text(lines):
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
