"""The pages on which a person keeps the own entry."""

from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import disclosure, keeping
from .consent_wording import language_of, wording_of
from .entry_forms import EntryForm
from .models import Appointment, Consent, Draft, FocalPoint
from .register import today


@never_cache
@login_required
def my_entry(request):
    if request.method == "POST":
        return _save_or_preview(request)
    own = get_object_or_404(_kept_by(request.user))
    draft = _draft_of(own) if "draft" in request.GET else None
    form = EntryForm(instance=own, draft=draft)
    return _entry_page(request, own, form, taken_over=_version(draft))


def _save_or_preview(request):
    seen_by = ()
    taken_over = request.POST.get("draft", "")
    with transaction.atomic():
        own = get_object_or_404(_kept_by(request.user).select_for_update())
        form = EntryForm(request.POST, instance=own)
        if form.is_valid() and "preview" in request.POST:
            seen_by = _rehearse(own, form.typed, request.user)
        elif form.is_valid():
            keeping.edit_entry(own, **form.typed, by=request.user, at=timezone.now())
            _settle(own, taken_over)
            messages.success(request, _("Your entry is saved."))
            return redirect("me")
    return _entry_page(request, own, form, seen_by=seen_by, taken_over=taken_over)


def _entry_page(request, own, form, *, seen_by=(), taken_over=""):
    """`taken_over`: the version of the draft that the form was filled with."""
    draft = _draft_of(own)
    return render(
        request,
        "focalpoints/my_entry.html",
        {
            "form": form,
            "person": disclosure.find(own.key, disclosure.viewer_of(request.user)),
            "appointments": _held_today(own.key),
            "seen_by": seen_by,
            "taken_over": taken_over,
            "draft_made_at": draft and draft.made_at,
            "draft": _version(draft),
        },
        status=_status_of(form),
    )


def _status_of(form):
    if form.conflict:
        return 409
    return 400 if form.errors else 200


def _rehearse(own, typed, user):
    """What others would see after it is saved: it is saved, looked at, and taken back."""
    with transaction.atomic():
        keeping.edit_entry(own, **typed, by=user, at=timezone.now())
        seen_by = [_seen(own.key, audience) for audience in AUDIENCES]
        transaction.set_rollback(True)
    return seen_by


@never_cache
@login_required
def discard_draft(request):
    """The draft that the page showed: one that was made since is kept."""
    if request.method == "POST":
        with transaction.atomic():
            own = get_object_or_404(_kept_by(request.user).select_for_update())
            if _settle(own, request.POST.get("draft", "")):
                messages.success(request, _("The draft of your assistant is discarded."))
            elif _draft_of(own):
                messages.warning(request, _("Your assistant has written a newer draft by now."))
    return redirect("my-entry")


def _draft_of(own):
    return Draft.objects.filter(focal_point=own).first()


def _version(draft):
    return draft.made_at.isoformat() if draft else ""


def _settle(own, version):
    """Returns whether the draft that waits is the one of that version."""
    draft = _draft_of(own)
    if not draft or _version(draft) != version:
        return False
    return keeping.settle_draft(own, made_at=draft.made_at)


class PublicField(NamedTuple):
    """A field, and whether everybody sees it. `since` and `agreed_to` of the consent that holds."""

    name: str
    label: str
    wording: str
    since: object
    agreed_to: str
    agreed_in: str
    is_shown: bool
    why_not: str


@never_cache
@login_required
def my_public(request):
    if request.method == "POST":
        return _change_what_is_public(request)
    own = get_object_or_404(FocalPoint.objects.signing_in_as(request.user))
    consents = {each.field: each for each in own.consents.open()}
    person = disclosure.find(own.key, disclosure.viewer_of(request.user))
    public = disclosure.find(own.key, disclosure.PUBLIC)
    return render(
        request,
        "focalpoints/my_public.html",
        {
            "fields": [_public_field(each, consents, person, public) for each in Consent.Field],
            "is_hidden": person.is_hidden,
            "may_agree": _kept_by(request.user).exists(),
            "public_page": public and public.get_absolute_url(),
        },
    )


