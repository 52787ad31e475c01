from django import forms
from django.contrib import admin
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_countries import countries as codes

from focalpoints.models import Appointment, Step
from sources.cited_admin import CITATION, CitedInline, RecordAdmin, RowInline
from sources.cited_forms import RowForm
from sources.dates import in_words
from sources.sheet_admin import WithSheets

from .models import NAMES_IN_LANGUAGES, ByName, Country, Organization, OtherName, Party
from .sheets import OrganizationResource


class FoundByParty:
    """Rows of a party, found by all of its names; `found_by` is the lookup of its key."""

    found_by = "party__in"

    def holding_all_words(self, request, search_term):
        of_party = Q((self.found_by, Party.objects.answering_to(search_term)))
        return super().holding_all_words(request, search_term) | of_party


class CalledInLanguage:
    """Parties by the names that they have in the language of the desk, and in its order."""

    ordering = [ByName("pk")]

    @admin.display(description=_("name"), ordering=ByName("pk"))
    def called(self, party):
        return party


class OtherNameInline(RowInline, admin.TabularInline):
    model = OtherName
    fields = ["name", "used_from", "used_until", "used_in_words"]
    readonly_fields = ["used_in_words"]

    @admin.display(description=pgettext_lazy("date in words", "reads"))
    def used_in_words(self, other_name):
        dates = [in_words(other_name.used_from), in_words(other_name.used_until)]
        return " – ".join(dates) if any(dates) else ""


class AppointmentInline(CitedInline, admin.StackedInline):
    model = Appointment
    list_select_related = ["party", "holder", "succeeds__party"]
    fields = [
        ("capacity", "holder"),
        ("started", "ended", "end_reason"),
        ("office", "institution", "seat"),
        "succeeds",
        *CITATION,
    ]
    autocomplete_fields = ["holder", "succeeds", "passages"]


class StepInline(CitedInline, admin.StackedInline):
    model = Step
    list_select_related = ["party", "appointment__party"]
    fields = [("kind", "role", "taken"), "appointment", *CITATION]
    autocomplete_fields = ["appointment", "passages"]


@admin.register(Party)
class PartyAdmin(CalledInLanguage, FoundByParty, RecordAdmin):
    """Countries and organizations in one, for the fields that choose among both."""

    list_display = ["called", "kind", "slug"]
    list_filter = ["kind"]
    search_fields = ["name"]
    fields = ["name", "slug", "kind"]
    found_by = "pk__in"

    def has_module_permission(self, request):
        return False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A party is changed as the country or the organization that it is."""
        party = self.get_object(request, object_id)
        if party is None:
            return super().change_view(request, object_id, form_url, extra_context)
        return redirect(f"admin:countries_{party.kind}_change", party.pk)


class CountryForm(RowForm):
    # Not asked, but judged: the database holds countries and organizations apart by it.
    kind = forms.CharField(
        initial=Party.Kind.COUNTRY, disabled=True, widget=forms.HiddenInput, label=_("kind")
    )


@admin.register(Country)
class CountryAdmin(CalledInLanguage, FoundByParty, RecordAdmin):
    form = CountryForm
    list_display = ["called", "slug", "iso_code", "m49_region", "un_group", "un_status"]
    list_filter = ["un_status", "un_group", "m49_region", "m49_subregion"]
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "iso", "kind"]}),
        (_("In other languages"), {"fields": NAMES_IN_LANGUAGES}),
        (_("United Nations"), {"fields": ["un_status", "un_status_since", "un_group"]}),
        (_("M49"), {"fields": ["m49", "m49_region", "m49_subregion", "grouping_note"]}),
    ]
    inlines = [OtherNameInline, AppointmentInline, StepInline]
    address_from = []
    found_by = "pk__in"

    @admin.display(description=_("ISO 3166-1 alpha-2 code"), ordering="iso")
    def iso_code(self, country):
        """Not the name that django-countries has for it, which the United Nations may not use."""
        return country.iso.code

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """The codes are chosen without those names, too."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "iso":
            field.choices = [("", "---------"), *((code, code) for code in sorted(codes.countries))]
        return field


class OrganizationForm(RowForm):
    kind = forms.CharField(
        initial=Party.Kind.ORGANIZATION, disabled=True, widget=forms.HiddenInput, label=_("kind")
    )


@admin.register(Organization)
class OrganizationAdmin(CalledInLanguage, WithSheets, FoundByParty, RecordAdmin):
    resource_class = OrganizationResource
    form = OrganizationForm
    list_display = ["called", "acronym", "organization_kind", "parent", "slug"]
    list_filter = ["organization_kind"]
    list_select_related = ["parent"]
    search_fields = ["name"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "acronym", "organization_kind", "parent", "kind"]}),
        (_("In other languages"), {"fields": NAMES_IN_LANGUAGES}),
    ]
    autocomplete_fields = ["parent"]
    inlines = [OtherNameInline, AppointmentInline, StepInline]
    address_from = ["name"]
    found_by = "pk__in"


@admin.register(OtherName)
class OtherNameAdmin(FoundByParty, RecordAdmin):
    list_display = ["name", "party", "used_from_in_words", "used_until_in_words"]
    list_filter = ["party__kind"]
    list_select_related = ["party"]
    search_fields = ["name"]
    ordering = ["name"]
    fields = ["party", "name", "used_from", "used_until"]
    autocomplete_fields = ["party"]
    edited_with = "party"

    @admin.display(description=_("used from"), ordering="used_from")
    def used_from_in_words(self, other_name):
        return in_words(other_name.used_from)

    @admin.display(description=_("used until"), ordering="used_until")
    def used_until_in_words(self, other_name):
        return in_words(other_name.used_until)
