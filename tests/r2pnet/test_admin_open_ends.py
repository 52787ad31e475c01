from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from focalpoints.models import Step
from focalpoints.register import today
from tests import make

pytestmark = pytest.mark.django_db

NOTHING = {
    "erasures": "No request for erasure waits.",
    "untold": "Every former focal point whose private data is erased soon was told.",
    "uncited": "Every fact rests on a passage or is known to the secretariat.",
    "naming": "No public text names a focal point without their consent.",
    "unused": "A fact rests on every passage.",
    "unattested": "Every appointment with no end recorded was attested within the last year.",
    "proposals": "No proposal waits.",
    "handovers": "No handover waits.",
    "due-handovers": "Every handover whose day has come is carried out.",
    "unconfirmed": "Every focal point in office has confirmed their entry within the last year.",
    "vacant": "No post is vacant today.",
    "past-plans": "No planned meeting lies in the past.",
    "undated": "Every source has a date.",
    "unnamed": "As many delegations are recorded as were counted.",
    "one-sided": "Every difference between sources has two claims or more.",
    "remarks": "Every remark of a reader is settled.",
}


@pytest.fixture
def desk(client):
    client.force_login(make.make_staff())
    return client


@pytest.fixture
def new_passage(db):
    """A passage published today."""
    return make.make_passage(make.make_source(published=today().isoformat()))


def ends(desk):
    """The sentences under each heading that has any."""
    response = desk.get(reverse("admin:open-ends"))
    return {
        end.key: [row["text"] for row in end.rows] for end in response.context["ends"] if end.total
    }


def test_an_empty_register_has_no_open_ends_and_says_so(desk):
    response = desk.get(reverse("admin:open-ends"))

    assert {end.key: end.none for end in response.context["ends"]} == NOTHING
    assert all(sentence in response.text for sentence in NOTHING.values())


def test_facts_with_nothing_behind_them_are_listed_with_a_link(desk, new_passage):
    make.make_step(make.make_country("gha"), passages=[new_passage])
    make.make_statement(is_from_secretariat=True, passages=[])
    statement = make.make_statement(text="Uncited.", passages=[])
    host = make.make_host(
        make.make_meeting(title="Accra", passages=[new_passage]),
        make.make_country("dnk"),
        passages=[],
    )

    assert ends(desk) == {
        "uncited": ["What the network is for: Uncited.", "Accra: Denmark (hosted)"]
    }
    page = desk.get(reverse("admin:open-ends")).text
    assert reverse("admin:sources_statement_change", args=[statement.pk]) in page
    assert reverse("admin:meetings_host_change", args=[host.pk]) in page


def test_passages_that_no_fact_rests_on_are_listed(desk, new_passage):
    make.make_network_count(passages=[new_passage])
    unused = make.make_passage(new_passage.source)

    assert ends(desk) == {"unused": [str(unused)]}


def test_appointments_not_attested_within_a_year_are_listed(desk, new_passage):
    year_ago = make.make_source(published=(today() - timedelta(days=365)).isoformat())
    within_a_year = make.make_source(published=(today() - timedelta(days=364)).isoformat())
    undated = make.make_source(published="")

    for slug, source in [("gha", year_ago), ("dnk", within_a_year), ("aus", undated)]:
        make.make_appointment(make.make_country(slug), passages=[make.make_passage(source)])
    make.make_appointment(make.make_country("cri"), ended="2100", passages=[new_passage])

    assert ends(desk) == {
        "unattested": [
            "Australia: focal point, 29 September 2012",
            "Ghana: focal point, 29 September 2012",
        ],
        "undated": [undated.label],
    }


def test_focal_points_in_office_who_have_not_confirmed_are_listed(desk, new_passage):
    passages = {"passages": [new_passage]}
    for name, days_ago in [("Never", None), ("Long ago", 365), ("Still", 364)]:
        person = make.make_focal_point(name)
        make.make_appointment(holder=person, **passages)
        if days_ago:
            make.make_confirmation(person, confirmed_on=today() - timedelta(days=days_ago))
    make.make_appointment(holder=make.make_focal_point("Former"), ended="2014", **passages)

    assert ends(desk)["unconfirmed"] == ["Long ago", "Never"]


def test_differences_in_which_nothing_differs_are_listed(desk, new_passage):
    for question, claims in [("None?", 0), ("One?", 1), ("Two?", 2)]:
        difference = make.make_difference(question=question)
        for _ in range(claims):
            make.make_claim(difference, passages=[new_passage])

    assert ends(desk) == {"one-sided": ["None?", "One?"]}


def test_posts_that_are_surely_vacant_are_listed(desk, new_passage):
    ghana, denmark, chile = (make.make_country(slug) for slug in ("gha", "dnk", "chl"))
    make.make_appointment(ghana, ended="2014", passages=[new_passage])
    make.make_appointment(denmark, ended="2014", passages=[new_passage])
    make.make_appointment(denmark, started="2014", passages=[new_passage])
    make.make_appointment(chile, ended="[2014..2100]", passages=[new_passage])
    make.make_appointment(chile, capacity="alternate", ended="2014", passages=[new_passage])

    assert ends(desk) == {"vacant": ["Ghana"]}


def test_meetings_planned_for_a_day_that_has_passed_are_listed(desk, new_passage):
    yesterday = (today() - timedelta(days=1)).isoformat()
    facts = {"series": "other", "passages": [new_passage]}

    make.make_meeting(title="Past", status="planned", held=yesterday, **facts)
    make.make_meeting(title="Today", status="planned", held=today().isoformat(), **facts)
    make.make_meeting(title="Some day", status="planned", held="", **facts)
    make.make_meeting(title="Held", held=yesterday, **facts)

    assert ends(desk) == {"past-plans": ["Past"]}


