"""The page on which an assistant drafts."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from sources.enumeration import listed

from . import disclosure
from .assistants import end_assistance, put_draft
from .entry_forms import EntryForm
from .languages import name_of
from .models import Assistance, Draft, FocalPoint
from .register import today


@never_cache
@login_required
def draft(request):
    """What the official then finds on their own page. Nothing of it is shown to anybody else."""
    with transaction.atomic():
        officials = FocalPoint.objects.in_directory(today()).assisted_by(request.user)
        if request.method == "POST":  # before the form is made of it, so that a conflict is seen
            officials = officials.select_for_update()
        official = get_object_or_404(officials)
        waiting = _draft_of(official)
        form = EntryForm(request.POST or None, instance=official, draft=waiting)
        is_newer = form.is_bound and request.POST.get("draft") != _version(waiting)
        if form.is_valid() and not is_newer:
            put_draft(official, **form.typed, by=request.user, at=timezone.now())
            messages.success(request, _("The draft is kept: the official finds it."))
            return redirect("draft")
    return render(
        request,
        "focalpoints/draft.html",
        {
            "form": form,
            "person": disclosure.find(official.key, disclosure.viewer_of(request.user)),
            "made_at": waiting and waiting.made_at,
            "version": _version(waiting),
            "newer": _as_read(waiting) if is_newer and waiting else (),
            "is_newer": is_newer,
        },
        status=409 if is_newer or form.conflict else 400 if form.errors else 200,
    )


@never_cache
@login_required
def end_my_assistance(request, pk):
    """By the official, at any time; or by the assistant, who does not want to go on."""
    if request.method == "POST":
        rows = Assistance.objects.concerning(request.user)
        end_assistance(get_object_or_404(rows, pk=pk), by=request.user, at=timezone.now())
        messages.success(request, _("Ended. What was drafted is gone."))
    return redirect("me")


def assistants_of(user):
    """Who drafts for the person: key, address and since when, as plain values."""
    rows = Assistance.objects.open().for_official(user).select_related("account")
    return [
        {"pk": each.pk, "address": each.account.email, "begun_at": each.begun_at} for each in rows
    ]


def assistance_of(user):
    """For whom the person drafts: the key of the row, or None."""
    return Assistance.objects.open().by(user).values_list("pk", flat=True).first()


def _version(waiting):
    """By which a page says which draft it showed: another one was kept since, or taken over."""
    return waiting.made_at.isoformat() if waiting else ""


def _as_read(waiting):
    """Pairs of a label and what the draft says, in words."""
    return [
        (_("Honorific"), waiting.honorific),
        (_("Languages"), listed(map(name_of, waiting.languages.split()))),
        (_("Biography"), waiting.biography),
    ]


def _draft_of(official):
    return Draft.objects.filter(focal_point=official).first()
