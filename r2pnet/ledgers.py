"""Ledgers: of a source and of a meeting, what is cited, what is inferred and what is unknown."""

from collections import Counter
from dataclasses import dataclass, replace

from django.db import models
from django.shortcuts import get_object_or_404, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy, pgettext

from countries.models import Party
from focalpoints.models import Qualifier
from focalpoints.models.steps import steps_in_order
from meetings.attendance import hosts_in_order, reported_beside_recorded
from meetings.models import Headcount, Meeting, SentFrom
from sources.citations import Support
from sources.dates import day_in_words
from sources.enumeration import listed_apart
from sources.models import Source
from sources.order import in_order
from sources.resting import elsewhere, kinds_on, numbers_on, passages_asked_for
from sources.translations import as_printed, told

NOTHING = Support(passages=(), holds_document=False, is_from_secretariat=False, inference="")


class Status(models.TextChoices):
    """How something is known.

    What is recorded of a document, no document is known to say: who issued it, where it stands on
    the web, that it bears no title.
    """

    CITED = "cited", gettext_lazy("cited")
    INFERRED = "inferred", gettext_lazy("partly inferred")
    RECORDED = "recorded", gettext_lazy("recorded by the register")
    SECRETARIAT = "secretariat", gettext_lazy("known to the secretariat")
    UNKNOWN = "unknown", gettext_lazy("unknown")


# How many lines of a ledger are known so; the number stands out.
COUNTED = {
    Status.CITED: ngettext_lazy("%(number)s cited", "%(number)s cited", "count"),
    Status.INFERRED: ngettext_lazy(
        "%(number)s partly inferred", "%(number)s partly inferred", "count"
    ),
    Status.RECORDED: ngettext_lazy(
        "%(number)s recorded by the register", "%(number)s recorded by the register", "count"
    ),
    Status.SECRETARIAT: ngettext_lazy(
        "%(number)s known to the secretariat", "%(number)s known to the secretariat", "count"
    ),
    Status.UNKNOWN: ngettext_lazy("%(number)s unknown", "%(number)s unknown", "count"),
}


@dataclass(frozen=True)
class Line:
    """One thing that one would want to know: what it is, how it is known, and what is known.

    `date` is an EDTF text, in place of a value in words. `address` is where the value leads.
    Of a line that is a fact by itself, `fact` has a page that tells it at length.
    """

    what: str
    status: Status = Status.UNKNOWN
    value: str = ""
    date: str = ""
    address: str = ""
    support: Support = NOTHING
    fact: object = None


def source_ledger(request, slug):
    source = get_object_or_404(Source.objects.for_page(), slug=slug)
    lines = list(_of_source(source))
    numbers = numbers_on(source.passages.all())
    page = passages_asked_for(request, source)
    kinds = kinds_on(page.object_list, numbers)
    return render(
        request,
        "sources/ledger.html",
        {
            "source": source,
            "lines": lines,
            "tally": tally(Counter(line.status for line in lines)),
            "page": page,
            "passages": [(passage, kinds[passage.pk]) for passage in page],
            "elsewhere": elsewhere(source, page),
            "facts_tally": tally(_how_facts_are_known(numbers)),
            "unused": page.paginator.count - len(numbers),
        },
    )


def meeting_ledger(request, slug):
    meeting = get_object_or_404(Meeting.objects.for_page(), slug=slug)
    delegations = meeting.delegations.for_meeting()
    lines = [
        *_when_and_where(meeting),
        *_hosts(hosts_in_order(meeting)),
        *_numbers(meeting.headcounts.for_meeting(), delegations),
        *_names(delegations),
        *_what_came_of_it(meeting),
    ]
    return render(
        request,
        "meetings/ledger.html",
        {
            "meeting": meeting,
            "rests_on_together": _apart_from_date(meeting),
            "lines": lines,
            "tally": tally(Counter(line.status for line in lines)),
        },
    )


def tally(counted):
    """How often each status stands in a ledger, in HTML; those that do not are left out."""
    return [
        format_html(
            str(COUNTED[status] % {"count": counted[status], "number": "<b>{}</b>"}),
            counted[status],
        )
        for status in Status
        if counted[status]
    ]


