"""From the source outward: record what a passage says, for several parties at a time."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Party
from focalpoints.models import Appointment, NetworkCount, Step
from meetings.models import Delegation, Headcount, Host, Meeting, OtherTitle

from .cited_forms import FactAutocomplete, FactAutocompleteMultiple
from .enumeration import listed_apart
from .fields import EDTFFormField
from .models import Passage, Statement

TO_MEETING = Delegation._meta.get_field("meeting")
TO_PARTY = Delegation._meta.get_field("party")


class FactForm(forms.ModelForm):
    """One fact that rests on a passage. What was recorded already cites the passage too."""

    def _post_clean(self):
        """Nothing: `record` judges each fact as it will stand."""

    def facts(self):
        """The fields of each fact."""
        return [self.cleaned_data]

    def record(self, passage):
        """Whether all of it is recorded now; if anything is refused, nothing is."""
        self.recorded, self.cited_too = [], []
        with transaction.atomic():
            for fields in self.facts():
                try:
                    self._record_one(passage, fields)
                except ValidationError as refusal:
                    for message in refusal.messages:
                        self.add_error(None, self._named(fields.get("party"), message))
            if not self.is_valid():
                transaction.set_rollback(True)
        return self.is_valid()

    def _record_one(self, passage, fields):
        fact, is_new = self._meta.model.objects.record(passages=[passage], **fields)
        self.after(fact)
        (self.recorded if is_new else self.cited_too).append(fact)

    def after(self, fact):
        """What else the passage says of the fact."""

    def _named(self, party, message):
        if party is None:
            return message
        return _("%(party)s: %(message)s") % {"party": party, "message": message}


class PartiesForm(FactForm):
    """The same fact for each of several parties."""

    parties = forms.ModelMultipleChoiceField(
        Party.objects.all(),
        label=gettext_lazy("Parties"),
        widget=FactAutocompleteMultiple(TO_PARTY, admin.site),
    )

    field_order = ["meeting", "taken_at", "parties"]

    def facts(self):
        fields = {name: self.cleaned_data[name] for name in self._meta.fields}
        return [{**fields, "party": party} for party in self.cleaned_data["parties"]]


class AppointmentsForm(PartiesForm):
    says = gettext_lazy("Parties have appointed a focal point")

    class Meta:
        model = Appointment
        fields = [
            "capacity",
            "started",
            "ended",
            "end_reason",
            "office",
            "institution",
            "seat",
            "inference",
        ]


class EndsForm(PartiesForm):
    """The end of the appointment that each party has open."""

    says = gettext_lazy("Appointments have ended")

    ended = EDTFFormField(
        label=gettext_lazy("first day out of office"),
        help_text=gettext_lazy("2013-06-15, or the bounds: [2013-06..2014]."),
    )

    class Meta:
        model = Appointment
        fields = ["capacity", "end_reason"]

    field_order = ["parties", "capacity", "ended", "end_reason"]

    def _record_one(self, passage, fields):
        found = Appointment.objects.open().filter(
            party=fields["party"], capacity=fields["capacity"]
        )
        if not found:
            raise ValidationError(_("No appointment is open in this capacity."))
        if len(found) > 1:
            raise ValidationError(
                _("Several appointments are open in this capacity: end each on its own page.")
            )
        found[0].end(on=self.cleaned_data["ended"], reason=fields["end_reason"], passages=[passage])
        self.recorded.append(found[0])


class StepsForm(PartiesForm):
    says = gettext_lazy("Parties launched, joined, announced or intend something")

    taken_at = forms.ModelChoiceField(
        Meeting.objects.all(),
        label=gettext_lazy("Taken at the meeting"),
        required=False,
        widget=FactAutocomplete(TO_MEETING, admin.site),
    )

    class Meta:
        model = Step
        fields = ["kind", "role", "taken", "inference"]

    def after(self, fact):
        if meeting := self.cleaned_data.get("taken_at"):
            meeting.steps.add(fact)


class DelegationsForm(PartiesForm):
    says = gettext_lazy("Parties attended a meeting")

    class Meta:
        model = Delegation
        fields = ["meeting", "role", "sent_from", "status", "inference"]
        widgets = {"meeting": FactAutocomplete(TO_MEETING, admin.site)}


class HostsForm(PartiesForm):
    says = gettext_lazy("Parties hosted a meeting")

    class Meta:
        model = Host
        fields = ["meeting", "role", "through", "inference"]
        widgets = {"meeting": FactAutocomplete(TO_MEETING, admin.site)}


class HeadcountForm(FactForm):
    says = gettext_lazy("So many came to a meeting")

    class Meta:
        model = Headcount
        fields = [
            "meeting",
            "of",
            "counted",
            "sent_from",
            "role",
            "qualifier",
            "value",
            "inference",
        ]
        widgets = {"meeting": FactAutocomplete(TO_MEETING, admin.site)}


class NetworkCountForm(FactForm):
    says = gettext_lazy("So many have appointed a focal point")

    class Meta:
        model = NetworkCount
        fields = ["of", "qualifier", "value", "as_of", "inference"]


class OtherTitleForm(FactForm):
    says = gettext_lazy("A meeting goes by another title")

    class Meta:
        model = OtherTitle
        fields = ["meeting", "title", "inference"]
        widgets = {"meeting": FactAutocomplete(TO_MEETING, admin.site)}


class StatementForm(FactForm):
    says = gettext_lazy("Something in general")

    class Meta:
        model = Statement
        fields = ["topic", "position", "text", "inference"]


KINDS = {
    "appointments": AppointmentsForm,
    "ends": EndsForm,
    "steps": StepsForm,
    "delegations": DelegationsForm,
    "hosts": HostsForm,
    "headcount": HeadcountForm,
    "network-count": NetworkCountForm,
    "other-title": OtherTitleForm,
    "statement": StatementForm,
}


def facts_from_passage(request, pk, kind=None):
    """Choose a kind of fact, then record it from the passage."""
    if not admin.site.get_model_admin(Passage).has_view_permission(request):
        raise PermissionDenied
    passage = get_object_or_404(Passage.objects.select_related("source"), pk=pk)
    kinds = {name: form for name, form in KINDS.items() if _may_record(request, form)}
    form = None
    if kind:
        form = _form_of(kind, kinds)(request.POST or None)
        if not admin.site.get_model_admin(Meeting).has_change_permission(request):
            form.fields.pop("taken_at", None)
        if form.is_valid() and form.record(passage):
            _say_what_was_recorded(request, form)
            return redirect("admin:sources_passage_facts", pk=pk, kind=kind)
    context = {
        **admin.site.each_context(request),
        "title": _("Record facts from this passage"),
        "passage": passage,
        "opts": Passage._meta,
        "kind": kind,
        "kinds": {name: form.says for name, form in kinds.items()},
        "form": form,
        "fieldsets": form and AdminForm(form, [(None, {"fields": list(form.fields)})], {}),
    }
    return render(request, "admin/sources/passage/facts.html", context)


def _may_record(request, form):
    """Citing a passage for what is recorded already changes it, so both are asked for."""
    rows = admin.site.get_model_admin(form._meta.model)
    return rows.has_add_permission(request) and rows.has_change_permission(request)


def _form_of(kind, kinds):
    if kind not in KINDS:
        raise Http404
    if kind not in kinds:
        raise PermissionDenied
    return kinds[kind]


def _say_what_was_recorded(request, form):
    if form.recorded:
        facts = listed_apart(form.recorded)
        messages.success(request, _("Recorded: %(facts)s.") % {"facts": facts})
    if form.cited_too:
        facts = listed_apart(form.cited_too)
        messages.info(
            request,
            _("Recorded already, and now resting on this passage too: %(facts)s.")
            % {"facts": facts},
        )
