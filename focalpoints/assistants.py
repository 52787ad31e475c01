"""Who drafts for an official: invited, at work, ended."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.invitations import invite
from accounts.letters import tell
from trail.models import Entry

from .models import Assistance, AssistantInvitation, Draft, FocalPoint


@transaction.atomic
def invite_assistant(focal_point, *, address, by, at, language=""):
    """Mail an invitation to draft for the official, who is told. Raises ValidationError."""
    in_directory = FocalPoint.objects.in_directory(at.date()).filter(pk=focal_point.pk)
    if not in_directory.exists():
        raise ValidationError(_("Only who is in office and not hidden has an assistant here."))
    if address.lower() in focal_point.addresses():
        raise ValidationError({"address": _("This is the official's own address.")})
    invite(
        AssistantInvitation,
        address=address,
        by=by,
        at=at,
        language=language,
        focal_point=focal_point,
    )
    for own in sorted(focal_point.addresses()):
        tell(own, _assistant_invited)


@transaction.atomic
def end_assistance(assistance, *, by, at):
    """From now on the account drafts for nobody, and what it drafted is gone."""
    ended = Assistance.objects.open().filter(pk=assistance.pk).update(ended_at=at)
    if not ended:
        return
    Draft.objects.filter(made_by=assistance.account, focal_point=assistance.focal_point).delete()
    assistance.account.end_sessions()
    tell(assistance.account.email, _assistance_ended)
    Entry.objects.record(
        Entry.What.ASSISTANCE_ENDED, who=by.pseudonym, about=assistance.account.pseudonym, at=at
    )


@transaction.atomic
def put_draft(focal_point, *, by, at, honorific, languages, biography):
    """What the assistant thinks the entry should say, in place of what they drafted before.

    Raises ValidationError, as the entry itself would.
    """
    focal_point.take_turns()
    entry = FocalPoint(
        name=focal_point.name, honorific=honorific, languages=languages, biography=biography
    )
    entry.clean_fields(exclude=["account"])
    draft, is_new = Draft.objects.update_or_create(
        focal_point=focal_point,
        defaults={
            "made_by": by,
            "made_at": at,
            "honorific": honorific,
            "languages": languages,
            "biography": biography,
        },
    )
    if is_new:
        for own in sorted(focal_point.addresses()):
            tell(own, _draft_waits)
    return draft


def _assistant_invited():
    return _("An assistant is invited to draft your entry"), _(
        "The secretariat has invited an assistant to draft your entry in the register of "
        "R2P focal points. What is drafted is shown to you alone until you save it "
        "yourself; you can end this at any time on your own page."
    )


def _assistance_ended():
    return _("You do not draft any more"), _(
        "Your part as an assistant in the register of R2P focal points has ended."
    )


def _draft_waits():
    return _("A draft of your entry waits for you"), _(
        "Your assistant has drafted a new version of your entry in the register of "
        "R2P focal points. It is shown to nobody until you save it:\n%(page)s"
    ) % {"page": settings.SITE_URL.rstrip("/") + reverse("my-entry")}
