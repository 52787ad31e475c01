"""What every list and form of the secretariat's desk has in common."""

import json
from collections import defaultdict
from dataclasses import replace
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import NestedObjects, quote, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, router, transaction
from django.forms import Textarea
from django.forms.models import _get_foreign_key
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from accounts.models import SpentForm
from r2pnet.translation_pages import page_in_languages

from .cited_forms import (
    CitedForm,
    RehearsedFormSet,
    RowAutocomplete,
    RowAutocompleteMultiple,
    RowForm,
)
from .desk_disclosure import OnlyWhatMayBeSeen
from .long_lists import LongList
from .order import in_order
from .translations import spoken

CITATION = ["passages", "inference", "is_from_secretariat"]
MOST_NAMED = 50  # rows of a kind that a page names one by one

HOW_KNOWN = (_("How this is known"), {"fields": CITATION})


def admin_link(row):
    """What the row is, what it says and where it is changed, for a template to print."""
    opts = row._meta
    return {
        "kind": capfirst(opts.verbose_name),
        "text": str(row),
        "url": reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[quote(row.pk)]),
    }


def list_link(model, number, **only):
    """As `admin_link`, to so many rows of a kind in their list, which asks for `only` those."""
    opts = model._meta
    query = f"?{urlencode(only)}" if only else ""
    return {
        "kind": capfirst(opts.verbose_name_plural),
        "text": str(number),
        "url": reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist") + query,
    }


