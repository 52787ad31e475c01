"""Inviting by mail."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sources.translations import spoken
from trail.models import Entry

from .letters import secretariat, send


@transaction.atomic
def invite(kind, *, address, by, at, language="", **bound_to):
    """Write an invitation of a kind and mail its link, in the language, or in the one spoken.

    Raises ValidationError.

    Without `by`, the portal does it by itself.
    """
    language = language or spoken()
    invitation, token = kind.write(
        address=address, invited_by=by, at=at, language=language, **bound_to
    )

    def letter():
        told = {"invitation": invitation, "link": link_to(token), "contact": secretariat()}
        return (
            _("Your invitation to the register of R2P focal points"),
            render_to_string("accounts/mails/invitation.txt", told),
        )

    send(
        invitation.address,
        letter,
        kind="invitation",
        language=invitation.language,
        useless_after=invitation.expires_at,
    )
    _note(Entry.What.INVITED, invitation, by, at)
    return invitation


@transaction.atomic
def invite_again(invitation, *, by, at):
    """With a new token: the link that was sent before opens nothing any more."""
    return invite(
        type(invitation),
        address=invitation.address,
        by=by,
        at=at,
        language=invitation.language,
        **invitation.bound_to(),
    )


@transaction.atomic
def revoke(invitation, *, by, at):
    if invitation.revoke(at=at):
        _note(Entry.What.INVITATION_REVOKED, invitation, by, at)


def link_to(token):
    """Under the configured address of the site, never that of a request."""
    return settings.SITE_URL.rstrip("/") + reverse("invitation", args=[token])


def note_acceptance(invitation, user):
    _note(Entry.What.INVITATION_ACCEPTED, invitation, user, timezone.now())


def _note(what, invitation, who, at):
    Entry.objects.record(what, who=who and who.pseudonym, at=at, detail=invitation._meta.model_name)
