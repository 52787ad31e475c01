from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from countries.admin import FoundByParty
from sources.cited_admin import (
    HOW_KNOWN,
    CitedAdmin,
    HowKnownFilter,
    RecordAdmin,
    RowInline,
)
from sources.dates import in_words

from .models import Appointment, ContactDetail, FocalPoint, NetworkCount, Step


class ContactDetailInline(RowInline, admin.TabularInline):
    model = ContactDetail
    fields = ["kind", "value", "audience"]


@admin.register(FocalPoint)
class FocalPointAdmin(RecordAdmin):
    list_display = ["name", "honorific", "account", "key"]
    list_filter = [("account", admin.EmptyFieldListFilter)]
    list_select_related = ["account"]
    search_fields = ["name", "key"]
    ordering = ["name", "pk"]
    fields = ["name", "honorific", "account", "note", "key"]
    autocomplete_fields = ["account"]
    readonly_fields = ["key"]
    inlines = [ContactDetailInline]


@admin.register(ContactDetail)
class ContactDetailAdmin(RecordAdmin):
    list_display = ["focal_point", "kind", "value", "audience"]
    list_filter = ["kind", "audience"]
    list_select_related = ["focal_point"]
    search_fields = ["focal_point__name", "value"]
    ordering = ["focal_point__name", "kind", "pk"]
    fields = ["focal_point", "kind", "value", "audience"]
    autocomplete_fields = ["focal_point"]


class EndFilter(admin.SimpleListFilter):
    title = _("end")
    parameter_name = "end"

    def lookups(self, request, model_admin):
        return [("open", _("no end recorded"))]

    def queryset(self, request, queryset):
        return queryset.open() if self.value() == "open" else queryset


@admin.register(Appointment)
class AppointmentAdmin(FoundByParty, CitedAdmin):
    list_display = [
        "party",
        "holder",
        "capacity",
        "seat",
        "started_in_words",
        "ended_in_words",
        "last_attested",
        "rests_on",
    ]
    list_filter = [EndFilter, "capacity", "seat", "party__kind", "party__un_group", HowKnownFilter]
    list_select_related = ["party", "holder", "succeeds__party"]
    search_fields = ["party__name", "holder__name", "office", "institution"]
    ordering = ["party__name", "started", "pk"]
    fieldsets = [
        (None, {"fields": ["party", "holder", "capacity"]}),
        (_("Period"), {"fields": ["started", "ended", "end_reason", "succeeds"]}),
        (_("Office"), {"fields": ["office", "institution", "seat"]}),
        HOW_KNOWN,
    ]
    autocomplete_fields = ["party", "holder", "succeeds", "passages"]

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .attested(to_staff=request.user.has_perm("sources.view_source"))
        )

    @admin.display(description=_("started"), ordering="started")
    def started_in_words(self, appointment):
        return in_words(appointment.started)

    @admin.display(description=_("first day out of office"), ordering="ended")
    def ended_in_words(self, appointment):
        return in_words(appointment.ended)

    @admin.display(description=_("last attested"), ordering="attested")
    def last_attested(self, appointment):
        return in_words(appointment.attested or "")


@admin.register(Step)
class StepAdmin(FoundByParty, CitedAdmin):
    list_display = ["party", "kind", "role", "taken_in_words", "rests_on"]
    list_filter = ["kind", "party__kind", HowKnownFilter]
    list_select_related = ["party", "appointment__party"]
    search_fields = ["party__name", "role"]
    ordering = ["taken", "party__name", "pk"]
    fieldsets = [
        (None, {"fields": ["party", "kind", "role", "taken", "appointment"]}),
        HOW_KNOWN,
    ]
    autocomplete_fields = ["party", "appointment", "passages"]

    @admin.display(description=_("taken"), ordering="taken")
    def taken_in_words(self, step):
        return in_words(step.taken)


@admin.register(NetworkCount)
class NetworkCountAdmin(CitedAdmin):
    list_display = ["value", "of", "qualifier", "as_of_in_words", "rests_on"]
    list_filter = ["of", "qualifier", HowKnownFilter]
    search_fields = ["=value"]
    ordering = ["as_of", "pk"]
    fieldsets = [(None, {"fields": ["of", "qualifier", "value", "as_of"]}), HOW_KNOWN]
    autocomplete_fields = ["passages"]

    @admin.display(description=_("as of"), ordering="as_of")
    def as_of_in_words(self, count):
        return in_words(count.as_of)
