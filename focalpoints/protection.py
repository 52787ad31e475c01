"""Hiding a focal point now, and showing them again: with the account, the mail and the trail."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.letters import send
from trail.models import Entry


@transaction.atomic
def protect(focal_point, *, by, at):
    """Hide the person everywhere, from the next request on.

    Staff also suspend the account, and the person is told. Who hides themselves goes on working.
    """
    is_themselves = _is_themselves(focal_point, by)
    was_shown = focal_point.protect(by_themselves=is_themselves, at=at)
    suspends = not is_themselves and _may_suspend(focal_point.account, by)
    if suspends:
        focal_point.account.suspend(at=at)
    if not is_themselves and (was_shown or suspends):
        _tell_protected(focal_point, suspends)
    if was_shown:
        _note(Entry.What.PROTECTED, by, focal_point.key, at)
    if suspends:
        _note(Entry.What.SUSPENDED, by, focal_point.account.pseudonym, at)


@transaction.atomic
def lift(focal_point, *, by, at):
    """Show the person again, as they chose before. Theirs alone to do; staff decide it by two."""
    if not _is_themselves(focal_point, by):
        raise ValidationError(_("Only the person, or two of the secretariat, undo this."))
    if focal_point.lift_protection(at=at):
        _note(Entry.What.PROTECTION_LIFTED, by, focal_point.key, at)


def _may_suspend(account, by):
    """The account of one of the secretariat only by an administrator."""
    if account is None or account.is_suspended:
        return False
    return by.is_administrator or not account.is_staff


def _is_themselves(focal_point, user):
    return focal_point.account_id is not None and focal_point.account_id == user.pk


def _tell_protected(focal_point, suspends):
    for address in sorted(focal_point.addresses()):
        send(address, lambda: _hidden(suspends), kind="protected")


def _hidden(suspends):
    """No name is written, neither the person's nor anybody's."""
    said = [
        _(
            "The secretariat of the register of R2P focal points has hidden your entry. From now "
            "on neither your name nor any contact detail of yours is shown to anybody, in public "
            "or in the network."
        )
    ]
    if suspends:
        said.append(_("Your account is suspended too: it opens nothing, and all sessions ended."))
        said.append(
            _(
                "This is undone when you ask for it. Write to the secretariat: two persons of it, "
                "or one, after a day, open your account again and show again what you had chosen "
                "to show."
            )
        )
    else:
        said.append(
            _(
                "This is undone when you ask for it. Write to the secretariat: two persons of it, "
                "or one, after a day, show again what you had chosen to show."
            )
        )
    return _("Your entry in the register is hidden"), "\n\n".join(said)


def _note(what, by, about, at):
    Entry.objects.record(what, who=by.pseudonym, about=about, at=at)
