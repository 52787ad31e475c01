"""The smallest valid object of each kind. Every field can be overridden; nothing is random.

What is not given is made anew: a fact gets a party, a meeting and a passage of its own. Names
and numbers count up from what the database holds, so that they do not depend on other tests.
Rows are saved without being cleaned: where the database refuses one, the test sees that.
"""

import hashlib
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from urllib.parse import urlsplit
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone
from django_countries import countries
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)
from PIL import Image

from accounts.models import AccountDecision, StaffInvitation
from countries.models import Country, Organization, OtherName, Party
from focalpoints.models import (
    Appointment,
    AppointmentInvitation,
    Assistance,
    AssistantInvitation,
    Confirmation,
    Consent,
    ContactDetail,
    Draft,
    ErasureDecision,
    ErasureRequest,
    FocalPoint,
    FormerKey,
    Handover,
    NetworkCount,
    Notice,
    Portrait,
    Proposal,
    Protection,
    ProtectionDecision,
    Step,
)
from meetings.models import (
    Claim,
    Delegate,
    Delegation,
    Difference,
    Headcount,
    Host,
    Meeting,
    OtherTitle,
)
from outbox.models import Message
from remarks.models import Remark
from sources.models import KeptFile, Passage, Source, Statement, Translation
from trail.models import Entry

PASSWORD = "a pass phrase of a test"
TOTP_SECRET = "JBSWY3DPEHPK3PXP"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def make_translation(text=None, translation="Une traduction.", language="fr"):
    text = text or f"Example text {Translation.objects.count()}."
    return Translation.objects.create(text=text, language=language, translation=translation)


def make_country(slug=None, **fields):
    slug = slug or _first_unused_slug()
    iso = countries.alpha2(slug)
    number = countries.numeric(slug, padded=True)
    return Country.objects.create(
        **{
            "slug": slug,
            "name": countries.name(iso) or slug,
            "kind": Party.Kind.COUNTRY,
            "iso": iso,
            "m49": number or "999",
            "m49_region": "002",
            "m49_subregion": "202",
            "un_group": "african",
            "un_status": Party.UNStatus.MEMBER,
            **fields,
        }
    )


def make_organization(slug=None, **fields):
    number = Organization.objects.count() + 1
    return Organization.objects.create(
        **{
            "slug": slug or f"organization-{number}",
            "name": slug or f"Organization {number}",
            "kind": Party.Kind.ORGANIZATION,
            "organization_kind": Party.OrganizationKind.INTERNATIONAL,
            **fields,
        }
    )


def make_other_name(party=None, **fields):
    number = OtherName.objects.count() + 1
    return OtherName.objects.create(
        **{"party": party or make_country(), "name": f"Other name {number}", **fields}
    )


def make_source(slug=None, **fields):
    number = Source.objects.count() + 1
    return Source.objects.create(
        **{
            "slug": slug or f"source-{number}",
            "label": f"Source {number}",
            "kind": Source.Kind.PRESS_RELEASE,
            "published": "2013-06-12",
            **fields,
        }
    )


def make_passage(source=None, **fields):
    source = source or make_source()
    position = fields.get("position") or source.passages.count() + 1
    return Passage.objects.create(
        **{
            "source": source,
            "anchor": f"p{position}",
            "position": position,
            "says": f"What passage {position} says.",
            **fields,
        }
    )


def make_statement(**fields):
    position = Statement.objects.count() + 1
    return _make_fact(
        Statement,
        {
            "topic": Statement.Topic.NETWORK,
            "position": position,
            "text": f"Statement {position}.",
            **fields,
        },
    )


def make_focal_point(name=None, **fields):
    number = FocalPoint.objects.count() + 1
    return FocalPoint.objects.create(name=name or f"Focal point {number}", **fields)


def make_contact_detail(focal_point=None, **fields):
    focal_point = focal_point or make_focal_point()
    number = focal_point.contact_details.count() + 1
    return ContactDetail.objects.create(
        **{
            "focal_point": focal_point,
            "kind": ContactDetail.Kind.OFFICE_EMAIL,
            "value": "office@example.org" if number == 1 else f"office-{number}@example.org",
            "audience": ContactDetail.Audience.NETWORK,
            # The database takes a public one from the person alone.
            "opened_by_person_at": NOON if fields.get("audience") == "public" else None,
            **fields,
        }
    )


