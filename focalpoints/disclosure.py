"""Who sees what of a focal point: decided here, and nowhere else.

Whoever prints a person, on a page, in a file or in a mail, prints a `Person`: a plain value that
holds what its viewer may see, and nothing else.
"""

import enum
from dataclasses import dataclass, field
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.urls import reverse

from . import biography, languages
from .models import (
    HOLDS_FOR,
    Appointment,
    Assistance,
    Confirmation,
    Consent,
    ContactDetail,
    Draft,
    FocalPoint,
    FormerKey,
    Handover,
    Notice,
    Portrait,
    Proposal,
    ProposedChange,
    Protection,
)
from .register import today
from .roles import Role, role_of


class Audience(enum.IntEnum):
    """Who sees a value, from everybody to nobody."""

    PUBLIC = 1
    NETWORK = 2
    PERSON_AND_SECRETARIAT = 3
    NOBODY = 4


class Class(enum.Enum):
    """The classes of what is kept, each with its audience unless the person says otherwise."""

    FACT_OF_STATE = "fact of state", Audience.PUBLIC
    PERSON = "person", Audience.NETWORK
    OFFICIAL_CONTACT = "official contact", Audience.NETWORK
    PRIVATE = "private", Audience.PERSON_AND_SECRETARIAT
    SECRET = "secret", Audience.NOBODY

    def __init__(self, word, audience):
        self.word = word
        self.audience = audience


# A field that is not listed here is not shown, and a test asks for it.
CLASSES = {
    FocalPoint: {
        "id": Class.SECRET,
        "key": Class.FACT_OF_STATE,  # a random number, by which the person's page is found
        "name": Class.PERSON,
        "honorific": Class.PERSON,
        "account": Class.PRIVATE,
        "languages": Class.PERSON,
        "biography": Class.PERSON,
        "note": Class.PRIVATE,
        "erased_at": Class.PRIVATE,
    },
    Portrait: {
        "id": Class.SECRET,
        "focal_point": Class.SECRET,
        "image": Class.PERSON,
        "digest": Class.PERSON,
        "width": Class.PERSON,
        "height": Class.PERSON,
        "set_at": Class.PRIVATE,
    },
    Confirmation: {
        "id": Class.SECRET,
        "focal_point": Class.SECRET,
        "confirmed_on": Class.PERSON,  # goes with the name
    },
    Notice: {
        "id": Class.SECRET,
        "focal_point": Class.SECRET,
        "kind": Class.PRIVATE,
        "due_on": Class.PRIVATE,
        "written_at": Class.PRIVATE,
    },
    FormerKey: {
        "id": Class.SECRET,
        "focal_point": Class.SECRET,
        "key": Class.FACT_OF_STATE,
        "joined_at": Class.PRIVATE,
    },
    Proposal: {
        "id": Class.SECRET,
        "focal_point": Class.SECRET,
        "appointment": Class.PRIVATE,
        "explanation": Class.PRIVATE,
        "letter": Class.PRIVATE,
        "asked_by": Class.SECRET,
        "asked_at": Class.PRIVATE,
        "accepted_at": Class.PRIVATE,
        "refused_at": Class.PRIVATE,
        "withdrawn_at": Class.PRIVATE,
        "decided_by": Class.SECRET,  # who of the secretariat it was is somebody else
        "answer": Class.PRIVATE,
    },
    ProposedChange: {
        "id": Class.SECRET,
        "proposal": Class.SECRET,
        "field": Class.PRIVATE,
        "before": Class.PRIVATE,
        "after": Class.PRIVATE,
    },
    Handover: {
        "id": Class.SECRET,
        "appointment": Class.PRIVATE,
        "takes_over_on": Class.PRIVATE,
        "successor": Class.SECRET,
        "successor_name": Class.PRIVATE,
        "successor_honorific": Class.PRIVATE,
        "successor_address": Class.PRIVATE,
        "succeeded_by": Class.SECRET,
        "explanation": Class.PRIVATE,
        "letter": Class.PRIVATE,
        "asked_by": Class.SECRET,
        "asked_at": Class.PRIVATE,
        "accepted_at": Class.PRIVATE,
        "refused_at": Class.PRIVATE,
        "withdrawn_at": Class.PRIVATE,
        "carried_out_at": Class.PRIVATE,
        "obstacle": Class.SECRET,  # for staff: it may say that the successor is hidden
        "decided_by": Class.SECRET,
        "answer": Class.PRIVATE,
    },
    Assistance: {
        "id": Class.SECRET,
        "focal_point": Class.SECRET,
        "account": Class.PRIVATE,
        "begun_at": Class.PRIVATE,
        "ended_at": Class.PRIVATE,
    },
    Draft: {
        "id": Class.SECRET,
        "focal_point": Class.SECRET,
        "made_by": Class.PRIVATE,
        "made_at": Class.PRIVATE,
        "honorific": Class.PRIVATE,
        "languages": Class.PRIVATE,
        "biography": Class.PRIVATE,
    },
    ContactDetail: {
        "id": Class.SECRET,
        "focal_point": Class.SECRET,
        "kind": Class.OFFICIAL_CONTACT,
        "value": Class.OFFICIAL_CONTACT,
        "audience": Class.PRIVATE,
        "opened_by_person_at": Class.PRIVATE,
    },
    Consent: {
        "id": Class.SECRET,
        "focal_point": Class.SECRET,
        "field": Class.PRIVATE,
        "wording": Class.PRIVATE,
        "given_at": Class.PRIVATE,
        "withdrawn_at": Class.PRIVATE,
    },
    Protection: {
        "id": Class.SECRET,
        "focal_point": Class.SECRET,
        "begun_at": Class.PRIVATE,
        "by_themselves": Class.PRIVATE,
        "lifted_at": Class.PRIVATE,
    },
    Appointment: {
        "id": Class.SECRET,
        "key": Class.FACT_OF_STATE,  # by which the page of the fact is found
        "party": Class.FACT_OF_STATE,
        "holder": Class.PERSON,
        "capacity": Class.FACT_OF_STATE,
        "office": Class.FACT_OF_STATE,
        "institution": Class.FACT_OF_STATE,
        "seat": Class.PRIVATE,
        "started": Class.FACT_OF_STATE,
        "ended": Class.FACT_OF_STATE,
        "end_reason": Class.PRIVATE,
        "succeeds": Class.SECRET,  # who held the office before is somebody else
        "inference": Class.FACT_OF_STATE,
        "is_from_secretariat": Class.FACT_OF_STATE,
    },
}


