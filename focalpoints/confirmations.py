"""That an entry is still right: confirmed by the person, reminded once, listed for staff."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.letters import tell
from sources.dates import day_in_words
from trail.models import Entry

from .models import HOLDS_FOR, Confirmation, FocalPoint, Notice

EARLIER = LATER = timedelta(days=30)

# What is due to be said, in order of time.
KINDS = [Notice.Kind.CONFIRM_SOON, Notice.Kind.CONFIRM_NOW, Notice.Kind.CONFIRM_LATE]


@dataclass(frozen=True)
class Standing:
    """How the own entry of somebody in office stands: `until` is the first day it is grey again."""

    confirmed_on: date | None = None
    until: date | None = None
    holds: bool = False


def standing(account, *, day):
    """That of the account's own entry, or None where its person could not confirm one."""
    own = to_confirm(account, day=day).with_confirmed_on().first()
    if own is None:
        return None
    if own.confirmed_on is None:
        return Standing()
    until = own.confirmed_on + HOLDS_FOR
    return Standing(own.confirmed_on, until, holds=day < until)


def to_confirm(account, *, day):
    """The entry that the account may confirm on the day, as a QuerySet: of somebody in office."""
    return FocalPoint.objects.in_office(day).signing_in_as(account)


@transaction.atomic
def confirm(focal_point, *, by, at):
    """The person says that all of the own entry is right. Returns whether it was said just now.

    Of many clicks on one day (UTC) the first counts.
    """
    focal_point.take_turns()
    _row, is_new = Confirmation.objects.get_or_create(
        focal_point=focal_point, confirmed_on=at.date()
    )
    if is_new:
        Entry.objects.record(Entry.What.CONFIRMED, who=by.pseudonym, about=focal_point.key, at=at)
    return is_new


def remind(*, day, at, is_tried_only=False):
    """Write to whoever has to confirm, what is due on the day and was not written before.

    Returns how many were written of each kind. Each person has a transaction of their own: a run
    that breaks off is taken up by the next one, and of two at the same time one writes.
    """
    written = Counter()
    for pk in FocalPoint.objects.to_remind(day).order_by("pk").values_list("pk", flat=True):
        kind = _remind_one(pk, day=day, at=at, is_tried_only=is_tried_only)
        if kind:
            written[kind] += 1
    return written


@transaction.atomic
def _remind_one(pk, *, day, at, is_tried_only):
    # Asked anew once the entry is locked: they may have confirmed, hidden or left meanwhile.
    FocalPoint(pk=pk).take_turns()
    rows = FocalPoint.objects.to_remind(day).with_confirmed_on().select_related("account")
    focal_point = rows.filter(pk=pk).first()
    if focal_point is None:
        return None
    due_on = due(focal_point)
    kind = kind_on(day, due_on)
    if kind is None or _was_told(focal_point, kind, due_on):
        return None
    if not is_tried_only:
        Notice.objects.create(focal_point=focal_point, kind=kind, due_on=due_on, written_at=at)
        tell(focal_point.account.email, lambda: _reminder(kind, focal_point, due_on))
    return kind


def due(focal_point):
    """The day on which it has to be confirmed; by whoever never did, from the day they came in."""
    if focal_point.confirmed_on:
        return focal_point.confirmed_on + HOLDS_FOR
    return focal_point.account.date_joined.date()


def kind_on(day, due_on):
    """What is to be said on the day, the newest alone, or None."""
    if day >= due_on + LATER:
        return Notice.Kind.CONFIRM_LATE
    if day >= due_on:
        return Notice.Kind.CONFIRM_NOW
    return Notice.Kind.CONFIRM_SOON if day >= due_on - EARLIER else None


def _was_told(focal_point, kind, due_on):
    """This or what comes after it: a run for an earlier day says nothing that is over."""
    since = KINDS[KINDS.index(kind) :]
    return focal_point.notices.filter(due_on=due_on, kind__in=since).exists()


def _reminder(kind, focal_point, due_on):
    return _("Is your entry in the register still right?"), _said(kind, focal_point, due_on)


def _said(kind, focal_point, due_on):
    """No name is written."""
    if kind == Notice.Kind.CONFIRM_SOON:
        state = _(
            "You confirmed your entry in the register of R2P focal points on %(confirmed)s. That "
            "holds for a year: until %(due)s."
        )
        otherwise = _(
            "If you do nothing, your entry turns grey on %(due)s and the secretariat is shown "
            "that nobody vouches for it. Nothing is deleted."
        )
    else:
        state = (
            _(
                "You confirmed your entry in the register of R2P focal points on %(confirmed)s. "
                "That held for a year: until %(due)s."
            )
            if focal_point.confirmed_on
            else _("You have not confirmed your entry in the register of R2P focal points yet.")
        )
        otherwise = _(
            "If you do nothing, your entry stays grey, and the secretariat is shown that nobody "
            "vouches for it. Nothing is deleted."
        )
    days = {
        "confirmed": day_in_words(focal_point.confirmed_on) if focal_point.confirmed_on else "",
        "due": day_in_words(due_on),
    }
    asked = _("Look at it, put right what is not, and confirm it with one click:\n%(page)s")
    page = settings.SITE_URL.rstrip("/") + reverse("me")
    return "\n\n".join([state % days, asked % {"page": page}, otherwise % days])
