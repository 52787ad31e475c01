from django.contrib import admin
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from countries.admin import FoundByParty
from sources.cited_admin import (
    CITATION,
    HOW_KNOWN,
    CitedAdmin,
    CitedInline,
    HowKnownFilter,
    RecordAdmin,
)
from sources.dates import in_words
from sources.long_lists import FewRowsFilter
from sources.sheet_admin import WithSheets

from .models import (
    Claim,
    Delegate,
    Delegation,
    Difference,
    Headcount,
    Host,
    Meeting,
    OtherTitle,
)
from .sheets import DelegationResource


class HostInline(CitedInline, admin.TabularInline):
    model = Host
    list_select_related = ["meeting", "party"]
    fields = ["party", "role", "through", *CITATION]
    autocomplete_fields = ["party", "passages"]


class DelegationInline(CitedInline, admin.TabularInline):
    model = Delegation
    most_in_form = 40
    list_select_related = ["meeting", "party"]
    fields = ["party", "role", "sent_from", "status", *CITATION]
    autocomplete_fields = ["party", "passages"]


class HeadcountInline(CitedInline, admin.TabularInline):
    model = Headcount
    list_select_related = ["meeting"]
    fields = ["of", "counted", "sent_from", "role", "qualifier", "value", *CITATION]
    autocomplete_fields = ["passages"]


class OtherTitleInline(CitedInline, admin.TabularInline):
    model = OtherTitle
    list_select_related = ["meeting"]
    fields = ["title", *CITATION]
    autocomplete_fields = ["passages"]


@admin.register(Meeting)
class MeetingAdmin(CitedAdmin):
    list_display = ["title", "series", "region", "ordinal", "held_in_words", "country", "status"]
    list_filter = ["series", "status", "region", HowKnownFilter]
    list_select_related = ["country", "part_of"]
    search_fields = ["title", "slug", "city", "country__name", "other_titles__title"]
    ordering = ["-held", "-pk"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "series", "region", "ordinal", "part_of"]}),
        (_("When and where"), {"fields": ["held", "status", "city", "country", "venue"]}),
        (_("What came of it"), {"fields": ["summary", "steps", "documents"]}),
        HOW_KNOWN,
    ]
    autocomplete_fields = ["country", "part_of", "steps", "documents", "passages"]
    address_from = ["title"]
    inlines = [HostInline, DelegationInline, HeadcountInline, OtherTitleInline]

    @admin.display(description=pgettext_lazy("date of a meeting", "held"), ordering="held")
    def held_in_words(self, meeting):
        return in_words(meeting.held)


@admin.register(Host)
class HostAdmin(FoundByParty, CitedAdmin):
    list_display = ["meeting", "party", "role", "through", "rests_on"]
    list_filter = ["role", ("meeting", FewRowsFilter), HowKnownFilter]
    list_select_related = ["meeting", "party"]
    search_fields = ["meeting__title", "party__name", "through"]
    ordering = ["-meeting__held", "role", "party__name", "pk"]
    fieldsets = [(None, {"fields": ["meeting", "party", "role", "through"]}), HOW_KNOWN]
    autocomplete_fields = ["meeting", "party", "passages"]
    edited_with = "meeting"


class DelegateInline(CitedInline, admin.TabularInline):
    model = Delegate
    list_select_related = ["focal_point"]
    fields = ["name", "position", "is_head", "focal_point", "audience", *CITATION]
    autocomplete_fields = ["focal_point", "passages"]


@admin.register(Delegation)
class DelegationAdmin(WithSheets, FoundByParty, CitedAdmin):
    resource_class = DelegationResource
    list_display = ["meeting", "party", "role", "sent_from", "status", "rests_on"]
    list_filter = [
        "role",
        "sent_from",
        "status",
        "party__kind",
        ("meeting", FewRowsFilter),
        HowKnownFilter,
    ]
    list_select_related = ["meeting", "party"]
    search_fields = ["meeting__title", "party__name"]
    ordering = ["-meeting__held", "party__name", "role", "pk"]
    fieldsets = [
        (None, {"fields": ["meeting", "party", "role", "sent_from", "status"]}),
        HOW_KNOWN,
    ]
    autocomplete_fields = ["meeting", "party", "passages"]
    edited_with = "meeting"
    inlines = [DelegateInline]


