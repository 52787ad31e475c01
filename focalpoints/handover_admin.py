"""Handovers on the desk: what is recorded now beside what will be, and the secretariat's part."""

from typing import NamedTuple

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.desk_acts import Act
from countries.admin import FoundByParty
from sources.cited_admin import FetchedWithNames
from sources.dates import day_in_words, in_words

from . import handovers
from .handover_forms import HandoverForm
from .register import today
from .submission_admin import RefuseForm, SubmissionAdmin, may_decide


def _may_change(user):
    return user.has_perm("focalpoints.change_handover")


def _may_see_address(handover, user):
    """Who is found by the address is for those who may view such addresses.

    Whoever was chosen is known until it is accepted: from then on it may be whoever was found.
    """
    is_chosen = handover.successor_id and handover.is_undecided
    tells = handover.successor_address and not is_chosen
    return not tells or user.has_perm("focalpoints.view_contactdetail")


def _may_accept(handover, user):
    return may_decide(handover, user) and _may_see_address(handover, user)


def _may_try_again(handover, user):
    return _may_change(user) and handover.is_due(today()) and _may_see_address(handover, user)


def _accept(handover, *, by, at):
    handovers.accept(handover, by=by, at=at)
    if handover.is_carried_out:
        return _("Accepted and carried out. Both are told.")
    if handover.obstacle:
        return _("Accepted, and not carried out yet: %(obstacle)s") % {
            "obstacle": handover.obstacle
        }
    return _("Accepted: it is carried out on %(day)s. The official who leaves is told.") % {
        "day": day_in_words(handover.takes_over_on)
    }


def _refuse(handover, *, by, at, answer):
    handovers.refuse(handover, by=by, at=at, answer=answer)
    return _("Refused.")


def _try_again(handover, *, by, at):
    if handovers.carry_out(handover, by=by, at=at) or handover.is_carried_out:
        return _("Carried out. Both are told.")
    raise ValidationError(handover.obstacle)


def _what_accepting_does(handover):
    if handover.takes_over_on > today():
        when = _("Nothing changes until %(day)s; then it is carried out by itself.")
    else:
        when = _("The day has come (%(day)s): it is carried out at once.")
    return [
        when % {"day": day_in_words(handover.takes_over_on)},
        _(
            "The appointment ends on that day, the one of the successor begins, and the successor "
            "is invited if an address is given."
        ),
    ]


class Side(NamedTuple):
    """One line of the comparison: as it is recorded now, and as it will be."""

    label: str
    now: str
    then: str


def sides(handover, *, tells_whose_address):
    """Of the appointment that ends and of the one that begins, field by field."""
    old, day = handover.appointment, in_words(handover.takes_over_on.isoformat())
    if tells_whose_address:
        successor = handovers.successor_in_words(handover)
    else:
        successor = handovers.successor_as_typed(handover)
    return [
        Side(_("Holder"), str(old.holder or ""), successor),
        Side(_("In office"), _period(in_words(old.started), old.ended), _period(day, "")),
        *(
            Side(capfirst(str(label)), str(value), str(value))
            for label, value in [
                (_("party"), old.party),
                (_("capacity"), old.get_capacity_display()),
                (_("office"), old.office),
                (_("institution"), old.institution),
                (_("seat"), old.get_seat_display()),
            ]
        ),
    ]


def _period(started, ended):
    """`started` in words, `ended` as it is recorded."""
    if not ended:
        return _("since %(started)s") % {"started": started}
    return _("since %(started)s; first day out of office: %(ended)s") % {
        "started": started,
        "ended": in_words(ended),
    }


