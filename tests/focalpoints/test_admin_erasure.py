"""The desk's pages of erasures: who asks, and what two decide."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from focalpoints.models import ErasureDecision, ErasureRequest, FocalPoint
from tests import make
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db

REQUESTS = "/admin/focalpoints/erasurerequest/"
DECISIONS = "/admin/focalpoints/erasuredecision/"
REASON = {"reason": "Called back at the ministry."}


@pytest.fixture
def person():
    return make.make_colleague("Example Person")


@pytest.fixture
def first():
    return make.make_staff("first@example.org")


@pytest.fixture
def desk(client, first):
    return sign_in(client, first)


def desk_of(*permissions):
    return sign_in(Client(), make.make_editor(*permissions))


def test_a_request_becomes_a_decision_and_a_second_person_carries_it_out(desk, person):
    second = sign_in(Client(), make.make_staff("second@example.org"))
    request = make.make_erasure_request(person.account)

    asked = desk.post(f"{REQUESTS}{request.pk}/act/ask/", REASON)
    decision = ErasureDecision.objects.get()
    assert (decision.focal_point, decision.account) == (person, person.account)
    done = second.post(f"{DECISIONS}{decision.pk}/act/second/")

    assert asked.url == f"{REQUESTS}{request.pk}/change/"
    assert done.url == f"{DECISIONS}{decision.pk}/change/"
    assert FocalPoint.objects.get().erased_at
    assert not User.objects.filter(pk=person.account.pk).exists()
    assert not ErasureRequest.objects.exists()
    assert "Example Person" not in second.get(done.url).text


def test_it_is_asked_for_an_entry_whose_person_wrote_a_letter(desk):
    person = make.make_focal_point("Example Person")
    page = f"/admin/focalpoints/focalpoint/{person.pk}/act/ask-erasure/"
    assert "It takes a second person of the secretariat" in desk.get(page).text

    desk.post(page, REASON)

    decision = ErasureDecision.objects.get()
    assert (decision.focal_point, decision.account, decision.person) == (person, None, person.key)
    assert desk.get(page).status_code == 403  # it is asked for already


def test_it_is_asked_for_an_account_without_an_entry(desk):
    request = make.make_erasure_request()

    desk.post(f"{REQUESTS}{request.pk}/act/ask/", REASON)

    decision = ErasureDecision.objects.get()
    assert (decision.focal_point, decision.person) == (None, request.account.pseudonym)
    assert desk.get(f"{REQUESTS}{request.pk}/act/ask/").status_code == 403


def test_nobody_is_erased_while_they_work_at_the_desk(desk):
    request = make.make_erasure_request(make.make_staff())

    response = desk.post(f"{REQUESTS}{request.pk}/act/ask/", REASON)

    assert "take it off the desk first" in response.text
    assert not ErasureDecision.objects.exists()


def test_a_ledger_that_cannot_be_written_stops_it_with_a_sentence(desk, settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "nowhere" / "erasures.ledger"
    decision = make.make_erasure_decision(make.make_colleague("Example Person"))

    response = desk.post(f"{DECISIONS}{decision.pk}/act/second/")

    assert "Nothing is erased: the ledger of erasures cannot be written" in response.text
    decision.refresh_from_db()
    assert decision.is_open
    assert FocalPoint.objects.get().name == "Example Person"


def test_what_is_settled_is_asked_for_no_more(desk):
    request = make.make_erasure_request(settled_at=make.NOON)

    assert desk.get(f"{REQUESTS}{request.pk}/act/ask/").status_code == 403


@pytest.mark.parametrize(
    ("permissions", "told"),
    [
        ([], (False, False)),
        (["focalpoints.view_focalpoint"], (True, False)),
        (["focalpoints.view_focalpoint", "accounts.view_user"], (True, True)),
    ],
)
def test_who_asks_is_told_to_those_who_may_know_it(person, permissions, told):
    request = make.make_erasure_request(person.account)
    make.make_erasure_decision(person)
    desk = desk_of(
        "focalpoints.view_erasurerequest", "focalpoints.view_erasuredecision", *permissions
    )

    for page in [REQUESTS, f"{REQUESTS}{request.pk}/change/", DECISIONS]:
        text = desk.get(page).text
        assert ("Example Person" in text, person.account.email in text) == told


def test_who_may_only_look_asks_for_nothing(person):
    request = make.make_erasure_request(person.account)
    desk = desk_of("focalpoints.view_erasurerequest", "focalpoints.view_focalpoint")

    for page in [
        f"{REQUESTS}{request.pk}/act/ask/",
        f"/admin/focalpoints/focalpoint/{person.pk}/act/ask-erasure/",
    ]:
        assert desk.post(page, REASON).status_code == 403
    assert not ErasureDecision.objects.exists()


@pytest.mark.parametrize("page", [REQUESTS, DECISIONS])
def test_neither_is_made_or_deleted_by_hand(desk, person, page):
    make.make_erasure_request(person.account)
    row = make.make_erasure_decision(person) if page == DECISIONS else ErasureRequest.objects.get()

    for address in [f"{page}add/", f"{page}{row.pk}/delete/"]:
        assert desk.get(address).status_code == 403


def test_a_decision_lists_the_texts_that_name_the_person_for_as_long_as_it_can(desk, person):
    letter = make.make_source(label="Letter about Example Person", audience="secretariat")
    make.make_source(label="Letter about somebody else")
    decision = make.make_erasure_decision(person)
    page = f"{DECISIONS}{decision.pk}/change/"

    assert [row["text"] for row in desk.get(page).context["naming"]] == [letter.label]
    editor = desk_of("focalpoints.view_erasuredecision", "sources.view_source")
    assert editor.get(page).context["naming"] == []


def test_a_decision_lists_what_names_the_person_in_another_language(desk, person):
    passage = make.make_passage(says="The official spoke.")
    french = make.make_translation("The official spoke.", "Example Person a parlé.")
    chinese = make.make_translation("The official spoke.", "由Example Person发言", "zh-hans")
    decision = make.make_erasure_decision(person)

    naming = desk.get(f"{DECISIONS}{decision.pk}/change/").context["naming"]

    pages = [f"/admin/sources/translation/{each.pk}/change/" for each in (french, chinese)]
    assert [row["url"] for row in naming] == pages
    assert f"/admin/translations/sources.passage/{passage.pk}/#says" in desk.get(pages[0]).text


def test_the_desk_says_of_whoever_is_erased_that_they_are(desk, person):
    sign_in(Client(), make.make_staff("second@example.org")).post(
        f"{DECISIONS}{make.make_erasure_decision(person).pk}/act/second/"
    )

    assert ">erased</a>" in desk.get("/admin/focalpoints/focalpoint/").text
    page = f"/admin/focalpoints/focalpoint/{person.pk}/"
    assert desk.get(f"{page}act/ask-erasure/").status_code == 403
    assert desk.get(f"{page}act/protect/").status_code == 403


def test_nothing_is_recorded_of_whoever_is_erased(desk):
    erased = make.make_focal_point()
    FocalPoint.objects.filter(pk=erased.pk).update(name="", erased_at=make.NOON)
    row = {"focal_point": erased.pk, "kind": "office-email", "value": "office@example.org"}

    response = desk.post("/admin/focalpoints/contactdetail/add/", row)

    assert "Of somebody erased nothing is recorded any more." in response.text


def test_a_request_that_waits_is_an_open_end(desk, person):
    make.make_erasure_request(settled_at=make.NOON)
    waits = make.make_erasure_request(person.account)

    ends = desk.get("/admin/open-ends/").context["ends"]

    erasures = next(end for end in ends if end.key == "erasures")
    assert [row["url"] for row in erasures.rows] == [f"{REQUESTS}{waits.pk}/change/"]


def test_the_lists_take_as_many_queries_for_thirty_as_for_one(desk):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            desk.get(REQUESTS)
            desk.get(DECISIONS)
        return len(asked)

    def one_more():
        person = make.make_colleague()
        make.make_erasure_request(person.account)
        make.make_erasure_decision(person, asked_by=User.objects.first())

    one_more()
    queries()  # the first look fills caches
    for_one = queries()
    for _ in range(29):
        one_more()

    assert queries() == for_one
