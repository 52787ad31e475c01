"""When what is private of a former focal point is erased: told before, and twelve months after."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.letters import tell
from sources.dates import day_in_words

from .erasure import erase_former, holds_what_goes
from .models import Appointment, FocalPoint, Handover, Notice

TOLD_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Due:
    """What is due about a former focal point: to tell them of the erasure, or to erase."""

    key: object
    erased_on: date
    is_told: bool  # so it is the erasure that is due
    has_address: bool


def due(*, at):
    """All that is due at the time, as `Due`."""
    found = (_due_of(each, at) for each in _former(at.date()).order_by("pk"))
    return [each for each in found if each]


@transaction.atomic
def carry_out(what, *, at):
    """Tell the person, or erase. Of two at the same time, one does it.

    Returns whether it was done. Raises ValidationError.
    """
    former = FocalPoint.objects.filter(key=what.key).first()
    if former is None:
        return False
    # Asked anew once the entry is locked: they may have come back, or been told, meanwhile.
    former.take_turns()
    former = _former(at.date()).filter(key=what.key).first()
    found = former and _due_of(former, at)
    if not found or found.is_told != what.is_told:
        return False
    if found.is_told:
        return erase_former(former, at=at)
    _tell(former, found.erased_on, at)
    return True


def untold(focal_points, day):
    """Those who have been noticed, and whom no mail can reach: a list, for the secretariat."""
    noticed = focal_points.filter(
        Exists(Notice.objects.filter(focal_point=OuterRef("pk"), kind=Notice.Kind.ERASURE)),
        pk__in=_former(day).values("pk"),
    )
    noticed = noticed.select_related("account").prefetch_related("contact_details")
    return [each for each in noticed if not each.addresses()]


def _former(day):
    """Who surely left every post that they held, and is about to take over none."""
    held = Appointment.objects.filter(holder=OuterRef("pk"))
    comes_back = Handover.objects.pending().filter(successor=OuterRef("pk"))
    return FocalPoint.objects.not_erased().filter(
        Exists(held),
        ~Exists(held.filter(ended__latest__gt=day)),
        ~Exists(comes_back),
    )


def _due_of(former, at):
    """Twelve months after the last end, and no sooner than 30 days after they were told."""
    ended = max(each.ended.latest for each in former.appointments.all())
    over_on = a_year_after(ended)
    if at.date() < over_on - TOLD_BEFORE or not holds_what_goes(former):
        return None
    notices = former.notices.filter(kind=Notice.Kind.ERASURE, due_on__gte=over_on)
    told = notices.order_by("due_on", "pk").first()
    if told and (at.date() < told.due_on or at < told.written_at + TOLD_BEFORE):
        return None
    return Due(
        key=former.key,
        erased_on=told.due_on if told else max(over_on, at.date() + TOLD_BEFORE),
        is_told=told is not None,
        has_address=bool(former.addresses()),
    )


def a_year_after(day):
    """The same day of the next year; of 29 February, the first of March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def _tell(former, erased_on, at):
    """Where there is no address, the secretariat is shown that nobody was told (open ends)."""
    Notice.objects.create(
        focal_point=former, kind=Notice.Kind.ERASURE, due_on=erased_on, written_at=at
    )
    for address in sorted(former.addresses()):
        tell(address, lambda: _notice(erased_on))


def _notice(erased_on):
    return _("Your data in the register is erased soon"), _said(erased_on)


def _said(erased_on):
    """No name is written."""
    site = settings.SITE_URL.rstrip("/")
    return "\n\n".join(
        [
            _(
                "It is almost a year since you left your last post as a focal point. On %(day)s "
                "the register of R2P focal points erases your contact details, the secretariat's "
                "notes about you, your account, and of your portrait, languages and biography "
                "what you do not show in public, with all earlier versions."
            )
            % {"day": day_in_words(erased_on)},
            _(
                "That you held the post stays, and your name as you chose to have it shown. "
                "Until then you can sign in and fetch all that is held about you:\n%(page)s"
            )
            % {"page": f"{site}{reverse('my-data')}"},
            _("You can also ask that everything be erased, your name too:\n%(page)s")
            % {"page": f"{site}{reverse('my-erasure')}"},
        ]
    )