def status_of(support):
    if support.inference:
        return Status.INFERRED
    if support.passages or support.holds_document:
        return Status.CITED
    return Status.SECRETARIAT if support.is_from_secretariat else Status.UNKNOWN


def together(facts):
    """What several facts rest on, as if they were one."""
    all_of_it = [fact.support() for fact in facts]
    passages = dict.fromkeys(each for support in all_of_it for each in support.passages)
    inferences = dict.fromkeys(each.inference for each in all_of_it if each.inference)
    return Support(
        passages=tuple(passages),
        holds_document=any(each.holds_document for each in all_of_it),
        is_from_secretariat=any(each.is_from_secretariat for each in all_of_it),
        inference=" ".join(inferences),
    )


def _line(what, value, support, **more):
    """What is known and what it rests on; without a value it is unknown."""
    return (
        Line(what, status_of(support), str(value), support=support, **more) if value else Line(what)
    )


def _fact(what, fact, value, **more):
    return _line(what, value, fact.support(), fact=fact, **more)


# Sources


def _of_source(source):
    """A document that was read tells of itself; of another one those tell that refer to it."""
    passages = () if source.is_read else tuple(source.public_references())
    said = Support(passages, holds_document=False, is_from_secretariat=False, inference="")
    dated = replace(said, inference=source.published_inference)

    def recorded(what, value):
        return Line(what, Status.RECORDED, value) if value else Line(what)

    def of_it(what, value):
        """What the documents tell that refer to it; else it is recorded, and no more."""
        return _line(what, value, said) if said.passages else recorded(what, value)

    if not source.is_read:
        yield of_it(_("Title"), str(as_printed(source.title)))
    elif source.title:
        yield Line(_("Title"), Status.CITED, str(as_printed(source.title)))
    else:
        yield recorded(_("Title"), _("the document bears none"))
    # A page need not name who issues it, and is then known by the site on which it stands.
    yield of_it(_("Issued by"), str(as_printed(source.issued_by)))
    if source.published:
        status = Status.INFERRED if dated.inference else Status.CITED
        yield Line(_("Published"), status, date=source.published, support=dated)
    else:
        yield Line(_("Published"))
    yield recorded(_("Web address"), source.url)
    if source.url:
        read_on = source.read_on and day_in_words(source.read_on)
        yield recorded(_("Address opened for the register"), read_on)
    if not source.is_read:
        yield Line(_("What it says"))


def _how_facts_are_known(numbers):
    """How many facts on the passages are known so; `numbers` are the `numbers_on` them."""
    of_all = [number for of_kinds in numbers.values() for number in of_kinds.values()]
    inferred = sum(each.inferred for each in of_all)
    return Counter(
        {Status.INFERRED: inferred, Status.CITED: sum(each.total for each in of_all) - inferred}
    )


# Meetings


def _apart_from_date(meeting):
    """What is inferred of a meeting is its date: so its page has it too."""
    return replace(meeting.support(), inference="")


def _of_meeting(meeting, what, value, **more):
    """A line of the meeting itself: its passages stand above all of these, and beside none.

    Each says some of it, and it is not recorded which.
    """
    support = _apart_from_date(meeting)
    return Line(what, status_of(support), str(value), **more) if value else Line(what)


def _when_and_where(meeting):
    country, part_of = meeting.country, meeting.part_of
    if meeting.held:
        inferred = replace(NOTHING, inference=meeting.inference)
        status = status_of(meeting.support())
        yield Line(_("Date"), status, date=meeting.held, support=inferred)
    else:
        yield Line(_("Date"))
    yield _of_meeting(meeting, _("City"), str(told(meeting.city)))
    yield _of_meeting(
        meeting, _("Country"), country, address=country.get_absolute_url() if country else ""
    )
    yield _of_meeting(meeting, _("Venue"), meeting.venue)
    if meeting.series != Meeting.Series.OTHER:
        yield _of_meeting(meeting, _("Number in its series"), meeting.ordinal)
    if part_of:
        yield _of_meeting(
            meeting, pgettext("meeting", "Part of"), part_of, address=part_of.get_absolute_url()
        )


def _hosts(hosts):
    for host in hosts:
        through = _("%(party)s, through its %(through)s")
        value = through % {"party": host.party, "through": told(host.through)}
        yield _fact(
            _("Host, in the role as stated: %(role)s") % {"role": host.get_role_display()},
            host,
            value if host.through else host.party,
            address=host.party.get_absolute_url(),
        )
    if not hosts:
        yield Line(_("Hosts"))


