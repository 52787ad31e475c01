from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sources.desk_disclosure import OnlyWhatMayBeSeen
from sources.long_lists import LongList
from sources.translations import spoken

from . import acts, decisions, invitations
from .desk_acts import Act, WithActs
from .models import AccountDecision, StaffInvitation, User


class AskForm(forms.ModelForm):
    """Ask for a decision; what it takes besides the reason, the kind of decision says."""

    class Meta:
        model = AccountDecision
        fields = ["reason"]


class AskForAddressForm(AskForm):
    class Meta(AskForm.Meta):
        fields = ["new_address", "reason"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_address"].required = True


def _others(row, user):
    return user.is_administrator and row != user


def asks_for(kind, label, may, form=AskForm):
    """The act of asking a second person of the secretariat for a decision about an account."""

    def run(account, *, by, at, **typed):
        decision = AccountDecision(account=account, kind=kind, **typed)
        decisions.ask(decision, by=by, at=at)
        return decisions.said_when_asked(decision)

    return Act(
        name=f"ask-{kind.value}",
        label=label,
        question=lambda account: [
            _("It takes a second person of the secretariat, or, where there is none, a day."),
            _("The person is told now, under the address that the account has today."),
        ],
        run=run,
        may=may,
        form=form,
    )


def _suspend(account, *, by, at):
    acts.suspend(account, by=by, at=at)
    return _("The account is suspended, and all its sessions have ended.")


def _end_sessions(account, *, by, at):
    acts.end_sessions(account, by=by, at=at)
    return _("All sessions of the account have ended.")


def becomes(role, label, question):
    def run(account, *, by, at):
        acts.change_role(account, role, by=by, at=at)
        return _("The role has changed; the person signs in anew.")

    return Act(
        name=f"become-{role or 'nobody'}",
        label=label,
        question=lambda account: [question],
        run=run,
        may=lambda account, user: (
            _others(account, user) and account.is_staff and account.staff_role != role
        ),
    )


@admin.register(User)
class AccountAdmin(LongList, OnlyWhatMayBeSeen, WithActs, admin.ModelAdmin):
    """Accounts come by invitation and change by acts; nobody sets another's password."""

    list_display = ["email", "role", "is_active", "has_second_factor", "last_login", "is_demo"]
    list_filter = ["is_active", "is_staff", "is_superuser", "is_demo"]
    search_fields = ["email"]
    ordering = ["email"]
    fields = [
        "email",
        "role",
        "is_active",
        "suspended_at",
        "has_second_factor",
        "last_login",
        "date_joined",
        "is_demo",
        "pseudonym",
    ]
    acts = [
        Act(
            name="suspend",
            label=gettext_lazy("Suspend the account"),
            question=lambda account: [
                _("The account opens nothing from the next request on, and the person is told."),
                _("Only two of the secretariat together open it again."),
            ],
            run=_suspend,
            may=lambda account, user: _others(account, user) and account.is_active,
            urgent=True,
        ),
        Act(
            name="end-sessions",
            label=gettext_lazy("End all sessions"),
            question=lambda account: [_("The person is signed out in all browsers.")],
            run=_end_sessions,
            may=lambda account, user: user.is_administrator,
            urgent=True,
        ),
        becomes(
            "editor",
            gettext_lazy("Make an editor"),
            gettext_lazy(
                "Editors edit the record, and invite focal points; accounts are out of reach."
            ),
        ),
        becomes(
            "administrator",
            gettext_lazy("Make an administrator"),
            gettext_lazy("Administrators may do everything, with people and accounts too."),
        ),
        becomes(
            "",
            gettext_lazy("Take off the desk"),
            gettext_lazy("The person leaves the secretariat: the desk is closed to the account."),
        ),
        asks_for(
            AccountDecision.Kind.RESTORE_ACCESS,
            gettext_lazy("Ask to take off lost second factors"),
            lambda account, user: _others(account, user) and is_mfa_enabled(account),
        ),
        asks_for(
            AccountDecision.Kind.NEW_ADDRESS,
            gettext_lazy("Ask for another address"),
            _others,
            form=AskForAddressForm,
        ),
        asks_for(
            AccountDecision.Kind.REINSTATE,
            gettext_lazy("Ask to open the account again"),
            lambda account, user: _others(account, user) and account.is_suspended,
        ),
    ]

    def get_queryset(self, request):
        return super().get_queryset(request).with_second_factor()

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=gettext_lazy("role"))
    def role(self, account):
        return account.get_role_display()

    @admin.display(description=gettext_lazy("second factor"), boolean=True)
    def has_second_factor(self, account):
        return account.has_second_factor


def _may_invite(user, invitation):
    return user.has_perm(f"{invitation._meta.app_label}.add_{invitation._meta.model_name}")


