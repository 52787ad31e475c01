"""Joining two entries of one person: one is kept, the other one becomes part of it.

The entry that has the account is the one in which the person has acted: its words go before the
other's, and what it shows in public is shown further on. Without an account, that holds of the
entry that is kept. Nothing comes to be shown in public by joining: where the other one has posts or
public delegates, what would name them is agreed to anew.
"""

import hashlib
from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.letters import tell
from countries.models import Party
from sources.enumeration import listed
from trail.models import Entry

from . import disclosure
from .models import (
    Appointment,
    AppointmentInvitation,
    Assistance,
    AssistantInvitation,
    Consent,
    ContactDetail,
    Draft,
    ErasureDecision,
    FocalPoint,
    FormerKey,
    Handover,
    Notice,
    Portrait,
    Proposal,
    Protection,
    ProtectionDecision,
)

WORDS = ["name", "honorific", "languages", "biography"]
# Each field that leads to an entry, and in which order its rows are taken: where somebody else
# takes several of them, they do so in this order, and nobody waits for each other.
LEADING_TO_ENTRY = [
    "focalpoints.Proposal.focal_point",
    "focalpoints.Handover.successor",
    "focalpoints.Appointment.holder",
    "focalpoints.AppointmentInvitation.holder",
    "focalpoints.AssistantInvitation.focal_point",
    "focalpoints.ContactDetail.focal_point",
    "focalpoints.Consent.focal_point",
    "focalpoints.Confirmation.focal_point",
    "focalpoints.Notice.focal_point",
    "focalpoints.Portrait.focal_point",
    "focalpoints.Assistance.focal_point",
    "focalpoints.Draft.focal_point",
    "focalpoints.ErasureDecision.focal_point",
    "focalpoints.ProtectionDecision.focal_point",
    "focalpoints.Protection.focal_point",
    "focalpoints.FormerKey.focal_point",
    "meetings.Delegate.focal_point",
]

_NARROWER = [
    ContactDetail.Audience.PUBLIC,
    ContactDetail.Audience.NETWORK,
    ContactDetail.Audience.SECRETARIAT,
]


class Share(NamedTuple):
    """How many rows of a kind become part of the entry that is kept, and how many go.

    Or, of what was open to the public, how much is so no more.
    """

    kind: str
    moved: int
    dropped: int


@dataclass(frozen=True)
class Preview:
    """What joining would make of two entries, as somebody of the secretariat sees it."""

    kept: disclosure.Person
    other: disclosure.Person
    joined: disclosure.Person
    posts: tuple
    shares: tuple

    @property
    def persons(self):
        return self.kept, self.other, self.joined

    @property
    def digest(self):
        return hashlib.sha256(repr(self).encode()).hexdigest()


@transaction.atomic
def join(kept, other, *, by, at):
    """The rows of the other entry become the kept one's, and its address leads there.

    The persons concerned are told. Raises ValidationError.
    """
    take_turns(kept, other)
    told = _fresh(kept).addresses() | _fresh(other).addresses()
    former, opened = other.key, _opened_by_person(kept, other)
    _join(kept, other, by, at)
    closed = _closed(opened, _opened_by_person(kept))
    for address in sorted(told):
        tell(address, lambda: _letter(closed))
    Entry.objects.record(
        Entry.What.JOINED, who=by.pseudonym, about=kept.key, at=at, detail=str(former)
    )


def preview(kept, other, *, viewer, by, at):
    """The `Preview` for the viewer: it is joined, looked at, and taken back.

    Raises ValidationError.
    """
    with transaction.atomic():
        take_turns(kept, other)
        before = [disclosure.find(each.key, viewer) for each in (kept, other)]
        shares = _join(kept, other, by, at)
        held = Appointment.objects.of_holder(kept.key).oldest_first()
        made = Preview(
            *before,
            joined=disclosure.find(kept.key, viewer),
            posts=tuple(str(each) for each in held),
            shares=tuple(shares),
        )
        transaction.set_rollback(True)
    return made


