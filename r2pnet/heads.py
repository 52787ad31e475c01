"""What the head of a public page says to machines: its one address, its title, and its data.

A page that is not named here says nothing to them; so do pages that refuse what was asked.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from countries.forms import StatesForm
from focalpoints.forms import ChangesForm, DayForm
from meetings.models import Delegate
from sources.dates import day_in_words
from sources.translations import joined_up, told

from . import linked_data
from .languages import of_no_language, versions
from .site import absolute
from .site_pages import BY_NAME


class Alternate(NamedTuple):
    """The same for programs: how it relates to the page (RFC 8288), its media type, its path."""

    rel: str
    media_type: str
    path: str
    title: str = ""


@dataclass(frozen=True)
class Head:
    """`path` is without the query; `within` is the name of the page that this one belongs to.

    Between the two, `above` are the pages (title, path) that it belongs to more closely.
    """

    path: str
    title: str
    description: str = ""
    within: str = ""
    above: tuple = ()
    alternates: tuple = ()
    nodes: tuple = ()
    is_listed: bool = True  # else it is nothing to show in a preview of a link
    query: str = ""

    @property
    def address(self):
        return absolute(self.path + self.query)

    @property
    def versions(self):
        """The language and the address of the page in each, then in that of whoever speaks none."""
        paths = [(each.code, each.path) for each in versions(self.path + self.query)]
        paths.append(("x-default", of_no_language(self.path + self.query)))
        return [(code, absolute(path)) for code, path in paths]

    @cached_property
    def linked_data(self):
        """A `DataBlock`, or nothing where there are no data."""
        nodes = list(self.nodes)
        if self.within:
            nodes.append(linked_data.breadcrumbs(self._trail()))
        return linked_data.DataBlock(nodes) if nodes else ""

    def _trail(self):
        trail = [*self.above, (self.title, self.path)]
        within = self.within
        while within:
            page = BY_NAME[within]
            trail.insert(0, (page.title, page.get_absolute_url()))
            within = page.within
        return trail


def head_of(context):
    """The `Head` of the page that is rendered with the context, or None."""
    match = getattr(context.get("request"), "resolver_match", None)
    form = context.get("form")
    if match is None or (form is not None and form.is_bound and not form.is_valid()):
        return None
    if match.url_name in BY_NAME:
        return _site_page(BY_NAME[match.url_name], context)
    about, make = ABOUT_ONE.get(match.url_name, ("", None))
    if not context.get(about):
        return None
    return make(context)


def _site_page(page, context):
    query = _query(context)
    is_of_the_data = page.name in OF_THE_DATA
    form = context.get("form")
    return Head(
        path=page.get_absolute_url(),
        title=title_on_its_days(page, form) if query else str(page.title),
        description=str(page.about),
        within=page.within if page.within != "home" else "",
        alternates=_of_the_data(query) if is_of_the_data else (),
        nodes=(linked_data.dataset(),) if is_of_the_data else (),
        query=query,
    )


def _party(context):
    party, standing = context["party"], context["standing"]
    return Head(
        path=party.get_absolute_url(),
        title=joined_up(party),
        description=_("%(party)s in the register on %(day)s, as known now: %(rung)s.")
        % {
            "party": joined_up(party),
            "rung": standing.rung.label,
            "day": day_in_words(standing.day),
        },
        within="countries",
        alternates=(_in_api("parties", party.slug),),
        nodes=(linked_data.party(party, standing.in_force),),
        query=_query(context),
    )


def _meeting(context):
    meeting = context["meeting"]
    alternates = [_in_api("meetings", meeting.slug)]
    if not context["why_in_no_calendar"]:
        path = reverse("meeting-calendar", args=[meeting.slug])
        alternates.append(Alternate("alternate", "text/calendar", path))
    event = linked_data.event(
        meeting,
        hosts=context["hosts"],
        delegations=[each for group in context["delegations"] for each in group.delegations],
        other_titles=context["other_titles"],
    )
    return Head(
        path=meeting.get_absolute_url(),
        title=joined_up(meeting),
        description=told(meeting.summary).text,
        within="meetings",
        alternates=tuple(alternates),
        nodes=(event,),
    )


def _source(context):
    source = context["source"]
    return Head(
        path=source.get_absolute_url(),
        title=joined_up(source),
        within="sources",
        alternates=(_in_api("sources", source.slug),),
        nodes=(linked_data.document(source),),
    )


def _meeting_ledger(context):
    return _ledger("meeting-ledger", context["meeting"], within="meetings")


def _source_ledger(context):
    return _ledger("source-ledger", context["source"], within="sources")


def _ledger(route, row, *, within):
    return Head(
        path=reverse(route, args=[row.slug]),
        title=_("%(title)s: what is cited, what is inferred, what is unknown")
        % {"title": joined_up(row)},
        within=within,
        above=((str(row), row.get_absolute_url()),),
    )


def _focal_point(context):
    person = context["person"]
    node = linked_data.person(person)
    return Head(
        path=person.get_absolute_url(),
        title=person.full_name or _("A focal point"),
        within="focal-points",
        nodes=(node,) if node else (),
        is_listed=False,
    )


def _fact(context):
    fact, in_api = context["fact"], context["in_api"]
    alternates = (Alternate("alternate", "application/json", in_api),) if in_api else ()
    return Head(
        path=fact.get_fact_url(),
        title=joined_up(fact),
        alternates=alternates,
        is_listed=not isinstance(fact, Delegate),  # who may have to be forgotten
    )


def _of_the_data(query):
    """The register on the day as files, what is new in it, and the API that tells it all."""
    table = ["register"]
    return (
        Alternate("alternate", "text/csv", reverse("data-file", args=[*table, "csv"]) + query),
        Alternate(
            "alternate", "application/json", reverse("data-file", args=[*table, "json"]) + query
        ),
        Alternate(
            "alternate",
            "application/atom+xml",
            reverse("network-feed"),
            _("Appointments and steps"),
        ),
        Alternate(
            "alternate",
            "application/atom+xml",
            reverse("meetings-feed"),
            _("Meetings and their documents"),
        ),
        Alternate("service-desc", "application/json", reverse("api-description")),
    )


def _in_api(table, its_id):
    return Alternate("alternate", "application/json", reverse(f"api-{table}-row", args=[its_id]))


# The pages that are made of the data as a whole.
OF_THE_DATA = ("home", "countries", "data", "api")
# By the name of the route of a page about one thing: what a template calls that, and its head.
ABOUT_ONE = {
    "country": ("party", _party),
    "organization": ("party", _party),
    "meeting": ("meeting", _meeting),
    "source": ("source", _source),
    "meeting-ledger": ("meeting", _meeting_ledger),
    "source-ledger": ("source", _source_ledger),
    "focal-point": ("person", _focal_point),
    "fact": ("fact", _fact),
}


def permalink(form):
    """The query that asks for the same for good, with each day written out."""
    if isinstance(form, ChangesForm):
        return form.asked_between(*form.days)
    if isinstance(form, StatesForm) and not form.is_asked:
        return f"?on={form.day.isoformat()}"
    return form.asked_on(form.day)


def title_on_its_days(page, form):
    """The title of a page of the site as it stands on the days that its form asks about."""
    if isinstance(form, ChangesForm):
        first, last = (day_in_words(day) for day in form.days)
        return _("What changed from %(first)s to %(last)s") % {"first": first, "last": last}
    if page.name == "home":
        return _("The network on %(day)s") % {"day": day_in_words(form.day)}
    return str(page.title)


def _query(context):
    """What the page is of: the day, where it is another one than today, or the list or the two
    days that it answers about. And the page of a long list. No filters.
    """
    form, page = context.get("form"), context.get("page")
    asked = ""
    if isinstance(form, ChangesForm):
        asked = permalink(form) if any(field.data for field in form) else ""
    elif isinstance(form, StatesForm) and form.is_asked:
        asked = permalink(form)
    elif isinstance(form, DayForm) and not form.is_today:
        asked = f"?on={form.day.isoformat()}"
    if page and page.number > 1:
        asked = f"{asked}&page={page.number}" if asked else f"?page={page.number}"
    return asked