@admin.register(Delegate)
class DelegateAdmin(FoundByParty, CitedAdmin):
    list_display = ["name", "position", "delegation", "is_head", "audience", "rests_on"]
    list_filter = ["audience", "is_head", HowKnownFilter]
    list_select_related = ["delegation__meeting", "delegation__party", "focal_point"]
    search_fields = ["name", "position", "delegation__meeting__title"]
    ordering = ["name", "pk"]
    fieldsets = [
        (None, {"fields": ["delegation", "name", "position", "is_head"]}),
        (_("Who may know"), {"fields": ["audience", "focal_point"]}),
        HOW_KNOWN,
    ]
    autocomplete_fields = ["delegation", "focal_point", "passages"]
    edited_with = "delegation"
    found_by = "delegation__party__in"


@admin.register(Headcount)
class HeadcountAdmin(CitedAdmin):
    list_display = ["meeting", "number", "sent_from", "role", "rests_on"]
    list_display_links = ["number"]
    list_filter = [
        "of",
        "role",
        "qualifier",
        ("meeting", FewRowsFilter),
        HowKnownFilter,
    ]
    list_select_related = ["meeting"]
    search_fields = ["meeting__title", "counted", "=value"]
    ordering = ["-meeting__held", "of", "role", "-value", "pk"]
    fieldsets = [
        (None, {"fields": ["meeting", "of", "counted", "sent_from", "role"]}),
        (_("Number"), {"fields": ["qualifier", "value"]}),
        HOW_KNOWN,
    ]
    autocomplete_fields = ["meeting", "passages"]
    edited_with = "meeting"

    @admin.display(description=_("number"), ordering="value")
    def number(self, headcount):
        return headcount.in_words()


@admin.register(OtherTitle)
class OtherTitleAdmin(CitedAdmin):
    list_display = ["title", "meeting", "rests_on"]
    list_filter = [("meeting", FewRowsFilter), HowKnownFilter]
    list_select_related = ["meeting"]
    search_fields = ["title", "meeting__title"]
    ordering = ["title", "pk"]
    fieldsets = [(None, {"fields": ["meeting", "title"]}), HOW_KNOWN]
    autocomplete_fields = ["meeting", "passages"]
    edited_with = "meeting"


class ClaimInline(CitedInline, admin.StackedInline):
    model = Claim
    list_select_related = ["difference"]
    fields = [("position", "is_displayed"), "states", *CITATION]
    autocomplete_fields = ["passages"]


@admin.register(Difference)
class DifferenceAdmin(RecordAdmin):
    list_display = ["question", "kind", "claims", "shown", "position"]
    list_filter = ["kind"]
    search_fields = ["question", "slug", "reason"]
    ordering = ["position", "pk"]
    fieldsets = [
        (None, {"fields": ["question", "slug", "kind", "position", "reason"]}),
        (
            _("What it is about"),
            {
                "fields": [
                    "parties",
                    "appointments",
                    "steps",
                    "network_counts",
                    "meetings",
                    "hosts",
                ]
            },
        ),
    ]
    autocomplete_fields = [
        "parties",
        "appointments",
        "steps",
        "network_counts",
        "meetings",
        "hosts",
    ]
    address_from = ["question"]
    inlines = [ClaimInline]

    def get_queryset(self, request):
        return super().get_queryset(request).with_claim_count().with_subjects()

    @admin.display(description=_("claims"), ordering="claim_count")
    def claims(self, difference):
        return difference.claim_count

    @admin.display(description=_("shows one"), boolean=True, ordering="shows_one")
    def shown(self, difference):
        return difference.shows_one


@admin.register(Claim)
class ClaimAdmin(CitedAdmin):
    list_display = ["difference", "position", "states_in_short", "is_displayed", "rests_on"]
    list_display_links = ["states_in_short"]
    list_filter = [
        "is_displayed",
        ("difference", FewRowsFilter),
        HowKnownFilter,
    ]
    list_select_related = ["difference"]
    search_fields = ["states", "difference__question"]
    ordering = ["difference__position", "difference", "position"]
    fieldsets = [
        (None, {"fields": ["difference", "position", "states", "is_displayed"]}),
        HOW_KNOWN,
    ]
    autocomplete_fields = ["difference", "passages"]
    edited_with = "difference"

    @admin.display(description=pgettext_lazy("what a claim says", "states"), ordering="states")
    def states_in_short(self, claim):
        return Truncator(claim.states).chars(120)
