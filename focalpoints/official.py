"""The pages on which official fields are proposed, and what is said of them on the own page."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sources.dates import in_words

from . import proposals
from .models import Appointment, FocalPoint, Proposal
from .official_forms import ProposeForm
from .register import today


@never_cache
@login_required
def propose(request, pk):
    if request.method == "POST":
        return _propose(request, pk)
    appointment = get_object_or_404(_open_to(request.user), pk=pk)
    return _page(request, appointment, ProposeForm(recorded=proposals.recorded(appointment)))


def _propose(request, pk):
    """Builds the form once nobody else can change what it is compared with."""
    now = timezone.now()
    with transaction.atomic():
        appointment = proposals.take_turns(get_object_or_404(_open_to(request.user), pk=pk))
        recorded = proposals.recorded(appointment)
        form = ProposeForm(request.POST, request.FILES, recorded=recorded)
        if form.is_valid():
            try:
                proposals.propose(
                    appointment,
                    by=request.user,
                    at=now,
                    wanted=form.wanted,
                    explanation=form.cleaned_data["explanation"],
                    letter=form.cleaned_data["letter"],
                )
            except ValidationError as refusal:
                form.add_error(None, refusal)
                form.ask_for_letter_again()
            else:
                messages.success(
                    request, _("Your proposal is with the secretariat, which mails you its answer.")
                )
                return redirect("me")
    return _page(request, appointment, form)


def _page(request, appointment, form):
    # What somebody proposed who held the post before is between them and the secretariat.
    waiting = appointment.proposals.undecided().of(appointment.holder).first()
    return render(
        request,
        "focalpoints/propose.html",
        {
            "form": form,
            "post": _post_in_words(appointment),
            "waiting": waiting and _waiting(waiting),
            # What was typed stays, although it cannot be sent while another one waits.
            "shows_form": waiting is None or form.is_bound,
        },
        status=_status_of(form),
    )


def _status_of(form):
    if form.conflict:
        return 409
    return 400 if form.errors else 200


def _open_to(account):
    return proposals.open_to(account, today()).select_related("party", "holder")


@never_cache
@login_required
def withdraw_proposal(request, pk):
    own = get_object_or_404(FocalPoint.objects.signing_in_as(request.user))
    proposal = get_object_or_404(Proposal.objects.of(own), pk=pk)
    if request.method == "POST":
        try:
            proposals.withdraw(proposal, by=request.user, at=timezone.now())
        except ValidationError as refusal:
            messages.warning(request, " ".join(refusal.messages))
        else:
            messages.success(request, _("Your proposal is withdrawn."))
    return redirect("me")


@dataclass(frozen=True)
class Waiting:
    """What the person has proposed, and nobody has decided."""

    pk: int
    asked_at: object
    sides: list
    explanation: str
    has_letter: bool


@dataclass(frozen=True)
class Answered:
    """What was decided last."""

    at: object
    is_accepted: bool
    fields: str
    answer: str


@dataclass(frozen=True)
class OwnPost:
    """A post of the person, with what they may do about it and what became of it."""

    pk: int
    words: str
    office: str
    institution: str
    is_held: bool  # surely, today: who has left proposes nothing
    waiting: Waiting | None
    answered: Answered | None


def own_posts(account, day):
    """Plain values for the own page, oldest first. Three queries at most."""
    held = Appointment.objects.held_by(account).select_related("holder").oldest_first()
    rows = list(held)
    made = Proposal.objects.filter(appointment__in=rows, focal_point__account=account)
    made = made.prefetch_related("changes").order_by("asked_at", "pk")
    by_post = {row.pk: [] for row in rows}
    for proposal in made:
        by_post[proposal.appointment_id].append(proposal)
    return [_own_post(row, by_post[row.pk], day) for row in rows]


def _own_post(appointment, made, day):
    waiting = [each for each in made if each.is_undecided]
    answered = [each for each in made if each.accepted_at or each.refused_at]
    answered.sort(key=_answered_at)
    for each in made:
        each.appointment = appointment
    return OwnPost(
        pk=appointment.pk,
        words=_post_in_words(appointment),
        office=appointment.office,
        institution=appointment.institution,
        is_held=_is_certain(appointment, day),
        waiting=_waiting(waiting[-1]) if waiting else None,
        answered=_answered(answered[-1]) if answered else None,
    )


def _is_certain(appointment, day):
    """As `AppointmentQuerySet.certain` says, of a row that is at hand."""
    return appointment.started.latest <= day < appointment.ended.earliest


def _post_in_words(appointment):
    said = {
        "party": appointment.party,
        "capacity": appointment.get_capacity_display(),
        "started": in_words(appointment.started),
        "ended": in_words(appointment.ended),
    }
    if appointment.ended:
        return (
            _("%(party)s: %(capacity)s, started %(started)s; first day out of office: %(ended)s")
            % said
        )
    return _("%(party)s: %(capacity)s, since %(started)s") % said


def _waiting(proposal):
    return Waiting(
        pk=proposal.pk,
        asked_at=proposal.asked_at,
        sides=proposals.side_by_side(proposal),
        explanation=proposal.explanation,
        has_letter=proposal.letter_id is not None,
    )


def _answered_at(proposal):
    return proposal.accepted_at or proposal.refused_at


def _answered(proposal):
    return Answered(
        at=_answered_at(proposal),
        is_accepted=proposal.accepted_at is not None,
        fields=proposals.fields_in_words(proposal),
        answer=proposal.answer,
    )