class InvitationAdmin(LongList, OnlyWhatMayBeSeen, WithActs, admin.ModelAdmin):
    """What both kinds of invitations have in common: sent again, revoked, and never edited."""

    ordering = ["-written_at", "-pk"]
    search_fields = ["address"]
    acts = [
        Act(
            name="again",
            label=gettext_lazy("Send again"),
            question=lambda invitation: [
                _("A new link goes out; the one that was sent before opens nothing any more."),
            ],
            run=lambda invitation, *, by, at: _sent_again(invitation, by, at),
            may=lambda invitation, user: (
                _may_invite(user, invitation) and invitation.may_be_sent_again(timezone.now())
            ),
        ),
        Act(
            name="revoke",
            label=gettext_lazy("Revoke"),
            question=lambda invitation: [_("The link that was sent opens nothing any more.")],
            run=lambda invitation, *, by, at: _revoked(invitation, by, at),
            may=lambda invitation, user: (
                _may_invite(user, invitation) and invitation.is_open(timezone.now())
            ),
            urgent=True,
        ),
    ]

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.display(description=pgettext_lazy("condition", "state"))
    def state(self, invitation):
        return invitation.state_at(timezone.now())


def _sent_again(invitation, by, at):
    invitations.invite_again(invitation, by=by, at=at)
    return _("Sent again, with a new link.")


def _revoked(invitation, by, at):
    invitations.revoke(invitation, by=by, at=at)
    return _("Revoked.")


@admin.register(StaffInvitation)
class StaffInvitationAdmin(InvitationAdmin):
    list_display = ["address", "invited_as", "state", "written_at", "invited_by"]
    list_filter = ["invited_as"]
    fields = [
        "address",
        "invited_as",
        "language",
        "state",
        "written_at",
        "expires_at",
        "accepted_at",
    ]
    readonly_fields = ["state", "written_at", "expires_at", "accepted_at"]

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["address", "invited_as", "language"]

    def get_changeform_initial_data(self, request):
        """The language of the desk is probably that of whoever is invited from it."""
        return {"language": spoken(), **super().get_changeform_initial_data(request)}

    @method_decorator(reauthentication_required(allow_get=True))
    def add_view(self, request, form_url="", extra_context=None):
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request, invitation, form, change):
        written = invitations.invite(
            StaffInvitation, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        invitation.pk = written.pk


class DecisionAdmin(LongList, OnlyWhatMayBeSeen, WithActs, admin.ModelAdmin):
    """What both kinds of decisions have in common: seconded, carried out, withdrawn."""

    ordering = ["-asked_at", "-pk"]
    acts = [
        Act(
            name="second",
            label=gettext_lazy("Agree, as the second person"),
            question=lambda decision: [
                decision.what(),
                _("With your agreement it is done at once, and the person is told."),
            ],
            run=lambda decision, *, by, at: _done(decisions.second, decision, by, at),
            may=lambda decision, user: decision.may_be_seconded_by(user),
        ),
        Act(
            name="carry-out",
            label=gettext_lazy("Carry out, after the day"),
            question=lambda decision: [decision.what(), _("It is done at once.")],
            run=lambda decision, *, by, at: _done(decisions.carry_out_alone, decision, by, at),
            may=lambda decision, user: decision.may_be_carried_out_alone(user, timezone.now()),
        ),
        Act(
            name="withdraw",
            label=gettext_lazy("Stop it"),
            question=lambda decision: [
                decision.what(),
                _("It is not done, and the person is told."),
            ],
            run=lambda decision, *, by, at: _withdrawn(decision, by, at),
            may=lambda decision, user: decision.may_be_withdrawn_by(user),
            urgent=True,
        ),
    ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _done(verb, decision, by, at):
    verb(decision, by=by, at=at)
    return _("Done, and told to the person.")


def _withdrawn(decision, by, at):
    decisions.withdraw(decision, by=by, at=at)
    return _("Stopped, and told to the person.")


DECIDED = [
    "reason",
    "asked_by",
    "asked_at",
    "alone_until",
    "seconded_by",
    "carried_out_at",
    "withdrawn_by",
    "withdrawn_at",
]


@admin.register(AccountDecision)
class AccountDecisionAdmin(DecisionAdmin):
    list_display = ["account", "kind", "asked_at", "asked_by", "carried_out_at", "withdrawn_at"]
    list_filter = ["kind", ("carried_out_at", admin.EmptyFieldListFilter)]

    def get_queryset(self, request):
        """Those that are the viewer's to decide."""
        return super().get_queryset(request).to_be_decided_by(request.user)

    list_select_related = ["account", "asked_by"]
    search_fields = ["account__email"]
    fields = ["account", "kind", "new_address", *DECIDED]
