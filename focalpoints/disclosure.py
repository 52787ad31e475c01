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

from .models import Appointment, Consent, ContactDetail, FocalPoint, Protection
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
        "note": Class.PRIVATE,
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
    """Who looks. `own` is the key of the focal point that they are, if they are one."""

    role: Role = Role.ANONYMOUS
    own: object = None
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
        return self.is_focal_point or self.is_secretariat

    def is_the(self, focal_point):
        return self.own is not None and self.own == focal_point.key


PUBLIC = Viewer()
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
        has_second_factor=_has_second_factor(user),
        may_see_people=user.has_perm("focalpoints.view_focalpoint"),
        may_see_contacts=user.has_perm("focalpoints.view_contactdetail"),
    )


def _has_second_factor(user):
    """The demo account of the local mode does without, as it does at the desk."""
    if settings.IS_LOCAL and user.is_demo:
        return True
    return is_mfa_enabled(user, types=SECOND_FACTORS)


class Contact(NamedTuple):
    """A way to reach somebody. Who else sees it is told to the person and the secretariat alone."""

    kind: str
    value: str
    audience: str = ""

    @property
    def is_address(self):
        return "@" in self.value


@dataclass(frozen=True)
class Person:
    """What one viewer sees of a focal point. What they may not see is empty."""

    key: object
    name: str = ""
    honorific: str = ""
    contact_details: tuple = ()
    account_address: str = ""
    note: str = ""
    is_hidden: bool = False
    public_fields: tuple = field(default=())

    @property
    def full_name(self):
        return f"{self.honorific} {self.name}".strip()

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
        contact_details=tuple(_contacts(focal_point, viewer, sees)),
        **_own(focal_point) if sees >= Audience.PERSON_AND_SECRETARIAT else {},
    )
    return person if person.name or person.contact_details else None


def _reach(focal_point, viewer):
    """The narrowest audience of this person to which the viewer belongs; None: not even one."""
    if viewer.is_the(focal_point) or viewer.is_secretariat:
        return Audience.PERSON_AND_SECRETARIAT
    if focal_point.is_protected:
        return None
    if viewer.is_focal_point and focal_point.is_in_office:
        return Audience.NETWORK
    return Audience.PUBLIC


def _shown(focal_point, name, sees):
    consented = getattr(focal_point, f"consents_to_{name}")
    audience = Audience.PUBLIC if consented else CLASSES[FocalPoint][name].audience
    return getattr(focal_point, name) if audience <= sees else ""


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


def held_about(key, viewer):
    """All that is held about the person and that the viewer may see: lists of plain values.

    Field by field, by the classes above; empty where the viewer is not the person.
    """
    found = FocalPoint.objects.filter(key=key).first()
    if found is None or not viewer.is_the(found):
        return {}
    rows = {
        "contact_details": found.contact_details.all(),
        "consents": found.consents.all(),
        "protections": found.protections.all(),
        "appointments": found.appointments.oldest_first(),
    }
    return {
        "focal_point": _plain(found),
        **{name: [_plain(row) for row in found_rows] for name, found_rows in rows.items()},
    }


def _plain(row):
    """The fields of a row that may be told to the person, in words where they are choices."""
    told = {}
    for name, its_class in CLASSES[type(row)].items():
        if its_class is not Class.SECRET:
            value = getattr(row, name)
            told[name] = str(value) if row._meta.get_field(name).is_relation and value else value
    return told