class StateFilter(admin.SimpleListFilter):
    title = pgettext_lazy("condition", "state")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("undecided", _("waits for the secretariat")),
            ("waiting", _("accepted, not carried out yet")),
            ("due", _("its day has come, and it is not carried out")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "undecided":
                return queryset.undecided()
            case "waiting":
                return queryset.waiting()
            case "due":
                return queryset.due(today())


class HandoverAdmin(FoundByParty, FetchedWithNames, SubmissionAdmin):
    acts = [
        Act(
            name="accept",
            label=gettext_lazy("Accept"),
            question=_what_accepting_does,
            run=_accept,
            may=_may_accept,
        ),
        Act(
            name="refuse",
            label=gettext_lazy("Refuse"),
            question=lambda handover: [
                _("Nothing is changed, and the official who leaves is told why."),
            ],
            run=_refuse,
            may=lambda handover, user: _may_change(user) and handover.is_pending,
            form=RefuseForm,
        ),
        Act(
            name="again",
            label=gettext_lazy("Try again now"),
            question=lambda handover: [
                line
                for line in [
                    handover.obstacle,
                    _("It is carried out now, if nothing stands in the way any more."),
                ]
                if line
            ],
            run=_try_again,
            may=_may_try_again,
            urgent=True,
        ),
    ]
    list_display = ["appointment", "takes_over_on", "state", "asked_at"]
    list_filter = [StateFilter]
    list_select_related = ["appointment__party", "appointment__holder"]
    found_by = "appointment__party__in"
    search_fields = ["appointment__party__name"]
    fields = [
        "appointment",
        "takes_over_on",
        "state",
        "obstacle",
        "side_by_side",
        "side_by_side_as_typed",
        "successor_address",
        "explanation",
        "letter_as_it_came",
        "asked_by",
        "asked_at",
        "accepted_at",
        "refused_at",
        "withdrawn_at",
        "decided_by",
        "answer",
        "carried_out_at",
        "succeeded_by",
        "successor",
    ]
    shown_once_there = [
        "obstacle",
        "explanation",
        "accepted_at",
        "refused_at",
        "withdrawn_at",
        "answer",
        "carried_out_at",
        "succeeded_by",
        "successor",
    ]
    autocomplete_fields = ["appointment", "successor"]
    form = HandoverForm

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("letter")
        return rows.defer("letter__content")

    def get_fields(self, request, obj=None):
        if obj is None:
            return [*HandoverForm.Meta.fields, "letter"]
        left_out = {name for name in self.shown_once_there if not _holds(obj, name)}
        if not obj.is_pending:
            left_out |= {"side_by_side", "side_by_side_as_typed"}
        if not request.user.has_perm("focalpoints.view_contactdetail"):
            left_out.add("successor_address")
        if _may_see_address(obj, request.user):
            left_out.add("side_by_side_as_typed")
        else:
            left_out |= {"side_by_side", "obstacle", "successor"}
        return [name for name in super().get_fields(request, obj) if name not in left_out]

    def get_readonly_fields(self, request, obj=None):
        return self.get_fields(request, obj) if obj else []

    def get_form(self, request, obj=None, change=False, **kwargs):
        """The letter is typed into a field of the form: the model's own holds what was kept."""
        form = forms.ModelForm if obj else self.form
        fields = [name for name in kwargs.pop("fields", []) if name != "letter"]
        form = super().get_form(request, obj, change=change, form=form, fields=fields, **kwargs)
        form.asked_by = request.user
        return form

    def has_add_permission(self, request):
        """Unlike what else is submitted, also by staff, for an official who is gone, say."""
        sees_people = request.user.has_perm("focalpoints.view_focalpoint")
        return sees_people and request.user.has_perm("focalpoints.add_handover")

    def save_model(self, request, handover, form, change):
        asked = handovers.ask(**form.cleaned_data, by=request.user, at=timezone.now())
        handover.__dict__.update(asked.__dict__)

    def response_add(self, request, obj, post_url_continue=None):
        """To its page, where it is accepted by whoever may."""
        super().response_add(request, obj, post_url_continue)
        return redirect("admin:focalpoints_handover_change", obj.pk)

    @admin.display(description=pgettext_lazy("condition", "state"))
    def state(self, handover):
        return handover.state

    @admin.display(description=gettext_lazy("now, and from that day on"))
    def side_by_side(self, handover):
        """While something is to be decided or waits; afterwards the record itself says it."""
        return _side_by_side(handover, tells_whose_address=True)

    @admin.display(description=gettext_lazy("now, and from that day on"))
    def side_by_side_as_typed(self, handover):
        """For whoever may not learn whose account the typed address is."""
        return _side_by_side(handover, tells_whose_address=False)


def _side_by_side(handover, **how):
    return render_to_string(
        "admin/focalpoints/handover/_side_by_side.html", {"sides": sides(handover, **how)}
    )


def _holds(handover, name):
    return bool(getattr(handover, handover._meta.get_field(name).attname))