def make_consent(focal_point=None, **fields):
    """To show the name, given at noon on 22 November 2026."""
    return Consent.objects.create(
        **{
            "focal_point": focal_point or make_focal_point(),
            "field": Consent.Field.NAME,
            "wording": "My name may be shown in public.",
            "given_at": NOON,
            **fields,
        }
    )


def make_protection(focal_point=None, **fields):
    """By the secretariat, since noon on 22 November 2026."""
    return Protection.objects.create(
        **{
            "focal_point": focal_point or make_focal_point(),
            "begun_at": NOON,
            "by_themselves": False,
            **fields,
        }
    )


def make_portrait(focal_point=None, **fields):
    """A grey square of four pixels."""
    image = BytesIO()
    Image.new("RGB", (2, 2), "grey").save(image, "WEBP")
    return Portrait.objects.create(
        **{
            "focal_point": focal_point or make_focal_point(),
            "image": image.getvalue(),
            "digest": hashlib.sha256(image.getvalue()).hexdigest(),
            "width": 2,
            "height": 2,
            "set_at": NOON,
            **fields,
        }
    )


def make_confirmation(focal_point=None, **fields):
    """Of 22 November 2026."""
    return Confirmation.objects.create(
        **{
            "focal_point": focal_point or make_focal_point(),
            "confirmed_on": NOON.date(),
            **fields,
        }
    )


def make_notice(focal_point=None, **fields):
    return Notice.objects.create(
        **{
            "focal_point": focal_point or make_focal_point(),
            "kind": Notice.Kind.CONFIRM_NOW,
            "due_on": NOON.date(),
            "written_at": NOON,
            **fields,
        }
    )


def make_former_key(focal_point=None, **fields):
    return FormerKey.objects.create(
        **{
            "focal_point": focal_point or make_focal_point(),
            "key": uuid4(),
            "joined_at": NOON,
            **fields,
        }
    )


def make_kept_file(**fields):
    """A letter of a few bytes, that begins as a PDF does."""
    content = fields.pop("content", b"%PDF-1.7 an example")
    return KeptFile.objects.create(
        **{
            "media_type": KeptFile.MediaType.PDF,
            "content": content,
            "size": len(content),
            "received_at": NOON,
            **fields,
        }
    )


def make_proposal(appointment=None, *, changes=None, **fields):
    """That the office be called something else; it waits for the secretariat since noon."""
    appointment = appointment or make_appointment(holder=make_focal_point(), office="Director")
    proposal = Proposal.objects.create(
        **{
            "appointment": appointment,
            "focal_point": appointment.holder,
            "asked_at": NOON,
            **fields,
        }
    )
    for field, after in (changes or {"office": "Director General"}).items():
        before = getattr(appointment.holder if field == "name" else appointment, field)
        proposal.changes.create(field=field, before=before, after=after)
    return proposal


def make_handover(appointment=None, **fields):
    """To somebody without an entry, on 1 December 2026; it waits for the secretariat since noon."""
    return Handover.objects.create(
        **{
            "appointment": appointment or make_appointment(holder=make_focal_point()),
            "takes_over_on": date(2026, 12, 1),
            "successor_name": "Example Successor",
            "successor_address": "successor@example.org",
            "asked_at": NOON,
            **fields,
        }
    )


def make_assistance(focal_point=None, **fields):
    """Somebody with an account who drafts for a focal point in office."""
    return Assistance.objects.create(
        **{
            "focal_point": focal_point or make_colleague(),
            "account": fields.get("account") or make_user(),
            "begun_at": NOON,
            **fields,
        }
    )


def make_draft(focal_point=None, **fields):
    focal_point = focal_point or make_colleague()
    return Draft.objects.create(
        **{
            "focal_point": focal_point,
            "made_by": fields.get("made_by") or make_assistance(focal_point).account,
            "made_at": NOON,
            "biography": "A biography that an assistant wrote.",
            **fields,
        }
    )


def make_erasure_request(account=None, **fields):
    return ErasureRequest.objects.create(
        **{"account": account or make_user(), "asked_at": NOON, **fields}
    )


