"""The register as seeded, held against what the five sources say.

The expectations are written out here from the sources, independently of the fixtures.
"""

from datetime import date

import pytest

from countries.models import Country, Organization, Party
from focalpoints import register
from focalpoints.models import Appointment, FocalPoint, NetworkCount, Step
from focalpoints.register import Rung
from meetings.models import Claim, Delegate, Delegation, Difference, Headcount, Host, Meeting
from sources.citations import cited_models
from sources.models import Passage, Source, Statement
from tests.read import soup_of, text_of, words

pytestmark = pytest.mark.usefixtures("seeded")

THE_37 = set(
    "alb arg aus aut bel bih bwa bgr cri civ cze cod dnk fin fra geo deu grc gha gtm hun irl ita "
    "lie ltu lux mne nld nzl pol svn esp swe che ury gbr usa".split()
)
FROM_CAPITALS = set(
    "aus bel ben bwa cze dnk fin gha gtm mex moz nld sen sle esp swe che ury usa".split()
)
FROM_MISSIONS = set("arg bgd bih cri civ idn nzl phl kor rwa zaf gbr".split())
AT_LJUBLJANA = {"aut", "bih", "bgr", "hun"}
AT_ACCRA = {"cod", "bdi", "lbr"}
PAGE = "r2p-focal-points-page"


def slugs(rows):
    return {row.party.slug for row in rows.select_related("party")}


def places(fact):
    return {(passage.source.slug, passage.anchor) for passage in fact.passages.all()}


# Parties


def test_there_are_193_member_states_and_two_observers():
    assert Country.objects.filter(un_status="member").count() == 193
    assert {party.slug for party in Country.objects.filter(un_status="observer")} == {"vat", "pse"}


@pytest.mark.parametrize(
    ("group", "size"),
    [
        ("african", 54),
        ("asia-pacific", 54),
        ("eastern-european", 23),
        ("latin-american-caribbean", 33),
        ("western-european-other", 29),
        ("", 2),
    ],
)
def test_the_regional_groups_have_their_sizes(group, size):
    assert Country.objects.filter(un_group=group).count() == size


def test_codes_are_text():
    assert Country.objects.get(slug="nam").iso.code == "NA"
    assert Country.objects.get(slug="afg").m49 == "004"


def test_two_states_have_a_status_begun_later():
    begun = dict(
        Country.objects.exclude(un_status_since=None).values_list("slug", "un_status_since")
    )

    assert begun == {"ssd": date(2011, 7, 14), "pse": date(2012, 11, 29)}


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("civ", "Cote d'Ivoire"),
        ("bih", "Bosnia-Herzegovina"),
        ("cze", "Czech Republic"),
        ("cod", "Democratic Republic of Congo"),
        ("gbr", "United Kingdom"),
        ("usa", "the United States"),
        ("kor", "the Republic of Korea"),
        ("gcr2p", "Global Centre for R2P"),
        ("gcr2p", "Global Centre"),
        ("stanley-center", "Stanley Foundation"),
        ("stanley-center", "Stanley Center"),
    ],
)
def test_names_as_the_sources_write_them_find_the_party(slug, name):
    assert Party.objects.get(slug=slug).answers_to(name)


def test_seven_organizations_are_named():
    assert {party.slug for party in Organization.objects.all()} == {
        "gcr2p",
        "stanley-center",
        "kaiptc",
        "united-nations",
        "european-union",
        "international-criminal-court",
        "osce",
    }


# Appointments, steps, reported sizes


def test_the_37_are_appointed_and_no_other():
    assert len(THE_37) == 37
    assert slugs(Appointment.objects.all()) == THE_37
    assert Appointment.objects.count() == 37


def test_no_focal_point_is_named():
    assert not FocalPoint.objects.exists()
    assert not Appointment.objects.exclude(holder=None).exists()


