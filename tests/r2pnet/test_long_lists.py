"""Lists and forms of the secretariat's desk, where there is very much of a kind."""

import re

import pytest
from django.contrib import admin
from django.db import connection
from django.forms import ModelChoiceField
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from countries.models import Party
from meetings.models import Delegation
from sources import long_lists
from sources.long_lists import OFFERED
from tests import make
from tests.desk import typed, with_row
from tests.r2pnet.test_admin_pages import MAKERS, NOT_ADDED, url

pytestmark = pytest.mark.django_db

ON_A_PAGE = 1
# Of SQL, the table of a column that a word is looked for in.
LOOKED_INTO = r'(\w+)"?\."\w+"(?:::text)?\)? LIKE'


@pytest.fixture
def desk(client):
    client.force_login(make.make_staff())
    return client


@pytest.fixture
def short_pages(monkeypatch):
    monkeypatch.setattr(long_lists, "OFFERED", 1)
    for rows in admin.site._registry.values():
        monkeypatch.setattr(rows, "list_per_page", ON_A_PAGE)


def asked(desk, address, data=None):
    """The queries of a page."""
    with CaptureQueriesContext(connection) as queries:
        assert desk.get(address, data).status_code == 200, (address, data)
    return [each["sql"] for each in queries]


def made(model, number):
    return [MAKERS[model]() for _ in range(number)]


