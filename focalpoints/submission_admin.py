"""The queue of what officials ask the secretariat to record: read, accepted or refused."""

from django import forms
from django.contrib import admin
from django.db.models import Case, Value, When
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from accounts.desk_acts import Act, WithActs
from sources.desk_disclosure import OnlyWhatMayBeSeen
from sources.kept_file_admin import link_to_letter
from sources.long_lists import LongList
from sources.texts import readable

from . import proposals

UNDECIDED = {"accepted_at": None, "refused_at": None, "withdrawn_at": None}


class StateFilter(admin.SimpleListFilter):
    title = pgettext_lazy("condition", "state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("waits", pgettext("proposal", "waits")),
            ("accepted", pgettext("proposal", "accepted")),
            ("refused", pgettext("proposal", "refused")),
            ("withdrawn", pgettext("proposal", "withdrawn")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "waits":
                return queryset.undecided()
            case "accepted" | "refused" | "withdrawn" as state:
                return queryset.filter(**{f"{state}_at__isnull": False})


class RefuseForm(forms.Form):
    answer = forms.CharField(
        label=gettext_lazy("Why it is refused"),
        help_text=gettext_lazy("The person reads it. Name nobody else."),
        max_length=2000,
        validators=[readable],
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
        error_messages={"required": gettext_lazy("Say why it is refused: the person reads it.")},
    )


class OfPersons:
    """For the admin of rows that each say something of one person, whom every page of them names.

    All of it is for those who may view focal points.
    """

    def has_view_permission(self, request, obj=None):
        return _sees_persons(request) and super().has_view_permission(request, obj)

    def has_add_permission(self, request):
        return _sees_persons(request) and super().has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return _sees_persons(request) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return _sees_persons(request) and super().has_delete_permission(request, obj)


def _sees_persons(request):
    return request.user.has_perm("focalpoints.view_focalpoint")


class SubmissionAdmin(OfPersons, LongList, OnlyWhatMayBeSeen, WithActs, admin.ModelAdmin):
    """What all submissions have in common: acted upon, and otherwise left as they came in.

    The person is whoever asks.
    """

    list_filter = [StateFilter]

    def get_ordering(self, request):
        """What waits first, and of that the oldest; then what was decided last."""
        waits = Case(When(**UNDECIDED, then=Value(0)), default=Value(1))
        oldest = Case(When(**UNDECIDED, then="asked_at"))
        return [waits, oldest, "-asked_at", "-pk"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_fields(self, request, obj=None):
        fields = list(super().get_fields(request, obj))
        if not request.user.has_perm("sources.view_keptfile"):
            fields.remove("letter_as_it_came")
        return fields

    @admin.display(description=pgettext_lazy("condition", "state"))
    def state(self, submission):
        if submission.accepted_at:
            return pgettext("proposal", "accepted")
        if submission.refused_at:
            return pgettext("proposal", "refused")
        return (
            pgettext("proposal", "withdrawn")
            if submission.withdrawn_at
            else pgettext("proposal", "waits")
        )

    @admin.display(description=gettext_lazy("letter"))
    def letter_as_it_came(self, submission):
        return link_to_letter(submission.letter)


def may_decide(submission, user):
    """Whether it is undecided, and the user one of those who decide such."""
    opts = submission._meta
    may_change = user.has_perm(f"{opts.app_label}.change_{opts.model_name}")
    return submission.is_undecided and may_change


def _changes_in_sentences(proposal):
    return [_change_in_words(side) for side in proposals.side_by_side(proposal)]


def _change_in_words(side):
    words = {"label": side.label, "now": side.now, "after": side.after}
    if not side.now:
        return _("%(label)s: “%(after)s”, where nothing is recorded.") % words
    if not side.after:
        return _("%(label)s: nothing, where “%(now)s” is recorded.") % words
    return _("%(label)s: from “%(now)s” to “%(after)s”.") % words


def _question_of_accept(proposal):
    if proposal.letter_id:
        rests = _("The letter becomes a source that the secretariat alone sees.")
    else:
        rests = _("There is no letter: it is recorded as known to the secretariat.")
    return [*_changes_in_sentences(proposal), rests, _("The person is told.")]


def _accept(proposal, *, by, at):
    proposals.accept(proposal, by=by, at=at)
    return _("Recorded, and the person is told.")


def _refuse(proposal, *, by, at, answer):
    proposals.refuse(proposal, by=by, at=at, answer=answer)
    return _("Refused, and the person is told why.")


class ProposalAdmin(SubmissionAdmin):
    acts = [
        Act(
            name="accept",
            label=gettext_lazy("Accept"),
            question=_question_of_accept,
            run=_accept,
            may=may_decide,
        ),
        Act(
            name="refuse",
            label=gettext_lazy("Refuse"),
            question=lambda proposal: [
                _("The register stays as it is, and the person reads why."),
                *_changes_in_sentences(proposal),
            ],
            run=_refuse,
            may=may_decide,
            form=RefuseForm,
        ),
    ]
    list_display = ["focal_point", "appointment", "what", "asked_at", "state"]
    search_fields = ["focal_point__name", "appointment__party__name"]
    fields = [
        "focal_point",
        "appointment",
        "side_by_side",
        "explanation",
        "letter_as_it_came",
        "asked_at",
        "state",
        "decided_by",
        "answer",
    ]

    def get_fields(self, request, obj=None):
        """What was decided, once it is."""
        fields = super().get_fields(request, obj)
        if obj and obj.refused_at is None:
            fields.remove("answer")
            if obj.accepted_at is None:
                fields.remove("decided_by")
        return fields

    def get_queryset(self, request):
        rows = super().get_queryset(request).prefetch_related("changes")
        names = ["focal_point", "appointment__party", "appointment__holder", "letter", "decided_by"]
        return rows.select_related(*names).defer("letter__content")

    @admin.display(description=gettext_lazy("what"))
    def what(self, proposal):
        return proposals.fields_in_words(proposal)

    @admin.display(description=gettext_lazy("before, now and proposed"))
    def side_by_side(self, proposal):
        return render_to_string(
            "admin/focalpoints/proposal/_side_by_side.html",
            {"sides": proposals.side_by_side(proposal)},
        )