def test_four_had_appointed_by_the_day_of_ljubljana():
    stated = Appointment.objects.filter(inference="")

    assert slugs(stated) == AT_LJUBLJANA
    assert {row.started for row in stated} == {"[2010-09..2013-04-10]"}


def test_the_others_had_appointed_by_a_bound_that_we_infer():
    inferred = Appointment.objects.inferred()

    assert slugs(inferred) == THE_37 - AT_LJUBLJANA
    assert {row.started for row in inferred} == {"[2010-09..2014]"}


def test_every_appointment_rests_on_the_list():
    assert all((PAGE, "p21") in places(row) for row in Appointment.objects.all())
    assert not Appointment.objects.exclude(ended="").exists()


@pytest.mark.parametrize(
    ("kind", "role", "taken", "parties"),
    [
        ("launched", "", "2010-09", {"dnk", "gha", "gcr2p"}),
        ("launched", "in collaboration with", "2010-09", {"gcr2p"}),
        ("launched", "in association with", "2010-09", {"dnk", "gha"}),
        ("joined", "", "[2010-09..2012-03]", {"aus", "cri"}),
        (
            "joined",
            "co-organizer of the initiative and the network",
            "[2010-09..2012-03]",
            {"aus", "cri"},
        ),
        ("announced", "", "2013-04-10", AT_LJUBLJANA),
        ("intends", "", "[2013-06-11..2013-06-12]", AT_ACCRA),
    ],
)
def test_the_steps_from_2010_to_2013(kind, role, taken, parties):
    assert slugs(Step.objects.filter(kind=kind, role=role, taken=taken)) == parties


def test_there_are_no_other_steps():
    assert Step.objects.count() == 3 + 1 + 2 + 2 + 2 + 4 + 3


def test_each_telling_of_the_launch_rests_on_its_own_sources():
    assert places(Step.objects.get(party__slug="dnk", kind="launched", role="")) == {
        (PAGE, "p4"),
        ("2012-09-29-joint-press-release", "p8"),
        ("2012-second-meeting-web-edition", "p4"),
    }
    assert places(Step.objects.get(party__slug="gcr2p", kind="launched", role="")) == {
        ("2012-03-preparatory-workshop", "p6")
    }


def test_an_announcement_names_its_appointment():
    assert {
        (step.party.slug, step.appointment.party.slug)
        for step in Step.objects.filter(kind="announced")
    } == {(slug, slug) for slug in AT_LJUBLJANA}


def test_the_network_was_said_to_be_17_and_37():
    counts = NetworkCount.objects.values_list("of", "value", "qualifier", "as_of")

    assert set(counts) == {
        ("states", 17, "as-stated", "2012-09-29"),
        ("states", 37, "as-stated", "[2013-06-12..2014]"),
    }


# Meetings


@pytest.mark.parametrize(
    ("slug", "series", "ordinal", "held", "city", "country"),
    [
        ("2010-ministerial", "other", None, "2010-09", "", None),
        ("2011-new-york", "annual", 1, "2011-05-17/2011-05-18", "New York", "usa"),
        ("2012-issues-conference", "other", None, "2012-02-24/2012-02-26", "", None),
        ("2012-preparatory-workshop", "preparatory", None, "2012-02-24/2012-02-26", "", None),
        ("2012-new-york", "annual", 2, "2012-09-29", "New York", "usa"),
        ("2013-ljubljana", "regional", 1, "2013-04-10", "Ljubljana", "svn"),
        ("2013-accra", "annual", 3, "2013-06-11/2013-06-12", "Accra", "gha"),
    ],
)
def test_the_meetings(slug, series, ordinal, held, city, country):
    meeting = Meeting.objects.get(slug=slug)

    assert (meeting.series, meeting.ordinal) == (series, ordinal)
    assert (meeting.held, meeting.city) == (held, city)
    assert (meeting.country.slug if meeting.country else None) == country


def test_there_are_no_other_meetings():
    assert Meeting.objects.count() == 7


def test_the_workshop_was_part_of_a_conference():
    assert Meeting.objects.get(slug="2012-preparatory-workshop").part_of.title == (
        "43rd United Nations Issues Conference"
    )


