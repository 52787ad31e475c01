"""The desk's pages of assistants: invited from a focal point's page, ended here."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin import InvitationAdmin
from accounts.desk_acts import Act, WithActs
from accounts.forms import MailLanguageForm
from sources.desk_disclosure import OnlyWhatMayBeSeen
from sources.long_lists import LongList

from .assistants import end_assistance, invite_assistant
from .models import Assistance, AssistantInvitation, FocalPoint
from .register import today
from .submission_admin import OfPersons


class AddressForm(MailLanguageForm):
    address = forms.EmailField(label=_("E-mail address of the assistant"))
    field_order = ["address"]


def _invite(focal_point, *, by, at, address, language):
    invite_assistant(focal_point, address=address, by=by, at=at, language=language)
    return gettext("The invitation is sent, and the official is told.")


def _end(assistance, *, by, at):
    end_assistance(assistance, by=by, at=at)
    return gettext("Ended. What was drafted is gone.")


def _may_invite(focal_point, user):
    return (
        user.has_perm("focalpoints.add_assistantinvitation")
        and FocalPoint.objects.in_directory(today()).filter(pk=focal_point.pk).exists()
    )


# An act on the page of a focal point.
INVITE_ASSISTANT = Act(
    name="invite-assistant",
    label=_("Invite an assistant"),
    question=lambda focal_point: [
        gettext("The assistant drafts the entry. The official alone saves what is drafted."),
        gettext("The official is told, and can end it at any time."),
    ],
    run=_invite,
    may=_may_invite,
    form=AddressForm,
)


@admin.register(AssistantInvitation)
class AssistantInvitationAdmin(OfPersons, InvitationAdmin):
    list_display = ["address", "focal_point", "state", "written_at", "invited_by"]
    list_select_related = ["focal_point", "invited_by"]
    fields = [
        "address",
        "focal_point",
        "state",
        "written_at",
        "expires_at",
        "accepted_at",
        "revoked_at",
        "invited_by",
    ]

    def has_add_permission(self, request):
        """They are made on the page of the focal point."""
        return False


@admin.register(Assistance)
class AssistanceAdmin(OfPersons, LongList, OnlyWhatMayBeSeen, WithActs, admin.ModelAdmin):
    acts = [
        Act(
            name="end",
            label=_("End it"),
            question=lambda assistance: [
                gettext("The account drafts for nobody any more, and its draft is deleted.")
            ],
            run=_end,
            may=lambda assistance, user: (
                assistance.ended_at is None and user.has_perm("focalpoints.change_focalpoint")
            ),
            urgent=True,
        ),
    ]
    list_display = ["focal_point", "account", "begun_at", "ended_at"]
    list_filter = [("ended_at", admin.EmptyFieldListFilter)]
    list_select_related = ["focal_point", "account"]
    search_fields = ["focal_point__name"]
    ordering = ["-begun_at", "-pk"]
    fields = ["focal_point", "account", "begun_at", "ended_at"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
