"""Acts on the desk: a page that says what will happen, and a button that does it once."""

from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .models import NotYours


@dataclass(frozen=True)
class Act:
    """One thing that staff can do with a row.

    `may(row, user)` says whether it is open to them now, `run(row, by, at, **typed)` does it and
    returns the sentence that says so. It raises ValidationError or NotYours. Unless it is
    `urgent`, the second factor is asked for again.
    """

    name: str
    label: str
    question: Callable
    run: Callable
    may: Callable = lambda row, user: True
    form: type[forms.Form] = forms.Form
    urgent: bool = False


class WithActs:
    """For the admin of a model whose rows are not edited but acted upon."""

    acts = []
    change_form_template = "admin/with_acts.html"

    def get_urls(self):
        name = f"{self.model._meta.app_label}_{self.model._meta.model_name}_act"
        return [
            path(
                "<path:object_id>/act/<slug:act>/",
                self.admin_site.admin_view(self.act_view),
                name=name,
            ),
            *super().get_urls(),
        ]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        row = object_id and self.get_object(request, unquote(object_id))
        links = [
            (act.label, self._address_of(row, act))
            for act in self.acts
            if row and act.may(row, request.user)
        ]
        context = {**(extra_context or {}), "acts": links}
        return super().changeform_view(request, object_id, form_url, context)

    def act_view(self, request, object_id, act):
        if not self.has_view_permission(request):
            raise PermissionDenied  # before the row is looked for: whether it is there is not told
        row = self.get_object(request, unquote(object_id))
        found = next((each for each in self.acts if each.name == act), None)
        if row is None or found is None:
            raise Http404
        if not found.may(row, request.user):
            raise PermissionDenied
        view = self._do if found.urgent else reauthentication_required(self._do, allow_get=True)
        return view(request, row, found)

    def _do(self, request, row, act):
        form = act.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                said = act.run(row, by=request.user, at=timezone.now(), **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            except NotYours:
                form.add_error(None, _("This was decided in the meantime, or is not yours to do."))
            else:
                with translation.override(settings.LANGUAGE_CODE):  # the log has one language
                    self.log_change(request, row, str(act.label))
                messages.success(request, said)
                return redirect(self._address(row))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "title": act.label,
            "question": act.question(row),
            "form": form,
            "back": self._address(row),
        }
        return render(request, "admin/act.html", context)

    def _address(self, row):
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[row.pk])

    def _address_of(self, row, act):
        return f"{self._address(row).removesuffix('change/')}act/{act.name}/"