@pytest.mark.parametrize(
    ("slug", "hosts"),
    [
        (
            "2011-new-york",
            {
                ("cri", "convened", "foreign ministry"),
                ("dnk", "convened", "foreign ministry"),
                ("gha", "convened", "foreign ministry"),
                ("gcr2p", "in-association", ""),
            },
        ),
        (
            "2012-preparatory-workshop",
            {
                ("gcr2p", "convened", ""),
                ("stanley-center", "convened", ""),
                ("stanley-center", "in-collaboration", ""),
            },
        ),
        (
            "2012-new-york",
            {
                ("aus", "hosted", ""),
                ("cri", "hosted", ""),
                ("dnk", "hosted", ""),
                ("gha", "hosted", ""),
                ("gcr2p", "in-association", ""),
            },
        ),
        ("2013-ljubljana", {("svn", "co-hosted", ""), ("gcr2p", "co-hosted", "")}),
        (
            "2013-accra",
            {
                ("dnk", "co-hosted", ""),
                ("gha", "co-hosted", ""),
                ("gcr2p", "co-hosted", ""),
                ("kaiptc", "co-hosted", ""),
            },
        ),
        ("2010-ministerial", set()),
        ("2012-issues-conference", {("stanley-center", "convened", "")}),
    ],
)
def test_the_hosts_in_the_role_as_stated(slug, hosts):
    rows = Host.objects.filter(meeting__slug=slug)

    assert set(rows.values_list("party__slug", "role", "through")) == hosts


def test_the_31_of_the_first_meeting_came_from_capitals_and_missions():
    came = Delegation.objects.filter(meeting__slug="2011-new-york")

    assert slugs(came.filter(sent_from="capital")) == FROM_CAPITALS
    assert slugs(came.filter(sent_from="mission")) == FROM_MISSIONS
    assert (len(FROM_CAPITALS), len(FROM_MISSIONS), came.count()) == (19, 12, 31)
    assert not came.inferred().exists()


def test_eleven_of_the_31_are_not_among_the_37():
    assert (
        set("ben mex moz sen sle bgd idn phl kor rwa zaf".split())
        == (FROM_CAPITALS | FROM_MISSIONS) - THE_37
    )


@pytest.mark.parametrize(
    ("slug", "parties"),
    [
        ("2012-new-york", {"dnk", "aus", "cri"}),
        ("2013-ljubljana", AT_LJUBLJANA),
        ("2013-accra", AT_ACCRA),
    ],
)
def test_who_spoke_attended_by_inference(slug, parties):
    inferred = Delegation.objects.filter(meeting__slug=slug).inferred()

    assert slugs(inferred) == parties


def test_four_organizations_came_to_ljubljana():
    came = Delegation.objects.filter(meeting__slug="2013-ljubljana", inference="")

    assert slugs(came) == {
        "united-nations",
        "european-union",
        "international-criminal-court",
        "osce",
    }


def test_nobody_else_is_recorded_as_having_come():
    assert Delegation.objects.count() == 31 + 3 + 4 + 4 + 3


def test_one_official_is_named():
    delegate = Delegate.objects.get()

    assert delegate.name == "Adama Dieng"
    assert delegate.position == "UN Special Adviser for the Prevention of Genocide"
    assert delegate.delegation.party.slug == "united-nations"
    assert delegate.delegation.meeting.slug == "2013-ljubljana"


