"""The address of the site, as configured: what is written down never comes from a request."""

from urllib.parse import urlsplit

from django.conf import settings


def absolute(path):
    """The whole address of a path such as "/countries/gha/"."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def host():
    """The host name, by which ids are told from those of other sites (RFC 4151)."""
    return urlsplit(settings.SITE_URL).hostname
