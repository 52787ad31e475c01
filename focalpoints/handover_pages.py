"""The page on which an official hands over a post, and what is said of it on the own page."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from accounts.models import SpentForm

from . import handovers
from .handover_forms import HandOverForm
from .models import Appointment, Handover
from .register import today


@dataclass(frozen=True)
class Post:
    """A post that the person surely holds today."""

    pk: int
    party: str
    capacity: str


@dataclass(frozen=True)
class OwnHandover:
    """What is under way, or was refused, as the official may see it.

    Whom somebody else has named is not told: that is between them and the secretariat.
    """

    pk: int
    day: object
    is_own: bool
    is_accepted: bool
    successor: str
    has_letter: bool
    answer: str


@never_cache
@login_required
def hand_over(request, pk):
    appointment = get_object_or_404(_held_by(request.user), pk=pk)
    form = HandOverForm(*_typed(request))
    if form.is_bound and form.is_valid():
        try:
            is_new = _ask(request, appointment, form.cleaned_data)
        except ValidationError as refusal:
            form.refuse(refusal)
        else:
            if is_new:
                messages.success(
                    request,
                    _("Your handover is with the secretariat, which answers you by e-mail."),
                )
            return redirect("hand-over", pk)
    made = Handover.objects.of_any([appointment]).for_page()
    pending = next((each for each in made if each.is_pending), None)
    own = [each for each in made if each.asked_by_id == request.user.pk]
    refused = next((each for each in own if each.refused_at), None)
    return render(
        request,
        "focalpoints/hand_over.html",
        {
            "form": form,
            # What was typed stays, although it cannot be sent while another one is under way.
            "shows_form": pending is None or form.is_bound,
            "post": _post(appointment),
            "under_way": pending and _own_handover(pending, request.user),
            "refused": refused and _own_handover(refused, request.user),
            "is_alternate": appointment.capacity == Appointment.Capacity.ALTERNATE,
        },
        status=400 if form.errors else 200,
    )


def _typed(request):
    return (request.POST, request.FILES) if request.method == "POST" else ()


@transaction.atomic
def _ask(request, appointment, typed):
    """Returns whether it was taken now: the same form sent twice is taken once."""
    now = timezone.now()
    fields = dict(typed)
    if not SpentForm.spend(fields.pop("number"), at=now):
        return False
    handovers.ask(appointment, **fields, by=request.user, at=now)
    return True


@never_cache
@login_required
def withdraw_handover(request, pk):
    handover = get_object_or_404(Handover.objects.asked_by(request.user), pk=pk)
    if request.method == "POST" and handover.withdrawn_at is None:
        try:
            handovers.withdraw(handover, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Your handover is withdrawn: nothing changes."))
    return redirect("me")


def under_way(user):
    """Pairs of a post that the person surely holds today, and its handover that is under way.

    One query for any number of posts.
    """
    made = Handover.objects.of_any(_held_by(user)).pending().for_page()
    return [(_post(each.appointment), _own_handover(each, user)) for each in made]


def _held_by(user):
    return Appointment.objects.certain(today()).held_by(user).select_related("party")


def _post(appointment):
    return Post(appointment.pk, str(appointment.party), appointment.get_capacity_display())


def _own_handover(handover, user):
    is_own = handover.asked_by_id == user.pk
    named = f"{handover.successor_honorific} {handover.successor_name}".strip()
    return OwnHandover(
        pk=handover.pk,
        day=handover.takes_over_on,
        is_own=is_own,
        is_accepted=handover.is_accepted,
        successor=named if is_own else "",
        has_letter=is_own and handover.letter_id is not None,
        answer=handover.answer,
    )
