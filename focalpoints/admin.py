import re
from http import HTTPStatus

from allauth.account.decorators import reauthentication_required
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db.models import CharField, Value
from django.db.models.functions import Coalesce, Greatest
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accounts import decisions
from accounts.admin import DECIDED, DecisionAdmin, InvitationAdmin
from accounts.desk_acts import Act, WithActs
from accounts.forms import MailLanguageForm
from countries.admin import FoundByParty
from countries.models import ByName
from sources.cited_admin import (
    HOW_KNOWN,
    CitedAdmin,
    HowKnownFilter,
    RecordAdmin,
    RowInline,
    is_version,
)
from sources.cited_forms import RowForm
from sources.dates import day_in_words, in_words, time_in_words
from sources.enumeration import listed_apart
from sources.sheet_admin import WithSheets

from . import looks
from .assistants_admin import INVITE_ASSISTANT
from .decision_forms import AskToLiftForm
from .desk_forms import FocalPointForm
from .erasure_admin import ASK_FOR_ERASURE
from .handover_admin import HandoverAdmin
from .inviting import candidates, invite_all
from .joining_admin import JoinsEntries
from .models import (
    Appointment,
    AppointmentInvitation,
    ContactDetail,
    FocalPoint,
    Handover,
    NetworkCount,
    Proposal,
    ProtectionDecision,
    Step,
)
from .protection import protect
from .register import today
from .sheets import AppointmentResource, ContactDetailResource
from .submission_admin import OfPersons, ProposalAdmin


class ContactDetailForm(RowForm):
    """A contact in the hands of staff, who show it to nobody more than it is shown to."""

    def _post_clean(self):
        super()._post_clean()
        if self.is_submitted and not self.errors:
            try:
                self.instance.refuse_widening()
            except ValidationError as refusal:
                self.add_error(None, refusal.messages)


class ContactDetailInline(RowInline, admin.TabularInline):
    model = ContactDetail
    form = ContactDetailForm
    fields = ["kind", "value", "audience"]


def _protect(focal_point, *, by, at):
    protect(focal_point, by=by, at=at)
    return gettext("Hidden everywhere, and the account is suspended. The person is told.")


def _ask_to_lift(focal_point, *, by, at, reason):
    decision = ProtectionDecision(focal_point=focal_point, reason=reason)
    decisions.ask(decision, by=by, at=at)
    return decisions.said_when_asked(decision)


def _may_change(user):
    return user.has_perm("focalpoints.change_focalpoint")


class ConfirmedFilter(admin.SimpleListFilter):
    title = _("confirmation")
    parameter_name = "confirmation"

    def lookups(self, request, model_admin):
        return [
            ("confirmed", _("confirmed within the last year")),
            ("unconfirmed", _("in office, and not confirmed")),
        ]

    def queryset(self, request, queryset):
        if self.value() == "confirmed":
            return queryset.confirmed(today())
        return queryset.unconfirmed(today()) if self.value() == "unconfirmed" else queryset


def _theirs(focal_point):
    """The names of the fields that staff do not write: what is shown, or kept, by the person."""
    if not focal_point or not focal_point.pk:
        return []
    consented = set(focal_point.consents.open().values_list("field", flat=True))
    kept = {"languages", "biography"} if focal_point.account_id else set()
    kept |= consented & {"honorific", "languages", "biography"}
    return [name for name in ("honorific", "languages", "biography") if name in kept]


def _kept_today(version):
    """Of a version, today's values of those fields; nothing of a row that is deleted."""
    row = FocalPoint.objects.filter(pk=version.pk).first()
    return {name: getattr(row, name) for name in _theirs(row)}