def take_turns(kept, other):
    """Lock all that joining changes until the transaction ends.

    What was asked for first, then parties, their appointments and invitations, and the persons
    last: in the order of those who carry out a proposal or a handover, or edit on the desk.
    """
    both = [kept.pk, other.pk]
    _lock(Proposal.objects.filter(focal_point__in=both))
    _lock(Handover.objects.filter(successor__in=both))
    posts = Appointment.objects.filter(holder__in=both)
    _lock(Party.objects.filter(pk__in=posts.values("party")))
    locked = _lock(posts)
    _lock(AppointmentInvitation.objects.filter(holder__in=both))
    _lock(AssistantInvitation.objects.filter(focal_point__in=both))
    persons = _lock(FocalPoint.objects.filter(pk__in=both))
    if len(persons) < len(set(both)) or locked != _lock(posts):
        raise ValidationError(_("Somebody changed one of the two at the same moment: try again."))


def kept_instead_of(key):
    """The key of the entry with which the one of that key was joined, or None."""
    return FormerKey.objects.filter(key=key).values_list("focal_point__key", flat=True).first()


def _lock(rows):
    """The keys of the rows, each locked until the transaction ends."""
    return list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))


def _opened_by_person(*entries):
    """What the persons show in public of themselves: pairs of the word for it and what it is."""
    consents = Consent.objects.open().filter(focal_point__in=entries)
    contacts = ContactDetail.objects.filter(
        focal_point__in=entries, audience=ContactDetail.Audience.PUBLIC
    )
    kind = str(ContactDetail._meta.verbose_name_plural)
    fields = {str(each): "" for each in consents}
    return {*fields.items(), *((kind, each.value) for each in contacts)}


def _closed(before, after):
    """How many of each word are open no more."""
    return Counter(sorted(word for word, _value in before - after))


def _letter(closed):
    said = _(
        "The register of R2P focal points held two entries of you, and the secretariat "
        "has joined them. Nothing more than before is shown in public. Please look at "
        "your entry, and tell the secretariat if one of the two was not yours."
    )
    return _("Two entries of yours are one now"), said + _closed_in_words(closed)


def _closed_in_words(closed):
    if not closed:
        return ""
    return "\n\n" + _(
        "Not shown in public any more, until you agree to it again: %(what)s. With what comes from "
        "the other entry, it would say more than you agreed to."
    ) % {"what": listed(closed)}


def _public_delegates(entries):
    """The keys of those that are meant for everybody, whether or not they are shown."""
    delegates = apps.get_model("meetings", "Delegate")
    of_them = delegates.objects.filter(focal_point__in=entries, audience=delegates.Audience.PUBLIC)
    return set(of_them.values_list("pk", flat=True))


def _fresh(entry):
    return FocalPoint.objects.select_related("account").get(pk=entry.pk)


