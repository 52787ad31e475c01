"""Inviting by mail."""

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from outbox.post import put
from trail.models import Entry


@transaction.atomic
def invite(kind, *, address, by, at, **bound_to):
    """Write an invitation of a kind and mail its link. Raises ValidationError.

    Without `by`, the portal does it by itself.
    """
    invitation, token = kind.write(address=address, invited_by=by, at=at, **bound_to)
    put(
        to=invitation.address,
        kind="invitation",
        subject=_("Your invitation to the register of R2P focal points"),
        body=render_to_string(
            "accounts/mails/invitation.txt", {"invitation": invitation, "link": link_to(token)}
        ),
        useless_after=invitation.expires_at,
    )
    _note(Entry.What.INVITED, invitation, by, at)
    return invitation


@transaction.atomic
def invite_again(invitation, *, by, at):
    """With a new token: the link that was sent before opens nothing any more."""
    return invite(
        type(invitation), address=invitation.address, by=by, at=at, **invitation.bound_to()
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