class HowKnownFilter(admin.SimpleListFilter):
    title = _("how it is known")
    parameter_name = "known"

    def lookups(self, request, model_admin):
        return [
            ("nothing", _("nothing behind it")),
            ("inferred", _("partly inferred")),
            ("secretariat", _("known to the secretariat")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "nothing":
                return queryset.uncited()
            case "inferred":
                return queryset.inferred()
            case "secretariat":
                return queryset.filter(is_from_secretariat=True)


class FetchedWithNames(OnlyWhatMayBeSeen):
    """Rows come with what their names and their fields print, in a fixed number of queries."""

    list_select_related = []

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        if self.list_select_related:
            queryset = queryset.select_related(*self.list_select_related)
        if hasattr(queryset, "with_citations"):
            queryset = queryset.with_citations()
        return queryset

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = RowAutocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = RowAutocompleteMultiple(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class RecordAdmin(LongList, FetchedWithNames, SimpleHistoryAdmin):
    """A kind of row that staff keep, with its history."""

    form = RowForm
    object_history_list_template = "admin/history_rows.html"
    # Where rows have an address: the fields that a new one is proposed from. It is set once.
    address_from = None
    # Where rows are edited on the page of another one too: the field that says on whose.
    edited_with = None

    def get_inline_instances(self, request, obj=None):
        """Without those whose rows are too many for one form: the page links to their list."""
        inlines = super().get_inline_instances(request, obj)
        return [each for each in inlines if each.is_in_form(request, obj)]

    def _links_to_lists(self, request, row, formsets):
        """Of what belongs to the row and does not stand on its page."""
        shown = {type(each.opts) for each in formsets}
        inlines = super().get_inline_instances(request, row)
        return [each.link_to_list(row) for each in inlines if type(each) not in shown]

    def get_readonly_fields(self, request, obj=None):
        fields = super().get_readonly_fields(request, obj)
        return [*fields, "slug"] if self.address_from is not None and obj else fields

    def get_prepopulated_fields(self, request, obj=None):
        return {"slug": self.address_from} if self.address_from and not obj else {}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Where somebody saved the same in between, the form is judged again and says so."""
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            return self._take_once(request, object_id, form_url, extra_context)
        except IntegrityError:
            return self._take_once(request, object_id, form_url, extra_context)

    @transaction.atomic
    def _take_once(self, request, object_id, form_url, extra_context):
        """Take the form of one page once, and its row as nobody else changes it meanwhile."""
        may_be_taken = object_id is None or self._lock(object_id)
        number = _number_of(request.POST)
        if may_be_taken and number and not SpentForm.spend(number, at=timezone.now()):
            messages.info(request, _("This was saved already: nothing is recorded twice."))
            return self.response_post_save_change(request, None)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        """A form that is shown again was not taken."""
        if request.method == "POST":
            SpentForm.objects.filter(number=_number_of(request.POST)).delete()
        row = context.get("original")
        context["in_languages"] = page_in_languages(request.user, row)
        context["in_lists"] = self._links_to_lists(request, row, context["inline_admin_formsets"])
        return super().render_change_form(request, context, *args, **kwargs)

    def log_addition(self, request, obj, message):
        self._say_in_which_language(request, obj)
        return super().log_addition(request, obj, message)

    def _say_in_which_language(self, request, row):
        """Who writes on a desk in another language may well have written in that."""
        address = page_in_languages(request.user, row)
        if spoken() != settings.LANGUAGE_CODE and address:
            sentence = _(
                "Texts are taken to be in English. Where one is not, "
                '<a href="{address}">say which language it is in</a>.'
            )
            messages.info(request, format_html(sentence, address=address))

    def _lock(self, object_id):
        """The row, locked until the transaction ends, after the one on whose page it stands too."""
        try:
            key = self.model._meta.pk.to_python(unquote(object_id))
        except ValidationError:
            return None
        rows = self.model._base_manager.filter(pk=key).order_by("pk")
        if self.edited_with:
            parents = self.model._meta.get_field(self.edited_with).related_model._base_manager
            parent = rows.values_list(self.edited_with, flat=True).first()
            parents.select_for_update(no_key=True).filter(pk=parent).order_by("pk").first()
        return rows.select_for_update(no_key=True).first()

    def save_model(self, request, obj, form, change):
        """What is saved like that already gets no further version."""
        if not change or form.has_changed() or is_version(obj):
            super().save_model(request, obj, form, change)

    def log_change(self, request, obj, message):
        if message or is_version(obj):
            super().log_change(request, obj, message)

    def get_view_on_site_url(self, obj=None):
        """The row's own address; Django's detour tells it to whoever is signed in."""
        return obj.get_absolute_url() if hasattr(obj, "get_absolute_url") else None

    def history_view(self, request, object_id, extra_context=None):
        self._key_or_404(object_id)
        return super().history_view(request, object_id, extra_context)

    @transaction.atomic
    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """A version, and the way back to it, which is a change like any other."""
        key = self._key_or_404(object_id)
        self._key_or_404(version_id)
        if request.method == "POST":
            # Locked, so that what is judged now is what stands there when it is saved.
            exists = self._lock(object_id) is not None
            if not self.has_change_permission(request) or not (
                exists or self.has_add_permission(request)
            ):
                raise PermissionDenied
            if self.revert_disabled(request, self.model(pk=key)):
                raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)

    def get_historical_record_context_helper(self, request, historical_record):
        return _SeenChanges(
            self.model, historical_record, may_see=lambda name: self._may_see(request, name)
        )

    def _key_or_404(self, text):
        try:
            return self.model._meta.pk.to_python(unquote(text))
        except ValidationError:
            raise Http404 from None

    def get_deleted_objects(self, objs, request):
        """Django's answer, except that what rests on a passage is named as the fact it is.

        What joins a fact and its passage goes unsaid: it has no name, in whatever language.
        """
        collector = NestedObjects(using=router.db_for_write(self.model), origin=objs)
        collector.collect(objs)
        going = [row for rows in collector.model_objs.values() for row in rows]
        perms_needed = {
            row._meta.verbose_name
            for row in (*going, *collector.protected)
            if not self._may_delete(row, request)
        }
        if collector.protected:
            # Nothing goes: what would, need not be named.
            return [], {}, perms_needed, list(self._resting(collector.protected, request))
        self._fetch_names(collector.model_objs)
        model_count = {
            model._meta.verbose_name_plural: len(rows)
            for model, rows in collector.model_objs.items()
            if not model._meta.auto_created
        }
        return self._in_words(collector.nested()), model_count, perms_needed, []

    def _may_delete(self, row, request):
        rows = self.admin_site._registry.get(type(row))
        return rows is None or rows.has_delete_permission(request, row)

    def _fetch_names(self, rows_by_model):
        """What the names of the rows print, in a query for each way that leads there."""
        for model, rows in rows_by_model.items():
            ways = getattr(self.admin_site._registry.get(model), "list_select_related", [])
            models.prefetch_related_objects(list(rows), *ways)

    def _in_words(self, nested):
        """Of rows within rows, links or names; without those that only join two others."""
        said = []
        for each in nested:
            if isinstance(each, list):
                said += [within] if (within := self._in_words(each)) else []
            elif type(each) in self.admin_site._registry:
                said.append(format_html('{kind}: <a href="{url}">{text}</a>', **admin_link(each)))
            elif not each._meta.auto_created:
                said.append(f"{capfirst(each._meta.verbose_name)}: {each}")
        return said

    def _resting(self, protected, request):
        """Links to what keeps rows from being deleted; where it is much of a kind, to the list."""
        keys = defaultdict(set)
        for row in protected:
            # The row that joins a fact and its passage stands for the fact.
            if fact_model := row._meta.auto_created:
                keys[fact_model].add(getattr(row, f"{fact_model._meta.model_name}_id"))
            else:
                keys[type(row)].add(row.pk)
        for model, pks in keys.items():
            rows = self.admin_site._registry.get(model)
            if not rows or not rows.has_view_permission(request):
                said = _("%(count)s that you may not see") % {"count": len(pks)}
                yield {"kind": capfirst(model._meta.verbose_name_plural), "text": said}
            elif len(pks) > MOST_NAMED:
                yield list_link(model, len(pks))
            else:
                found = rows.get_queryset(request).filter(pk__in=pks)
                yield from map(admin_link, sorted(found, key=in_order))


_NOT_CONTENT = {"csrfmiddlewaretoken", "_save", "_continue", "_addanother"}


def _number_of(sent):
    """Of a page's form with what stands in it: the same form, sent with other words, is another.

    None where the page gave it no number.
    """
    try:
        number = UUID(sent.get("number", ""))
    except ValueError:
        return None
    content = sorted(item for item in sent.lists() if item[0] not in _NOT_CONTENT)
    return uuid5(number, json.dumps(content))


def is_version(row):
    """Whether it was taken from the history, to go back to it."""
    return hasattr(row, "_history")


class _SeenChanges(HistoricalRecordContextHelper):
    """What changed between two versions, in the fields that the member of staff may see."""

    def __init__(self, *args, may_see, **kwargs):
        super().__init__(*args, **kwargs)
        self._may_see = may_see

    def context_for_delta_changes(self, delta):
        seen = [change for change in delta.changes if self._may_see(change.field)]
        return super().context_for_delta_changes(replace(delta, changes=seen))


class CitedAdmin(RecordAdmin):
    """A kind of fact."""

    form = CitedForm

    @admin.display(description=_("passages"))
    def rests_on(self, fact):
        return len(fact.passages.all())


class RowInline(FetchedWithNames):
    """Rows on the page of what they belong to."""

    form = RowForm
    formset = RehearsedFormSet
    extra = 0
    # Where a page may have very many: with more than so many, it links to their list, which has a
    # filter for what they belong to.
    most_in_form = None
    show_change_link = True
    view_on_site = False
    formfield_overrides = {
        models.TextField: {"widget": Textarea(attrs={"rows": 3, "cols": 60})},
    }

    class Media:
        css = {"all": ["admin-rows.css"]}

    def is_in_form(self, request, parent):
        """Whether the rows are few enough; what was sent is taken, however many came since."""
        if self.most_in_form is None or parent is None:
            return True
        if request.method == "POST":
            return f"{self._parent_field.remote_field.related_name}-TOTAL_FORMS" in request.POST
        return not self._of(parent).order_by()[self.most_in_form :].exists()

    def link_to_list(self, parent):
        only = {f"{self._parent_field.name}__id__exact": parent.pk}
        return list_link(self.model, self._of(parent).count(), **only)

    def _of(self, parent):
        return self.model._base_manager.filter(**{self._parent_field.name: parent.pk})

    @property
    def _parent_field(self):
        return _get_foreign_key(self.parent_model, self.model, fk_name=self.fk_name)


class CitedInline(RowInline):
    """Facts on the page of what they are about."""

    form = CitedForm
