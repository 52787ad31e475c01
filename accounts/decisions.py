"""What two of the secretariat decide: asked, seconded, told to all whom it concerns."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trail.models import Entry

from .acts import tell, tell_staff

SUBJECT = gettext_lazy("A decision of the secretariat about your account")
SUBJECT_TO_STAFF = gettext_lazy("A decision of the secretariat")


@transaction.atomic
def ask(decision, *, by, at):
    """Raises NotYours, or ValidationError."""
    decision.ask(by=by, at=at)
    if decision.alone_until is None:
        rest = _("Nothing happens until a second person of the secretariat agrees.")
    else:
        rest = _(
            "There is nobody to second it: so it happens on %(time)s UTC at the earliest, and can "
            "be stopped until then."
        ) % {"time": date_format(decision.alone_until, "j F Y, H:i")}
    _tell(decision, decision.addresses(), _("The secretariat has been asked for this:"), rest, by)
    _note(Entry.What.DECISION_ASKED, decision, by, at)
    return decision


def said_when_asked(decision):
    """What the member of staff is told who has asked for it."""
    if decision.alone_until is None:
        return _("Asked for: the others of the secretariat have been told, and so has the person.")
    return _(
        "Asked for, and the person has been told. Nobody else can agree: carry it out yourself "
        "from %(time)s UTC on, on the decision's page."
    ) % {"time": date_format(decision.alone_until, "j F Y, H:i")}


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
    _tell(decision, decision.addresses(), _("This was stopped, and does not happen:"), "", by)
    _note(Entry.What.DECISION_WITHDRAWN, decision, by, at)


def _carried_out(decision, before, by, at):
    """Told to the address of old too, where it is the address that has changed."""
    addresses = before | decision.addresses()
    done = _("This was decided by the secretariat, and is done:")
    _tell(decision, addresses, done, "", by, leaves_nothing=decision.leaves_nothing)
    _note(Entry.What.DECISION_CARRIED_OUT, decision, by, at)


def _tell(decision, addresses, opening, rest, by, *, leaves_nothing=False):
    """The person, and all others who decide. No name is written."""
    what = "\n\n".join(part for part in [opening, str(decision.what()), rest] if part)
    for address in sorted(addresses):
        tell(address, SUBJECT, what, leaves_nothing=leaves_nothing)
    where = settings.SITE_URL.rstrip("/") + _address(decision)
    others = decision.deciders().exclude(pk=by.pk)
    tell_staff(others, SUBJECT_TO_STAFF, f"{what}\n\n{where}")


def _address(decision):
    opts = decision._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[decision.pk])


def _note(what, decision, by, at):
    Entry.objects.record(
        what, who=by.pseudonym, about=decision.about(), at=at, detail=decision.in_a_word()
    )
