"""One official leaves a post and the next one takes it over: asked for, accepted, carried out."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.invitations import invite
from accounts.letters import tell, tell_staff
from accounts.models import User
from countries.models import Party
from countries.names import fold
from sources.dates import day_in_words, in_words
from sources.kept_files import becomes_source, keep_letter
from trail.models import Entry

from .models import (
    Appointment,
    AppointmentInvitation,
    Assistance,
    ContactDetail,
    FocalPoint,
    Handover,
    NotOpen,
)

LONGEST_AHEAD = timedelta(days=365)
# A change of last week is told this week; what is older is history, and needs a source.
LONGEST_AGO = timedelta(days=30)

DETAIL = "handover"  # in the trail, which has the same words for proposals
SAME_PERSON = gettext_lazy("The successor is somebody else than whoever leaves.")


@transaction.atomic
def ask(
    appointment,
    *,
    takes_over_on,
    successor_name="",
    successor_honorific="",
    successor_address="",
    successor=None,
    explanation="",
    letter=None,
    by,
    at,
):
    """Ask the secretariat to record who succeeds the holder of an appointment, and on which day.

    The letter is what a `LetterField` cleaned to. Raises ValidationError.
    """
    appointment = Appointment.objects.select_for_update().get(pk=appointment.pk)
    handover = Handover(
        appointment=appointment,
        takes_over_on=takes_over_on,
        successor=successor,
        successor_name=successor_name,
        successor_honorific=successor_honorific,
        successor_address=successor_address.lower(),
        explanation=explanation,
        asked_by=by,
        asked_at=at,
    )
    handover.full_clean()
    refuse_impossible(handover, at=at)
    handover.letter = keep_letter(letter, at=at)
    handover.save()
    if not by.is_staff:
        _tell_secretariat()
    _note(Entry.What.PROPOSED, handover, by, at)
    return handover


def refuse_impossible(handover, *, at):
    """Raise ValidationError where nobody could carry it out, as far as can be told today.

    Whether somebody has an account under an address is not asked here, but when it is accepted:
    whoever types it would learn that. For the same reason an address is compared with those of
    whoever leaves only for who knows them: who leaves, and staff who may view contact details.
    """
    today = at.date()
    if handover.takes_over_on > today + LONGEST_AHEAD:
        raise ValidationError(
            {"takes_over_on": _("That is more than a year ahead: hand over nearer to the day.")}
        )
    if handover.takes_over_on < today - LONGEST_AGO:
        raise ValidationError(
            {
                "takes_over_on": _(
                    "That is more than %(days)s days ago: write to the secretariat instead, which "
                    "records what has long happened."
                )
                % {"days": LONGEST_AGO.days}
            }
        )
    _refuse_end(handover, handover.appointment)
    _refuse_same_person(handover, by_address=_knows_addresses(handover.asked_by))
    if handover.successor:
        _refuse_unavailable(handover.successor)


def accept(handover, *, by, at):
    """By staff, for the very person whom they see. At once where its day has come.

    What can be told today of that person and of the address is refused. Raises ValidationError.

    In two transactions: the trail is written last in each, and carrying out takes locks before.
    """
    _accept(handover, by, at)
    carry_out(handover, at=at, by=by)


@transaction.atomic
def _accept(handover, by, at):
    """Keeps who it is that staff accept; the row given is left alone."""
    handover = Handover.objects.get(pk=handover.pk)
    successor = _locked_successor(handover)
    _close(handover.accept, by=by, at=at)
    try:
        _refuse_successor(handover, successor)
    except ValidationError as refusal:
        raise ValidationError(refusal.messages) from None  # there is no field to fill in
    Handover.objects.filter(pk=handover.pk).update(successor=successor)
    if handover.takes_over_on > at.date():
        _tell_leaving(
            handover.appointment,
            gettext_lazy("Your handover is accepted"),
            gettext_lazy(
                "The secretariat has accepted that you hand over your post as %(capacity)s of "
                "%(party)s. Nothing changes until %(day)s; from that day on your successor holds "
                "it."
            ),
            handover.takes_over_on,
        )
    _note(Entry.What.PROPOSAL_ACCEPTED, handover, by, at)


@transaction.atomic
def refuse(handover, *, by, at, answer):
    """By staff, with a reason that the person reads; also what was accepted and waits.

    Raises ValidationError.
    """
    answer = Handover._meta.get_field("answer").clean(answer.strip(), handover)
    if not answer:
        raise ValidationError({"answer": _("Say why it is refused: the person reads it.")})
    is_told = handover.is_accepted or handover.is_asked_by_holder()
    _close(handover.refuse, by=by, at=at, answer=answer)
    if is_told:
        _tell_leaving(
            handover.appointment,
            gettext_lazy("Your handover is refused"),
            gettext_lazy(
                "The secretariat has refused that your post as %(capacity)s of %(party)s is handed "
                "over on %(day)s. It says why:"
            ),
            handover.takes_over_on,
            answer,
        )
    _note(Entry.What.PROPOSAL_REFUSED, handover, by, at)


@transaction.atomic
def withdraw(handover, *, by, at):
    """By whoever asked for it, until it is carried out; the letter goes. Raises ValidationError."""
    if handover.asked_by_id != by.pk:
        raise ValidationError(_("Only who asked for it withdraws it."))
    _close(handover.withdraw, at=at)
    letter = handover.letter
    if letter is not None:
        handover.letter = None
        handover.save(update_fields=["letter"])
        letter.delete()
    _note(Entry.What.PROPOSED, handover, by, at, detail=f"{DETAIL}-withdrawn")


def _close(verb, **how):
    try:
        verb(**how)
    except NotOpen:
        raise ValidationError(_("It was decided or withdrawn in the meantime.")) from None


def carry_out(handover, *, at, by=None):
    """Carry it out if its day has come, all of it or nothing. Returns whether this did it.

    What stands in the way is kept in `obstacle`, for staff; the next run tries again. Of two at
    the same time one does it. Without `by`, the portal does it by itself.
    """
    obstacle = ""
    try:
        with transaction.atomic():
            is_done = _carry_out(handover, by, at)
    except ValidationError as refusal:
        is_done, obstacle = False, " ".join(refusal.messages)
    except IntegrityError:
        is_done = False
        obstacle = _("Somebody recorded something else at the same moment: try again.")
    if obstacle:
        Handover.objects.waiting().filter(pk=handover.pk).update(obstacle=obstacle)
    handover.refresh_from_db()
    return is_done


def _carry_out(handover, by, at):
    """Locks party, appointment and persons, in this order, as others do; ends with the trail."""
    handover = Handover.objects.get(pk=handover.pk)
    Party.objects.select_for_update().get(pk=handover.appointment.party_id)
    old = Appointment.objects.select_for_update().get(pk=handover.appointment_id)
    handover.appointment = old
    successor = _locked_successor(handover)
    mine = Handover.objects.due(at.date()).filter(pk=handover.pk)
    if not mine.update(carried_out_at=at, obstacle=""):
        return False
    _refuse_end(handover, old)
    if not _may_still_be_asked(handover):
        raise ValidationError(_("Whoever asked for it does not hold this post any more."))
    if successor is None:
        _refuse_found_since(handover)
    _refuse_successor(handover, successor)
    if successor is None:
        successor = _person_made(handover)
    passages = _passages_of_letter(handover, at)
    new = _succeeded(old, successor, handover.takes_over_on.isoformat(), passages)
    address = handover.successor_address
    Handover.objects.filter(pk=handover.pk).update(
        succeeded_by=new,
        successor=successor,
        # From here on the entry of the successor says it, and they say what it says.
        successor_name="",
        successor_honorific="",
        successor_address="",
    )
    _tell_leaving(
        old,
        gettext_lazy("Your post is handed over"),
        gettext_lazy(
            "Your post as %(capacity)s of %(party)s is handed over: since %(day)s your successor "
            "holds it. You can still sign in, to see and to fetch what is held about you."
        ),
        handover.takes_over_on,
    )
    if successor.account:
        _tell_successor(successor, new, handover.takes_over_on)
    elif address:
        invite(
            AppointmentInvitation,
            address=address,
            by=by,
            at=at,
            language=_language_of(old.holder),
            appointment=new,
            holder=successor,
        )
    _note(Entry.What.HANDED_OVER, handover, by, at)
    return True


def _language_of(leaving):
    """That of whoever leaves, who works where the successor will."""
    return leaving.account.language if leaving and leaving.account else ""


def found_successor(handover):
    """The entry of the successor, where there is one: as chosen, or by the address of an account.

    Once it is accepted, as it was found then. For staff alone: it says whose account an address is.
    """
    if handover.successor_id or handover.is_accepted:
        return handover.successor
    return _person_at(handover.successor_address)


def successor_in_words(handover):
    """For staff alone: the entry, and beside it what was typed, which may mean somebody else."""
    found = found_successor(handover)
    if found is None:
        return successor_as_typed(handover)
    if not handover.successor_name:
        return _("%(name)s, who has an entry already") % {"name": found}
    return _("%(name)s, who has an entry already (typed as successor: %(typed)s)") % {
        "name": found,
        "typed": _name_typed(handover),
    }


def successor_as_typed(handover):
    """The same as of somebody new, whoever may have the address."""
    return _("%(name)s, who gets a new entry") % {"name": _name_typed(handover)}


def _name_typed(handover):
    return f"{handover.successor_honorific} {handover.successor_name}".strip()


def _person_at(address):
    if not address:
        return None
    return FocalPoint.objects.filter(account__email__iexact=address).first()


def _locked_successor(handover):
    found = found_successor(handover)
    keys = {handover.appointment.holder_id, found and found.pk} - {None}
    people = FocalPoint.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    return {person.pk: person for person in people}.get(found and found.pk)


def _person_made(handover):
    person = FocalPoint(name=handover.successor_name, honorific=handover.successor_honorific)
    person.full_clean()
    person.save()
    if handover.successor_address:
        detail = ContactDetail(
            focal_point=person,
            kind=ContactDetail.Kind.OFFICE_EMAIL,
            value=handover.successor_address,
            audience=ContactDetail.Audience.NETWORK,
        )
        detail.full_clean()
        detail.save()
    return person


def _passages_of_letter(handover, at):
    if handover.letter is None:
        return []
    with translation.override(settings.LANGUAGE_CODE):  # it is a text of the record from now on
        label = _("Letter on a handover: %(capacity)s of %(party)s, %(day)s") % _words(
            handover.appointment, handover.takes_over_on
        )
    return [becomes_source(handover.letter, label=label, at=at)]


def _succeeded(old, successor, day, passages):
    """End the one and begin the other on the day (EDTF text); returns the new one."""
    if old.ended:
        old.passages.add(*passages)
    else:
        old.end(on=day, passages=passages)
    is_alternate = old.capacity == Appointment.Capacity.ALTERNATE
    new, _is_new = Appointment.objects.record(
        passages=passages,
        party=old.party,
        holder=successor,
        capacity=old.capacity,
        office=old.office,
        institution=old.institution,
        seat=old.seat,
        started=day,
        succeeds=None if is_alternate else old,
        is_from_secretariat=not passages,
    )
    return new


def _refuse_end(handover, appointment):
    if handover.takes_over_on < appointment.started.latest:
        raise ValidationError(
            {
                "takes_over_on": _(
                    "On that day it is not certain that this appointment had begun "
                    "(%(started)s): nobody hands over what they do not hold yet."
                )
                % {"started": in_words(appointment.started)}
            }
        )
    if appointment.ended and appointment.ended != handover.takes_over_on.isoformat():
        raise ValidationError(
            _(
                "This appointment has an end recorded (%(ended)s), which is not the day of the "
                "handover."
            )
            % {"ended": in_words(appointment.ended)}
        )


def _may_still_be_asked(handover):
    """An account that is gone asked for it when it was there."""
    return (
        handover.asked_by_id is None
        or handover.is_asked_by_staff()
        or handover.is_asked_by_holder()
    )


def _knows_addresses(user):
    return not user.is_staff or user.has_perm("focalpoints.view_contactdetail")


def _refuse_same_person(handover, *, by_address=True):
    leaving = handover.appointment.holder
    if leaving is None:
        return
    if handover.successor_id:
        same = {"successor"} if handover.successor_id == leaving.pk else set()
    else:
        same = {
            name
            for name, is_same in [
                (
                    "successor_address",
                    by_address and handover.successor_address in leaving.addresses(),
                ),
                ("successor_name", fold(handover.successor_name) == fold(leaving.name)),
            ]
            if is_same
        }
    if same:
        raise ValidationError(dict.fromkeys(same, SAME_PERSON))


def _refuse_found_since(handover):
    """Staff accepted somebody new: whoever signs in with that address now may be another."""
    if _person_at(handover.successor_address):
        raise ValidationError(
            _(
                "Since this was accepted, somebody with an entry signs in with the address of the "
                "successor. Nobody has accepted that person: refuse the handover, and ask for it "
                "again."
            )
        )


def _refuse_successor(handover, successor):
    """Raise ValidationError where this entry, or somebody without one, cannot take it over."""
    if successor is None:
        _refuse_same_person(handover)
    elif successor.pk == handover.appointment.holder_id:
        raise ValidationError(SAME_PERSON)
    else:
        _refuse_unavailable(successor)
    if successor is None or successor.account is None:
        _refuse_address(handover.successor_address)


def _refuse_address(address):
    """Where the invitation would go: nobody is invited who has an account."""
    account = User.objects.filter(email__iexact=address).first() if address else None
    if account:
        _refuse_account(account)
        raise ValidationError(_("There is an account with this e-mail address already."))


def _refuse_account(account):
    if not account.is_active:
        raise ValidationError(
            _("The account of the successor is suspended or closed: no post is taken over with it.")
        )
    if account.is_staff:
        raise ValidationError(
            _("The account of the successor is of the secretariat: no post is taken over with it.")
        )
    if Assistance.objects.by(account).open().exists():
        raise ValidationError(
            _("The account of the successor is of an assistant: no post is taken over with it.")
        )


def _refuse_unavailable(successor):
    if successor.erased_at is not None:
        raise ValidationError(
            {"successor": _("This entry was erased: nobody holds a post with it any more.")}
        )
    if successor.protections.open().exists():
        raise ValidationError(
            {
                "successor": _(
                    "The successor is hidden: lift the protection first, or choose somebody else."
                )
            }
        )
    if successor.account:
        _refuse_account(successor.account)


def _tell_leaving(appointment, subject, body, day, *more):
    """The official who leaves. Nobody's name is written."""

    def letter():
        return subject, "\n\n".join([str(body) % _words(appointment, day), *more])

    if appointment.holder:
        for address in sorted(appointment.holder.addresses()):
            tell(address, letter)


def _tell_secretariat():
    """All of it, and nobody is named."""

    def letter():
        where = settings.SITE_URL.rstrip("/") + reverse("admin:focalpoints_handover_changelist")
        said = _("A focal point hands over to a successor.")
        return _("A handover waits for the secretariat"), f"{said}\n\n{where}"

    tell_staff(User.objects.staff(), letter)


def _tell_successor(successor, appointment, day):
    """Who signs in already gets no invitation, and would not hear of it otherwise."""

    def letter():
        return _("You have taken over a post"), _(
            "The register of R2P focal points records you as %(capacity)s of %(party)s since "
            "%(day)s. Sign in to see your entry."
        ) % _words(appointment, day)

    for address in sorted(successor.addresses()):
        tell(address, letter)


def _words(appointment, day):
    return {
        "capacity": appointment.get_capacity_display(),
        "party": appointment.party,
        "day": day_in_words(day),
    }


def _note(what, handover, by, at, detail=DETAIL):
    """About whoever leaves, where the register knows who that is."""
    leaving = handover.appointment.holder
    Entry.objects.record(
        what, who=by and by.pseudonym, about=leaving and leaving.key, at=at, detail=detail
    )
