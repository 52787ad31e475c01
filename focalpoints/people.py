"""The pages of persons: the public one, the own entry, and the directory of the network."""

from allauth.account.decorators import reauthentication_required
from django.contrib.auth.decorators import login_required
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts import decisions
from accounts.acts import end_sessions
from accounts.models import AccountDecision
from r2pnet.paging import page_or_404
from trail.models import Entry

from . import disclosure, own_data, protection
from .models import Appointment, FocalPoint, ProtectionDecision
from .register import today

DECISIONS = {"account": AccountDecision, "protection": ProtectionDecision}


@require_safe
def focal_point(request, key):
    """What everybody may see of a person: the same whoever looks."""
    person = disclosure.find(key, disclosure.PUBLIC)
    if person is None:
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
    viewer = disclosure.viewer_of(request.user)
    return render(
        request,
        "focalpoints/me.html",
        {
            "viewer": viewer,
            "person": viewer.own and disclosure.find(viewer.own, viewer),
            "appointments": Appointment.objects.of_holder(viewer.own).for_page(),
            "address": request.user.email,
            "decisions": [
                (decision, kind)
                for kind, model in DECISIONS.items()
                for decision in model.objects.open().concerning(request.user)
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
    return redirect("me")


@never_cache
@login_required
@reauthentication_required(allow_get=True)
def show_me(request):
    own = _own(request)
    if request.method == "POST":
        protection.lift(own, by=request.user, at=timezone.now())
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
def sign_out_everywhere(request):
    if request.method != "POST":
        return redirect("me")
    end_sessions(request.user, by=request.user, at=timezone.now())
    return redirect("account_login")


@never_cache
@login_required
@require_safe
def my_data(request):
    """All that is held about the person, as a file."""
    held = own_data.hand_out(request.user, at=timezone.now())
    response = JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@never_cache
@login_required
def my_erasure(request):
    """Asking for it; carrying it out is a matter of the secretariat."""
    now = timezone.now()
    if request.method == "POST":
        own_data.ask_for_erasure(request.user, at=now)
        return redirect("my-erasure")
    asked_at = own_data.erasure_asked_at(request.user, at=now)
    return render(request, "focalpoints/my_erasure.html", {"asked_at": asked_at})


@never_cache
@login_required
@require_safe
def network(request):
    viewer = _viewer_in_network(request)
    held = Appointment.objects.of_directory(today()).oldest_first()
    page = page_or_404(request, held)
    colleagues = disclosure.with_holders(page.object_list, viewer)
    return render(
        request,
        "focalpoints/network.html",
        {"viewer": viewer, "page": page, "colleagues": colleagues},
    )


@never_cache
@login_required
@require_safe
def colleague(request, key):
    viewer = _viewer_in_network(request)
    person = disclosure.find_colleague(key, viewer)
    if person is None:
        raise Http404
    if person.contact_details and key != viewer.own:
        Entry.objects.record(
            Entry.What.LOOKED_AT_CONTACT,
            who=request.user.pseudonym,
            about=person.key,
            at=timezone.now(),
        )
    appointments = Appointment.objects.of_holder(key).certain(today()).for_page()
    return render(
        request,
        "focalpoints/colleague.html",
        {"viewer": viewer, "person": person, "appointments": appointments},
    )


def _viewer_in_network(request):
    """Whoever does not belong there finds nothing there."""
    viewer = disclosure.viewer_of(request.user)
    if not viewer.is_in_network:
        raise Http404
    return viewer


def _own(request):
    """The own entry, of a former focal point too: a danger does not end with an office."""
    return get_object_or_404(FocalPoint.objects.signing_in_as(request.user))