def make_colleague(name=None, **fields):
    """A focal point in office, who signs in."""
    colleague = make_focal_point(name, **{"account": make_user(), **fields})
    make_appointment(holder=colleague)
    return colleague


def make_appointment(party=None, **fields):
    return _make_fact(
        Appointment, {"party": party or make_country(), "started": "2012-09-29", **fields}
    )


def make_step(party=None, **fields):
    return _make_fact(
        Step,
        {
            "party": party or make_country(),
            "kind": Step.Kind.INTENDS,
            "taken": "2013-06-11",
            **fields,
        },
    )


def make_network_count(**fields):
    return _make_fact(
        NetworkCount,
        {"value": NetworkCount.objects.count() + 1, "as_of": "2012-09-29", **fields},
    )


def make_meeting(slug=None, **fields):
    number = Meeting.objects.count() + 1
    return _make_fact(
        Meeting,
        {
            "slug": slug or f"meeting-{number}",
            "title": f"Meeting {number}",
            "series": Meeting.Series.ANNUAL,
            "held": "2013-06-11/2013-06-12",
            **fields,
        },
    )


def make_other_title(meeting=None, **fields):
    number = OtherTitle.objects.count() + 1
    return _make_fact(
        OtherTitle,
        {"meeting": meeting or make_meeting(), "title": f"Other title {number}", **fields},
    )


def make_host(meeting=None, party=None, **fields):
    return _make_fact(
        Host,
        {
            "meeting": meeting or make_meeting(),
            "party": party or make_country(),
            "role": Host.Role.HOSTED,
            **fields,
        },
    )


def make_delegation(meeting=None, party=None, **fields):
    return _make_fact(
        Delegation,
        {"meeting": meeting or make_meeting(), "party": party or make_country(), **fields},
    )


def make_delegate(delegation=None, **fields):
    number = Delegate.objects.count() + 1
    return _make_fact(
        Delegate,
        {"delegation": delegation or make_delegation(), "name": f"Delegate {number}", **fields},
    )


def make_headcount(meeting=None, **fields):
    return _make_fact(
        Headcount,
        {"meeting": meeting or make_meeting(), "of": Headcount.Of.STATES, "value": 31, **fields},
    )


def make_difference(slug=None, **fields):
    """A question without claims."""
    number = Difference.objects.count() + 1
    return Difference.objects.create(
        **{
            "slug": slug or f"difference-{number}",
            "position": number,
            "kind": Difference.Kind.PRECISION,
            "question": f"Question {number}?",
            "reason": f"Reason {number}.",
            **fields,
        }
    )


def make_claim(difference=None, **fields):
    difference = difference or make_difference()
    position = fields.get("position") or difference.claims.count() + 1
    return _make_fact(
        Claim,
        {
            "difference": difference,
            "position": position,
            "states": f"Claim {position}.",
            **fields,
        },
    )


def make_remark(**fields):
    """What a reader sent at noon on 22 November 2026, and left no address."""
    return Remark.objects.create(
        **{
            "page": "/countries/",
            "text": f"Remark {Remark.objects.count() + 1}.",
            "sent_at": datetime(2026, 11, 22, 12, tzinfo=UTC),
            **fields,
        }
    )


def make_entry(what="exported", **fields):
    """An entry of the trail, of noon on 22 November 2026; nobody was signed in."""
    return Entry.objects.record(what, **{"at": datetime(2026, 11, 22, 12, tzinfo=UTC), **fields})


def make_message(**fields):
    """A code that waits to be sent since noon on 22 November 2026."""
    if "sealed" not in fields:
        fields = {"letter": ("Your code", "It is 471100."), **fields}
    return Message.objects.create(
        **{
            "kind": "login-code",
            "to": "person@example.org",
            "written_at": NOON,
            "next_try_at": NOON,
            **fields,
        }
    )