@pytest.mark.parametrize(
    ("slug", "headcounts"),
    [
        (
            "2011-new-york",
            {
                ("states", "", "", "participant", "as-stated", 31),
                ("states", "", "capital", "participant", "as-stated", 19),
                ("states", "", "mission", "participant", "as-stated", 12),
                (
                    "persons",
                    "panelists from academia and diplomacy",
                    "",
                    "panelist",
                    "as-stated",
                    12,
                ),
                (
                    "organizations",
                    "non-governmental organizations",
                    "",
                    "observer",
                    "as-stated",
                    4,
                ),
            },
        ),
        ("2012-new-york", {("states", "", "", "participant", "as-stated", 36)}),
        (
            "2013-ljubljana",
            {("states", "", "", "participant", "as-stated", 31)},
        ),
        (
            "2013-accra",
            {
                ("states", "", "", "participant", "more-than", 35),
                ("organizations", "regional organizations", "", "participant", "as-stated", 3),
            },
        ),
        (
            "2012-preparatory-workshop",
            {
                ("persons", counted, "", "participant", "unnumbered", 0)
                for counted in [
                    "focal points",
                    "other national representatives",
                    "ambassadors and experts of missions to the United Nations",
                    "UN officials",
                    "mass atrocity specialists",
                ]
            },
        ),
    ],
)
def test_each_headcount_has_its_qualifier(slug, headcounts):
    rows = Headcount.objects.filter(meeting__slug=slug)

    assert (
        set(rows.values_list("of", "counted", "sent_from", "role", "qualifier", "value"))
        == headcounts
    )


@pytest.mark.parametrize(
    ("slug", "steps"),
    [
        ("2010-ministerial", {("dnk", "launched"), ("gha", "launched"), ("gcr2p", "launched")}),
        ("2013-ljubljana", {(slug, "announced") for slug in AT_LJUBLJANA}),
        ("2013-accra", {(slug, "intends") for slug in AT_ACCRA}),
        ("2011-new-york", set()),
        ("2012-new-york", set()),
    ],
)
def test_the_steps_taken_at_each_meeting(slug, steps):
    taken = Meeting.objects.get(slug=slug).steps.values_list("party__slug", "kind")

    assert set(taken) == steps


@pytest.mark.parametrize(
    ("slug", "documents"),
    [
        ("2011-new-york", {"2011-06-13-first-meeting-summary"}),
        (
            "2012-preparatory-workshop",
            {"2012-03-preparatory-workshop", "preparatory-workshop-policy-memo"},
        ),
        (
            "2012-new-york",
            {"2012-09-29-joint-press-release", "2012-second-meeting-web-edition"},
        ),
        ("2013-accra", set()),
    ],
)
def test_the_documents_of_each_meeting(slug, documents):
    assert set(Meeting.objects.get(slug=slug).documents.values_list("slug", flat=True)) == documents


# Sources


def test_five_sources_were_read_and_three_are_referred_to():
    read = Source.objects.exclude(kind=Source.Kind.REFERRED_TO)

    assert dict(read.values_list("slug", "published")) == {
        "2012-09-29-joint-press-release": "2012-09-29",
        "2012-second-meeting-web-edition": "",
        PAGE: "[2013-06-12..2014]",
        "2011-06-13-first-meeting-summary": "2011-06-13",
        "2012-03-preparatory-workshop": "2012-03",
    }
    assert Source.objects.count() == 8


@pytest.mark.parametrize(
    ("slug", "passage"),
    [
        ("focal-points-recommendations", (PAGE, "p13")),
        ("2005-world-summit-outcome", ("2012-03-preparatory-workshop", "p5")),
        ("preparatory-workshop-policy-memo", ("2012-03-preparatory-workshop", "p9")),
    ],
)
def test_what_was_not_read_says_where_it_is_referred_to(slug, passage):
    [reference] = Source.objects.get(slug=slug).referred_to_in.all()

    assert (reference.source.slug, reference.anchor) == passage


def test_two_editions_are_linked():
    edition = Source.objects.get(slug="2012-second-meeting-web-edition")

    assert edition.edition_of.slug == "2012-09-29-joint-press-release"


def test_a_passage_is_numbered_by_its_line():
    assert all(p.anchor == f"p{p.position}" for p in Passage.objects.all())


def test_no_passage_is_quoted():
    assert not Passage.objects.exclude(quotation="").exists()


