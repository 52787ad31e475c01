from django.contrib import admin
from django.db import models
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string
from django.urls import path
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from r2pnet.translation_pages import places_in_languages

from .cited_admin import HOW_KNOWN, CitedAdmin, HowKnownFilter, RecordAdmin, RowInline
from .dates import in_words
from .facts_from_passage import facts_from_passage
from .kept_file_admin import link_to_letter
from .long_lists import FewRowsFilter
from .models import KeptFile, Passage, Source, Statement, Translation


@admin.display(description=_("facts"))
def link_to_facts(passage):
    """A link to the page on which facts are recorded from the passage, once that is saved."""
    if not passage.pk:
        return ""
    return render_to_string("admin/sources/passage/facts_link.html", {"passage": passage})


class PassageInline(RowInline, admin.StackedInline):
    model = Passage
    most_in_form = 40
    list_select_related = ["source"]
    fields = [("anchor", "position", "locator"), "says", "quotation", link_to_facts]
    readonly_fields = [link_to_facts]
    extra = 1
    # A passage is deleted on its own page, which names what rests on it.
    can_delete = False


def _letter_of(source):
    letters = KeptFile.objects.defer("content")
    return letters.filter(source=source).first() if source and source.pk else None


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    list_display = ["label", "kind", "published_in_words", "issued_by", "passages", "audience"]
    list_filter = ["kind", "audience", "language"]
    list_select_related = ["edition_of"]
    search_fields = ["label", "title", "slug", "issued_by", "url"]
    ordering = ["published", "slug"]
    fieldsets = [
        (None, {"fields": ["label", "slug", "title", "kind", "issued_by", "language", "url"]}),
        (_("Date"), {"fields": ["published", "published_inference", "read_on"]}),
        (_("Standing"), {"fields": ["edition_of", "referred_to_in", "audience", "note"]}),
    ]
    readonly_fields = ["letter"]
    autocomplete_fields = ["edition_of", "referred_to_in"]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    address_from = ["label"]
    inlines = [PassageInline]

    def get_queryset(self, request):
        passages = Passage.objects.filter(source=models.OuterRef("pk")).order_by().values("source")
        number = models.Subquery(passages.values(number=models.Count("pk")))
        return super().get_queryset(request).annotate(passage_count=Coalesce(number, 0))

    def get_fieldsets(self, request, obj=None):
        """With the letter that the source is, for whoever may fetch it."""
        fieldsets = super().get_fieldsets(request, obj)
        if not request.user.has_perm("sources.view_keptfile") or not _letter_of(obj):
            return fieldsets
        return [*fieldsets, (_("As it came"), {"fields": ["letter"]})]

    @admin.display(description=_("letter"))
    def letter(self, source):
        return link_to_letter(_letter_of(source))

    @admin.display(description=_("published"), ordering="published")
    def published_in_words(self, source):
        return in_words(source.published)

    @admin.display(description=_("passages"), ordering="passage_count")
    def passages(self, source):
        return source.passage_count


@admin.register(Passage)
class PassageAdmin(RecordAdmin):
    list_display = ["__str__", "says_in_short", "locator", link_to_facts]
    list_filter = [("source", FewRowsFilter)]
    list_select_related = ["source"]
    search_fields = ["=anchor", "source__slug", "source__label", "says"]
    fields = ["source", "anchor", "position", "locator", "says", "quotation"]
    autocomplete_fields = ["source"]
    edited_with = "source"

    def get_urls(self):
        view = self.admin_site.admin_view(facts_from_passage)
        return [
            path("<int:pk>/facts/", view, name="sources_passage_facts"),
            path("<int:pk>/facts/<slug:kind>/", view, name="sources_passage_facts"),
            *super().get_urls(),
        ]

    @admin.display(description=_("says"), ordering="says")
    def says_in_short(self, passage):
        return Truncator(passage.says).chars(120)


@admin.register(Statement)
class StatementAdmin(CitedAdmin):
    list_display = ["topic", "position", "text_in_short", "rests_on"]
    list_display_links = ["text_in_short"]
    list_filter = ["topic", HowKnownFilter]
    search_fields = ["text"]
    ordering = ["topic", "position"]
    fieldsets = [(None, {"fields": ["topic", "position", "text"]}), HOW_KNOWN]
    autocomplete_fields = ["passages"]

    @admin.display(description=_("text"), ordering="text")
    def text_in_short(self, statement):
        return Truncator(statement.text).chars(120)


@admin.register(Translation)
class TranslationAdmin(RecordAdmin):
    """Read here, with its history, and kept on the page of a row in which the text stands.

    It can be deleted here: of words that stand in no row any more there is no such page.
    """

    change_form_template = "admin/sources/translation/change_form.html"
    list_display = ["text_in_short", "language", "translation_in_short"]
    list_filter = ["language"]
    search_fields = ["text", "translation"]
    ordering = ["language", "text"]
    fields = ["text", "language", "translation"]

    def render_change_form(self, request, context, *args, **kwargs):
        context["places"] = places_in_languages(request.user, context["original"].text)
        return super().render_change_form(request, context, *args, **kwargs)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description=_("text as recorded"), ordering="text")
    def text_in_short(self, translation):
        return Truncator(translation.text).chars(120)

    @admin.display(description=_("in that language"), ordering="translation")
    def translation_in_short(self, translation):
        return Truncator(translation.translation).chars(120)
