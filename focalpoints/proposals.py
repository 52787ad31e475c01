"""Official fields: proposed by the official, decided by staff, told to the person."""

from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.letters import tell, tell_staff
from accounts.models import User
from countries.models import Party
from sources.dates import in_words
from sources.enumeration import listed
from sources.kept_files import becomes_source, keep_letter
from trail.models import Entry

from .models import Appointment, FocalPoint, NotOpen, Proposal, ProposedChange

Field = ProposedChange.Field

# That an end comes before the start can be told at once; whether two appointments get in each
# other's way is for the secretariat, which may change the other one.
_TOLD_AT_ONCE = "appointment_end_not_before_start"
_ONE_WAITS = "proposal_one_undecided"

WITHDRAWN = "withdrawn"  # in the trail


def open_to(account, day):
    """The appointments about which the account may propose: those it surely holds on the day."""
    return Appointment.objects.certain(day).held_by(account)


def take_turns(appointment):
    """Lock party, appointment and holder until the transaction ends; returns them as they are now.

    What waits for a decision first, as where it is decided; then the party, as wherever the
    appointments of a party are judged together. The holder is `.holder`.
    """
    list(appointment.proposals.undecided().select_for_update().values_list("pk", flat=True))
    party = Party.objects.select_for_update().get(pk=appointment.party_id)
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    appointment.party = party
    if appointment.holder_id:
        persons = FocalPoint.objects.select_for_update()
        appointment.holder = persons.get(pk=appointment.holder_id)
    return appointment


def recorded(appointment):
    """What the register says under the official fields: texts by field."""
    return {
        field.value: str(getattr(_row_of(field, appointment), field.value) or "") for field in Field
    }


@transaction.atomic
def propose(appointment, *, by, at, wanted, explanation="", letter=None):
    """That official fields of the appointment should say something else: texts by field.

    Only what differs from what is recorded is kept. The letter is what a `LetterField` cleaned to.
    The same sent twice is one proposal. What somebody left undecided who does not hold the post
    any more is withdrawn. Raises ValidationError.
    """
    appointment = take_turns(appointment)
    if not open_to(by, at.date()).filter(pk=appointment.pk).exists():
        raise ValidationError(_("Only who holds a post proposes how it is recorded."))
    before = recorded(appointment)
    changes = {name: after for name, after in wanted.items() if after != before[name]}
    if waiting := appointment.proposals.undecided().of(appointment.holder).first():
        if not _says(waiting, changes, explanation, letter):
            raise ValidationError(_rule(Proposal, _ONE_WAITS).violation_error_message)
        return waiting
    if not changes:
        raise ValidationError(
            _("Nothing here differs from what is recorded: change what is not right.")
        )
    refuse_impossible(appointment, changes)
    left = list(appointment.proposals.undecided().not_of(appointment.holder))
    left = [_withdrawn(each, at) for each in left]
    proposal = Proposal(
        focal_point=appointment.holder,
        appointment=appointment,
        explanation=explanation,
        asked_by=by,
        asked_at=at,
    )
    proposal.full_clean()
    proposal.letter = keep_letter(letter, at=at)
    proposal.save()
    for name, after in changes.items():
        change = ProposedChange(proposal=proposal, field=name, before=before[name], after=after)
        change.full_clean()
        change.save()
    _tell_secretariat(by)
    for each in left:
        _note(Entry.What.PROPOSED, each, None, at, detail=WITHDRAWN)
    _note(Entry.What.PROPOSED, proposal, by, at)
    return proposal


def refuse_impossible(appointment, changes):
    """Raise ValidationError, by field, where the register could never say so.

    The appointment is not changed.
    """
    appointment = _copied(appointment)
    _apply(changes, appointment)
    refusals = {}
    for name in changes:
        row = _row_of(Field(name), appointment)
        try:
            row._meta.get_field(name).clean(getattr(row, name), row)
        except ValidationError as refusal:
            refusals[name] = refusal.messages
    if not refusals.keys() & {"started", "ended"}:
        try:
            _rule(Appointment, _TOLD_AT_ONCE).validate(Appointment, appointment)
        except ValidationError as refusal:
            refusals["ended"] = refusal.messages
    if refusals:
        raise ValidationError(refusals)


@transaction.atomic
def accept(proposal, *, by, at):
    """Record what is proposed. Whatever the register refuses leaves all as it was.

    What the letter says then stands behind the appointment; without a letter, the word of the
    secretariat does. Raises ValidationError.
    """
    proposal = _closed(proposal, Proposal.accept, by=by, at=at)
    appointment = take_turns(proposal.appointment)
    if appointment.holder_id != proposal.focal_point_id:
        raise ValidationError(_("Somebody else is recorded as the holder of this post by now."))
    _refuse_overtaken(proposal, appointment)
    changes = {each.field: each.after for each in proposal.changes.all()}
    _apply(changes, appointment)
    if changes.keys() - {Field.NAME}:
        appointment.is_from_secretariat |= proposal.letter_id is None
        _save(appointment)
    if Field.NAME in changes:
        _save(appointment.holder)
    if proposal.letter_id:
        with translation.override(settings.LANGUAGE_CODE):  # it is a text of the record from now on
            label = _("Letter about the post of %(party)s") % {"party": appointment.party}
        appointment.passages.add(becomes_source(proposal.letter, label=label, at=at))
    _tell_person(proposal, _accepted_in_words)
    _note(Entry.What.PROPOSAL_ACCEPTED, proposal, by, at)


