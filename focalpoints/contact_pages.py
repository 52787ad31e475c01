"""The pages on which a person says how they are reached, and by whom."""

from typing import NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from .contact_forms import ChangeContactForm, ContactForm
from .models import ContactDetail, FocalPoint
from .register import today

TITLES = {
    ContactDetail.Kind.OFFICE_EMAIL: gettext_lazy("Your office e-mail"),
    ContactDetail.Kind.OFFICE_TELEPHONE: gettext_lazy("Your office telephone"),
    ContactDetail.Kind.PRIVATE_EMAIL: gettext_lazy("Your private e-mail"),
    ContactDetail.Kind.PRIVATE_TELEPHONE: gettext_lazy("Your private telephone"),
    ContactDetail.Kind.ASSISTANT: gettext_lazy("Your assistant"),
}


class KindOffered(NamedTuple):
    name: str
    label: str
    is_official: bool


@never_cache
@login_required
def add_contact(request):
    own = get_object_or_404(_kept_by(request.user))
    kind = request.GET.get("kind")
    if kind not in ContactDetail.Kind.values:
        return _choice_of_kinds(request)
    if request.method == "POST":
        return _add(request, own, kind)
    return _form_to_add(request, ContactForm(kind=kind, initial=_to_begin_with()))


def _choice_of_kinds(request):
    kinds = [
        KindOffered(kind.value, str(kind.label), kind in ContactDetail.OFFICIAL)
        for kind in ContactDetail.Kind
    ]
    status = 400 if request.method == "POST" else 200
    return render(request, "focalpoints/add_contact.html", {"kinds": kinds}, status=status)


def _add(request, own, kind):
    form = ContactForm(request.POST, kind=kind)
    if form.is_valid():
        with transaction.atomic():
            own.take_turns()
            if own.has_contact(kind=kind, value=form.cleaned_data["value"]):
                messages.info(request, _("This contact is recorded already."))
                return redirect("me")
            detail = ContactDetail(focal_point=own, kind=kind)
            if form.writes(detail, at=timezone.now()):
                messages.success(request, _said_of(detail, _("%(kind)s: added. Seen by: %(by)s.")))
                return redirect("me")
    return _form_to_add(request, form, status=400)


def _form_to_add(request, form, *, status=200, is_gone=False):
    context = {
        "form": form,
        "kind": form.kind.value,
        "label": str(form.kind.label),
        "is_official": form.is_official,
        "is_gone": is_gone,
    }
    return render(request, "focalpoints/add_contact.html", context, status=status)


@never_cache
@login_required
def my_contact(request, pk):
    if request.method == "POST":
        return _change(request, pk)
    own = get_object_or_404(FocalPoint.objects.signing_in_as(request.user))
    detail = get_object_or_404(own.contact_details, pk=pk)
    only_narrows = not _kept_by(request.user).exists()
    return _form_to_change(request, ChangeContactForm(detail=detail, only_narrows=only_narrows))


@transaction.atomic
def _change(request, pk):
    own = get_object_or_404(FocalPoint.objects.signing_in_as(request.user))
    own.take_turns()
    detail = own.contact_details.select_for_update().filter(pk=pk).first()
    if detail is None:
        return _answer_for_one_that_is_gone(request, own, pk)
    if "remove" in request.POST:
        detail.delete()
        messages.success(request, _said_of(detail, _("%(kind)s: removed.")))
        return redirect("me")
    only_narrows = not _kept_by(request.user).exists()
    form = ChangeContactForm(request.POST, detail=detail, only_narrows=only_narrows)
    if form.is_valid() and form.writes(detail, at=timezone.now()):
        messages.success(request, _said_of(detail, _("%(kind)s: saved. Seen by: %(by)s.")))
        return redirect("me")
    return _form_to_change(request, form, status=409 if form.conflict else 400)


def _form_to_change(request, form, *, status=200):
    context = {
        "form": form,
        "pk": form.instance.pk,
        "title": TITLES[form.kind],
        "is_official": form.is_official,
        "only_narrows": form.fields["value"].disabled,
    }
    return render(request, "focalpoints/my_contact.html", context, status=status)


def _answer_for_one_that_is_gone(request, own, pk):
    """It may have been the person's: then a second click finds it done, and no text is lost."""
    kind = own.kind_of_past_contact(pk)
    if kind is None:
        raise Http404
    if "remove" in request.POST or not _kept_by(request.user).exists():
        return redirect("me")
    typed = {**_to_begin_with(), **request.POST.dict()}
    return _form_to_add(request, ContactForm(kind=kind, initial=typed), status=409, is_gone=True)


def _said_of(detail, sentence):
    return sentence % {
        "kind": capfirst(detail.get_kind_display()),
        "by": detail.get_audience_display(),
    }


def _to_begin_with():
    return {"audience": ContactDetail.Audience.NETWORK}


def _kept_by(user):
    """The entry that the account may add to: the own one, in office."""
    return FocalPoint.objects.signing_in_as(user).in_office(today())
