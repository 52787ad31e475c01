"""The pages of the desk on which two entries of one person are joined."""

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sources.cited_forms import FactAutocomplete
from sources.enumeration import listed

from . import joining, looks
from .disclosure import viewer_of
from .models import Appointment, FocalPoint


class OtherEntryForm(forms.Form):
    other = forms.ModelChoiceField(
        FocalPoint.objects.not_erased(),
        label=gettext_lazy("The other entry of this person"),
        widget=FactAutocomplete(Appointment._meta.get_field("holder"), admin.site),
    )


class JoinsEntries:
    """For the admin of focal points: staff who may change and delete them join two."""

    change_form_template = "admin/focalpoints/focalpoint/change_form.html"

    def get_urls(self):
        join = self.admin_site.admin_view(self.join_view)
        confirm = self.admin_site.admin_view(
            reauthentication_required(self.join_with_view, allow_get=True)
        )
        return [
            path("<int:pk>/join/", join, name="focalpoints_focalpoint_join"),
            path("<int:pk>/join/<int:other>/", confirm, name="focalpoints_focalpoint_join_with"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {**(extra_context or {}), "may_join": self.has_join_permission(request)}
        return super().change_view(request, object_id, form_url, context)

    def has_join_permission(self, request):
        """Of the two one goes, and both are shown with their contact details."""
        return (
            self.has_change_permission(request)
            and self.has_delete_permission(request)
            and request.user.has_perm("focalpoints.view_contactdetail")
        )

    def join_view(self, request, pk):
        """Choose the other entry."""
        kept = self._entry_or_404(request, pk)
        form = OtherEntryForm(request.GET if "other" in request.GET else None)
        if form.is_valid():
            other = form.cleaned_data["other"]
            return redirect("admin:focalpoints_focalpoint_join_with", kept.pk, other.pk)
        return self._join_page(request, kept, form=form)

    def join_with_view(self, request, pk, other):
        """Shows what would come of it, and does it.

        The keys stand in the path: what is sent is sent again after the second factor only where
        no query tells two addresses apart.
        """
        kept = self._entry_or_404(request, pk)
        other = FocalPoint.objects.filter(pk=other).first()
        if other is None and request.method == "POST":
            messages.info(request, _("The other entry is there no more: nothing was joined now."))
            return redirect("admin:focalpoints_focalpoint_change", kept.pk)
        if other is None:
            raise Http404
        try:
            with transaction.atomic():
                made, is_done = self._join(request, kept, other)
        except ValidationError as refusal:
            return self._join_page(request, kept, refusal=" ".join(refusal.messages))
        if is_done:
            messages.success(request, _("The two entries are one now."))
            return redirect("admin:focalpoints_focalpoint_change", kept.pk)
        return self._join_page(
            request,
            kept,
            preview=made,
            rows=_rows(made),
            refusal=request.method == "POST"
            and _("One of the two was changed in the meantime. Look at what would come of it now."),
        )

    def _join(self, request, kept, other):
        """The preview, and whether it was confirmed as it was seen, and so is done."""
        by, at = request.user, timezone.now()
        joining.take_turns(kept, other)
        made = joining.preview(kept, other, viewer=viewer_of(by), by=by, at=at)
        is_confirmed = request.method == "POST" and request.POST.get("seen") == made.digest
        if is_confirmed:
            self.log_change(request, kept, _("Joined with another entry."))
            joining.join(kept, other, by=by, at=at)
        else:
            for each in (kept, other):
                looks.note(each.key, by=by, at=at)
        return made, is_confirmed

    def _entry_or_404(self, request, pk):
        if not self.has_join_permission(request):
            raise PermissionDenied
        entry = FocalPoint.objects.filter(pk=pk).first()
        if entry is None:
            raise Http404
        return entry

    def _join_page(self, request, kept, **context):
        address = reverse("admin:focalpoints_focalpoint_change", args=[kept.pk])
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Join with another entry"),
            "named": str(kept),
            "back": address,
            "choose": reverse("admin:focalpoints_focalpoint_join", args=[kept.pk]),
            **context,
        }
        return render(request, "admin/focalpoints/focalpoint/join.html", context)


def _rows(made):
    """What each of the two says, and what both together will: by field, in words."""
    fields = [
        (_("Name"), lambda person: person.name),
        (_("Honorific"), lambda person: person.honorific),
        (_("Languages"), lambda person: listed(person.languages)),
        (_("Portrait"), lambda person: _("yes") if person.portrait else ""),
        (_("Shown in public"), lambda person: listed(person.public_fields)),
        (_("Confirmed on"), lambda person: person.confirmed_on),
        (_("Hidden"), lambda person: _("yes") if person.is_hidden else ""),
        (_("Account"), lambda person: person.account_address),
        (_("Note for staff"), lambda person: person.note),
    ]
    return [(label, [said(person) for person in made.persons]) for label, said in fields]
