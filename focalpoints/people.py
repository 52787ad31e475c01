"""The pages of persons: the public one, and the own one with what is done there at once."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import decisions
from accounts.acts import end_sessions
from accounts.forms import MailLanguageForm
from accounts.models import AccountDecision

from . import confirmations, disclosure, handover_pages, looks, protection
from .drafting import assistance_of, assistants_of
from .entry import for_me
from .models import Appointment, ErasureDecision, FocalPoint, ProtectionDecision
from .moved import to_kept
from .official import own_posts
from .register import today

DECISIONS = {
    "account": AccountDecision,
    "protection": ProtectionDecision,
    "erasure": ErasureDecision,
}


@require_safe
def focal_point(request, key):
    """What everybody may see of a person: the same whoever looks."""
    person = _shown_in_public(key)
    if person is None:
        if moved := to_kept("focal-point", key, shows=_shown_in_public):
            return moved
        raise Http404
    return render(
        request,
        "focalpoints/focal_point.html",
        {"person": person, "appointments": Appointment.objects.of_holder(key).for_page()},
    )


@never_cache
@login_required
@require_safe
def me(request):
    user, day = request.user, today()
    viewer = disclosure.viewer_of(user)
    own = FocalPoint.objects.signing_in_as(user).first()
    return render(
        request,
        "focalpoints/me.html",
        {
            "viewer": viewer,
            "address": user.email,
            "language_form": MailLanguageForm({"language": user.language}),
            "person": own and disclosure.find(own.key, viewer),
            "confirmation": confirmations.standing(user, day=day),
            "entry": own and for_me(own),
            "posts": own_posts(user, day),
            "handovers": handover_pages.under_way(user),
            "looks": looks.lately(viewer),
            "assistants": assistants_of(user),
            "assistance": assistance_of(user),
            "decisions": [
                (decision, kind)
                for kind, model in DECISIONS.items()
                for decision in model.objects.open().concerning(user)
            ],
        },
    )


@never_cache
@login_required
def hide_me(request):
    """At once, without asking for anything: in danger every second counts.

    Whoever had to sign in first comes here without the button pressed, and finds it at `me`.
    """
    own = _own(request)
    if request.method == "POST":
        protection.protect(own, by=request.user, at=timezone.now())
        messages.success(request, _("You are hidden: nobody but the secretariat sees your entry."))
    return redirect("me")


@never_cache
@login_required
@reauthentication_required(allow_get=True)
def show_me(request):
    own = _own(request)
    if request.method == "POST":
        protection.lift(own, by=request.user, at=timezone.now())
        messages.success(request, _("You are shown again, as you had chosen before."))
    return redirect("me")


@never_cache
@login_required
def stop_decision(request, kind, pk):
    """By the person whom the secretariat is about to decide upon: it may not be them who asked."""
    rows = DECISIONS[kind].objects if kind in DECISIONS else AccountDecision.objects.none()
    decision = get_object_or_404(rows.concerning(request.user), pk=pk)
    if request.method == "POST" and decision.is_open:
        decisions.withdraw(decision, by=request.user, at=timezone.now())
    return redirect("me")


@never_cache
@login_required
def read_mails_in(request):
    """A language that is none of the site's was typed by nobody: then nothing happens."""
    form = MailLanguageForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        request.user.read_mails_in(form.cleaned_data["language"])
        messages.success(
            request,
            _("Mails to you are written in this language from now on: %(language)s.")
            % {"language": request.user.get_language_display()},
        )
    return redirect("me")


@never_cache
@login_required
def sign_out_everywhere(request):
    if request.method != "POST":
        return redirect("me")
    end_sessions(request.user, by=request.user, at=timezone.now())
    return redirect("account_login")


def _shown_in_public(key):
    return disclosure.find(key, disclosure.PUBLIC)


def _own(request):
    """The own entry, of a former focal point too: a danger does not end with an office."""
    return get_object_or_404(FocalPoint.objects.signing_in_as(request.user))
