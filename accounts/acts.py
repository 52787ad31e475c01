"""What administrators do with accounts; the person is told, and the trail knows."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trail.models import Entry

from .letters import tell, tell_staff
from .models import User

SAID_OF_ROLE = {
    "administrator": gettext_lazy("You are an administrator of the secretariat's desk now."),
    "editor": gettext_lazy("You are an editor at the secretariat's desk now."),
    "": gettext_lazy("You do not work at the secretariat's desk any more."),
}


def _suspended():
    return _("Your account is suspended"), _(
        "The secretariat has suspended your account in the register of R2P focal points. "
        "It opens nothing until two of the secretariat open it again."
    )


def _not_oneself(account, by):
    if account == by:
        raise ValidationError(_("Nobody does this to their own account: ask a colleague."))


@transaction.atomic
def suspend(account, *, by, at):
    _not_oneself(account, by)
    account.suspend(at=at)
    tell(account.email, _suspended)
    _tell_administrators(account, by, gettext_lazy("An account of the register was suspended."))
    note(Entry.What.SUSPENDED, account, by, at)


@transaction.atomic
def change_role(account, role, *, by, at):
    """To "editor", "administrator", or "" for neither."""
    _not_oneself(account, by)
    account.become(role)
    tell(account.email, lambda: (_("Your role at the register has changed"), SAID_OF_ROLE[role]))
    _tell_administrators(
        account, by, gettext_lazy("Somebody got another role at the secretariat's desk.")
    )
    note(Entry.What.ROLE_CHANGED, account, by, at, role or "none")


@transaction.atomic
def end_sessions(account, *, by, at):
    account.end_sessions()
    note(Entry.What.SESSIONS_ENDED, account, by, at)


def _tell_administrators(account, by, what):
    """So that nobody makes themselves alone unseen. No name is written."""
    others = User.objects.administrators().exclude(pk__in=[account.pk, by.pk])
    tell_staff(others, lambda: (_("An act at the secretariat's desk"), what))


def note(what, account, by, at, detail=""):
    Entry.objects.record(what, who=by.pseudonym, about=account.pseudonym, at=at, detail=detail)
