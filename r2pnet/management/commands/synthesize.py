"""Fills a database on this machine with a network that does not exist, to try how large one may be.

Everything in it is called "Example 00017". It comes beside what the database holds, and goes again
with `--remove`. None of it has a history: nobody recorded it.
"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from countries.models import Party
from focalpoints.models import Appointment, Step
from meetings.models import Delegation, Meeting, SentFrom
from r2pnet.examples import SYNTHETIC as MARK
from sources.models import Passage, Source

PARTIES = 250  # at most; the meetings follow from that
PASSAGES = 5  # of the document about each meeting
TOLD = 10  # meetings after which the command says how far it is
COMPARED = 6  # meetings of the network; the others are occasions beside it

# By turns: an appointment as exact, as broad and as open as the register takes them.
PERIODS = [
    [("2012-09-29", "")],
    [("[2010-09..2014]", "")],
    [("[..2013-04-10]", "")],
    [("2011", "2014-06")],
    [("2012-05-01", "[2013..2015]")],
    [("2011-03-01", "[2015-03..2015-05]"), ("[2015-03..2015-05]", "")],
    [("[2013-06..]", "")],
    [],
]
STEPS = [
    [(Step.Kind.INTENDS, "2012-06")],
    [(Step.Kind.INTENDS, "2011"), (Step.Kind.WITHDREW, "[2012..2013]")],
    [(Step.Kind.JOINED, "[2010-09..2012-03]")],
    [],
    [],
]


class Command(BaseCommand):
    help = "Fills a local database with a made-up network, or takes it away again."

    def add_arguments(self, parser):
        parser.add_argument("--delegations", type=int, metavar="N", help="how many delegations")
        parser.add_argument("--remove", action="store_true", help="take it away again")

    def handle(self, *, delegations, remove, **options):
        if remove:
            self.remove()
        elif settings.MODE not in ("local", "test"):
            raise CommandError(
                _("A made-up network has no place in a register that is served: nothing was done.")
            )
        elif delegations is None or delegations < 1:
            raise CommandError(_("Say how many: --delegations 100000, or --remove."))
        else:
            self.make(delegations)

    @transaction.atomic
    def make(self, delegations):
        if Source.objects.filter(slug__startswith=MARK).exists():
            raise CommandError(_("A made-up network is there already. Remove it: --remove."))
        parties = _parties(min(PARTIES, delegations))
        meetings = Meeting.objects.bulk_create(_meetings(-(-delegations // len(parties))))
        summaries = [_summary(meeting) for meeting in meetings]
        _record(_appointments(parties), summaries[0])
        _succeed()
        _record(_steps(parties), summaries[0])
        made = 0
        for place, (meeting, passages) in enumerate(zip(meetings, summaries, strict=True), 1):
            _cite([meeting], passages)
            came = parties[: delegations - made]
            _record(_delegations(meeting, came), passages)
            made += len(came)
            if place % TOLD == 0 or made == delegations:
                self.tell(made, delegations)

    def tell(self, made, wanted):
        self.stdout.write(_("%(made)s of %(all)s delegations") % {"made": made, "all": wanted})

    @transaction.atomic
    def remove(self):
        try:
            for model, lookup in [
                (Delegation, "meeting__slug"),
                (Meeting, "slug"),
                (Step, "party__slug"),
                (Appointment, "party__slug"),
            ]:
                rows = model._base_manager.filter(**{f"{lookup}__startswith": MARK})
                joined = model.passages.through._base_manager
                _delete(joined.filter(**{f"{model._meta.model_name}__in": rows}))
                _delete(rows)
            _delete(Passage._base_manager.filter(source__slug__startswith=MARK))
            _delete(Source._base_manager.filter(slug__startswith=MARK))
            _delete(Party._base_manager.filter(slug__startswith=MARK))
            connection.check_constraints()
        except IntegrityError as error:
            raise CommandError(
                _("Something that was recorded since refers to it: %(error)s") % {"error": error}
            ) from error
        self.stdout.write(_("The made-up network is removed."))


def _delete(rows):
    """In one statement: rows without a history need no signal that tells of their end."""
    rows._raw_delete(rows.db)


def _name(number):
    return f"Example {number:05}"


def _summary(meeting):
    """The passages of a document about the meeting."""
    source = Source(
        slug=meeting.slug, label=meeting.title, kind=Source.Kind.SUMMARY, published=meeting.held
    )
    Source.objects.bulk_create([source])
    return Passage.objects.bulk_create(
        Passage(source=source, anchor=f"p{place}", position=place, says=_name(place))
        for place in range(1, PASSAGES + 1)
    )


def _parties(number):
    return Party.objects.bulk_create(
        Party(
            slug=f"{MARK}{place:05}",
            name=_name(place),
            kind=Party.Kind.ORGANIZATION,
            organization_kind=Party.OrganizationKind.INTERNATIONAL,
        )
        for place in range(1, number + 1)
    )


def _appointments(parties):
    for place, party in enumerate(parties):
        for started, ended in PERIODS[place % len(PERIODS)]:
            yield Appointment(party=party, started=started, ended=ended, office=_name(place))


def _succeed():
    """Tie each appointment to the one that ended on the day on which it began."""
    made = Appointment.objects.filter(party__slug__startswith=MARK)
    ended = {each.party_id: each for each in made.exclude(ended="")}
    for after in made.filter(ended=""):
        before = ended.get(after.party_id)
        if before and before.ended == after.started:
            made.filter(pk=after.pk).update(succeeds=before)


def _steps(parties):
    for place, party in enumerate(parties):
        for kind, taken in STEPS[place % len(STEPS)]:
            yield Step(party=party, kind=kind, taken=taken)


def _meetings(number):
    for place in range(1, number + 1):
        of_network = place <= COMPARED
        yield Meeting(
            slug=f"{MARK}{place:05}",
            title=_name(place),
            series=Meeting.Series.PREPARATORY if of_network else Meeting.Series.OTHER,
            held=f"{2011 + place % 12}-{1 + place % 9:02}-{1 + place % 27:02}",
        )


def _delegations(meeting, parties):
    for turn, party in enumerate(parties):
        yield Delegation(
            meeting=meeting,
            party=party,
            role=Delegation.Role.values[turn % len(Delegation.Role)],
            sent_from=["", *SentFrom][turn % 3],
        )


def _record(facts, passages):
    facts = list(facts)
    _cite(type(facts[0])._base_manager.bulk_create(facts), passages)


def _cite(facts, passages):
    """Let each fact rest on one passage, by turns."""
    model = type(facts[0])
    through = model.passages.through
    through._base_manager.bulk_create(
        through(**{f"{model._meta.model_name}_id": fact.pk, "passage": passages[turn % PASSAGES]})
        for turn, fact in enumerate(facts)
    )