def test_no_fact_stands_without_a_passage():
    assert [model for model in cited_models() if model.objects.uncited().exists()] == []
    assert all(
        not model.objects.filter(is_from_secretariat=True).exists() for model in cited_models()
    )


def test_each_row_has_one_row_of_history():
    assert all(
        model.history.count() == model.objects.count() for model in [*cited_models(), Party, Source]
    )


# Where the sources differ

RELEASE, WEB = "2012-09-29-joint-press-release", "2012-second-meeting-web-edition"
SUMMARY, WORKSHOP = "2011-06-13-first-meeting-summary", "2012-03-preparatory-workshop"


def claims(slug):
    """By what each claim rests on, whether the register shows it."""
    rows = Claim.objects.filter(difference__slug=slug).order_by("position")
    return [(places(claim), claim.is_displayed) for claim in rows]


@pytest.mark.parametrize(
    ("slug", "kind", "expected"),
    [
        (
            "when-launched",
            "precision",
            [
                ({(PAGE, "p4"), (WORKSHOP, "p6")}, True),
                ({(RELEASE, "p8"), (WEB, "p4")}, False),
            ],
        ),
        (
            "who-launched",
            "tension",
            [
                ({(RELEASE, "p8"), (WEB, "p4"), (PAGE, "p4")}, False),
                ({(WORKSHOP, "p6")}, False),
                ({(WORKSHOP, "p7")}, False),
            ],
        ),
        (
            "what-was-joined",
            "tension",
            [
                ({(RELEASE, "p8"), (WEB, "p4"), (PAGE, "p4")}, False),
                ({(WORKSHOP, "p3"), (WORKSHOP, "p7")}, False),
            ],
        ),
        (
            "when-first-meeting",
            "precision",
            [({(SUMMARY, "p3")}, True), ({(PAGE, "p5")}, False), ({(SUMMARY, "p1")}, False)],
        ),
        (
            "when-workshop",
            "precision",
            [({(WORKSHOP, "p8")}, True), ({(PAGE, "p6")}, False)],
        ),
        (
            "when-third-meeting",
            "precision",
            [
                ({(PAGE, "p16")}, True),
                ({(PAGE, "p2")}, False),
                ({(RELEASE, "p9"), (WEB, "p5")}, False),
            ],
        ),
        (
            "who-convened-workshop",
            "tension",
            [({(PAGE, "p6")}, False), ({(WORKSHOP, "p8")}, False)],
        ),
        (
            "name-of-workshop-host",
            "names",
            [({(WORKSHOP, "p3"), (WORKSHOP, "p8")}, True), ({(PAGE, "p6")}, False)],
        ),
        (
            "drc-intends-or-appointed",
            "tension",
            [({(PAGE, "p16"), (PAGE, "p17")}, False), ({(PAGE, "p20"), (PAGE, "p21")}, False)],
        ),
        (
            "all-regions-of-the-world",
            "tension",
            [
                ({(RELEASE, "p8"), (WEB, "p4")}, False),
                ({(PAGE, "p5")}, False),
                ({(PAGE, "p15")}, False),
                ({(PAGE, "p20")}, False),
                ({(PAGE, "p21")}, False),
            ],
        ),
    ],
)
def test_where_the_sources_differ_each_claim_rests_on_its_own(slug, kind, expected):
    assert Difference.objects.get(slug=slug).kind == kind
    assert claims(slug) == expected


@pytest.mark.parametrize(
    ("slug", "number"),
    [("first-meeting", 4), ("second-meeting", 6), ("third-meeting", 2), ("workshop", 2)],
)
def test_each_name_of_a_meeting_is_a_claim_and_its_title_the_one_that_is_shown(slug, number):
    difference = Difference.objects.get(slug=f"name-of-{slug}")
    meeting = difference.meetings.get()
    shown = difference.claims.get(is_displayed=True)

    assert f"{meeting.title}." == shown.states
    assert difference.claims.count() == meeting.other_titles.count() + 1 == number


