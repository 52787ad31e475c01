"""The page on which a person sets the own portrait, and the portrait as others see it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import page_not_found

from . import disclosure, portraits
from .models import Consent, FocalPoint
from .moved import to_kept
from .portrait_forms import PortraitForm
from .register import today


@never_cache
@login_required
def my_portrait(request):
    own = get_object_or_404(FocalPoint.objects.signing_in_as(request.user))
    if request.method != "POST":
        return _form_page(request, own, PortraitForm())
    return _take_down(request, own) if "remove" in request.POST else _set(request)


def _set(request):
    own = get_object_or_404(_kept_by(request.user))
    form = PortraitForm(request.POST, request.FILES)
    if form.is_valid() and form.sets_portrait_of(own, by=request.user, at=timezone.now()):
        messages.success(request, _("Your portrait is set."))
        return redirect("my-portrait")
    return _form_page(request, own, form, status=400)


def _take_down(request, own):
    if portraits.take_down(own, by=request.user, at=timezone.now()):
        messages.success(request, _("Your portrait is removed."))
    return redirect("my-portrait")


def _form_page(request, own, form, *, status=200):
    person = disclosure.find(own.key, disclosure.viewer_of(request.user))
    context = {
        "form": form,
        "person": person,
        "may_set": _kept_by(request.user).exists(),
        "is_consented_to": str(Consent.Field.PORTRAIT.label) in person.public_fields,
    }
    return render(request, "focalpoints/my_portrait.html", context, status=status)


@never_cache
@login_required
@require_safe
def my_portrait_image(request):
    viewer = disclosure.viewer_of(request.user)
    return _picture_of(request, viewer.own and disclosure.find(viewer.own, viewer))


@require_safe
def portrait(request, key):
    """What everybody may see: kept by a cache, and asked about each time before it is shown."""
    person = disclosure.find(key, disclosure.PUBLIC)
    response = _picture_of(request, person)
    if response.status_code != 200:
        return to_kept("portrait", key, shows=_shows_portrait) or response
    response["Cache-Control"] = "no-cache"
    response["ETag"] = f'"{person.portrait}"'
    return get_conditional_response(request, etag=response["ETag"], response=response)


@never_cache
@login_required
@require_safe
def colleague_portrait(request, key):
    viewer = disclosure.viewer_of(request.user)
    person = disclosure.find_colleague(key, viewer) if viewer.opens_network else None
    return _picture_of(request, person)


def _shows_portrait(key):
    person = disclosure.find(key, disclosure.PUBLIC)
    return person is not None and bool(person.portrait)


def _kept_by(user):
    """The own entry of whoever is in office. A portrait is taken down at any time."""
    return FocalPoint.objects.signing_in_as(user).in_office(today())


def _picture_of(request, person):
    """The portrait of a disclosed person; for whoever sees none, the page of no address.

    No cache keeps that page: there may be a portrait the next moment.
    """
    image = disclosure.find_portrait(person)
    if image is None:
        response = page_not_found(request, Http404())
        add_never_cache_headers(response)
        return response
    return HttpResponse(
        bytes(image),
        content_type="image/webp",
        headers={"Content-Disposition": 'inline; filename="portrait.webp"'},
    )