def make_user(email=None, **fields):
    """An account of nobody in particular; signs in with PASSWORD."""
    number = get_user_model().objects.count() + 1
    user = get_user_model().objects.create_user(
        email or f"person-{number}@example.org",
        PASSWORD,
        **{"date_joined": timezone.now() - timedelta(days=30), **fields},
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def make_factor(user, secret=TOTP_SECRET):
    """A second factor of the account: an authenticator app with that secret."""
    return TOTP.activate(user, secret).instance


def make_passkey(user, name="Example key"):
    """A passkey of the account that no device holds: it is there, and signs nobody in."""
    host = urlsplit(settings.SITE_URL).hostname
    key = ES256.from_cryptography_key(ec.derive_private_key(1, ec.SECP256R1()).public_key())
    credential_id = b"example-%d" % Authenticator.objects.count()
    data = AuthenticatorData.create(
        hashlib.sha256(host.encode()).digest(),
        AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT,
        0,
        AttestedCredentialData.create(Aaguid.NONE, credential_id, key),
    )
    client_data = CollectedClientData.create("webauthn.create", b"challenge", settings.SITE_URL)
    credential = {
        "id": websafe_encode(credential_id),
        "rawId": websafe_encode(credential_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(client_data),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    return WebAuthn.add(user, name, credential).instance


def make_staff(email=None, **fields):
    """A member of staff who may do everything, with a second factor."""
    user = make_user(email, **{"is_staff": True, "is_superuser": True, **fields})
    make_factor(user)
    return user


def make_editor(*permissions, email=None):
    """A member of staff with a second factor and these permissions: "meetings.view_meeting"."""
    user = make_user(email, is_staff=True)
    make_factor(user)
    for permission in permissions:
        app_label, codename = permission.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app_label, codename=codename)
        )
    return user


def make_staff_invitation(address=None, *, at=None, **fields):
    """An open invitation to the desk, as editor. Its token is `.token`."""
    number = StaffInvitation.objects.count() + 1
    return _with_token(
        StaffInvitation.write(
            address=address or f"invited-{number}@example.org",
            at=at or timezone.now(),
            **{"invited_by": None, "invited_as": "editor", **fields},
        )
    )


def make_appointment_invitation(appointment=None, *, at=None, **fields):
    """An open invitation of the holder of an appointment. Its token is `.token`."""
    number = AppointmentInvitation.objects.count() + 1
    appointment = appointment or make_appointment(holder=make_focal_point(), started="2013")
    return _with_token(
        AppointmentInvitation.write(
            appointment=appointment,
            holder=appointment.holder,
            at=at or timezone.now(),
            **{"address": f"holder-{number}@example.org", "invited_by": None, **fields},
        )
    )


def make_assistant_invitation(focal_point=None, *, at=None, **fields):
    """An open invitation to draft for a focal point in office. Its token is `.token`."""
    number = AssistantInvitation.objects.count() + 1
    return _with_token(
        AssistantInvitation.write(
            focal_point=focal_point or make_colleague(),
            at=at or timezone.now(),
            **{"address": f"assistant-{number}@example.org", "invited_by": None, **fields},
        )
    )


def _with_token(written):
    invitation, invitation.token = written
    return invitation


def make_account_decision(account=None, **fields):
    """An open decision about an account, asked for by an administrator."""
    return AccountDecision.objects.create(
        **{"account": account or make_user(), "kind": "restore-access", **_asked(fields)}
    )


def make_protection_decision(focal_point=None, **fields):
    """An open decision to show a focal point again."""
    return ProtectionDecision.objects.create(
        **{"focal_point": focal_point or make_focal_point(), **_asked(fields)}
    )


def make_erasure_decision(focal_point=None, **fields):
    """An open decision to erase what is held about a focal point."""
    focal_point = focal_point or make_focal_point()
    return ErasureDecision.objects.create(
        **{
            "focal_point": focal_point,
            "account": focal_point.account,
            "person": focal_point.key,
            **_asked(fields),
        }
    )


def _asked(fields):
    return {
        "reason": "Called back.",
        "asked_by": fields.get("asked_by") or make_staff(),
        "asked_at": timezone.now(),
        **fields,
    }


def _make_fact(model, fields):
    """A fact that rests on the given passages, or on one of its own; on none if given []."""
    passages = fields.pop("passages", None)
    fact = model.objects.create(**fields)
    fact.passages.set([make_passage()] if passages is None else passages)
    return fact


def _first_unused_slug():
    taken = set(Party.objects.values_list("slug", flat=True))
    slugs = (countries.alpha3(code).lower() for code in sorted(countries.countries))
    return next(slug for slug in slugs if slug not in taken)