@dataclass(frozen=True)
class Viewer:
    """Who looks. `own` is the key of the focal point that they are, if they are one.

    `drafts_for` is the key of the one whose assistant they are.
    """

    role: Role = Role.ANONYMOUS
    own: object = None
    drafts_for: object = None
    has_second_factor: bool = False
    may_see_people: bool = False
    may_see_contacts: bool = False

    @property
    def is_secretariat(self):
        return self.role in (Role.EDITOR, Role.ADMINISTRATOR) and self.may_see_people

    @property
    def is_focal_point(self):
        return self.role == Role.FOCAL_POINT

    @property
    def is_in_network(self):
        """Who may have a place there; the pages open to a second factor."""
        return self.is_focal_point or self.is_secretariat

    @property
    def opens_network(self):
        return self.is_in_network and self.has_second_factor

    def is_the(self, focal_point):
        return self.own is not None and self.own == focal_point.key


PUBLIC = Viewer()
# Nobody in particular: as whom a person looks at the own entry, to see what others see of it.
A_COLLEAGUE = Viewer(role=Role.FOCAL_POINT, has_second_factor=True)
THE_SECRETARIAT = Viewer(
    role=Role.EDITOR, has_second_factor=True, may_see_people=True, may_see_contacts=True
)
SECOND_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def viewer_of(user):
    """What the portal knows of whoever is signed in; without an account, they are the public."""
    role = role_of(user)
    if role in (Role.ANONYMOUS, Role.SUSPENDED):
        return PUBLIC
    own = FocalPoint.objects.signing_in_as(user).values_list("key", flat=True).first()
    return Viewer(
        role=role,
        own=own,
        drafts_for=_official_of(user) if role == Role.ASSISTANT else None,
        has_second_factor=_has_second_factor(user),
        may_see_people=user.has_perm("focalpoints.view_focalpoint"),
        may_see_contacts=user.has_perm("focalpoints.view_contactdetail"),
    )


def _official_of(user):
    officials = FocalPoint.objects.in_directory(today()).assisted_by(user)
    return officials.values_list("key", flat=True).first()


def _has_second_factor(user):
    """The demo account of the local mode does without, as it does at the desk."""
    if settings.IS_LOCAL and user.is_demo:
        return True
    return is_mfa_enabled(user, types=SECOND_FACTORS)


class Contact(NamedTuple):
    """A way to reach somebody. Who else sees it is told to the person and the secretariat alone.

    `own_pk`, by which the person's own page of it is found, is told to nobody but the person.
    """

    kind: str
    value: str
    audience: str = ""
    own_pk: int | None = None

    @property
    def is_address(self):
        return "@" in self.value


@dataclass(frozen=True)
class Person:
    """What one viewer sees of a focal point. What they may not see is empty."""

    key: object
    name: str = ""
    honorific: str = ""
    languages: tuple = ()
    biography: str = ""  # HTML, cleaned
    portrait: str = ""  # its digest; the page knows the address
    confirmed_on: object = None  # the day on which the person last said that all this is right
    contact_details: tuple = ()
    account_address: str = ""
    note: str = ""
    is_hidden: bool = False
    public_fields: tuple = field(default=())

    @property
    def full_name(self):
        return f"{self.honorific} {self.name}".strip()

    @property
    def is_confirmed(self):
        """Within the last year."""
        return self.confirmed_on is not None and self.confirmed_on > today() - HOLDS_FOR

    def get_absolute_url(self):
        return reverse("focal-point", args=[self.key])


