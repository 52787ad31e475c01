"""What the search looks through: every public text, as plain values.

Of each kind of row the rows that everybody may see, by `values_list`, in one query. Of a focal
point it is what `disclosure.disclose` gives to everybody, and of that the name alone.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import NAME_IN, OtherName, Party, local_name
from countries.names import everyday_names
from focalpoints.disclosure import PUBLIC, disclose
from focalpoints.models import Appointment, FocalPoint, NetworkCount, Step
from focalpoints.register import today
from meetings.models import (
    Claim,
    Delegate,
    Difference,
    Headcount,
    Host,
    Meeting,
    OtherTitle,
)
from sources.citations import cited_models
from sources.edtf import EDTF
from sources.enumeration import in_parts
from sources.models import Passage, Source, Statement
from sources.order import in_order
from sources.translations import joined_up, told

from .site_pages import PAGES


class Kind(models.IntegerChoices):
    """The kinds of what is found, in the order of the page."""

    EXACT = 0, gettext_lazy("Called exactly so")
    DATED = 1, gettext_lazy("Dated then")
    STATE = 2, gettext_lazy("States")
    ORGANIZATION = 3, gettext_lazy("Organizations")
    MEETING = 4, gettext_lazy("Meetings")
    APPOINTMENT = 5, gettext_lazy("Appointments")
    FOCAL_POINT = 6, gettext_lazy("Focal points")
    DELEGATE = 7, gettext_lazy("Delegates")
    SOURCE = 8, gettext_lazy("Sources")
    PASSAGE = 9, gettext_lazy("Passages")
    STATEMENT = 10, gettext_lazy("Statements")
    DIFFERENCE = 11, gettext_lazy("Where sources differ")
    FACT = 12, gettext_lazy("Other facts")
    PAGE = 13, gettext_lazy("Pages of this site")


# Facts that are found by the sentence that says them, and by these fields. All others are part of
# what else is found, except delegations: they are too many, and found by their party and meeting.
SAID_BY_THEMSELVES = {Step: (), NetworkCount: (), Host: ("through",), Headcount: ()}


class Text(NamedTuple):
    """A text that is looked through, and what it is. A code is found only as a whole."""

    is_what: str
    text: str
    is_name: bool = False
    is_code: bool = False
    is_original: bool = False  # of what is told in another language than it was recorded in
    is_shown: bool = True


@dataclass(frozen=True)
class Entry:
    """Something that can be found: its title, what it is, where it stands, and its texts.

    `title_is` says what the title is, where it is looked through. What is `kept` may stay in
    memory, folded: a person's name may not, because it can be taken back.
    """

    kind: Kind
    title: str
    route: str
    args: tuple = ()
    anchor: str = ""
    about: str = ""
    dated: str = ""
    inference: str = ""
    title_is: str = ""
    texts: tuple = ()
    is_kept: bool = True

    def get_absolute_url(self):
        path = reverse(self.route, args=self.args)
        return f"{path}#{self.anchor}" if self.anchor else path

    def all_texts(self):
        if not self.title_is:
            return self.texts
        return (Text(self.title_is, self.title, is_name=True), *self.texts)


def entries():
    """All that can be found by words."""
    yield from _parties()
    yield from _meetings()
    yield from _appointments()
    yield from _focal_points()
    yield from _delegates()
    yield from _sources()
    yield from _passages()
    yield from _statements()
    yield from _differences()
    yield from _facts()
    yield from _pages()


def facts_with(key):
    """The public fact with that key, of whatever kind."""
    for model in cited_models():
        for fact in model.objects.public().filter(key=key):
            yield Entry(
                Kind.EXACT,
                title=str(fact),
                about=model._meta.verbose_name,
                route="fact",
                args=(model.collection, key),
            )


def dated_within(first, last):
    """What is known to have been within these days, both included, the oldest first.

    A meeting of several days also counts where only one of them was.
    """
    found = [
        *_meetings_held(first, last),
        *_steps_taken(first, last),
        *_sizes_counted(first, last),
        *_appointments_begun(first, last),
        *_appointments_ended(first, last),
        *_sources_published(first, last),
    ]
    return sorted(
        found,
        key=lambda each: (
            each.dated.earliest,
            each.dated.latest,
            in_order(each.title),
            each.route,
            each.args,
        ),
    )


def _parties():
    other_names = _grouped(OtherName.objects.values_list("party", "name"))
    in_languages = [*NAME_IN.values()]
    rows = Party.objects.values_list(
        "pk", "kind", "slug", local_name(), "iso", "m49", "acronym", *in_languages
    )
    for pk, kind, slug, name, iso, m49, acronym, *names in rows.order_by("pk"):
        elsewhere = sorted({*names} - {name, ""})
        is_state = kind == Party.Kind.COUNTRY
        codes = [
            (_("ISO 3166-1 alpha-2 code"), iso),
            (_("ISO 3166-1 alpha-3 code"), slug.upper() if is_state else ""),
            (_("M49 code"), m49),
        ]
        yield Entry(
            Kind.STATE if is_state else Kind.ORGANIZATION,
            title=name,
            title_is=_("name"),
            route=kind,
            args=(slug,),
            texts=(
                *(Text(is_what, code, is_code=True) for is_what, code in codes if code),
                *([Text(_("acronym"), acronym, is_name=True)] if acronym else []),
                *(
                    Text(_("also called"), other, is_name=True)
                    for other in [*sorted(other_names[pk]), *elsewhere]
                ),
                *(
                    Text(_("also called"), other, is_name=True, is_shown=False)
                    for other in (everyday_names(iso) if iso else [])
                ),
            ),
        )


def _meetings():
    other_titles = _grouped(OtherTitle.objects.public().values_list("meeting", "title"))
    rows = Meeting.objects.public().values_list(
        "pk",
        "slug",
        "title",
        "series",
        "city",
        local_name("country__"),
        "summary",
        "held",
        "inference",
    )
    for pk, slug, title, series, city, country, summary, held, inference in rows.order_by("pk"):
        label = str(Meeting.Series(series).label)
        yield Entry(
            Kind.MEETING,
            title=told(title).text,
            title_is=_("title"),
            route="meeting",
            args=(slug,),
            about=label,
            dated=held,
            inference=inference,
            texts=(
                *(
                    Text(_("other title"), other, is_name=True)
                    for other in _besides(title, sorted(other_titles[pk]))
                ),
                *_texts((_("city"), city), (_("country"), country), (_("series"), label)),
                *_texts((_("summary"), summary)),
            ),
        )


def _appointments():
    rows = Appointment.objects.public().exclude(office="", institution="")
    rows = rows.values_list(
        "party__kind", "party__slug", local_name("party__"), "capacity", "office", "institution"
    )
    for kind, slug, name, capacity, office, institution in rows.order_by("pk"):
        yield Entry(
            Kind.APPOINTMENT,
            title=_title(name, Appointment.Capacity(capacity).label),
            title_is=_("appointment"),
            route=kind,
            args=(slug,),
            anchor="appointments",
            texts=_texts((_("office"), office), (_("institution"), institution)),
        )


def _focal_points():
    for each in FocalPoint.objects.named_in_public().for_disclosure(today()).order_by("pk"):
        person = disclose(each, PUBLIC)
        if person and person.name:
            yield Entry(
                Kind.FOCAL_POINT,
                title=person.full_name,
                title_is=_("name"),
                route="focal-point",
                args=(person.key,),
                is_kept=False,
            )


def _delegates():
    rows = Delegate.objects.public().values_list(
        "name",
        "position",
        local_name("delegation__party__"),
        "delegation__meeting__slug",
        "delegation__meeting__title",
    )
    for name, position, party, slug, meeting in rows.order_by("pk"):
        yield Entry(
            Kind.DELEGATE,
            title=name,
            title_is=_("name"),
            route="meeting",
            args=(slug,),
            anchor="delegations",
            about=in_parts([party, told(meeting).text]),
            texts=_texts((_("position"), position)),
            is_kept=False,
        )


def _sources():
    rows = Source.objects.public().values_list(
        "slug", "label", "title", "issued_by", "kind", "published", "published_inference"
    )
    for slug, label, title, issued_by, kind, published, inference in rows.order_by("pk"):
        yield Entry(
            Kind.SOURCE,
            title=told(label).text,
            title_is=_("label"),
            route="source",
            args=(slug,),
            about=str(Source.Kind(kind).label),
            dated=published,
            inference=inference,
            texts=_texts((_("label"), label), (_("title"), title), (_("issued by"), issued_by)),
        )


def _passages():
    rows = Passage.objects.public().values_list(
        "source__slug", "source__label", "anchor", "locator", "says", "quotation"
    )
    for slug, label, anchor, locator, says, quotation in rows.order_by("pk"):
        yield Entry(
            Kind.PASSAGE,
            title=in_parts([told(label).text, anchor]),
            route="source",
            args=(slug,),
            anchor=anchor,
            texts=_texts(
                (_("what it says"), says),
                (_("place in the source"), locator),
                (_("quotation"), quotation),
            ),
        )


def _statements():
    rows = Statement.objects.public().values_list("topic", "text")
    for topic, text in rows.order_by("pk"):
        yield Entry(
            Kind.STATEMENT,
            title=str(Statement.Topic(topic).label),
            route="about",
            anchor=topic,
            texts=_texts((_("statement"), text)),
        )


def _differences():
    claims = _grouped(
        Claim.objects.public().values_list("difference", "states").order_by("position", "pk")
    )
    rows = Difference.objects.values_list("pk", "slug", "question", "reason")
    for pk, slug, question, reason in rows.order_by("pk"):
        yield Entry(
            Kind.DIFFERENCE,
            title=told(question).text,
            title_is=_("question"),
            route="differences",
            anchor=slug,
            texts=_texts(
                (_("question"), question),
                *((_("claim"), states) for states in claims[pk]),
                (_("why it is shown so"), reason),
            ),
        )


def _facts():
    """Facts with a sentence of their own, and what in any fact is our inference."""
    for model in cited_models():
        if model is Delegate:
            continue  # a person: only the name and the position, above
        said_by_itself = model in SAID_BY_THEMSELVES
        rows = model.objects.public()
        rows = (rows if said_by_itself else rows.inferred()).select_related()
        fields = [
            model._meta.get_field(name)
            for name in (*SAID_BY_THEMSELVES.get(model, ()), "inference")
        ]
        for fact in rows.order_by("pk"):
            yield Entry(
                Kind.FACT,
                title=joined_up(fact),
                title_is=_("fact") if said_by_itself else "",
                route="fact",
                args=(model.collection, fact.key),
                about=str(model._meta.verbose_name),
                texts=_texts(
                    *((str(each.verbose_name), each.value_from_object(fact)) for each in fields)
                ),
            )


def _pages():
    for page in PAGES:
        yield Entry(
            Kind.PAGE,
            title=str(page.title),
            title_is=_("title"),
            route=page.name,
            texts=_texts((_("what stands there"), str(page.about))),
        )


def _meetings_held(first, last):
    rows = Meeting.objects.public().held()
    rows = rows.filter(held__latest__gte=first, held__earliest__lte=last)
    for slug, title, held, inference in rows.values_list("slug", "title", "held", "inference"):
        if held.is_span or (first <= held.earliest and held.latest <= last):
            yield _dated(told(title).text, held, inference, _("meeting held"), "meeting", slug)


def _steps_taken(first, last):
    rows = _within(Step.objects.public(), "taken", first, last)
    for name, slug, party, kind, taken, inference in rows.values_list(
        local_name("party__"), "party__slug", "party__kind", "kind", "taken", "inference"
    ):
        title = _title(name, Step.Kind(kind).label)
        yield _dated(title, taken, inference, _("step"), party, slug, anchor="steps")


def _sizes_counted(first, last):
    rows = _within(NetworkCount.objects.public(), "as_of", first, last)
    for count in rows:
        yield _dated(
            count.counted,
            count.as_of,
            count.inference,
            _("reported size"),
            "home",
            anchor="reported",
        )


def _appointments_begun(first, last):
    return _appointments_with("started", first, last, _("appointment: started"))


def _appointments_ended(first, last):
    return _appointments_with("ended", first, last, _("appointment: first day out of office"))


def _appointments_with(name, first, last, about):
    rows = _within(Appointment.objects.public(), name, first, last)
    for each in rows.select_related("party"):
        title = _title(joined_up(each.party), each.get_capacity_display())
        when, said = getattr(each, name), each.inference_of(name)
        yield _dated(
            title, when, said, about, each.party.kind, each.party.slug, anchor="appointments"
        )


def _sources_published(first, last):
    rows = _within(Source.objects.public(), "published", first, last)
    for slug, label, published, inference in rows.values_list(
        "slug", "label", "published", "published_inference"
    ):
        yield _dated(told(label).text, published, inference, _("source published"), "source", slug)


def _within(rows, name, first, last):
    """The rows whose date, whatever it truly was, lies within the days."""
    return rows.filter(**{f"{name}__earliest__gte": first, f"{name}__latest__lte": last})


def _dated(title, when, inference, about, route, *args, anchor=""):
    return Entry(
        Kind.DATED,
        title=title,
        about=about,
        route=route,
        args=args,
        anchor=anchor,
        dated=EDTF(when),
        inference=inference,
    )


def _title(party, what):
    return _("%(party)s: %(what)s") % {"party": party, "what": what}


def _texts(*given):
    """Those of the texts that are not empty, each with what it is: as told, and as recorded."""
    return tuple(
        Text(is_what, each, is_original=each != told(text).text)
        for is_what, text in given
        for each in dict.fromkeys([told(text).text, text])
        if each
    )


def _besides(title, others):
    """The other titles, and the recorded one where another language tells it otherwise."""
    return others if told(title).text == title else [*others, title]


def _grouped(pairs):
    """The second of each pair, in lists by the first."""
    lists = defaultdict(list)
    for key, value in pairs:
        lists[key].append(value)
    return lists
