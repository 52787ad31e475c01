"""What the portal holds about a person: of each field, whether they are told, or why not.

One table for all models that lead to an account or to an entry, and for those that hold something
about a person without leading there: mails, sessions, letters and the trail. By their names,
because some belong to apps that know of focal points. A test looks for a model or a field that
is missing here.
"""

from dataclasses import dataclass, field

from django.apps import apps
from django.utils.translation import gettext_lazy as _

# Why a field is not told.
NUMBER = "a number within the database"
OPENS = "it opens a door"
YOU = "it is you, or the row above"
SOMEBODY_ELSE = "somebody else"
OF_STAFF = "which of the secretariat it was is somebody else"
DOCUMENTS = "documents of the register, each on a page of its own"
INNER = "how the portal keeps count, which says nothing about you"

# Why nothing of a model is told that leads to a person only through rows of others.
OF_A_STATE = "what is recorded of a party or a meeting, and of nobody"
# And of one that says only who of the secretariat changed it.
AUTHOR = "when you changed such a row is told, under record_changes; what it says is of nobody"


@dataclass(frozen=True)
class Section:
    """Rows of a model that are told together.

    whose     the ways from a row to the account or the entry: one of them leads to the person
    but       fields that are left out here: they are about somebody else
    words     fields that are told to whoever wrote them, as `by` says
    """

    name: str
    title: str
    whose: str = ""
    but: str = ""
    words: str = ""
    by: str = ""


@dataclass(frozen=True)
class Held:
    """What a model holds: the fields that are told, the others by why they are not."""

    told: str
    untold: dict
    sections: list = field(default_factory=list)

    @property
    def names(self):
        """The names of the fields that are told."""
        return self.told.split()

    @property
    def all_names(self):
        return self.names + [name for names in self.untold.values() for name in names.split()]


DECISION = "reason asked_at alone_until carried_out_at withdrawn_by withdrawn_at"
SUBMISSION = "explanation letter asked_by asked_at accepted_at refused_at withdrawn_at answer"
INVITATION = "address language written_at expires_at accepted_at revoked_at"