def _public_field(field, consents, person, public):
    consent = consents.get(field)
    is_shown = bool(public and getattr(public, field.value))
    return PublicField(
        name=field.value,
        label=str(field.label),
        wording=wording_of(field),
        since=consent and consent.given_at,
        agreed_to=consent.wording if consent else "",
        agreed_in=language_of(field, consent.wording) if consent else "",
        is_shown=is_shown,
        why_not="" if is_shown or not consent else _why_not(field, person),
    )


def _why_not(field, person):
    """Why what the person agreed to show is not to be seen."""
    if person.is_hidden:
        return _("You are hidden.")
    if not getattr(person, field.value):
        return _("Nothing stands there yet.")
    if field == Consent.Field.HONORIFIC:
        return _("An honorific is shown together with the name alone.")
    return _("It is shown as soon as your name, your portrait or a contact detail is shown too.")


def _change_what_is_public(request):
    field = request.POST.get("field")
    if field not in Consent.Field.values:
        raise Http404
    with transaction.atomic():
        own = get_object_or_404(FocalPoint.objects.signing_in_as(request.user).select_for_update())
        if "withdraw" in request.POST:
            _withdraw(request, own, field)
        else:
            _agree(request, own, field)
    return redirect("my-public")


def _withdraw(request, own, field):
    keeping.show_no_longer(own, field=field, by=request.user, at=timezone.now())
    said = _("No longer shown in public: %(field)s.")
    messages.success(request, said % {"field": Consent.Field(field).label})


def _agree(request, own, field):
    wording = wording_of(field)
    if request.POST.get("wording") != wording:
        messages.warning(request, _("The text beside the button has changed: read it once more."))
        return
    try:
        keeping.show_in_public(
            own, field=field, wording=wording, by=request.user, at=timezone.now()
        )
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return
    said = _("You have agreed to show in public: %(field)s.")
    messages.success(request, said % {"field": Consent.Field(field).label})


class Seen(NamedTuple):
    """What an audience sees of the own entry: a disclosed person or nothing, and the posts."""

    audience: str
    title: str
    person: object
    appointments: object


AUDIENCES = {
    "public": (
        gettext_lazy("As everybody sees your entry"),
        lambda key: disclosure.find(key, disclosure.PUBLIC),
    ),
    "colleague": (
        gettext_lazy("As your colleagues in the network see your entry"),
        lambda key: disclosure.find_colleague(key, disclosure.A_COLLEAGUE),
    ),
    "secretariat": (
        gettext_lazy("As the secretariat sees your entry"),
        lambda key: disclosure.find(key, disclosure.THE_SECRETARIAT),
    ),
}


@never_cache
@login_required
@require_safe
def as_others(request, audience):
    if audience not in AUDIENCES:
        raise Http404
    own = get_object_or_404(FocalPoint.objects.signing_in_as(request.user))
    titles = [(name, title) for name, (title, _find) in AUDIENCES.items()]
    return render(
        request,
        "focalpoints/as_others.html",
        {"seen": _seen(own.key, audience), "audiences": titles},
    )


def _seen(key, audience):
    """As their page has it: colleagues see what is held today, others all of it."""
    title, find = AUDIENCES[audience]
    if audience == "colleague":
        return Seen(audience, title, find(key), _held_today(key))
    return Seen(audience, title, find(key), Appointment.objects.of_holder(key).for_page())


def _held_today(key):
    return Appointment.objects.of_holder(key).certain(today()).for_page()


def for_me(own):
    """What the part of /me/ about the own entry prints, as plain values."""
    draft = _draft_of(own)
    return {
        "may_edit": FocalPoint.objects.in_office(today()).filter(pk=own.pk).exists(),
        "draft_made_at": draft and draft.made_at,
    }


def _kept_by(user):
    """The entry that the account may change: the own one, in office."""
    return FocalPoint.objects.signing_in_as(user).in_office(today())
