"""The name and licence of the register, and the address of the site, as configured.

What is written down never comes from a request.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

NAME = _("Register of R2P Focal Points")


@dataclass(frozen=True)
class Licence:
    """`spdx` is its identifier in the list of SPDX."""

    name: str
    spdx: str
    title: str
    address: str


LICENCE = Licence(
    name="CC BY 4.0",
    spdx="CC-BY-4.0",
    title="Creative Commons Attribution 4.0 International",
    address="https://creativecommons.org/licenses/by/4.0/",
)


def absolute(path):
    """The whole address of a path such as "/countries/gha/"."""
    return f"{settings.SITE_URL.rstrip('/')}{path}"


def host():
    """The host name, by which ids are told from those of other sites (RFC 4151)."""
    return urlsplit(settings.SITE_URL).hostname
