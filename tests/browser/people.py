"""Addresses of the browser tests alone: to come to a page as somebody, and to read a mail.

The browser knows no database, so whoever visits an account page begins here, each time anew: with
the same ways to sign in as the last time, and with no limit used up.
"""

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth import get_user_model, login, logout
from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from accounts.invitations import invite
from accounts.models import StaffInvitation
from countries.models import Country
from focalpoints.models import FocalPoint
from focalpoints.own_data import ask_for_erasure
from outbox.models import Message
from tests.make import (
    PASSWORD,
    make_appointment,
    make_contact_detail,
    make_factor,
    make_focal_point,
    make_passkey,
    make_user,
)

from .visits import NEWCOMER, PERSON, PROTECTED, SECRET, SUSPENDED


def begin(request, who):
    """As whom to come to the address asked for, `?at=...`."""
    cache.clear()
    logout(request)
    user = PEOPLE[who]()
    if user:
        login(request, user, "accounts.backends.AccountBackend")
        if who not in ("idle", "unguarded"):
            record_authentication(request, user, "password", reauthenticated=True)
    key = {"key": user.authenticator_set.last().pk} if who == "protected" else {}
    return redirect(request.GET["at"].format(**key))


def invited(request):
    """The link in a mail of invitation."""
    cache.clear()
    logout(request)
    get_user_model().objects.filter(email=NEWCOMER).delete()
    _invitation, token = StaffInvitation.write(
        address=NEWCOMER, invited_by=_account(PERSON), at=timezone.now()
    )
    return redirect("invitation", token)


def mailed_invitation(request):
    """Have the newcomer invited by mail."""
    cache.clear()
    get_user_model().objects.filter(email=NEWCOMER).delete()
    invite(StaffInvitation, address=NEWCOMER, by=_account(PERSON), at=timezone.now())
    return HttpResponse("Mailed.")


def letter(request, address):
    """What the last mail to the address says."""
    for message in Message.objects.filter(to=address, state="waiting").order_by("-written_at"):
        return HttpResponse("\n".join(message.letter), content_type="text/plain; charset=utf-8")
    raise Http404


def nobody():
    """Who can sign in all the same: as one who has only a mailbox, a second factor, neither."""
    person(), protected()
    _account(SUSPENDED).suspend(at=timezone.now())


def person():
    """With a mailbox, and nothing else."""
    account = _account(PERSON)
    account.set_unusable_password()
    account.save()
    return account


def protected():
    """With a password, an authenticator app, recovery codes and a passkey."""
    account = _account(PROTECTED)
    make_factor(account, SECRET)
    RecoveryCodes.activate(account)
    make_passkey(account)
    return account


def unguarded():
    """With a password alone."""
    return _account("unguarded@example.org")


def _account(email):
    """As it was made, whatever was done with it since."""
    account = get_user_model().objects.filter(email=email).first()
    if account is None:
        return make_user(email)
    Authenticator.objects.filter(user=account).delete()
    account.set_password(PASSWORD)
    account.save()
    return account


def colleague():
    """A focal point in office, with an authenticator app."""
    account = in_office("colleague@example.org").account
    make_factor(account, SECRET)
    return account


def beginner():
    """A focal point in office, without a second factor."""
    return in_office("beginner@example.org").account


def hidden():
    """A focal point in office who has hidden themselves."""
    focal_point = in_office("hidden@example.org")
    focal_point.protect(by_themselves=True, at=timezone.now())
    return focal_point.account


def asking():
    """A focal point in office who has asked for erasure."""
    account = in_office("asking@example.org").account
    ask_for_erasure(account, at=timezone.now())
    return account


def in_office(email):
    account = _account(email)
    focal_point = FocalPoint.objects.signing_in_as(account).first()
    if focal_point is None:
        focal_point = make_focal_point("Example Colleague", honorific="Ms", account=account)
        make_contact_detail(focal_point)
        ghana = Country.objects.get(slug="gha")
        make_appointment(ghana, holder=focal_point, capacity="alternate", is_from_secretariat=True)
    return focal_point


PEOPLE = {
    "nobody": nobody,
    "person": person,
    "protected": protected,
    "idle": protected,
    "unguarded": unguarded,
    "colleague": colleague,
    "beginner": beginner,
    "hidden": hidden,
    "asking": asking,
}
