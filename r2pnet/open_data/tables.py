"""The tables of the open data: what everyone may have of each kind of row, and no more.

The API, the files and the digest of the data are made of these, so that they say the same. No
person is in them: whoever agreed to be named on a page did not agree to be copied. What describes
them is marked for the pages that print it, see english.py; programs are told it in English.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext_noop as _

from countries.models import OtherName, Party
from countries.regions import M49Region, M49Subregion, RegionalGroup
from focalpoints import register
from focalpoints.models import Appointment, NetworkCount, Qualifier, Step
from focalpoints.register import Rung
from meetings.models import (
    Claim,
    Delegation,
    Difference,
    Headcount,
    Host,
    Meeting,
    OtherTitle,
    SentFrom,
)
from r2pnet.site import absolute
from sources.models import Passage, Source, Statement

from .columns import choice, day, edtf, number, required, several, text, truth
from .english import in_english


@dataclass(frozen=True)
class Table:
    """A table of what is recorded.

    `on` narrows its rows to what a day knows; without it, a day changes nothing. `key` names the
    columns that together are unlike in any two rows.
    """

    name: str
    title: str
    about: str
    columns: tuple
    all_rows: Callable
    on: Callable | None = None
    key: tuple = ("id",)
    # The lookup by which a row is found by its id; empty where rows have none of their own. Where
    # an id has parts, with dots between, so has this.
    found_by: str = "key"

    def rows(self, day=None):
        """All its rows in their order, or those that the day knows: a QuerySet."""
        rows = self.all_rows()
        return self.on(rows, day) if day and self.on else rows

    def one_by_one(self, day=None, *, at_once):
        """The same, one after another, of which so many are read at once and no more are held."""
        rows = self.rows(day)
        return iter(rows) if isinstance(rows, list) else rows.iterator(chunk_size=at_once)

    def holding(self, values, rows):
        """Of its rows those in which these values stand, by name of a column of `asked_by`."""
        asked_by = self.asked_by
        return rows.filter(**{asked_by[name]: value for name, value in values.items()})

    def find(self, id_):
        """The row with this id, or None."""
        return self._with_id(id_).first()

    def has(self, id_):
        """Whether a row has this id."""
        return self._with_id(id_).exists()

    def _with_id(self, id_):
        lookups, parts = self.found_by.split("."), id_.split(".")
        if len(lookups) != len(parts):
            return self.rows().none()
        return self.rows().filter(**dict(zip(lookups, parts, strict=True)))

    def row(self, instance):
        """By name of the column, what stands in the row: in English, wherever it is made.

        The rows of a file are made long after the view has answered, one after another.
        """
        with in_english():
            return {column.name: column.of(instance) for column in self.columns}

    @property
    def asked_by(self):
        """By name of the column, the lookup by which the API may be asked for a value of it."""
        return {column.name: column.asked_by for column in self.columns if column.asked_by}


@dataclass(frozen=True)
class TableOfDay(Table):
    """A table that is not made of rows of the database, but computed for a day.

    `in_parts` computes it for so many parties at once, where they may be too many.
    """

    in_parts: Callable | None = None

    def rows(self, day=None):
        """Its rows on the day, today if none is given: a list."""
        return self.all_rows(day or register.today())

    def one_by_one(self, day=None, *, at_once):
        if self.in_parts is None:
            return super().one_by_one(day, at_once=at_once)
        return self.in_parts(day or register.today(), at_once)

    def holding(self, values, rows):
        columns = [column for column in self.columns if column.name in values]
        return [
            row for row in rows if all(column.of(row) == values[column.name] for column in columns)
        ]


def passage_id(passage):
    """An id in which the source and the anchor can be told apart: "first-summary.p3"."""
    return f"{passage.source.slug}.{passage.anchor}"


def _table(name, title, about, columns, rows, *, made_as=Table, **options):
    flat = []
    for column in columns:
        flat += column if isinstance(column, list) else [column]
    return made_as(name, title, about, tuple(flat), rows, **options)


def _id(source="key"):
    return required("id", _("Set once, and kept."), source)


def _url(address="get_absolute_url"):
    return required(
        "url",
        _("The page of it."),
        lambda row: absolute(getattr(row, address)()),
        format="uri",
    )


def _party():
    return required(
        "party", _("The party."), "party.slug", refers_to="parties", asked_by="party__slug"
    )


def _meeting():
    return required(
        "meeting", _("The meeting."), "meeting.slug", refers_to="meetings", asked_by="meeting__slug"
    )


def _support():
    """What everyone may see of what a fact rests on, as `Cited.support` says."""
    return [
        several(
            "passages",
            _("The passages that it rests on, as ids of the table passages."),
            lambda row: [passage_id(each) for each in row.support().passages],
        ),
        truth(
            "holds_document",
            _("Whether it is confirmed by a document held by the secretariat."),
            lambda row: row.support().holds_document,
        ),
        truth(
            "is_from_secretariat",
            _("Whether it is known to the secretariat, without a document that could be cited."),
        ),
        text("inference", _("What in it no source says outright, and why it is recorded.")),
    ]


def _fact(*columns):
    return [_id(), *columns, *_support(), _url("get_fact_url")]


def _number_given(headcount):
    """None where the source gives no number: the 0 that is stored then is not one."""
    return headcount.value or None


def _of_meetings_over_by(rows, day):
    return rows.of(Meeting.objects.over_by(day))


PARTIES = _table(
    "parties",
    _("Parties"),
    _("Whoever can appoint, host or attend: countries and organizations, counted apart."),
    [
        required("id", _("Of a country its ISO 3166-1 alpha-3 code in lower case."), "slug"),
        required("name", _("The name.")),
        choice("kind", _("Country or organization."), Party.Kind),
        text(
            "iso", _("ISO 3166-1 alpha-2 code. NA is Namibia."), "iso.code", asked_by="iso__iexact"
        ),
        text("m49", _("M49 code: text, with its zeros.")),
        choice("m49_region", _("M49 code of the region."), M49Region, is_required=False),
        choice("m49_subregion", _("M49 code of the sub-region."), M49Subregion, is_required=False),
        choice("un_group", _("UN regional group."), RegionalGroup, is_required=False),
        choice("un_status", _("Status in the United Nations."), Party.UNStatus, is_required=False),
        day("un_status_since", _("Where that status began after September 2010: since when.")),
        text("grouping_note", _("Where a grouping needs a word more.")),
        text("acronym", _("The acronym of an organization.")),
        choice(
            "organization_kind",
            _("The kind of an organization."),
            Party.OrganizationKind,
            is_required=False,
        ),
        text(
            "parent",
            _("The organization that it is part of."),
            lambda row: row.parent.slug if row.parent else None,
            refers_to="parties",
            asked_by="parent__slug",
        ),
        several(
            "other_names",
            _("Other names, as sources or readers write it: in files, see the table other-names."),
            lambda row: [each.name for each in row.other_names.all()],
        ),
        _url(),
    ],
    Party.objects.for_open_data,
    found_by="slug",
)
OTHER_NAMES = _table(
    "other-names",
    _("Other names of parties"),
    _("As sources or readers write them."),
    [
        _party(),
        required("name", _("The name.")),
        edtf("used_from", _("From when on it was used.")),
        edtf("used_until", _("Until when it was used.")),
    ],
    OtherName.objects.for_open_data,
    key=("party", "name"),
    found_by="",
)
SOURCES = _table(
    "sources",
    _("Sources"),
    _("Documents that facts are drawn from, or that such documents refer to."),
    [
        required("id", _("Set once, and kept."), "slug"),
        required("label", _("What the register calls it.")),
        text("title", _("As printed.")),
        choice("kind", _("The kind of document."), Source.Kind),
        text("issued_by", _("Who issued it.")),
        edtf("published", _("When it came out.")),
        text("published_inference", _("What in that date the document does not say itself.")),
        text("address", _("Where it stands on the web, as far as known."), "url", format="uri"),
        required("language", _("A language tag (BCP 47).")),
        text(
            "edition_of",
            _("The document that it is another edition of: together, one confirmation."),
            lambda row: (
                row.edition_of.slug if row.edition_of and row.edition_of.is_public else None
            ),
            refers_to="sources",
        ),
        day("read_on", _("When its address was opened for the register.")),
        several(
            "referred_to_in",
            _("The passages that speak of it, as ids of the table passages."),
            lambda row: [passage_id(each) for each in row.public_references()],
        ),
        _url(),
    ],
    Source.objects.for_open_data,
    found_by="slug",
)
PASSAGES = _table(
    "passages",
    _("Passages"),
    _("The places in the sources that facts rest on, and what they say there, in our words."),
    [
        required("id", _("The id of the source, a dot, the anchor."), passage_id),
        required(
            "source", _("The source."), "source.slug", refers_to="sources", asked_by="source__slug"
        ),
        required("anchor", _("The place of its line in the document, such as p4.")),
        text("locator", _("How to find the place.")),
        number("position", _("The order of the passages of a source."), is_required=True),
        required("says", _("What it says there, in our words.")),
        text("quotation", _("Verbatim, where it is free to quote.")),
        _url(),
    ],
    Passage.objects.for_open_data,
    found_by="source__slug.anchor",
)
APPOINTMENTS = _table(
    "appointments",
    _("Appointments"),
    _("A party's focal point office, held over a period. Who held it is not part of the data."),
    _fact(
        _party(),
        choice("capacity", _("In which the office is held."), Appointment.Capacity),
        text("office", _("The office, as printed.")),
        text("institution", _("The institution, as printed.")),
        edtf("started", _("The first day in office."), is_required=True),
        edtf("ended", _("The first day out of office; empty where no end is recorded.")),
        text(
            "succeeds",
            _("The appointment that ended on the same, perhaps unknown, day."),
            lambda row: row.succeeds.key if row.succeeds else None,
            refers_to="appointments",
        ),
    ),
    Appointment.objects.for_open_data,
    on=lambda rows, day: rows.possible(day),
)
STEPS = _table(
    "steps",
    _("Steps"),
    _("What parties did or declared towards or within the network."),
    _fact(
        _party(),
        choice("kind", _("What it did or declared."), Step.Kind),
        text("role", _("The role that the source gives to it.")),
        edtf("taken", _("When."), is_required=True),
        text(
            "appointment",
            _("The appointment that it announced."),
            lambda row: row.appointment.key if row.appointment else None,
            refers_to="appointments",
            asked_by="appointment__key",
        ),
    ),
    Step.objects.for_open_data,
    on=lambda rows, day: rows.known_by(day),
)
NETWORK_COUNTS = _table(
    "network-counts",
    _("Reported sizes of the network"),
    _("Numbers as sources report them. None is computed."),
    _fact(
        choice("of", _("States or organizations."), NetworkCount.Of),
        number("value", _("The number."), is_required=True),
        choice("qualifier", _("How the source puts it."), Qualifier),
        edtf("as_of", _("The day of the count."), is_required=True),
    ),
    NetworkCount.objects.for_open_data,
    on=lambda rows, day: rows.known_by(day),
)
MEETINGS = _table(
    "meetings",
    _("Meetings"),
    _("Meetings of the network, and occasions that sources refer to."),
    [
        required("id", _("Set once, and kept."), "slug"),
        required("title", _("The title.")),
        choice("series", _("The series."), Meeting.Series),
        choice(
            "region",
            _("The M49 region of a regional meeting."),
            M49Region,
            is_required=False,
        ),
        number("ordinal", _("Its number in the series (and region).")),
        edtf("held", _("When it was held.")),
        text("city", _("The city.")),
        text(
            "country",
            _("The country."),
            lambda row: row.country.slug if row.country else None,
            refers_to="parties",
            asked_by="country__slug",
        ),
        text("venue", _("The venue.")),
        choice("status", _("Planned, held or cancelled."), Meeting.Status),
        text(
            "part_of",
            _("The occasion that it was part of."),
            lambda row: row.part_of.slug if row.part_of else None,
            refers_to="meetings",
            asked_by="part_of__slug",
        ),
        text("summary", _("In our words.")),
        several(
            "steps",
            _("The steps taken there, as ids of the table steps."),
            lambda row: [each.key for each in row.steps.all()],
        ),
        several(
            "documents",
            _("Its documents, as ids of the table sources."),
            lambda row: [each.slug for each in row.documents.all() if each.is_public],
        ),
        *_support(),
        _url(),
    ],
    Meeting.objects.for_open_data,
    on=lambda rows, day: rows.over_by(day),
    found_by="slug",
)
OTHER_TITLES = _table(
    "other-titles",
    _("Other titles of meetings"),
    _("How sources call a meeting."),
    _fact(_meeting(), required("title", _("The title."))),
    OtherTitle.objects.for_open_data,
    on=_of_meetings_over_by,
)
HOSTS = _table(
    "hosts",
    _("Hosts"),
    _("Who hosted a meeting, in the role that a source states."),
    _fact(
        _meeting(),
        _party(),
        choice("role", _("The role, as stated."), Host.Role),
        text("through", _("Such as a foreign ministry.")),
    ),
    Host.objects.for_open_data,
    on=_of_meetings_over_by,
)
DELEGATIONS = _table(
    "delegations",
    _("Delegations"),
    _("Who came to a meeting. Hosting alone is not attending."),
    _fact(
        _meeting(),
        _party(),
        choice("role", _("The role at the meeting."), Delegation.Role),
        choice("sent_from", _("Sent from where; empty: not stated."), SentFrom, is_required=False),
        choice("status", _("Whether it came."), Delegation.Status),
    ),
    Delegation.objects.for_open_data,
    on=_of_meetings_over_by,
)
HEADCOUNTS = _table(
    "headcounts",
    _("Headcounts"),
    _("How many came, as sources report it. None is computed."),
    _fact(
        _meeting(),
        choice("of", _("What was counted."), Headcount.Of),
        text("counted", _("Who was counted, where the source is narrower.")),
        choice(
            "sent_from", _("Sent from where; empty: from anywhere."), SentFrom, is_required=False
        ),
        choice("role", _("The role at the meeting."), Delegation.Role),
        choice("qualifier", _("How the source puts the number."), Qualifier),
        number("value", _("The number; empty where the source gives none."), _number_given),
    ),
    Headcount.objects.for_open_data,
    on=_of_meetings_over_by,
)
STATEMENTS = _table(
    "statements",
    _("Statements"),
    _("What sources say in general, in our words."),
    _fact(
        choice("topic", _("What it is about."), Statement.Topic),
        number("position", _("The order within the topic."), is_required=True),
        required("text", _("In our words.")),
    ),
    Statement.objects.for_open_data,
)
DIFFERENCES = _table(
    "differences",
    _("Differences between sources"),
    _("Questions to which sources give differing answers; see the table claims."),
    [
        required("id", _("Set once, and kept."), "slug"),
        choice("kind", _("How they differ."), Difference.Kind),
        required("question", _("The question.")),
        required(
            "reason", _("Why the register shows one claim before the others, or prefers none.")
        ),
        *(
            several(
                name,
                about,
                lambda row, name=name, id_=id_: [
                    getattr(each, id_) for each in getattr(row, name).all()
                ],
            )
            for name, id_, about in [
                ("parties", "slug", _("The parties that it is about.")),
                ("appointments", "key", _("The appointments that it is about.")),
                ("steps", "key", _("The steps that it is about.")),
                ("network_counts", "key", _("The network counts that it is about.")),
                ("meetings", "slug", _("The meetings that it is about.")),
                ("hosts", "key", _("The hosts that it is about.")),
            ]
        ),
        _url(),
    ],
    Difference.objects.for_open_data,
    found_by="slug",
)
CLAIMS = _table(
    "claims",
    _("Claims"),
    _("What sources answer where they differ, in our words."),
    _fact(
        required(
            "difference",
            _("The question."),
            "difference.slug",
            refers_to="differences",
            asked_by="difference__slug",
        ),
        number("position", _("The order among the claims."), is_required=True),
        required("states", _("The answer, in our words.")),
        truth("is_displayed", _("Whether the register shows this one.")),
    ),
    Claim.objects.for_open_data,
)

# Whatever a table refers to stands behind it: what is added while they are written one after
# another, a party and its delegation, say, is then never referred to without being there.
TABLES = (
    CLAIMS,
    DIFFERENCES,
    HEADCOUNTS,
    DELEGATIONS,
    HOSTS,
    OTHER_TITLES,
    MEETINGS,
    NETWORK_COUNTS,
    STEPS,
    APPOINTMENTS,
    STATEMENTS,
    PASSAGES,
    SOURCES,
    OTHER_NAMES,
    PARTIES,
)


def _standings(day):
    network = register.on(day)
    return [*network.states, *network.organizations]


def _standings_in_parts(day, at_once):
    parties = Party.objects.order_by("kind", "name", "pk").iterator(chunk_size=at_once)
    while some := list(islice(parties, at_once)):
        network = register.Register(day, register.standings(some, day))
        yield from network.states
        yield from network.organizations


def _attested(standing):
    return standing.last_attested.attested if standing.last_attested else ""


# Not made of rows: computed for a day, of all parties.
REGISTER = _table(
    "register",
    _("The register on a day"),
    _("Where each party stands on the day, as known now."),
    [
        day("day", _("The day."), is_required=True),
        required("party", _("The party."), "party.slug", refers_to="parties"),
        required("name", _("Its name."), "party.name"),
        choice("kind", _("Country or organization."), Party.Kind, "party.kind"),
        choice("rung", _("Where it stands: the first that holds."), Rung),
        truth("is_certain", _("Whether it surely has a focal point on the day.")),
        truth("is_possible", _("Whether it may have one.")),
        truth("is_inferred", _("Whether that is certain only through an inference of ours.")),
        truth("had_un_status", _("Whether its status in the United Nations had begun.")),
        several(
            "appointments",
            _("The appointments that are, or may be, in force, as ids of the table appointments."),
            lambda row: [each.key for each in row.in_force],
        ),
        several(
            "steps",
            _("The steps taken by the day, as ids of the table steps."),
            lambda row: [each.key for each in row.steps],
        ),
        edtf("last_attested", _("The date of the newest source or confirmation."), _attested),
    ],
    _standings,
    made_as=TableOfDay,
    in_parts=_standings_in_parts,
    key=("day", "party"),
    found_by="",
)
