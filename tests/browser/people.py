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
from focalpoints import erasure_requests
from focalpoints.models import Assistance, Draft, FocalPoint
from outbox.models import Message
from tests.make import (
    NOON,
    PASSWORD,
    make_appointment,
    make_confirmation,
    make_consent,
    make_contact_detail,
    make_draft,
    make_erasure_decision,
    make_factor,
    make_focal_point,
    make_handover,
    make_passkey,
    make_portrait,
    make_proposal,
    make_user,
)

from .visits import NEWCOMER, PERSON, PROTECTED, SECRET, STAFF, SUSPENDED


def begin(request, who):
    """As whom to come to the address asked for, `?at=...`."""
    cache.clear()
    logout(request)
    user = PEOPLE[who]()
    if user:
        login(request, user, "accounts.backends.AccountBackend")
        if who not in ("idle", "unguarded"):
            record_authentication(request, user, "password", reauthenticated=True)
    return redirect(request.GET["at"].format(**_keys(who, user)))


def _keys(who, user):
    """What stands in braces in the address asked for."""
    if who == "protected":
        return {"key": user.authenticator_set.last().pk}
    own = user and FocalPoint.objects.signing_in_as(user).first()
    if not own:
        return {}
    contact = own.contact_details.first()
    return {
        "post": own.appointments.first().pk,
        "contact": contact and contact.pk,
    }


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
    if not erasure_requests.asked_by(account):
        erasure_requests.ask(account, at=timezone.now())
    return account


def keeper():
    """A focal point in office who has done with the entry whatever can be done, and waits."""
    focal_point = in_office("keeper@example.org")
    if not Draft.objects.filter(focal_point=focal_point).exists():
        FocalPoint.objects.filter(pk=focal_point.pk).update(
            languages="en fr zu", biography="Served at **two** ministries.\n\n- One\n- Two"
        )
        make_contact_detail(focal_point, kind="office-telephone", value="+000 00 000 0000")
        make_portrait(focal_point)
        make_confirmation(focal_point, confirmed_on=timezone.now().date())
        make_consent(focal_point, field="biography")
        make_draft(focal_point)
        post = focal_point.appointments.get()
        make_proposal(post, asked_by=focal_point.account, refused_at=NOON, answer="Not so.")
        make_proposal(post, asked_by=focal_point.account, explanation="It is new.")
        make_handover(post, asked_by=focal_point.account)
        make_erasure_decision(focal_point)
    make_factor(focal_point.account, SECRET)
    return focal_point.account


def assistant():
    """Who drafts for the focal point who keeps an entry."""
    keeper()
    return Assistance.objects.open().get(focal_point__account__email="keeper@example.org").account


def holder():
    """The focal point of a state of their own, whose portrait is public; nothing was done yet."""
    account = _account("holder@example.org")
    make_factor(account, SECRET)
    if not FocalPoint.objects.signing_in_as(account).exists():
        focal_point = make_focal_point("Example Holder", account=account)
        make_contact_detail(focal_point, kind="office-telephone", value="+000 00 000 0000")
        make_portrait(focal_point)
        make_consent(focal_point, field="portrait")
        make_appointment(
            Country.objects.get(slug="wsm"),
            holder=focal_point,
            office="Director",
            institution="Example Ministry",
            is_from_secretariat=True,
        )
    return account


def staff():
    """Who has just shown who they are, as the desk asks before it decides anything."""
    return get_user_model().objects.get(email=STAFF)


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
    "assistant": assistant,
    "holder": holder,
    "staff": staff,
    "keeper": keeper,
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