HELD = {
    "accounts.User": Held(
        told="email language first_name last_name is_active is_staff is_superuser is_demo "
        "date_joined last_login suspended_at pseudonym groups user_permissions",
        untold={NUMBER: "id", OPENS: "password", INNER: "session_epoch"},
        sections=[Section("account", _("Your account"), "pk")],
    ),
    "account.EmailAddress": Held(
        told="email verified primary",
        untold={NUMBER: "id", YOU: "user"},
        sections=[Section("email_addresses", _("E-mail addresses that you sign in with"), "user")],
    ),
    "account.EmailConfirmation": Held(
        told="created sent",
        untold={NUMBER: "id", YOU: "email_address", OPENS: "key"},
        sections=[
            Section("email_confirmations", _("Confirmations of addresses"), "email_address__user")
        ],
    ),
    "mfa.Authenticator": Held(
        told="type created_at last_used_at",
        untold={NUMBER: "id", YOU: "user", "a secret, but for the name of a passkey": "data"},
        sections=[Section("second_factors", _("Second factors"), "user")],
    ),
    "sessions.Session": Held(
        told="",
        untold={
            OPENS: "session_key",
            "when it began and was last used is told": "session_data",
            "follows from when it was last used": "expire_date",
        },
        sections=[Section("sessions", _("Sessions"))],
    ),
    "accounts.AccountDecision": Held(
        told=f"kind new_address {DECISION}",
        untold={NUMBER: "id", YOU: "account", OF_STAFF: "asked_by seconded_by"},
        sections=[
            Section("account_decisions", _("Decisions about your account"), "account"),
        ],
    ),
    "accounts.StaffInvitation": Held(
        told="invited_as address language written_at expires_at accepted_at",
        untold={
            NUMBER: "id",
            OPENS: "token_hash",
            OF_STAFF: "invited_by",
            YOU: "accepted_by",
            "what you accepted was not revoked": "revoked_at",
        },
        sections=[
            Section("staff_invitations", _("Invitation to the secretariat"), "accepted_by"),
        ],
    ),
    "focalpoints.FocalPoint": Held(
        told="key name honorific languages biography note",
        untold={
            NUMBER: "id",
            YOU: "account",
            "whoever is erased has no account to ask with": "erased_at",
        },
        sections=[Section("focal_point", _("Your entry"), "account")],
    ),
    "focalpoints.Portrait": Held(
        told="image digest width height set_at",
        untold={NUMBER: "id", YOU: "focal_point"},
        sections=[Section("portrait", _("Portrait"), "focal_point")],
    ),
    "focalpoints.ContactDetail": Held(
        told="kind value audience opened_by_person_at",
        untold={NUMBER: "id", YOU: "focal_point"},
        sections=[Section("contact_details", _("Contact details"), "focal_point")],
    ),
    "focalpoints.Consent": Held(
        told="field wording given_at withdrawn_at",
        untold={NUMBER: "id", YOU: "focal_point"},
        sections=[Section("consents", _("Consents"), "focal_point")],
    ),
    "focalpoints.Protection": Held(
        told="begun_at by_themselves lifted_at",
        untold={NUMBER: "id", YOU: "focal_point"},
        sections=[Section("protections", _("Times in which you were hidden"), "focal_point")],
    ),
    "focalpoints.ProtectionDecision": Held(
        told=DECISION,
        untold={NUMBER: "id", YOU: "focal_point", OF_STAFF: "asked_by seconded_by"},
        sections=[
            Section("protection_decisions", _("Decisions to show you again"), "focal_point"),
        ],
    ),
    "focalpoints.Confirmation": Held(
        told="confirmed_on",
        untold={NUMBER: "id", YOU: "focal_point"},
        sections=[Section("confirmations", _("Confirmations of your entry"), "focal_point")],
    ),
    "focalpoints.Notice": Held(
        told="kind due_on written_at",
        untold={NUMBER: "id", YOU: "focal_point"},
        sections=[Section("notices", _("What you were reminded of"), "focal_point")],
    ),
    "focalpoints.FormerKey": Held(
        told="key joined_at",
        untold={NUMBER: "id", YOU: "focal_point"},
        sections=[
            Section("former_keys", _("Entries that were joined with yours"), "focal_point"),
        ],
    ),
    "focalpoints.Appointment": Held(
        told="key party capacity office institution seat started ended end_reason inference "
        "is_from_secretariat",
        untold={NUMBER: "id", YOU: "holder", SOMEBODY_ELSE: "succeeds", DOCUMENTS: "passages"},
        sections=[Section("appointments", _("Appointments that you hold or held"), "holder")],
    ),
    "focalpoints.AppointmentInvitation": Held(
        told=f"appointment {INVITATION}",
        untold={
            NUMBER: "id",
            OPENS: "token_hash",
            OF_STAFF: "invited_by",
            YOU: "accepted_by holder",
        },
        sections=[Section("invitations", _("Invitations"), "holder accepted_by")],
    ),
    "focalpoints.Proposal": Held(
        told=f"appointment {SUBMISSION}",
        untold={NUMBER: "id", YOU: "focal_point", OF_STAFF: "decided_by"},
        sections=[Section("proposals", _("Proposals"), "focal_point")],
    ),
    "focalpoints.ProposedChange": Held(
        told="proposal field before after",
        untold={NUMBER: "id"},
        sections=[
            Section("proposed_changes", _("What you proposed"), "proposal__focal_point"),
        ],
    ),
    "focalpoints.Handover": Held(
        told=f"appointment takes_over_on successor_name successor_honorific successor_address "
        f"carried_out_at {SUBMISSION}",
        untold={
            NUMBER: "id",
            "somebody else, or you": "successor succeeded_by",
            "it may say that the successor is hidden, or has an account": "obstacle",
            OF_STAFF: "decided_by",
        },
        sections=[
            Section(
                "handovers",
                _("Handovers of your posts"),
                "appointment__holder",
                words="explanation letter answer successor_name successor_honorific "
                "successor_address",
                by="asked_by",
            ),
            Section(
                "handovers_to_you",
                _("Handovers of a post to you"),
                "successor succeeded_by__holder",
                but="explanation letter answer",
            ),
        ],
    ),
    "focalpoints.Assistance": Held(
        told="begun_at ended_at",
        untold={NUMBER: "id", "somebody else, or you": "account focal_point"},
        sections=[
            Section("assistants", _("Who drafts for you"), "focal_point"),
            Section("assistances", _("For whom you draft"), "account"),
        ],
    ),
    "focalpoints.AssistantInvitation": Held(
        told=INVITATION,
        untold={
            NUMBER: "id",
            OPENS: "token_hash",
            "somebody else, or you": "invited_by accepted_by focal_point",
        },
        sections=[
            Section("assistant_invitations", _("Invitation to draft for somebody"), "accepted_by"),
            Section(
                "invitations_of_assistants",
                _("Invitations of assistants of yours"),
                "focal_point",
                words="address",
                by="invited_by",
            ),
        ],
    ),
    "focalpoints.Draft": Held(
        told="made_at honorific languages biography",
        untold={NUMBER: "id", "somebody else, or you": "focal_point made_by"},
        sections=[
            Section("drafts", _("Drafts of your entry"), "focal_point"),
            Section("drafts_by_you", _("Drafts that you wrote"), "made_by"),
        ],
    ),
    "sources.KeptFile": Held(
        told="media_type size received_at content",
        untold={NUMBER: "id key", DOCUMENTS: "source"},
        sections=[
            Section("letters", _("Letters that you sent"), "proposals__focal_point"),
        ],
    ),
    "focalpoints.ErasureRequest": Held(
        told="asked_at settled_at",
        untold={NUMBER: "id", YOU: "account"},
        sections=[Section("erasure_requests", _("Requests for erasure"), "account")],
    ),
    "focalpoints.ErasureDecision": Held(
        told=f"person {DECISION}",
        untold={NUMBER: "id", YOU: "focal_point account", OF_STAFF: "asked_by seconded_by"},
        sections=[
            Section("erasure_decisions", _("Decisions to erase"), "focal_point account"),
        ],
    ),
    "meetings.Delegate": Held(
        told="key delegation name position is_head audience inference is_from_secretariat",
        untold={NUMBER: "id", YOU: "focal_point", DOCUMENTS: "passages"},
        sections=[Section("delegations", _("Delegations in which you came"), "focal_point")],
    ),
    "outbox.Message": Held(
        told="kind to state written_at useless_after finished_at",
        untold={
            NUMBER: "id",
            "the text is told, where it is kept and opens nothing": "sealed",
            INNER: "attempts next_try_at claimed_until last_refusal leaves_nothing",
        },
        sections=[Section("mails", _("Mails to you that are still kept"))],
    ),
    "admin.LogEntry": Held(
        told="action_time user content_type action_flag change_message",
        untold={NUMBER: "id object_id", "names the row, which may be another's": "object_repr"},
        sections=[
            Section("desk_log", _("What was done on the desk with what is yours")),
            Section("your_desk_log", _("What you did on the desk"), "user", but="change_message"),
        ],
    ),
    "trail.Entry": Held(
        told="at what who about detail",
        untold={NUMBER: "number", "seals the trail": "digest"},
        sections=[
            Section("looks", _("Who looked at your contact details"), but="what about detail"),
            Section("done_by_you", _("What you did")),
            Section("done_about_you", _("What others did about you")),
        ],
    ),
    "focalpoints.Step": OF_A_STATE,
    "meetings.Claim": OF_A_STATE,
    "meetings.Delegation": OF_A_STATE,
    "meetings.Difference": OF_A_STATE,
    "meetings.Headcount": OF_A_STATE,
    "meetings.Host": OF_A_STATE,
    "meetings.Meeting": OF_A_STATE,
    "meetings.OtherTitle": OF_A_STATE,
    "countries.HistoricalOtherName": AUTHOR,
    "countries.HistoricalParty": AUTHOR,
    "focalpoints.HistoricalNetworkCount": AUTHOR,
    "focalpoints.HistoricalStep": AUTHOR,
    "meetings.HistoricalClaim": AUTHOR,
    "meetings.HistoricalDelegation": AUTHOR,
    "meetings.HistoricalDifference": AUTHOR,
    "meetings.HistoricalHeadcount": AUTHOR,
    "meetings.HistoricalHost": AUTHOR,
    "meetings.HistoricalMeeting": AUTHOR,
    "meetings.HistoricalOtherTitle": AUTHOR,
    "sources.HistoricalPassage": AUTHOR,
    "sources.HistoricalSource": AUTHOR,
    "sources.HistoricalStatement": AUTHOR,
    "sources.HistoricalTranslation": AUTHOR,
    "focalpoints.HistoricalAppointment_passages": DOCUMENTS,
    "focalpoints.HistoricalNetworkCount_passages": DOCUMENTS,
    "focalpoints.HistoricalStep_passages": DOCUMENTS,
    "meetings.HistoricalClaim_passages": DOCUMENTS,
    "meetings.HistoricalDelegate_passages": DOCUMENTS,
    "meetings.HistoricalDelegation_passages": DOCUMENTS,
    "meetings.HistoricalDifference_appointments": DOCUMENTS,
    "meetings.HistoricalDifference_hosts": DOCUMENTS,
    "meetings.HistoricalDifference_meetings": DOCUMENTS,
    "meetings.HistoricalDifference_network_counts": DOCUMENTS,
    "meetings.HistoricalDifference_parties": DOCUMENTS,
    "meetings.HistoricalDifference_steps": DOCUMENTS,
    "meetings.HistoricalHeadcount_passages": DOCUMENTS,
    "meetings.HistoricalHost_passages": DOCUMENTS,
    "meetings.HistoricalMeeting_documents": DOCUMENTS,
    "meetings.HistoricalMeeting_passages": DOCUMENTS,
    "meetings.HistoricalMeeting_steps": DOCUMENTS,
    "meetings.HistoricalOtherTitle_passages": DOCUMENTS,
    "sources.HistoricalSource_referred_to_in": DOCUMENTS,
    "sources.HistoricalStatement_passages": DOCUMENTS,
}