def _join(kept, other, by, at):
    """Returns the `Share` of each kind of rows."""
    kept, other = _fresh(kept), _fresh(other)
    _refuse(kept, other)
    before = [(_leading_to(kept, where), _leading_to(other, where)) for where in LEADING_TO_ENTRY]
    opened, delegates = _opened_by_person(kept, other), _public_delegates([kept, other])
    speaks, silent = (other, kept) if other.account_id else (kept, other)
    _keep_delegates_unnamed(silent, by)
    filled = [name for name in WORDS if not getattr(speaks, name) and getattr(silent, name)]
    if not hasattr(speaks, "portrait") and hasattr(silent, "portrait"):
        filled.append("portrait")
    has_posts = silent.appointments.exists()
    if has_posts or delegates & _leading_to(silent, "meetings.Delegate.focal_point"):
        filled.append("name")
    if has_posts:
        # A page of posts shows a portrait and an address without a name, too.
        filled.append("portrait")
    _join_consents(kept, other, silent, filled, at)
    _join_contact_details(kept, other, silent, by)
    if has_posts:
        for each in kept.contact_details.filter(audience=ContactDetail.Audience.PUBLIC):
            _narrow(each, _not_public(each), by)
    _join_portraits(kept, other, speaks, by)
    _join_drafts(kept, other, speaks)
    _join_confirmations(kept, other, speaks)
    _join_protections(kept, other, at)
    _move(kept, other, by)
    _join_words(kept, other, speaks, silent, by)
    other._history_user = by
    other.delete()
    FormerKey.objects.create(key=other.key, focal_point=kept, joined_at=at)
    after = [_leading_to(kept, where) for where in LEADING_TO_ENTRY]
    moved = [
        Share(capfirst(_model_and_field(where)[0]._meta.verbose_name_plural), *_counted(*rows))
        for where, *rows in zip(LEADING_TO_ENTRY, before, after, strict=True)
        if any(_counted(*rows))
    ]
    closed = _closed(opened, _opened_by_person(kept))
    if narrowed := len(delegates - _public_delegates([kept])):
        closed[_("delegates, from now on for the network only")] = narrowed
    return moved + [
        Share(_("No longer public: %(what)s") % {"what": word}, 0, number)
        for word, number in closed.items()
    ]


def _keep_delegates_unnamed(silent, by):
    """Whose delegates were not named in public: they are not by the other entry's consent."""
    if FocalPoint.objects.named_in_public().filter(pk=silent.pk).exists():
        return
    for delegate in silent.attended_as.filter(pk__in=_public_delegates([silent])):
        delegate.audience = delegate.Audience.NETWORK
        delegate._history_user = by
        delegate.save()


def _leading_to(entry, where):
    model, field = _model_and_field(where)
    return set(model._base_manager.filter(**{field: entry.pk}).values_list("pk", flat=True))


def _model_and_field(where):
    label, _dot, field = where.rpartition(".")
    return apps.get_model(label), field


def _counted(before, after):
    of_kept, of_other = before
    return len(of_other & after), len((of_kept | of_other) - after)


def _refuse(kept, other):
    if kept.pk == other.pk:
        raise ValidationError(_("Choose another entry: this one cannot be joined with itself."))
    if kept.erased_at or other.erased_at:
        raise ValidationError(_("One of the two is erased: nothing of it is left to join."))
    if kept.account_id and other.account_id:
        raise ValidationError(
            _(
                "Both have an account. Ask the person which one they use, and erase the other one "
                "with its entry, or leave the two apart."
            )
        )
    for decisions in (ProtectionDecision, ErasureDecision):
        if decisions.objects.open().filter(focal_point__in=[kept, other]).exists():
            raise ValidationError(
                _("A decision about one of the two waits: carry it out or withdraw it first.")
            )
    _refuse_handover_to_oneself(kept, other)
    _refuse_twice_the_same_post(kept, other)


def _refuse_handover_to_oneself(kept, other):
    from_one_to_the_other = Q(appointment__holder=kept, successor=other) | Q(
        appointment__holder=other, successor=kept
    )
    if Handover.objects.pending().filter(from_one_to_the_other).exists():
        raise ValidationError(
            _("One of the two is about to hand over to the other: refuse that handover first.")
        )


def _refuse_twice_the_same_post(kept, other):
    """The database takes each appointment of a person once."""
    held = {(each.party_id, each.capacity, each.started) for each in kept.appointments.all()}
    for each in other.appointments.select_related("party"):
        if (each.party_id, each.capacity, each.started) in held:
            raise ValidationError(
                _(
                    "“%(appointment)s” is recorded for both. Have one of the two cite what both "
                    "rest on, and delete the other one first."
                )
                % {"appointment": each}
            )


def _join_consents(kept, other, silent, filled, at):
    """Only the person consents: what the silent entry shows, and what it fills in, is not shown.

    Nor what would name its posts.
    """
    Consent.objects.open().of(silent).update(withdrawn_at=at)
    Consent.objects.open().filter(focal_point__in=[kept, other], field__in=filled).update(
        withdrawn_at=at
    )
    other.consents.update(focal_point=kept)