def questions_of(model):
    """What the pages of a list ask it: every order and filter, words, and the last page."""
    rows = admin.site.get_model_admin(model)
    request = RequestFactory().get("/")
    request.user = make.make_staff()
    changelist = rows.get_changelist_instance(request)
    for number, _column in enumerate(rows.list_display, start=1):
        yield {"o": number}
    for each in changelist.filter_specs:
        for choice in each.choices(changelist):
            yield dict(pair.split("=") for pair in choice["query_string"][1:].split("&") if pair)
    if rows.search_fields:
        yield {"q": "example"}
    yield {"p": -(-changelist.result_count // ON_A_PAGE)}


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_whatever_a_list_is_asked_takes_as_many_queries_for_20_rows_as_for_2(
    desk, short_pages, model
):
    made(model, 2)
    few = list(questions_of(model))
    asked(desk, url(model, "changelist"))  # what is read once a process
    for_few = [len(asked(desk, url(model, "changelist"), each)) for each in few]

    made(model, 18)

    many = [*few[:-1], {"p": 20 // ON_A_PAGE}]
    for_many = [len(asked(desk, url(model, "changelist"), each)) for each in many]
    assert [
        (each, before, now)
        for each, before, now in zip(few, for_few, for_many, strict=True)
        if now > before
    ] == []


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_every_page_of_a_list_holds_the_next_rows_in_its_order(desk, short_pages, model):
    made(model, 3)
    number = model._default_manager.count()
    rows = admin.site.get_model_admin(model)

    for question in ({}, {"o": 1}, {"o": -len(rows.list_display)}):
        pages = [
            desk.get(url(model, "changelist"), question | {"p": page}).context["cl"]
            for page in range(1, -(-number // ON_A_PAGE) + 1)
        ]

        shown = [row.pk for page in pages for row in page.result_list]
        assert shown == [row.pk for row in pages[0].queryset]
        assert len(shown) == number


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_a_list_counts_its_rows_once(desk, model):
    made(model, 2)

    queries = asked(desk, url(model, "changelist"))

    counts = [each for each in queries if each.startswith("SELECT COUNT(*)")]
    assert len([each for each in counts if f'FROM "{model._meta.db_table}"' in each]) == 1


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_what_rows_point_to_is_searched_once_and_not_for_each_of_them(desk, model):
    made(model, 2)

    queries = asked(desk, url(model, "changelist"), {"q": "example words"})

    # Django calls the tables of a query within a query U0, U1, and so on.
    searched = {table for each in queries for table in re.findall(LOOKED_INTO, each)}
    assert {each for each in searched if not re.fullmatch(r"U\d", each)} <= {model._meta.db_table}


def test_words_are_found_wherever_a_row_points_to(desk):
    ghana = make.make_country("gha")
    accra = make.make_meeting(title="Accra meeting")
    make.make_other_title(accra, title="Gathering of officials")
    came = make.make_delegation(accra, ghana)
    make.make_delegation(accra, make.make_country("dnk"))
    make.make_delegation(make.make_meeting(title="Ljubljana meeting"), ghana)

    def found(model, words):
        return list(desk.get(url(model, "changelist"), {"q": words}).context["cl"].queryset)

    assert found(Delegation, "accra ghana") == [came]
    assert found(Delegation, '"accra meeting" ghana') == [came]
    assert found(Delegation, '"meeting accra" ghana') == []
    assert found(type(accra), "gathering accra") == [accra]


FILTERED = {
    "delegation": make.make_delegation,
    "host": make.make_host,
    "headcount": make.make_headcount,
    "othertitle": make.make_other_title,
}


@pytest.mark.parametrize("kind", FILTERED)
def test_a_list_is_filtered_by_meeting(desk, kind):
    rows = [FILTERED[kind](), FILTERED[kind]()]
    address = reverse(f"admin:meetings_{kind}_changelist")

    page = desk.get(address, {"meeting__id__exact": rows[0].meeting_id})

    assert list(page.context["cl"].result_list) == rows[:1]


def offered(page, name="meeting__id__exact"):
    """What the filter offers, "All" apart; None where it is not there."""
    for each in page.context["cl"].filter_specs:
        if name in each.expected_parameters():
            choices = list(each.choices(page.context["cl"]))
            return [(str(choice["display"]), choice["selected"]) for choice in choices[1:]]
    return None


def test_a_filter_offers_few_meetings_all_and_of_many_the_chosen_one(desk):
    address = reverse("admin:meetings_delegation_changelist")
    rows = [make.make_delegation(make.make_meeting(title=f"No. {n}")) for n in range(OFFERED)]
    make.make_meeting(title="Nobody came")
    few = desk.get(address)

    rows.append(make.make_delegation(make.make_meeting(title="One more")))
    many = desk.get(address)
    chosen = desk.get(address, {"meeting__id__exact": rows[0].meeting_id})

    assert len(offered(few)) == OFFERED
    assert ("Nobody came", False) not in offered(few)
    assert offered(many) is None
    assert offered(chosen) == [("No. 0", True)]
    assert list(chosen.context["cl"].result_list) == rows[:1]


@pytest.mark.parametrize("key", ["accra", "9" * 30, "-1", "1,2", ""])
def test_a_filter_by_what_is_no_key_finds_nothing_or_says_so(desk, key):
    for _ in range(OFFERED + 1):
        make.make_delegation()

    response = desk.get(
        reverse("admin:meetings_delegation_changelist"), {"meeting__id__exact": key}
    )

    if response.status_code == 200:
        assert response.context["cl"].result_count == 0
    else:
        assert response.url.endswith("?e=1")


@pytest.mark.parametrize("model", set(MAKERS) - NOT_ADDED, ids=lambda model: model.__name__)
def test_no_form_prints_all_rows_of_a_table_to_choose_from(desk, model):
    page = desk.get(url(model, "add"))
    forms = [page.context["adminform"].form]
    forms += [each.formset.empty_form for each in page.context["inline_admin_formsets"]]

    chosen_from = {
        name: field.widget
        for form in forms
        for name, field in form.fields.items()
        if isinstance(field, ModelChoiceField) and not field.widget.is_hidden
    }

    # The rows that it belongs to stand on the page of an inline form already.
    assert {
        name
        for name, widget in chosen_from.items()
        if "data-autocomplete-light" not in widget.attrs and not _asks_as_one_types(widget)
    } == set()


def _asks_as_one_types(widget):
    return "admin-autocomplete" in getattr(widget, "widget", widget).build_attrs({}).get(
        "class", ""
    )


def test_a_meeting_with_many_delegations_leads_to_their_list(desk):
    meeting, other = make.make_meeting(), make.make_delegation()
    few = [make.make_delegation(meeting) for _ in range(40)]
    page = url(type(meeting), "change", meeting.pk)
    in_form = desk.get(page)

    make.make_delegation(meeting)
    in_list = desk.get(page)

    address = f"{url(Delegation, 'changelist')}?meeting__id__exact={meeting.pk}"
    assert len(formset_of(in_form, Delegation).initial_forms) == len(few)
    assert address not in in_form.text
    assert formset_of(in_list, Delegation) is None
    assert f'Delegations: <a href="{address}">41</a>' in in_list.text
    rows = desk.get(address).context["cl"].queryset
    assert rows.count() == 41
    assert other not in rows


def test_what_was_sent_is_saved_however_many_came_since_the_page_was_opened(desk):
    meeting = make.make_meeting()
    for _ in range(40):
        make.make_delegation(meeting)
    page = url(type(meeting), "change", meeting.pk)
    data = typed(desk.get(page))
    make.make_delegation(meeting)
    passage = make.make_passage()
    party = make.make_country()

    desk.post(
        page,
        with_row(
            data,
            "delegations",
            party=party.pk,
            role="observer",
            status="attended",
            passages=passage.pk,
        ),
    )

    assert meeting.delegations.filter(party=party, role="observer").exists()
    assert meeting.delegations.count() == 42


def test_a_meeting_is_saved_without_the_delegations_that_are_not_in_its_form(desk):
    meeting = make.make_meeting()
    for _ in range(41):
        make.make_delegation(meeting)
    page = url(type(meeting), "change", meeting.pk)

    desk.post(page, typed(desk.get(page), title="Another title"))

    meeting.refresh_from_db()
    assert meeting.title == "Another title"
    assert meeting.delegations.count() == 41


def formset_of(page, model):
    for each in page.context["inline_admin_formsets"]:
        if each.opts.model is model:
            return each.formset
    return None


def test_what_keeps_a_party_is_named_by_as_many_queries_for_30_rows_as_for_one(desk):
    def kept_by(number):
        party = make.make_organization()
        for _ in range(number):
            make.make_delegation(party=party)
        return url(type(party), "delete", party.pk)

    one, many = kept_by(1), kept_by(30)
    asked(desk, one)

    assert len(asked(desk, many)) == len(asked(desk, one))


def test_what_keeps_a_party_is_counted_where_it_is_very_much(desk):
    party, meeting = make.make_organization(), make.make_meeting()
    for _ in range(50):
        make.make_delegation(party=party)
    page = url(type(party), "delete", party.pk)
    named = desk.get(page).text

    make.make_delegation(meeting, party)
    counted = desk.get(page).text

    assert named.count("Delegation: ") == 50
    assert "Delegation: " not in counted
    assert f'Delegations: <a href="{url(Delegation, "changelist")}">51</a>' in counted


def test_what_goes_with_a_source_is_named_by_as_many_queries_for_30_rows_as_for_one(desk):
    def source_with(number):
        source = make.make_source()
        for _ in range(number):
            make.make_passage(source)
        return url(type(source), "delete", source.pk)

    one, many = source_with(1), source_with(30)
    asked(desk, one)

    assert len(asked(desk, many)) == len(asked(desk, one))
    assert desk.get(many).text.count("Passage: ") == 30


def test_parties_are_sorted_by_name_in_as_many_queries_as_without(desk):
    for _ in range(3):
        make.make_country()

    sorted_by_name = asked(desk, url(Party, "changelist"), {"o": 1})

    assert len([each for each in sorted_by_name if "CASE" in each]) == 1


def test_texts_without_words_are_not_read_to_translate_them(desk):
    make.make_delegation(inference="Hosting alone is not attending.")
    make.make_delegation()

    queries = asked(desk, reverse("admin:translations"))

    read = [each for each in queries if 'FROM "meetings_delegation"' in each]
    assert read
    assert all("inference" in each.partition("WHERE")[2] for each in read[:1])
