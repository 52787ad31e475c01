"""Mails to persons, each in the language of whoever reads it and not of whoever has it written."""

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from outbox.post import put
from sources.translations import spoken

from .models import User


def send(address, letter, *, kind, language="", **how):
    """Put a mail into the outbox: `letter()` gives its subject and its body.

    It is written in the language that is given, else in that of the account which signs in with the
    address, and to others in the one that is spoken. `how` is told to `outbox.post.put`.
    """
    with translation.override(language or language_of(address)):
        subject, body = letter()
        return put(to=address, kind=kind, subject=subject, body=body, **how)


def language_of(address):
    """The code of the language in which whoever has the address reads mails."""
    known = User.objects.filter(email__iexact=address).values_list("language", flat=True).first()
    return known or spoken()


def secretariat():
    """The address of the page that says how to write to the secretariat."""
    return settings.SITE_URL.rstrip("/") + reverse("contact")


def tell(address, letter, *, leaves_nothing=False):
    """Mail the person concerned; somebody erased so that nothing of it is kept."""

    def with_a_way_out():
        subject, body = letter()
        asked = _("If this is not right, write to the secretariat:")
        return subject, "\n\n".join([str(body), asked, secretariat()])

    send(address, with_a_way_out, kind="notice", leaves_nothing=leaves_nothing)


def tell_staff(staff, letter):
    for each in staff:
        send(each.email, letter, kind="notice-to-staff")