def test_there_are_no_other_differences():
    assert Difference.objects.count() == 21
    assert not Difference.objects.one_sided().exists()
    assert not Statement.objects.filter(topic="tension").exists()


def test_none_is_preferred_where_the_sources_stand_in_tension():
    tense = Claim.objects.filter(difference__kind="tension")

    assert tense.count() == 14
    assert not tense.displayed().exists()


def test_the_page_of_a_state_leads_to_what_concerns_it(client):
    section = soup_of(client, "/countries/cod/").select_one("#differences ~ ul")

    assert [a["href"] for a in section.select("a")] == [
        "/differences/#drc-intends-or-appointed",
        "/differences/#name-of-drc",
    ]


# The register on a day


def rungs(day):
    return {each.party.slug: each.rung for each in register.on(day).states}


def test_on_29_september_2012_between_none_and_37_had_appointed(client):
    network = register.on(date(2012, 9, 29))
    soup = soup_of(client, "/countries/?on=2012-09-29")

    assert (network.state_pair.certain, network.state_pair.possible) == (0, 37)
    assert "Between 0 and 37 states recorded with a focal point on 29 September 2012" in words(soup)
    reported = soup.select_one("#reported")
    assert "17 states reported (as stated); day of the count: 29 September 2012" in words(reported)
    assert "37 states" not in words(reported)
    assert [a["href"] for a in reported.select(".cite a")] == [
        "/sources/2012-09-29-joint-press-release/#p4",
        "/sources/2012-09-29-joint-press-release/#p8",
        "/sources/2012-second-meeting-web-edition/#p4",
    ]


def test_on_12_june_2013_two_intend_and_one_is_possibly_appointed(client):
    on_the_day = rungs(date(2013, 6, 12))

    assert {slug for slug, rung in on_the_day.items() if rung == Rung.INTENDS} == {"bdi", "lbr"}
    assert on_the_day["cod"] == Rung.POSSIBLE
    row = soup_of(client, "/countries/?on=2013-06-12").find(
        "a", href="/countries/cod/?on=2013-06-12"
    )
    assert "announced that it intends to appoint" in words(row.parent)


def test_the_day_before_nobody_is_known_to_intend():
    assert Rung.INTENDS not in rungs(date(2013, 6, 11)).values()


def test_on_10_april_2013_four_are_certain():
    appointed = {s for s, rung in rungs(date(2013, 4, 10)).items() if rung == Rung.APPOINTED}

    assert appointed == AT_LJUBLJANA
    assert Rung.APPOINTED not in rungs(date(2013, 4, 9)).values()


def test_from_the_end_of_2014_all_37_are_certain_33_of_them_by_inference():
    network = register.on(date(2014, 12, 31))

    assert (network.state_pair.certain, network.state_pair.possible) == (37, 37)
    assert {each.party.slug for each in network.inferred_states} == THE_37 - AT_LJUBLJANA


def test_every_state_is_a_row_on_every_day():
    assert len(register.on(date(2010, 9, 1)).states) == 195


def test_the_headline_says_when_the_37_were_last_attested(client):
    assert (
        "37 states recorded: 0 attested within the last year, "
        "37 last attested between 12 June 2013 and 2014." in text_of(client, "/")
    )


@pytest.mark.parametrize(
    ("slug", "reported", "named"),
    [
        ("2011-new-york", "31 reported", "31 named"),
        ("2011-new-york", "19 reported", "19 named"),
        ("2011-new-york", "12 reported", "12 named"),
        ("2011-new-york", "4 reported", "0 named"),
        ("2012-new-york", "36 reported", "3 named, by inference"),
        ("2013-ljubljana", "31 reported", "4 named, by inference"),
        ("2013-accra", "more than 35 reported", "3 named, by inference"),
        ("2013-accra", "3 reported", "0 named"),
    ],
)
def test_reported_stands_beside_recorded(client, slug, reported, named):
    assert f"{reported} {named}" in text_of(client, f"/meetings/{slug}/")