def _join_contact_details(kept, other, silent, by):
    """Those in both once, for the narrower audience; none is opened to the public by joining."""
    held = {(each.kind, each.value): each for each in kept.contact_details.all()}
    for each in other.contact_details.all():
        if twin := held.pop((each.kind, each.value), None):
            _narrow(twin, max(twin.audience, each.audience, key=_NARROWER.index), by)
            each._history_user = by
            each.delete()
            continue
        each.focal_point = kept
        is_opened = other != silent and each.audience == ContactDetail.Audience.PUBLIC
        _narrow(each, each.audience if is_opened else _not_public(each), by)
    if kept == silent:
        for each in held.values():
            _narrow(each, _not_public(each), by)


def _not_public(detail):
    return max(detail.audience, ContactDetail.Audience.NETWORK, key=_NARROWER.index)


def _narrow(detail, audience, by):
    """And save it, where that or anything else of it changes."""
    saved = ContactDetail.objects.get(pk=detail.pk)
    detail.audience = audience
    if audience != ContactDetail.Audience.PUBLIC:
        detail.opened_by_person_at = None
    if (saved.audience, saved.focal_point_id) != (detail.audience, detail.focal_point_id):
        detail._history_user = by
        detail.save()


def _join_portraits(kept, other, speaks, by):
    theirs = Portrait.objects.filter(focal_point__in=[kept, other])
    shown = theirs.filter(focal_point=speaks).first() or theirs.first()
    for portrait in theirs:
        portrait._history_user = by
        if portrait != shown:
            portrait.delete()
    if shown and shown.focal_point_id != kept.pk:
        shown.focal_point = kept
        shown._history_user = by
        shown.save()


def _join_drafts(kept, other, speaks):
    theirs = Draft.objects.filter(focal_point__in=[kept, other])
    read = theirs.filter(focal_point=speaks).first() or theirs.first()
    if read:
        theirs.exclude(pk=read.pk).delete()
        theirs.update(focal_point=kept)


def _join_confirmations(kept, other, speaks):
    """That an entry is right only the person says, of the one in which they act."""
    if speaks == other:
        kept.confirmations.all().delete()
        other.confirmations.update(focal_point=kept)


def _join_protections(kept, other, at):
    """Hidden, where one of the two was: since the first time."""
    ProtectionDecision.objects.filter(focal_point=other).update(focal_point=kept)
    both = Protection.objects.filter(focal_point__in=[kept, other])
    for later in both.open().order_by("begun_at", "pk")[1:]:
        Protection.objects.filter(pk=later.pk).update(lifted_at=at)
    both.update(focal_point=kept)


def _move(kept, other, by):
    """What is taken over as it is. Rows with a history are saved, so that it tells of it."""
    told = Notice.objects.filter(focal_point=kept).values_list("kind", "due_on")
    again = Q(pk__in=[])
    for kind, due_on in told:
        again |= Q(kind=kind, due_on=due_on)
    other.notices.exclude(again).update(focal_point=kept)
    for model in (Proposal, Assistance, AssistantInvitation, ErasureDecision, FormerKey):
        model.objects.filter(focal_point=other).update(focal_point=kept)
    other.handovers_to.update(successor=kept)
    other.invitations.update(holder=kept)
    for post in other.appointments.all():
        post.holder = kept
        post._history_user = by
        post.save()
    for delegate in other.attended_as.all():
        delegate.focal_point = kept
        delegate._history_user = by
        delegate.save()


def _join_words(kept, other, speaks, silent, by):
    for name in WORDS:
        setattr(kept, name, getattr(speaks, name) or getattr(silent, name))
    kept.note = "\n\n".join(dict.fromkeys(filter(None, [kept.note, other.note])))
    kept.account = speaks.account
    FocalPoint.objects.filter(pk=other.pk).update(account=None)
    kept.full_clean()
    kept._history_user = by
    kept.save()
