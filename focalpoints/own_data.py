"""What a person may always do: fetch what is held about them, and ask for its erasure."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from outbox.post import put
from trail.models import Entry

from . import disclosure

WITH_THE_SECRETARIAT = timedelta(days=7)


@transaction.atomic
def hand_out(user, *, at):
    """All that is held about the person, as plain values; that it was fetched is recorded."""
    viewer = disclosure.viewer_of(user)
    held = {
        "account": {
            "email": user.email,
            "first_name": user.first_name,
            "last_name": user.last_name,
            "date_joined": user.date_joined,
            "last_login": user.last_login,
            "role": viewer.role,
        },
        **disclosure.held_about(viewer.own, viewer),
    }
    Entry.objects.record(Entry.What.EXPORTED, who=user.pseudonym, about=viewer.own, at=at)
    return held


@transaction.atomic
def ask_for_erasure(user, *, at):
    """Tell all administrators, once a week at most. Returns whether they were told now."""
    User.objects.select_for_update().get(pk=user.pk)
    if erasure_asked_at(user, at=at):
        return False
    for administrator in User.objects.administrators():
        put(
            to=administrator.email,
            kind="erasure-asked",
            subject=_("Somebody asks for the erasure of their data"),
            body=_(
                "A person with an account asks that what is held about them be erased.\n\n"
                "Who it is stands in the trail, under the pseudonym %(pseudonym)s:\n%(desk)s"
            )
            % {
                "pseudonym": user.pseudonym,
                "desk": settings.SITE_URL.rstrip("/") + reverse("admin:index"),
            },
        )
    Entry.objects.record(Entry.What.ERASURE_ASKED, who=user.pseudonym, at=at)
    return True


def erasure_asked_at(user, *, at):
    """When the person asked for it within the last week, or None."""
    asked = Entry.objects.filter(
        what=Entry.What.ERASURE_ASKED, who=user.pseudonym, at__gt=at - WITH_THE_SECRETARIAT
    )
    return asked.values_list("at", flat=True).first()
