"""What administrators do with accounts; the person is told, and the trail knows."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from outbox.post import put
from trail.models import Entry

from .models import User


def _not_oneself(account, by):
    if account == by:
        raise ValidationError(_("Nobody does this to their own account: ask a colleague."))


@transaction.atomic
def suspend(account, *, by, at):
    _not_oneself(account, by)
    account.suspend(at=at)
    tell(
        account.email,
        _("Your account is suspended"),
        _(
            "The secretariat has suspended your account in the register of R2P focal points. "
            "It opens nothing until two of the secretariat open it again."
        ),
    )
    _tell_administrators(account, by, _("An account of the register was suspended."))
    note(Entry.What.SUSPENDED, account, by, at)


@transaction.atomic
def change_role(account, role, *, by, at):
    """To "editor", "administrator", or "" for neither."""
    _not_oneself(account, by)
    account.become(role)
    said = {
        "administrator": _("You are an administrator of the secretariat's desk now."),
        "editor": _("You are an editor at the secretariat's desk now."),
        "": _("You do not work at the secretariat's desk any more."),
    }
    tell(account.email, _("Your role at the register has changed"), said[role])
    _tell_administrators(account, by, _("Somebody got another role at the secretariat's desk."))
    note(Entry.What.ROLE_CHANGED, account, by, at, role or "none")


@transaction.atomic
def end_sessions(account, *, by, at):
    account.end_sessions()
    note(Entry.What.SESSIONS_ENDED, account, by, at)


def _tell_administrators(account, by, what):
    """So that nobody makes themselves alone unseen. No name is written."""
    others = User.objects.administrators().exclude(pk__in=[account.pk, by.pk])
    tell_staff(others, _("An act at the secretariat's desk"), what)


def tell(address, subject, body, *, leaves_nothing=False):
    """Mail the person concerned; somebody erased so that nothing of it is kept."""
    put(
        to=address,
        kind="notice",
        subject=subject,
        body=_with_a_way_out(body),
        leaves_nothing=leaves_nothing,
    )


def tell_staff(staff, subject, body):
    for each in staff:
        put(to=each.email, kind="notice-to-staff", subject=subject, body=body)


def note(what, account, by, at, detail=""):
    Entry.objects.record(what, who=by.pseudonym, about=account.pseudonym, at=at, detail=detail)


def _with_a_way_out(body):
    contact = settings.SITE_URL.rstrip("/") + reverse("contact")
    return "\n\n".join([body, _("If this is not right, write to the secretariat:"), contact])