HOW_MANY = {
    Headcount.Of.STATES: gettext_lazy("How many states came"),
    Headcount.Of.ORGANIZATIONS: gettext_lazy("How many organizations came"),
    Headcount.Of.PERSONS: gettext_lazy("How many persons came"),
}
NOT_NAMED = {
    Headcount.Of.STATES: gettext_lazy("Which other states came"),
    Headcount.Of.ORGANIZATIONS: gettext_lazy("Which other organizations came"),
    Headcount.Of.PERSONS: gettext_lazy("Which other persons came"),
}


def _numbers(headcounts, delegations):
    """What is reported, and how many of those reported nobody names."""
    beside = reported_beside_recorded(headcounts, delegations)
    for of, what in HOW_MANY.items():
        counted = [each for each in beside if each.headcount.of == of]
        for each in counted:
            value = _("%(counted)s; %(named)s") % {
                "counted": _in_full(each.headcount),
                "named": each.recorded_in_words(),
            }
            if each.is_numbered:
                yield _fact(what, each.headcount, value)
            else:
                yield Line(what, value=value, support=each.headcount.support(), fact=each.headcount)
        if not counted:
            yield Line(what)
        for each in counted:
            if each.is_pair and not each.names_all:
                yield Line(NOT_NAMED[of], value=_missing(each))


def _in_full(headcount):
    """Such as "19 states (participant), sent from: capital"."""
    return headcount.in_role(headcount.in_words())


def _missing(counted):
    """How many of those reported are not named, as the source puts the number."""
    headcount = counted.headcount
    missing = Qualifier(headcount.qualifier).put(headcount.value - counted.named)
    return _("%(missing)s of: %(reported)s") % {
        "missing": missing,
        "reported": _in_full(headcount),
    }


def _names(delegations):
    came = [each for each in delegations if each.came]
    states = [each for each in came if each.party.kind == Party.Kind.COUNTRY]
    organizations = [each for each in came if each.party.kind == Party.Kind.ORGANIZATION]
    persons = [person for each in came for person in each.public_delegates]
    for what, named in [
        (_("Which states came, by name"), states),
        (_("Which organizations came, by name"), organizations),
        (_("Which persons came, by name"), persons),
    ]:
        yield _line(what, named and _by_name(named), together(named))
    for place in SentFrom:
        sent = [each for each in came if each.sent_from == place]
        if sent:
            yield _line(_sent_from(place.label), _named(sent), together(sent))
    unstated = [each for each in came if not each.sent_from]
    if unstated or not came:
        value = _("not stated of: %(named)s") % {"named": _named(unstated)} if unstated else ""
        yield Line(_("Sent from where"), value=value)


def _sent_from(place):
    return _("Sent from: %(place)s") % {"place": place}


def _by_name(rows):
    """How many, and who: delegations by their party, persons by their name."""
    names = [str(getattr(each, "party", each)) for each in rows]
    return _("%(named)s: %(names)s") % {
        "named": _named(rows),
        "names": listed_apart(sorted(names, key=in_order)),
    }


def _named(rows):
    """How many, and how many of these by inference."""
    named = ngettext("%(count)s named", "%(count)s named", len(rows)) % {"count": len(rows)}
    inferred = sum(bool(each.inference) for each in rows)
    if not inferred:
        return named
    return _("%(named)s, %(inferred)s by inference") % {"named": named, "inferred": inferred}


def _what_came_of_it(meeting):
    yield _of_meeting(meeting, _("What it was about"), str(told(meeting.summary)))
    steps = steps_in_order(meeting.steps.for_page())
    for step in steps:
        yield _fact(_("Step taken there"), step, step, address=step.get_absolute_url())
    if not steps:
        yield Line(_("Steps taken there"))
    for document in meeting.public_documents:
        yield _of_meeting(meeting, _("Document"), document, address=document.get_absolute_url())
    if not meeting.public_documents:
        yield Line(_("Documents"))
    for other in meeting.other_titles.for_meeting():
        yield _fact(_("Called otherwise"), other, as_printed(other.title))