def disclose(focal_point, viewer):
    """The `Person` that the viewer may see, or None where they may see nothing.

    The focal point comes from `FocalPoint.objects.for_disclosure(day)`.
    """
    sees = _reach(focal_point, viewer)
    if sees is None:
        return None
    name = _shown(focal_point, "name", sees)
    person = Person(
        key=focal_point.key,
        name=name,
        honorific=_shown(focal_point, "honorific", sees) if name else "",
        languages=tuple(map(languages.name_of, _shown(focal_point, "languages", sees).split())),
        biography=biography.as_html(_shown(focal_point, "biography", sees)),
        portrait=_shown_portrait(focal_point, sees),
        confirmed_on=focal_point.confirmed_on if name else None,
        contact_details=tuple(_contacts(focal_point, viewer, sees)),
        **_own(focal_point) if sees >= Audience.PERSON_AND_SECRETARIAT else {},
    )
    return person if person.name or person.contact_details or person.portrait else None


def _reach(focal_point, viewer):
    """The narrowest audience of this person to which the viewer belongs; None: not even one."""
    if viewer.is_the(focal_point) or viewer.is_secretariat:
        return Audience.PERSON_AND_SECRETARIAT
    if focal_point.is_protected:
        return None
    if viewer.is_focal_point and viewer.has_second_factor and focal_point.is_in_office:
        return Audience.NETWORK
    if viewer.drafts_for is not None and viewer.drafts_for == focal_point.key:
        return Audience.NETWORK
    return Audience.PUBLIC


def _shown(focal_point, name, sees):
    is_shown = _is_shown(focal_point, name, CLASSES[FocalPoint][name], sees)
    return getattr(focal_point, name) if is_shown else ""


def _shown_portrait(focal_point, sees):
    """Its digest. The picture itself is fetched by its own page, see `find_portrait`."""
    portrait = getattr(focal_point, "portrait", None)
    its_class = CLASSES[Portrait]["image"]
    if portrait is None or not _is_shown(focal_point, "portrait", its_class, sees):
        return ""
    return portrait.digest


def _is_shown(focal_point, name, its_class, sees):
    consented = getattr(focal_point, f"consents_to_{name}")
    return (Audience.PUBLIC if consented else its_class.audience) <= sees


def _contacts(focal_point, viewer, sees):
    if sees > Audience.PUBLIC and not _may_reach(focal_point, viewer):
        return
    is_theirs = sees >= Audience.PERSON_AND_SECRETARIAT
    for detail in focal_point.contact_details.all():
        if _audience_of(detail) <= sees:
            yield Contact(
                kind=detail.get_kind_display(),
                value=detail.value,
                audience=detail.get_audience_display() if is_theirs else "",
                own_pk=detail.pk if viewer.is_the(focal_point) else None,
            )


def _may_reach(focal_point, viewer):
    """Whose contact details one sees depends on more than whose name."""
    if viewer.is_the(focal_point):
        return True
    return viewer.has_second_factor and (viewer.is_focal_point or viewer.may_see_contacts)


_AUDIENCES = {
    ContactDetail.Audience.PUBLIC: Audience.PUBLIC,
    ContactDetail.Audience.NETWORK: Audience.NETWORK,
    ContactDetail.Audience.SECRETARIAT: Audience.PERSON_AND_SECRETARIAT,
}


def _audience_of(detail):
    """A private contact stays private, whatever its row says."""
    if not detail.is_official:
        return Class.PRIVATE.audience
    return _AUDIENCES.get(detail.audience, Audience.PERSON_AND_SECRETARIAT)


def _own(focal_point):
    return {
        "account_address": focal_point.account.email if focal_point.account else "",
        "note": focal_point.note,
        "is_hidden": focal_point.is_protected,
        "public_fields": tuple(
            str(choice.label)
            for choice in Consent.Field
            if getattr(focal_point, f"consents_to_{choice}")
        ),
    }


def find(key, viewer):
    """What the viewer may see of the person with that key, or None: which may be that of nobody."""
    found = FocalPoint.objects.for_disclosure(today()).filter(key=key).first()
    return found and disclose(found, viewer)


def find_portrait(person):
    """The picture (WebP) of a disclosed person, or None where the viewer sees none."""
    if person is None or not person.portrait:
        return None
    portraits = Portrait.objects.filter(focal_point__key=person.key, digest=person.portrait)
    return portraits.values_list("image", flat=True).first()


def find_colleague(key, viewer):
    """The same, of those in the directory only."""
    in_directory = FocalPoint.objects.in_directory(today())
    found = in_directory.for_disclosure(today()).filter(key=key).first()
    return found and disclose(found, viewer)


def with_holders(appointments, viewer):
    """The appointments, each with `shown_holder`: what the viewer may see of its holder, or None.

    Two queries more for any number of holders, and none where nobody is recorded as one.
    """
    appointments = list(appointments)
    keys = {each.holder_id for each in appointments} - {None}
    people = FocalPoint.objects.for_disclosure(today()).filter(pk__in=keys) if keys else []
    shown = {each.pk: disclose(each, viewer) for each in people}
    for each in appointments:
        each.shown_holder = shown.get(each.holder_id)
    return appointments