def test_headcounts_with_fewer_delegations_than_counted_are_listed(desk, new_passage):
    accra = make.make_meeting(title="Accra", passages=[new_passage])
    make.make_delegation(accra, make.make_country("gha"), passages=[new_passage])

    make.make_headcount(accra, value=2, passages=[new_passage])
    make.make_headcount(accra, value=1, passages=[new_passage])
    make.make_headcount(
        accra, of="organizations", qualifier="unnumbered", value=0, passages=[new_passage]
    )
    make.make_headcount(accra, of="persons", value=90, passages=[new_passage])

    assert ends(desk) == {"unnamed": ["Accra: 2 states"]}


def test_remarks_that_are_not_settled_are_listed_the_oldest_first(desk):
    noon = datetime(2026, 11, 22, 12, tzinfo=UTC)
    make.make_remark(page="/meetings/", sent_at=noon)
    make.make_remark(page="", sent_at=noon - timedelta(days=1))
    make.make_remark(settled_at=noon)

    assert ends(desk) == {"remarks": ["Remark of 2026-11-21 12:00", "Remark of 2026-11-22 12:00"]}


def test_an_editor_who_may_not_see_remarks_is_not_told_of_them(client):
    client.force_login(make.make_editor("sources.view_source"))
    make.make_remark()

    response = client.get(reverse("admin:open-ends"))

    assert [end.key for end in response.context["ends"]] == ["undated"]


def test_an_editor_who_may_see_remarks_is_told_of_them(client):
    client.force_login(make.make_editor("remarks.view_remark"))
    make.make_remark()

    assert ends(client) == {"remarks": ["Remark of 2026-11-22 12:00"]}


def test_public_texts_that_name_a_focal_point_without_consent_are_listed(desk, new_passage):
    make.make_focal_point("Exámple Person")
    make.make_step(make.make_country("gha"), inference="So EXAMPLE PERSON!", passages=[new_passage])

    assert ends(desk)["naming"] == [str(Step.objects.get())]


def test_an_editor_who_may_not_see_focal_points_is_not_told_what_names_them(client):
    client.force_login(make.make_editor("sources.view_source"))
    make.make_focal_point("Example Person")
    make.make_source(label="On Example Person", published="2013")

    assert ends(client) == {}


def test_a_long_list_is_cut_and_says_how_long_it_is(desk):
    for _ in range(51):
        make.make_source(published="")

    response = desk.get(reverse("admin:open-ends"))

    (undated,) = [end for end in response.context["ends"] if end.key == "undated"]
    assert (undated.total, len(undated.rows)) == (51, 50)
    assert "The first 50 of 51." in response.text


def make_every_open_end():
    make.make_focal_point("Example Person")
    source = make.make_source(published="", label="On Example Person")
    make.make_passage(source)
    uncited = {"passages": []}
    meeting = make.make_meeting(status="planned", held="2013", **uncited)
    held = make.make_appointment(holder=make.make_focal_point(), office="Director", **uncited)
    over = make.make_appointment(ended="2014", **uncited)
    make.make_statement(**uncited)
    make.make_step(**uncited)
    make.make_network_count(**uncited)
    make.make_headcount(meeting, **uncited)
    make.make_host(meeting, **uncited)
    make.make_other_title(meeting, **uncited)
    make.make_delegate(make.make_delegation(meeting, **uncited), **uncited)
    make.make_difference()
    make.make_remark()
    make.make_proposal(held)
    make.make_handover(held)
    make.make_handover(over, accepted_at=make.NOON, takes_over_on=today())
    make.make_erasure_request()
    former = make.make_focal_point()
    make.make_appointment(holder=former, ended="2014", is_from_secretariat=True, passages=[])
    make.make_notice(former, kind="erasure")


def test_the_page_asks_no_more_questions_for_30_rows_than_for_one(
    desk, django_assert_max_num_queries
):
    make_every_open_end()
    desk.get(reverse("admin:open-ends"))
    with CaptureQueriesContext(connection) as for_one:
        assert set(ends(desk)) == set(NOTHING)

    for _ in range(29):
        make_every_open_end()

    with django_assert_max_num_queries(len(for_one)):
        desk.get(reverse("admin:open-ends"))


def test_an_editor_sees_the_open_ends_of_what_the_editor_may_see(client):
    client.force_login(make.make_editor("meetings.view_host", "sources.view_source"))
    make.make_source(label="Undated", published="")
    make.make_statement(passages=[])
    make.make_host(make.make_meeting(title="Accra"), make.make_country("gha"), passages=[])

    response = client.get(reverse("admin:open-ends"))

    assert [end.key for end in response.context["ends"]] == ["uncited", "undated"]
    assert ends(client) == {"uncited": ["Accra: Ghana (hosted)"], "undated": ["Undated"]}


def test_an_editor_who_may_see_nothing_is_refused(client):
    client.force_login(make.make_editor())

    assert client.get(reverse("admin:open-ends")).status_code == 403


def test_whoever_is_not_signed_in_is_sent_to_the_login(client):
    page = reverse("admin:open-ends")

    assert client.get(page).url == f"{reverse('admin:login')}?next={page}"


def test_the_index_leads_to_the_open_ends(desk):
    response = desk.get(reverse("admin:index"))

    assert f'<a href="{reverse("admin:open-ends")}">Open ends</a>' in response.text