@transaction.atomic
def refuse(proposal, *, by, at, answer):
    """The person reads the answer. Raises ValidationError."""
    answer = Proposal._meta.get_field("answer").clean(answer.strip(), proposal)
    if not answer:
        raise ValidationError({"answer": _("Say why it is refused: the person reads it.")})
    proposal = _closed(proposal, Proposal.refuse, by=by, at=at, answer=answer)
    _tell_person(proposal, _refused_in_words)
    _note(Entry.What.PROPOSAL_REFUSED, proposal, by, at)


@transaction.atomic
def withdraw(proposal, *, by, at):
    """By the person; the letter, which nobody has asked for then, goes. Raises ValidationError."""
    if proposal.focal_point.account != by:
        raise ValidationError(_("Only who proposed it withdraws it."))
    _note(Entry.What.PROPOSED, _withdrawn(proposal, at), by, at, detail=WITHDRAWN)


def _withdrawn(proposal, at):
    proposal = _closed(proposal, Proposal.withdraw, at=at)
    letter = proposal.letter
    if letter is not None:
        proposal.letter = None
        proposal.save(update_fields=["letter"])
        letter.delete()
    return proposal


class Side(NamedTuple):
    """One field of a proposal in words: as it was recorded, as it is now, and as it should be."""

    field: str
    label: str
    before: str
    now: str
    after: str

    @property
    def is_overtaken(self):
        """Whether somebody has changed it since, to something else than what is proposed."""
        return self.now not in (self.before, self.after)


def side_by_side(proposal):
    """In the order of the fields. Reads the changes, the appointment and its holder."""
    now = recorded(proposal.appointment)
    by_field = {each.field: each for each in proposal.changes.all()}
    return [
        Side(
            field.value,
            capfirst(str(field.label)),
            _value_in_words(field, by_field[field].before),
            _value_in_words(field, now[field]),
            _value_in_words(field, by_field[field].after),
        )
        for field in Field
        if field in by_field
    ]


def fields_in_words(proposal):
    """Which fields it is about, without what they say."""
    asked = {each.field for each in proposal.changes.all()}
    return listed(field.label for field in Field if field in asked)


def _rule(model, name):
    return next(each for each in model._meta.constraints if each.name == name)


def _row_of(field, appointment):
    """The name is the person's, all else the appointment's."""
    return appointment.holder if field == Field.NAME else appointment


def _copied(appointment):
    copy = Appointment.objects.get(pk=appointment.pk)
    copy.holder = FocalPoint.objects.get(pk=appointment.holder_id)
    return copy


def _apply(changes, appointment):
    for name, after in changes.items():
        setattr(_row_of(Field(name), appointment), name, after)


def _save(row):
    with translation.override(settings.LANGUAGE_CODE):  # a history has one language
        row._change_reason = _("Proposed by the focal point")
    row.full_clean()
    row.save()


def _refuse_overtaken(proposal, appointment):
    proposal.appointment = appointment
    overtaken = [
        _(
            "%(field)s: “%(before)s” when this was proposed, and “%(now)s” now. Somebody changed "
            "it in between: refuse the proposal, or set the field back first."
        )
        % {"field": side.label, "before": side.before or "–", "now": side.now or "–"}
        for side in side_by_side(proposal)
        if side.is_overtaken
    ]
    if overtaken:
        raise ValidationError(overtaken)


def _closed(proposal, verb, **how):
    """The proposal as it stands once it is decided; the row given is left alone."""
    found = Proposal.objects.select_related("focal_point__account", "appointment")
    proposal = found.get(pk=proposal.pk)
    try:
        verb(proposal, **how)
    except NotOpen:
        raise ValidationError(_("It was decided or withdrawn in the meantime.")) from None
    return proposal


def _says(waiting, changes, explanation, letter):
    """Whether what waits is just this: a second click sends everything once more."""
    asked = {each.field: each.after for each in waiting.changes.all()}
    if (asked, waiting.explanation) != (changes, explanation):
        return False
    if letter is None or waiting.letter is None:
        return letter is waiting.letter
    letter.seek(0)
    return letter.read() == bytes(waiting.letter.content)


def _value_in_words(field, value):
    match field:
        case Field.STARTED | Field.ENDED:
            return in_words(value)
        case Field.CAPACITY:
            return str(dict(Appointment.Capacity.choices).get(value, value))
        case _:
            return value


def _tell_person(proposal, in_words):
    """No name is written, and nothing of what is proposed: only which fields it is about."""

    def letter():
        subject, *sentences = in_words(proposal)
        return subject, "\n\n".join([*sentences, settings.SITE_URL.rstrip("/") + reverse("me")])

    for address in sorted(proposal.focal_point.addresses()):
        tell(address, letter)


def _accepted_in_words(proposal):
    return [
        _("What you proposed is recorded"),
        _("The secretariat has accepted what you proposed about your post: %(fields)s.")
        % {"fields": fields_in_words(proposal)},
        _("The register says so from now on."),
    ]


def _refused_in_words(proposal):
    return [
        _("What you proposed is not recorded"),
        _("The secretariat has not recorded what you proposed about your post: %(fields)s.")
        % {"fields": fields_in_words(proposal)},
        _("It says why:"),
        proposal.answer,
    ]


def _tell_secretariat(by):
    """All of it, and nobody is named."""

    def letter():
        where = settings.SITE_URL.rstrip("/") + reverse("admin:focalpoints_proposal_changelist")
        said = _("A focal point proposes another wording of official fields.")
        return _("A proposal waits for the secretariat"), f"{said}\n\n{where}"

    tell_staff(User.objects.staff().exclude(pk=by.pk), letter)


def _note(what, proposal, by, at, detail=""):
    """Without `by`, the portal does it by itself."""
    fields = "-".join(sorted(each.field for each in proposal.changes.all()))
    Entry.objects.record(
        what,
        who=by and by.pseudonym,
        about=proposal.focal_point.key,
        at=at,
        detail=detail or fields,
    )