@admin.register(FocalPoint)
class FocalPointAdmin(JoinsEntries, WithActs, RecordAdmin):
    form = FocalPointForm
    acts = [
        Act(
            name="protect",
            label=_("Protect now"),
            question=lambda focal_point: [
                gettext("The focal point is hidden everywhere from the next request on."),
                gettext("The account is suspended and its sessions end; the person is told."),
                gettext("Two of the secretariat undo it together, or one after a day."),
            ],
            run=_protect,
            may=lambda focal_point, user: _may_change(user) and focal_point.may_be_protected(),
            urgent=True,
        ),
        INVITE_ASSISTANT,
        ASK_FOR_ERASURE,
        Act(
            name="lift",
            label=_("Ask to lift the protection"),
            question=lambda focal_point: [
                gettext("It takes a second person of the secretariat, or, without one, a day."),
                gettext("What was shown before is shown again, to the same people."),
            ],
            run=_ask_to_lift,
            may=lambda focal_point, user: (
                _may_change(user)
                and focal_point.protections.open().exists()
                and not focal_point.decisions.open().exists()
            ),
            form=AskToLiftForm,
        ),
    ]
    list_display = ["named", "honorific", "account", "last_confirmed", "key"]
    list_filter = [ConfirmedFilter, ("account", admin.EmptyFieldListFilter)]
    list_select_related = ["account"]
    search_fields = ["name", "key"]
    ordering = ["name", "pk"]
    fields = [
        "name",
        "honorific",
        "languages",
        "biography",
        "account",
        "hidden_since",
        "note",
        "key",
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_confirmed_on()

    @admin.display(description=pgettext_lazy("of a person", "name"), ordering="name")
    def named(self, focal_point):
        """Of whoever is erased, that they are."""
        return str(focal_point)

    @admin.display(description=_("confirmed on"), ordering="confirmed_on")
    def last_confirmed(self, focal_point):
        return focal_point.confirmed_on and day_in_words(focal_point.confirmed_on)

    @admin.display(description=_("hidden since"))
    def hidden_since(self, focal_point):
        protection = focal_point.protections.open().first() if focal_point.pk else None
        return time_in_words(protection.begun_at) if protection else ""

    def get_readonly_fields(self, request, obj=None):
        """What people say of themselves is theirs to write, once they can or have shown it."""
        return [*super().get_readonly_fields(request, obj), *_theirs(obj)]

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        kept = _theirs(FocalPoint.objects.filter(pk=self._key_or_404(object_id)).first())
        if kept and self.has_change_permission(request):
            words = get_text_list(
                [FocalPoint._meta.get_field(each).verbose_name for each in kept],
                pgettext("before the last thing listed", "and"),
            )
            said = gettext(
                "Going back to a version leaves as today what is the person's: %(kept)s."
            )
            messages.info(request, said % {"kept": words})
        return super().history_form_view(request, object_id, version_id, extra_context)

    def save_model(self, request, obj, form, change):
        """Going back saves the whole version; what is the person's stays as it is today."""
        if is_version(obj):
            for name, value in _kept_today(obj).items():
                setattr(obj, name, value)
        super().save_model(request, obj, form, change)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Looking at how to reach somebody leaves an entry in the trail, for staff too.

        So does a form that is shown again because it was not taken.
        """
        response = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        contacts = ContactDetailInline(self.model, self.admin_site)
        if obj and contacts.has_view_permission(request):
            looks.note_all([obj.key], by=request.user, at=timezone.now())
        return response

    def has_delete_permission(self, request, obj=None):
        """For administrators; and the database keeps whoever was ever protected."""
        return request.user.is_superuser and super().has_delete_permission(request, obj)

    # An account comes by invitation alone: whoever could tie one on could read as that person.
    readonly_fields = ["account", "hidden_since", "key"]
    inlines = [ContactDetailInline]


@admin.register(ContactDetail)
class ContactDetailAdmin(OfPersons, WithSheets, RecordAdmin):
    """The list says whose there are, and of which kind. What shows a value leaves an entry."""

    resource_class = ContactDetailResource
    asks_again = True
    form = ContactDetailForm
    list_display = ["focal_point", "kind", "audience"]
    list_filter = ["kind", "audience"]
    list_select_related = ["focal_point"]
    search_fields = ["focal_point__name"]
    ordering = ["focal_point__name", "kind", "pk"]
    fields = ["focal_point", "kind", "value", "audience"]
    autocomplete_fields = ["focal_point"]
    edited_with = "focal_point"

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """Also where it is shown again because it was not taken: whose it is as saved."""
        response = super().render_change_form(request, context, *args, obj=obj, **kwargs)
        if obj:
            self._note_look(request, FocalPoint.objects.filter(contact_details=obj.pk))
        return response

    def history_view(self, request, object_id, extra_context=None):
        response = super().history_view(request, object_id, extra_context)
        return self._noted(request, object_id, response)

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        response = super().history_form_view(request, object_id, version_id, extra_context)
        return self._noted(request, object_id, response)

    def _noted(self, request, object_id, response):
        if response.status_code == HTTPStatus.OK:
            self._note_look(request, self._whose(object_id))
        return response

    def note_shown(self, request, rows):
        """Of a sheet that is handed out, and of what a preview shows."""
        pks = [each.pk for each in rows]
        self._note_look(request, FocalPoint.objects.filter(contact_details__in=pks).distinct())

    def revert_disabled(self, request, obj=None):
        """What was deleted is shown to nobody, and staff show it to nobody again."""
        is_deleted = obj is not None and not ContactDetail.objects.filter(pk=obj.pk).exists()
        return is_deleted or super().revert_disabled(request, obj)

    def _whose(self, object_id):
        """Of a contact detail that is deleted, the history still tells."""
        versions = ContactDetail.history.filter(id=self._key_or_404(object_id))
        return FocalPoint.objects.filter(pk__in=versions.values("focal_point"))

    def _note_look(self, request, focal_points):
        keys = focal_points.values_list("key", flat=True)
        looks.note_all(keys, by=request.user, at=timezone.now())


class EndFilter(admin.SimpleListFilter):
    title = pgettext_lazy("of an appointment", "end")
    parameter_name = "end"

    def lookups(self, request, model_admin):
        return [("open", _("no end recorded"))]

    def queryset(self, request, queryset):
        return queryset.open() if self.value() == "open" else queryset


@admin.register(Appointment)
class AppointmentAdmin(WithSheets, FoundByParty, CitedAdmin):
    resource_class = AppointmentResource
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
    ordering = [ByName("party"), "started", "pk"]
    fieldsets = [
        (None, {"fields": ["party", "holder", "capacity"]}),
        (_("Period"), {"fields": ["started", "ended", "end_reason", "succeeds"]}),
        (_("Office"), {"fields": ["office", "institution", "seat"]}),
        HOW_KNOWN,
    ]
    autocomplete_fields = ["party", "holder", "succeeds", "passages"]
    edited_with = "party"
    actions = ["invite"]

    def get_urls(self):
        view = self.admin_site.admin_view(
            reauthentication_required(self.invite_view, allow_get=True)
        )
        name = "focalpoints_appointment_invite"
        return [path("invite/<str:keys>/", view, name=name), *super().get_urls()]

    def has_invite_permission(self, request):
        """Whoever invites is shown whom, and where the mail goes."""
        return request.user.has_perms(
            [
                "focalpoints.add_appointmentinvitation",
                "focalpoints.view_focalpoint",
                "focalpoints.view_contactdetail",
            ]
        )

    @admin.action(description=_("Invite the holders of the chosen"), permissions=["invite"])
    def invite(self, request, queryset):
        keys = ",".join(str(pk) for pk in queryset.values_list("pk", flat=True))
        return redirect("admin:focalpoints_appointment_invite", keys)

    def invite_view(self, request, keys):
        """Shows exactly who gets a mail, and mails them.

        The keys stand in the path: what is sent is sent again after the second factor only where
        no query tells two addresses apart.
        """
        if not self.has_invite_permission(request):
            raise PermissionDenied
        chosen = candidates(self.get_queryset(request).filter(pk__in=_keys(keys)), day=today())
        to_mail = [each for each in chosen if each.gets_a_mail]
        refusal = ""
        form = MailLanguageForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and to_mail:
            try:
                invite_all(to_mail, by=request.user, at=timezone.now(), **form.cleaned_data)
            except ValidationError as error:
                refusal = " ".join(error.messages)
            else:
                said = ngettext(
                    "%(n)s invitation is sent.", "%(n)s invitations are sent.", len(to_mail)
                )
                messages.success(request, said % {"n": len(to_mail)})
                return redirect("admin:focalpoints_appointmentinvitation_changelist")
        shown = {each.appointment.holder.key for each in to_mail}
        looks.note_all(shown, by=request.user, at=timezone.now())
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Invite"),
            "candidates": chosen,
            "mails": len(to_mail),
            "form": form,
            "refusal": refusal,
        }
        return render(request, "admin/focalpoints/appointment/invite.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {**(extra_context or {}), "may_invite": self.has_invite_permission(request)}
        return super().change_view(request, object_id, form_url, context)

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .attested(
                to_staff=request.user.has_perm("sources.view_source"),
                names_everybody=request.user.has_perm("focalpoints.view_focalpoint"),
            )
        )

    @admin.display(description=_("started"), ordering="started")
    def started_in_words(self, appointment):
        return in_words(appointment.started)

    @admin.display(description=_("first day out of office"), ordering="ended")
    def ended_in_words(self, appointment):
        return in_words(appointment.ended)

    @admin.display(
        description=_("last attested"),
        # Both stand in their columns by their earliest day first; the later text is the newer.
        ordering=Greatest(
            *(
                Coalesce(name, Value(""), output_field=CharField())
                for name in ("attested_by_source", "confirmed")
            )
        ),
    )
    def last_attested(self, appointment):
        """As the public pages say it, with what staff may see besides."""
        said = [in_words(appointment.attested_by_source or "")]
        if appointment.confirmed:
            said.append(
                gettext("confirmed by the focal point on %(day)s")
                % {"day": in_words(appointment.confirmed)}
            )
        return listed_apart(said)


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
    edited_with = "party"

    @admin.display(description=pgettext_lazy("date of a step", "taken"), ordering="taken")
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


_KEYS = re.compile(r"[0-9]{1,18}(,[0-9]{1,18})*")  # more digits no key has


def _keys(typed):
    if not _KEYS.fullmatch(typed):
        raise SuspiciousOperation("No keys of appointments")
    return [int(key) for key in typed.split(",")]


@admin.register(AppointmentInvitation)
class AppointmentInvitationAdmin(OfPersons, InvitationAdmin):
    list_display = ["address", "appointment", "holder", "state", "written_at", "invited_by"]
    list_select_related = ["appointment__party", "holder", "invited_by"]
    fields = [
        "address",
        "appointment",
        "holder",
        "state",
        "written_at",
        "expires_at",
        "accepted_at",
        "revoked_at",
        "invited_by",
    ]

    def has_add_permission(self, request):
        """They are made from appointments."""
        return False


@admin.register(ProtectionDecision)
class ProtectionDecisionAdmin(OfPersons, DecisionAdmin):
    list_display = ["focal_point", "asked_at", "asked_by", "carried_out_at", "withdrawn_at"]
    list_filter = [("carried_out_at", admin.EmptyFieldListFilter)]
    list_select_related = ["focal_point", "asked_by"]
    search_fields = ["focal_point__name"]
    fields = ["focal_point", *DECIDED]


admin.site.register(Proposal, ProposalAdmin)
admin.site.register(Handover, HandoverAdmin)
