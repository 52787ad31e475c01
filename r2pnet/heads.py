"""What the head of a public page says to machines: its one address, its title, and its data.

A page that is not named here says nothing to them; so do pages that refuse what was asked.
"""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from sources.dates import day_in_words

from . import linked_data
from .site import absolute
from .site_pages import BY_NAME


@dataclass(frozen=True)
class Head:
    """`path` is without the query; `within` is the name of the page that this one belongs to."""

    path: str
    title: str
    description: str = ""
    within: str = ""
    nodes: tuple = ()
    is_listed: bool = True  # else it is nothing to show in a preview of a link
    query: str = ""

    @property
    def address(self):
        return absolute(self.path + self.query)

    @cached_property
    def linked_data(self):
        """A `DataBlock`, or nothing where there are no data."""
        nodes = list(self.nodes)
        if self.within:
            nodes.append(linked_data.breadcrumbs(self._trail()))
        return linked_data.DataBlock(nodes) if nodes else ""

    def _trail(self):
        trail = [(self.title, self.path)]
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
    return Head(
        path=page.get_absolute_url(),
        title=str(page.title),
        description=str(page.about),
        within=page.within if page.within != "home" else "",
        nodes=(linked_data.dataset(),) if page.name in OF_THE_DATA else (),
        query=_query(context),
    )


def _party(context):
    party, standing = context["party"], context["standing"]
    return Head(
        path=party.get_absolute_url(),
        title=party.name,
        description=_("%(party)s in the register on %(day)s, as known now: %(rung)s.")
        % {
            "party": party.name,
            "rung": standing.rung.label,
            "day": day_in_words(standing.day),
        },
        within="countries",
        nodes=(linked_data.party(party, standing.in_force),),
        query=_query(context),
    )


def _meeting(context):
    meeting = context["meeting"]
    event = linked_data.event(
        meeting,
        hosts=context["hosts"],
        delegations=[each for group in context["delegations"] for each in group.delegations],
        other_titles=context["other_titles"],
    )
    return Head(
        path=meeting.get_absolute_url(),
        title=meeting.title,
        description=meeting.summary,
        within="meetings",
        nodes=(event,),
    )


def _source(context):
    source = context["source"]
    return Head(
        path=source.get_absolute_url(),
        title=source.label,
        within="sources",
        nodes=(linked_data.document(source),),
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
    fact = context["fact"]
    return Head(path=fact.get_fact_url(), title=str(fact))


# The pages that are made of the data as a whole.
OF_THE_DATA = ("home", "countries")
# By the name of the route of a page about one thing: what a template calls that, and its head.
ABOUT_ONE = {
    "country": ("party", _party),
    "organization": ("party", _party),
    "meeting": ("meeting", _meeting),
    "source": ("source", _source),
    "focal-point": ("person", _focal_point),
    "fact": ("fact", _fact),
}


def _query(context):
    """The day, where it is another one than today, and the page of a long list. No filters."""
    form, page = context.get("form"), context.get("page")
    asked = {}
    if hasattr(form, "is_today") and not form.is_today:
        asked["on"] = form.day.isoformat()
    if page and page.number > 1:
        asked["page"] = page.number
    return f"?{urlencode(asked)}" if asked else ""
