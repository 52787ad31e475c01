"""Fills a database on this machine with a network that does not exist, to try how large one may be.

Everything in it is called "Example 00017". It comes beside what the database holds, and goes again
with `--remove`. None of it has a history: nobody recorded it.
"""

from itertools import cycle, islice, pairwise
from math import ceil

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from countries.models import Party
from focalpoints.models import Appointment, Step
from meetings.models import Delegation, Meeting, SentFrom
from r2pnet.examples import SYNTHETIC as MARK
from sources.models import Passage, Source

DELEGATIONS_EACH = 4  # for each party and for each meeting, where nothing else is asked for
PASSAGES = 5  # of the document about each meeting
ROWS = 1_000  # meetings or parties made at once, with what belongs to them
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
        parser.add_argument("--parties", type=int, metavar="N", help="of how many parties")
        parser.add_argument(
            "--meetings", type=int, metavar="N", help="at how many meetings at least"
        )
        parser.add_argument("--remove", action="store_true", help="take it away again")

    def handle(self, *, delegations, remove, parties=None, meetings=None, **options):
        if remove:
            self.remove()
        elif settings.MODE not in ("local", "test"):
            raise CommandError(
                _("A made-up network has no place in a register that is served: nothing was done.")
            )
        elif not delegations or min(delegations, parties or 1, meetings or 1) < 1:
            raise CommandError(_("Say how many: --delegations 100000, or --remove."))
        else:
            self.make(delegations, parties, meetings)

    @transaction.atomic
    def make(self, delegations, parties, meetings):
        if Source.objects.filter(slug__startswith=MARK).exists():
            raise CommandError(_("A made-up network is there already. Remove it: --remove."))
        each = ceil(delegations / DELEGATIONS_EACH)
        parties = parties or max(each, ceil(delegations / (meetings or each)))
        meetings = max(meetings or each, ceil(delegations / parties))
        at_each = ceil(delegations / meetings)
        keys, made = [], 0
        for places in _parts(range(1, meetings + 1)):
            held = _meetings(places)
            keys = keys or _parties(parties, held[0][1])
            came = range(made, min(made + at_each * len(held), delegations))
            at = (held[(place - made) // at_each] for place in came)
            for some in _parts(_delegations(came, at, keys)):
                _record(some)
            made += len(came)
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


def _parts(rows, size=None):
    """The rows in lists of so many, in their order: of as many as are made at once."""
    rows = iter(rows)
    while part := list(islice(rows, size or ROWS)):
        yield part


def _name(number):
    return f"Example {number:05}"


def _meetings(places):
    """Meetings, each with the passages of a document about it."""
    meetings = Meeting.objects.bulk_create(_meeting(place) for place in places)
    sources = Source.objects.bulk_create(
        Source(
            slug=meeting.slug, label=meeting.title, kind=Source.Kind.SUMMARY, published=meeting.held
        )
        for meeting in meetings
    )
    passages = Passage.objects.bulk_create(
        Passage(source=source, anchor=f"p{place}", position=place, says=_name(place))
        for source in sources
        for place in range(1, PASSAGES + 1)
    )
    held = list(zip(meetings, _parts(passages, PASSAGES), strict=True))
    _cite((meeting, its_passages[0]) for meeting, its_passages in held)
    return held


def _meeting(place):
    of_network = place <= COMPARED
    return Meeting(
        slug=f"{MARK}{place:05}",
        title=_name(place),
        series=Meeting.Series.PREPARATORY if of_network else Meeting.Series.OTHER,
        held=f"{2011 + place % 12}-{1 + place % 9:02}-{1 + place % 27:02}",
    )


def _parties(number, passages):
    """The keys of so many parties, whose appointments and steps rest on the passages."""
    keys = []
    for places in _parts(range(1, number + 1)):
        parties = Party.objects.bulk_create(_party(place) for place in places)
        _succeed(_record(zip(_appointments(parties), cycle(passages))))
        _record(zip(_steps(parties), cycle(passages)))
        keys += [party.pk for party in parties]
    return keys


def _party(place):
    return Party(
        slug=f"{MARK}{place:05}",
        name=_name(place),
        kind=Party.Kind.ORGANIZATION,
        organization_kind=Party.OrganizationKind.INTERNATIONAL,
    )


def _appointments(parties):
    for place, party in enumerate(parties):
        for started, ended in PERIODS[place % len(PERIODS)]:
            yield Appointment(party=party, started=started, ended=ended, office=_name(place))


def _succeed(appointments):
    """Tie each appointment to the one of its party that ended on the day on which it began."""
    successors = []
    for before, after in pairwise(appointments):
        if before.party_id == after.party_id and before.ended == after.started:
            after.succeeds = before
            successors.append(after)
    Appointment.objects.bulk_update(successors, ["succeeds"])


def _steps(parties):
    for place, party in enumerate(parties):
        for kind, taken in STEPS[place % len(STEPS)]:
            yield Step(party=party, kind=kind, taken=taken)


def _delegations(places, at, keys):
    """From one party after another, each to the meeting at its place, with one of its passages."""
    for place, (meeting, passages) in zip(places, at, strict=True):
        delegation = Delegation(
            meeting=meeting,
            party_id=keys[place % len(keys)],
            role=Delegation.Role.values[place % len(Delegation.Role)],
            sent_from=["", *SentFrom][place % 3],
        )
        yield delegation, passages[place % PASSAGES]


def _record(cited):
    """The facts, which rest on one passage each: pairs of the two, as many as are made at once."""
    cited = list(cited)
    if not cited:
        return []
    facts = [fact for fact, _passage in cited]
    type(facts[0])._base_manager.bulk_create(facts)
    _cite(cited)
    return facts


def _cite(cited):
    cited = list(cited)
    model = type(cited[0][0])
    through = model.passages.through
    through._base_manager.bulk_create(
        through(**{f"{model._meta.model_name}_id": fact.pk, "passage": passage})
        for fact, passage in cited
    )
