"""A person asks that what is held about them be erased, and may think better of it."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import decisions
from accounts.letters import send
from accounts.models import User
from trail.models import Entry

from .models import ErasureDecision, ErasureRequest


def asked_by(user):
    """The request of the person that waits, or None."""
    return ErasureRequest.objects.open().by(user).first()


@transaction.atomic
def ask(user, *, at):
    """Tell all administrators, once. Returns whether they were told now."""
    _take_turns(user)
    if asked_by(user):
        return False
    request = ErasureRequest(account=user, asked_at=at)
    request.full_clean()
    request.save()
    for administrator in User.objects.administrators():
        send(administrator.email, lambda: _letter(request), kind="erasure-asked")
    Entry.objects.record(Entry.What.ERASURE_ASKED, who=user.pseudonym, at=at)
    return True


@transaction.atomic
def withdraw(user, *, at):
    """Stop what was decided because of it too. Returns whether there was anything to withdraw."""
    _take_turns(user)
    was_open = bool(ErasureRequest.objects.open().by(user).update(settled_at=at))
    for decision in ErasureDecision.objects.open().concerning(user):
        decisions.withdraw(decision, by=user, at=at)
    return was_open


def _take_turns(user):
    User.objects.select_for_update().get(pk=user.pk)


def _letter(request):
    return _("Somebody asks for the erasure of their data"), _(
        "A person with an account asks that what is held about them be erased. It takes "
        "two of the secretariat:\n%(desk)s"
    ) % {"desk": settings.SITE_URL.rstrip("/") + _page(request)}


def _page(request):
    return reverse("admin:focalpoints_erasurerequest_change", args=[request.pk])
