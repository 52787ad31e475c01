"""A source that bears more than a page holds: pages of passages, and pages of facts."""

import pytest

from tests import make
from tests.read import soup_of, words

pytestmark = pytest.mark.django_db

LIST = "/sources/page/p1/steps/"


@pytest.fixture
def few(monkeypatch):
    """Pages that hold two passages, and with each of them two facts of a kind."""
    monkeypatch.setattr("sources.resting.PASSAGES", 2)
    monkeypatch.setattr("sources.resting.PER_PAGE", 2)
    return make.make_source("page", label="The page")


def steps_on(passage, *names, **fields):
    return [
        make.make_step(make.make_country(name=name), passages=[passage], **fields) for name in names
    ]


def shown_on(soup, anchor):
    return [a["href"] for a in soup.select(f"#{anchor} .rests a")]


@pytest.mark.parametrize("address", ["/sources/page/", "/sources/page/ledger/"])
def test_the_facts_of_a_kind_stand_in_order_of_name_while_they_are_few(client, few, address):
    second, first = steps_on(make.make_passage(few), "Burundi", "Angola")

    soup = soup_of(client, address)

    assert shown_on(soup, "p1") == [first.get_fact_url(), second.get_fact_url()]
    assert not soup.find("a", href=f"{LIST}?page=2")


@pytest.mark.parametrize("address", ["/sources/page/", "/sources/page/ledger/"])
def test_of_too_many_facts_the_first_are_shown_and_the_others_linked_to(client, few, address):
    here, there = make.make_passage(few), make.make_passage(few)
    first, second, third = steps_on(here, "Burundi", "Angola", "Cuba")
    third.passages.add(there)
    post = make.make_appointment(passages=[here])

    soup = soup_of(client, address)

    assert set(shown_on(soup, "p1")) == {
        first.get_fact_url(),
        second.get_fact_url(),
        post.get_fact_url(),
    }
    assert words(soup.select_one("#p1 .pages")) == "steps Page 1 of 2 Next"
    assert soup.select_one("#p1 .pages a")["href"] == f"{LIST}?page=2"
    assert shown_on(soup, "p2") == [third.get_fact_url()]
    assert len(soup.select("p.pages")) == 1


def test_the_facts_of_a_kind_are_listed_page_by_page_as_they_were_recorded(client, few):
    passage = make.make_passage(few, says="So it is.")
    first, second, third = steps_on(passage, "Burundi", "Angola", "Cuba")
    make.make_appointment(passages=[passage])
    steps_on(make.make_passage(few), "Denmark")

    pages = [soup_of(client, f"{LIST}{query}") for query in ("", "?page=2")]

    listed = [[a["href"] for a in page.select(".rests a")] for page in pages]
    assert listed == [[first.get_fact_url(), second.get_fact_url()], [third.get_fact_url()]]
    assert words(pages[0].h1) == "The page, p1"
    assert pages[0].h1.a["href"] == "/sources/page/#p1"
    assert words(pages[0].h2) == "steps 3"
    assert "So it is." in words(pages[0])
    assert client.get(f"{LIST}?page=3").status_code == 404


def test_the_ledger_counts_facts_that_it_does_not_list(client, few):
    here = make.make_passage(few)
    steps_on(here, "Angola", "Burundi", "Cuba")
    steps_on(here, "Denmark", inference="It is likely.")
    for _place in range(3):
        make.make_passage(few)

    text = words(soup_of(client, "/sources/page/ledger/"))

    assert "3 cited, 1 partly inferred. No fact rests on 3 passages." in text


@pytest.mark.parametrize("address", ["/sources/page/", "/sources/page/ledger/"])
def test_a_link_to_a_passage_arrives_on_whatever_page_it_stands(client, few, address):
    for _place in range(5):
        make.make_passage(few)

    pages = [soup_of(client, f"{address}?page={number}") for number in (1, 2, 3)]

    for number, page in enumerate(pages, 1):
        anchors = [each["id"] for each in page.select(".passage")]
        assert sorted(anchors) == ["p1", "p2", "p3", "p4", "p5"]
        leads_on = {each["id"]: each.a["href"] for each in page.select("li.passage")}
        assert leads_on == {
            f"p{place}": f"?page={on}#p{place}"
            for place, on in [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)]
            if on != number
        }
    assert client.get(f"{address}?page=4").status_code == 404


def test_a_source_of_one_page_has_no_other(client, few):
    make.make_passage(few)
    make.make_passage(few)

    soup = soup_of(client, "/sources/page/")

    assert [each["id"] for each in soup.select(".passage")] == ["p1", "p2"]
    assert not soup.select(".pages, li.passage")


def test_what_is_not_public_is_not_listed(client, few):
    passage = make.make_passage(few)
    for place in range(3):
        make.make_delegate(name=f"canary-{place}", passages=[passage])
    make.make_delegate(name="Somebody", audience="public", passages=[passage])

    page = soup_of(client, "/sources/page/")
    listed = soup_of(client, "/sources/page/p1/delegates/")

    assert words(page.select_one("#p1 .count")) == words(listed.select_one(".count")) == "1"
    assert "canary" not in f"{page}{listed}"


def test_a_holder_is_never_asked_for(client, few, django_assert_num_queries):
    passage = make.make_passage(few)
    make.make_appointment(holder=make.make_focal_point("canary-name"), passages=[passage])

    with django_assert_num_queries(5) as queries:
        client.get("/sources/page/p1/appointments/")

    assert not any("focalpoints_focalpoint" in each["sql"] for each in queries)


@pytest.mark.parametrize(
    "address", ["page/p9/steps", "page/p1/nothing", "letter/p1/steps", "nowhere/p1/steps"]
)
def test_where_nothing_is_and_where_nothing_may_be_seen_is_no_page(client, few, address):
    make.make_passage(few)
    letter = make.make_source("letter", audience="secretariat")
    steps_on(make.make_passage(letter), "Angola")

    answer = client.get(f"/sources/{address}/")

    assert answer.status_code == 404
    assert answer.content == client.get("/sources/no/p1/steps/").content


def test_takes_as_many_queries_however_many_facts_there_are(client, django_assert_num_queries):
    passage = make.make_passage(make.make_source("page"))

    def add():
        make.make_step(passages=[passage])

    add()
    with django_assert_num_queries(5):
        client.get(LIST)
    for _place in range(30):
        add()

    with django_assert_num_queries(5):
        client.get(LIST)
