import pytest
from django.urls import reverse

from sources.models import Passage, Source, Statement
from tests import make
from tests.desk import refusals, typed, with_row

pytestmark = pytest.mark.django_db

ADD = "admin:sources_source_add"
LIST = "admin:sources_source_changelist"


@pytest.fixture
def desk(client):
    client.force_login(make.make_staff())
    return client


def page_of(source):
    return reverse("admin:sources_source_change", args=[source.pk])


def release(**fields):
    return {
        "label": "Release of Accra",
        "slug": "2013-accra-release",
        "kind": "press-release",
        "published": "2013-06-12",
        "language": "en",
        "audience": "public",
        **fields,
    }


def test_a_new_release_is_entered_once_with_its_passages(desk):
    page = reverse(ADD)

    data = typed(desk.get(page), **release())
    data |= {"passages-0-anchor": "p4", "passages-0-position": "4", "passages-0-says": "Four."}
    response = desk.post(page, with_row(data, "passages", anchor="p5", position="5", says="Five."))

    assert refusals(response) == []
    source = Source.objects.get()
    assert source.label == "Release of Accra"
    assert [(each.anchor, each.says) for each in source.passages.all()] == [
        ("p4", "Four."),
        ("p5", "Five."),
    ]


def test_the_same_anchor_twice_is_refused_in_a_sentence_and_nothing_is_saved(desk):
    page = reverse(ADD)

    data = typed(desk.get(page), **release())
    data |= {"passages-0-anchor": "p4", "passages-0-position": "4", "passages-0-says": "Four."}
    response = desk.post(
        page, with_row(data, "passages", anchor="p4", position="5", says="Typed and kept.")
    )

    assert refusals(response) == ["This source has a passage with this anchor already."]
    assert b"Typed and kept." in response.content
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentences"),
    [
        ({"published": ""}, []),
        ({"published": "2013?"}, []),
        (
            {"published": "12 June"},
            [
                "“12 June” is not a date this register can read. Write 2013, 2013-06 or "
                "2013-06-15, or the earliest and latest as [2010-09..2014]."
            ],
        ),
        ({"slug": "taken"}, ["Source with this Address already exists."]),
    ],
)
def test_a_wrong_source_is_refused_in_a_sentence(desk, fields, sentences):
    make.make_source("taken")
    page = reverse(ADD)

    response = desk.post(page, typed(desk.get(page), **release(**fields)))

    assert refusals(response) == sentences
    assert Source.objects.count() == (1 if sentences else 2)


def test_a_document_is_not_another_edition_of_itself(desk):
    source = make.make_source()

    response = desk.post(page_of(source), typed(desk.get(page_of(source)), edition_of=source.pk))

    assert refusals(response) == ["A document cannot be another edition of itself."]


def test_each_saved_passage_leads_to_the_facts_that_it_holds(desk):
    passage = make.make_passage()
    facts = reverse("admin:sources_passage_facts", args=[passage.pk])
    link = f'<a href="{facts}">Record facts from this passage</a>'

    on_source = desk.get(page_of(passage.source))
    on_passage = desk.get(reverse("admin:sources_passage_change", args=[passage.pk]))

    assert on_source.text.count(link) == 1
    assert on_passage.text.count(link) == 1


def test_a_list_says_when_each_source_was_published_and_how_many_passages_it_has(desk):
    source = make.make_source(published="[2013-06-12..2014]")
    make.make_passage(source)
    make.make_passage(source)

    rows = desk.get(reverse(LIST)).context["cl"]

    (row,) = rows.result_list
    assert rows.model_admin.published_in_words(row) == "between 12 June 2013 and 2014"
    assert rows.model_admin.passages(row) == 2


def test_a_field_that_chooses_passages_offers_each_with_what_it_says(desk):
    passage = make.make_passage(make.make_source("2013-accra"), says="Ghana came from the capital.")
    make.make_passage()

    asked = {"app_label": "meetings", "model_name": "delegation", "field_name": "passages"}
    response = desk.get(reverse("admin:autocomplete"), {**asked, "term": "accra p1"})

    assert response.json()["results"] == [
        {"id": str(passage.pk), "text": "2013-accra p1: Ghana came from the capital."}
    ]


@pytest.mark.parametrize("model", ["source", "passage"])
def test_what_facts_rest_on_is_not_deleted_and_the_facts_are_named(desk, model):
    appointment = make.make_appointment(make.make_country("gha"))
    passage = appointment.passages.get()
    statement = make.make_statement(text="A purpose.", passages=[passage])
    row = {"source": passage.source, "passage": passage}[model]

    response = desk.post(reverse(f"admin:sources_{model}_delete", args=[row.pk]), {"post": "yes"})

    facts = {
        "Ghana: focal point, 29 September 2012": f"focalpoints/appointment/{appointment.pk}",
        "What the network is for: A purpose.": f"sources/statement/{statement.pk}",
    }
    for fact, path in facts.items():
        assert f'<a href="/admin/{path}/change/">{fact}</a>' in response.text
    assert "object (" not in response.text
    assert (Source.objects.count(), Passage.objects.count()) == (1, 1)


def test_sources_chosen_together_are_not_deleted_while_a_fact_rests_on_one(desk):
    statement = make.make_statement()
    sources = [make.make_source(), statement.passages.get().source]

    response = desk.post(
        reverse(LIST),
        {
            "action": "delete_selected",
            "_selected_action": [each.pk for each in sources],
            "post": "yes",
        },
    )

    fact = reverse("admin:sources_statement_change", args=[statement.pk])
    assert f'Statement: <a href="{fact}">{statement}</a>' in response.text
    assert "object (" not in response.text
    assert Source.objects.count() == 2


def test_a_source_that_nothing_rests_on_is_deleted_with_its_passages(desk):
    source = make.make_passage().source

    desk.post(reverse("admin:sources_source_delete", args=[source.pk]), {"post": "yes"})

    assert (Source.objects.count(), Passage.objects.count()) == (0, 0)


def test_another_statement_at_the_same_place_is_refused_in_a_sentence(desk):
    make.make_statement(topic="network", position=1)
    page = reverse("admin:sources_statement_add")

    response = desk.post(
        page,
        typed(
            desk.get(page),
            topic="network",
            position=1,
            text="Another.",
            passages=[make.make_passage().pk],
        ),
    )

    assert refusals(response) == ["Another statement stands at this place already."]
    assert Statement.objects.count() == 1