# Earlier versions are told as the rows are.
VERSIONS = {
    "focalpoints.HistoricalFocalPoint": Section(
        "focal_point_history", _("Earlier versions of your entry"), "id"
    ),
    "focalpoints.HistoricalPortrait": Section(
        "portrait_history", _("Earlier portraits, without the pictures"), "focal_point"
    ),
    "focalpoints.HistoricalContactDetail": Section(
        "contact_detail_history", _("Earlier versions of your contact details"), "focal_point"
    ),
    "focalpoints.HistoricalAppointment": Section(
        "appointment_history", _("Earlier versions of your appointments"), "holder"
    ),
    "meetings.HistoricalDelegate": Section(
        "delegation_history", _("Earlier versions of delegations"), "focal_point"
    ),
}


def held_in(model):
    """What is declared of a model: a `Held`, or why nothing of it is told; None if nothing is."""
    section = VERSIONS.get(model._meta.label)
    if section is None:
        return HELD.get(model._meta.label)
    kept = {each.name for each in model._meta.concrete_fields}
    row = HELD[model.instance_type._meta.label]
    return Held(
        told=_among(kept, row.told) + " history_date history_type history_user "
        "history_change_reason",
        untold={
            **{why: _among(kept, names) for why, names in row.untold.items()},
            "a number within the history": "history_id",
        },
        sections=[section],
    )


def histories():
    """The models of earlier versions, each of which says who made it; of libraries too."""
    return [model for model in apps.get_models() if hasattr(model, "history_user")]


def sections():
    """All sections, each with its model and what is declared of that, in the order of the table."""
    for label in [*HELD, *VERSIONS]:
        model = apps.get_model(label)
        held = held_in(model)
        if isinstance(held, Held):
            yield from ((section, model, held) for section in held.sections)


def _among(kept, names):
    return " ".join(name for name in names.split() if name in kept)
