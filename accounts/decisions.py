"""What two of the secretariat decide: asked, seconded, told to all whom it concerns."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sources.dates import time_in_words
from trail.models import Entry

from .letters import tell, tell_staff

SUBJECT = gettext_lazy("A decision of the secretariat about your account")
SUBJECT_TO_STAFF = gettext_lazy("A decision of the secretariat")


@transaction.atomic
def ask(decision, *, by, at):
    """Raises NotYours, or ValidationError."""
    decision.ask(by=by, at=at)
    asked = gettext_lazy("The secretariat has been asked for this:")
    _tell(decision, decision.addresses(), asked, by, rest=lambda: _what_is_to_come(decision))
    _note(Entry.What.DECISION_ASKED, decision, by, at)
    return decision


def _what_is_to_come(decision):
    if decision.alone_until is None:
        return _("Nothing happens until a second person of the secretariat agrees.")
    return _(
        "There is nobody to second it: so it happens on %(time)s UTC at the earliest, and can be "
        "stopped until then."
    ) % {"time": time_in_words(decision.alone_until)}


def said_when_asked(decision):
    """What the member of staff is told who has asked for it."""
    if decision.alone_until is None:
        return _("Asked for: the others of the secretariat have been told, and so has the person.")
    return _(
        "Asked for, and the person has been told. Nobody else can agree: carry it out yourself "
        "from %(time)s UTC on, on the decision's page."
    ) % {"time": time_in_words(decision.alone_until)}


@transaction.atomic
def second(decision, *, by, at):
    """Raises NotYours."""
    before = decision.addresses()
    decision.second(by=by, at=at)
    _note(Entry.What.DECISION_SECONDED, decision, by, at)
    _carried_out(decision, before, by, at)


@transaction.atomic
def carry_out_alone(decision, *, by, at):
    """Raises NotYours."""
    before = decision.addresses()
    decision.carry_out_alone(by=by, at=at)
    _carried_out(decision, before, by, at)


@transaction.atomic
def withdraw(decision, *, by, at):
    """Raises NotYours."""
    decision.withdraw(by=by, at=at)
    stopped = gettext_lazy("This was stopped, and does not happen:")
    _tell(decision, decision.addresses(), stopped, by)
    _note(Entry.What.DECISION_WITHDRAWN, decision, by, at)


def _carried_out(decision, before, by, at):
    """Told to the address of old too, where it is the address that has changed."""
    addresses = before | decision.addresses()
    done = gettext_lazy("This was decided by the secretariat, and is done:")
    _tell(decision, addresses, done, by, leaves_nothing=decision.leaves_nothing)
    _note(Entry.What.DECISION_CARRIED_OUT, decision, by, at)


def _tell(decision, addresses, opening, by, *, rest=str, leaves_nothing=False):
    """The person, and all others who decide. No name is written."""

    def what():
        parts = [str(opening), str(decision.what()), rest()]
        return "\n\n".join(part for part in parts if part)

    def to_staff():
        where = settings.SITE_URL.rstrip("/") + _address(decision)
        return SUBJECT_TO_STAFF, f"{what()}\n\n{where}"

    for address in sorted(addresses):
        tell(address, lambda: (SUBJECT, what()), leaves_nothing=leaves_nothing)
    tell_staff(decision.deciders().exclude(pk=by.pk), to_staff)


def _address(decision):
    opts = decision._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[decision.pk])


def _note(what, decision, by, at):
    Entry.objects.record(
        what, who=by.pseudonym, about=decision.about(), at=at, detail=decision.in_a_word()
    )
