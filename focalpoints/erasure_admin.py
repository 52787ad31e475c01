"""The desk's pages of erasures: who asks for one, and what two of the secretariat decide."""

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import decisions
from accounts.admin import DECIDED, DecisionAdmin
from accounts.desk_acts import Act, WithActs
from r2pnet.named_in_texts import texts_naming
from sources.cited_admin import admin_link
from sources.desk_disclosure import OnlyWhatMayBeSeen
from sources.long_lists import LongList

from .models import ErasureDecision, ErasureRequest, FocalPoint


class AskToEraseForm(forms.ModelForm):
    class Meta:
        model = ErasureDecision
        fields = ["reason"]


def _question(row):
    return [
        _("Erased is all that is held about the person, with earlier versions and the account."),
        _("That the post was held stays, without them, and so do letters that attest to it."),
        _("It takes a second person of the secretariat, or, where there is none, a day."),
        _("The person is told now and when it is done, and can stop it until then."),
    ]


def _ask(focal_point, account, *, by, at, reason):
    decision = ErasureDecision(
        focal_point=focal_point,
        account=account,
        person=focal_point.key if focal_point else account.pseudonym,
        reason=reason,
    )
    decisions.ask(decision, by=by, at=at)
    return decisions.said_when_asked(decision)


def _ask_for_entry(focal_point, **typed):
    return _ask(focal_point, focal_point.account, **typed)


def _ask_as_requested(request, **typed):
    return _ask(_entry_of(request.account), request.account, **typed)


def _entry_of(account):
    return getattr(account, "focal_point", None)


def _may_ask_for_entry(focal_point, user):
    return (
        user.has_perm("focalpoints.change_focalpoint")
        and focal_point.erased_at is None
        and not focal_point.erasure_decisions.open().exists()
    )


def _may_ask_as_requested(request, user):
    waits = request.settled_at is None
    asked = ErasureDecision.objects.open().concerning(request.account)
    return waits and user.has_perm("focalpoints.change_erasurerequest") and not asked.exists()


# An act on the page of a focal point, who may have asked by letter.
ASK_FOR_ERASURE = Act(
    name="ask-erasure",
    label=gettext_lazy("Ask for the erasure"),
    question=_question,
    run=_ask_for_entry,
    may=_may_ask_for_entry,
    form=AskToEraseForm,
)


@admin.register(ErasureRequest)
class ErasureRequestAdmin(LongList, OnlyWhatMayBeSeen, WithActs, admin.ModelAdmin):
    """Who asks is told to those who may see people, and under which address to fewer still."""

    acts = [
        Act(
            name="ask",
            label=gettext_lazy("Ask for the erasure"),
            question=_question,
            run=_ask_as_requested,
            may=_may_ask_as_requested,
            form=AskToEraseForm,
        ),
    ]
    list_display = ["asked_at", "person", "address", "settled_at"]
    list_filter = [("settled_at", admin.EmptyFieldListFilter)]
    search_fields = ["=account__pseudonym"]
    list_select_related = ["account__focal_point"]
    ordering = ["-asked_at", "-pk"]
    fields = ["asked_at", "person", "address", "settled_at"]

    def get_list_display(self, request):
        return self._told(request, super().get_list_display(request))

    def get_fields(self, request, obj=None):
        return self._told(request, super().get_fields(request, obj))

    def _told(self, request, columns):
        needs = {"person": "focalpoints.view_focalpoint", "address": "accounts.view_user"}
        return [each for each in columns if each not in needs or request.user.has_perm(needs[each])]

    @admin.display(description=gettext_lazy("focal point"))
    def person(self, request):
        return _entry_of(request.account) or ""

    @admin.display(description=gettext_lazy("account"))
    def address(self, request):
        return request.account.email

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(ErasureDecision)
class ErasureDecisionAdmin(DecisionAdmin):
    """Once it is carried out, nobody knows whom it was about."""

    change_form_template = "admin/erasure_decision.html"
    list_display = [
        "asked_at",
        "focal_point",
        "account",
        "asked_by",
        "carried_out_at",
        "withdrawn_at",
    ]
    list_filter = [("carried_out_at", admin.EmptyFieldListFilter)]
    search_fields = ["=person"]
    list_select_related = ["focal_point", "account", "asked_by"]
    fields = ["focal_point", "account", *DECIDED]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        decision = self.get_object(request, unquote(object_id))
        context = {**(extra_context or {}), "naming": _texts_naming(decision, request)}
        return super().change_view(request, object_id, form_url, context)


def _texts_naming(decision, request):
    """Links to what names the person in a text. Once they are erased nobody could look for it."""
    person = decision and decision.is_open and decision.focal_point
    if not person or not request.user.has_perm("focalpoints.view_focalpoint"):
        return []
    names = {person.name, *FocalPoint.history.filter(id=person.pk).values_list("name", flat=True)}

    def rows_of(model):
        rows = admin.site._registry.get(model)
        seen = rows and rows.has_view_permission(request)
        return rows.get_queryset(request).prefetch_related(None) if seen else None

    return [admin_link(row) for row in texts_naming(names, rows_of)]
