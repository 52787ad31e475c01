"""The queue of proposals on the desk."""

import pytest

from focalpoints.models import Appointment, Proposal
from outbox.models import Message
from tests import make
from tests.read import soup_from, soup_of, words
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/focalpoints/proposal/"
DECIDES = ["focalpoints.view_proposal", "focalpoints.change_proposal"]


@pytest.fixture
def staff():
    return make.make_staff("staff@example.org")


@pytest.fixture
def desk(client, staff):
    return sign_in(client, staff)


def make_post(**fields):
    holder = make.make_focal_point("Example Person", account=make.make_user())
    return make.make_appointment(
        make.make_country(), holder=holder, **{"office": "Director", "started": "2013", **fields}
    )


def page_of(proposal):
    return f"{LIST}{proposal.pk}/change/"


def act(proposal, name):
    return f"{LIST}{proposal.pk}/act/{name}/"


def cells(row):
    return [words(cell) for cell in row.select("th, td")]


def test_what_waits_comes_first_and_of_that_the_oldest(desk):
    decided = make.make_proposal(make_post(), accepted_at=make.NOON)
    second = make.make_proposal(make_post())
    first = make.make_proposal(make_post(), asked_at=make.NOON.replace(hour=9))

    rows = desk.get(LIST).context["cl"].result_list

    assert list(rows) == [first, second, decided]


@pytest.mark.parametrize("state", ["waits", "accepted", "refused", "withdrawn"])
def test_the_list_is_narrowed_to_a_state(desk, state):
    found = {
        "waits": make.make_proposal(make_post()),
        "accepted": make.make_proposal(make_post(), accepted_at=make.NOON),
        "refused": make.make_proposal(make_post(), refused_at=make.NOON, answer="No."),
        "withdrawn": make.make_proposal(make_post(), withdrawn_at=make.NOON),
    }

    response = desk.get(f"{LIST}?state={state}")

    assert list(response.context["cl"].result_list) == [found[state]]
    assert words(soup_from(response.content).select_one(".field-state")) == state


def test_before_now_and_proposed_stand_side_by_side(desk):
    post = make_post()
    changes = {"office": "Minister", "started": "2013-06", "capacity": "acting"}
    proposal = make.make_proposal(post, changes=changes, explanation="See the gazette.")
    Appointment.objects.update(office="Ambassador")

    soup = soup_of(desk, page_of(proposal))

    assert [cells(row) for row in soup.select(".side-by-side tbody tr")] == [
        ["Office", "Director", "Ambassador (changed since)", "Minister"],
        ["Capacity", "focal point", "focal point", "acting focal point"],
        ["Started", "2013", "2013", "June 2013"],
    ]
    assert "See the gazette." in words(soup)
    assert "Decided by" not in words(soup)
    assert not soup.select("input[name=_save], [name=explanation], .deletelink")


def test_the_letter_is_for_those_who_may_view_files(client):
    proposal = make.make_proposal(make_post(), letter=make.make_kept_file())
    link = f"/admin/sources/keptfile/{proposal.letter.pk}/content/"
    others = ["focalpoints.view_focalpoint", *DECIDES]

    with_files = sign_in(client, make.make_editor("sources.view_keptfile", *others))
    assert link in with_files.get(page_of(proposal)).text
    without = sign_in(client, make.make_editor(*others))
    assert "keptfile" not in without.get(page_of(proposal)).text


def test_accepted_on_the_desk_it_is_recorded_with_who_did_it(desk, staff):
    changes = {"office": "Minister", "institution": "Presidency"}
    proposal = make.make_proposal(make_post(), changes=changes)

    question = words(soup_of(desk, act(proposal, "accept")))
    assert "Office: from “Director” to “Minister”." in question
    assert "Institution: “Presidency”, where nothing is recorded." in question
    assert "There is no letter: it is recorded as known to the secretariat." in question
    assert Appointment.objects.get().office == "Director"
    said = desk.post(act(proposal, "accept"), follow=True)

    assert "Recorded, and the person is told." in said.text
    post = Appointment.objects.get()
    assert post.office == "Minister"
    assert post.history.latest().history_user == staff
    proposal.refresh_from_db()
    assert proposal.decided_by == staff
    assert "act/" not in desk.get(page_of(proposal)).text


def test_a_second_click_finds_it_decided(desk):
    proposal = make.make_proposal(make_post())

    desk.post(act(proposal, "accept"))
    second = desk.post(act(proposal, "accept"))

    assert second.status_code == 403
    assert Message.objects.count() == 1


def test_what_was_changed_since_is_said_with_both_values(desk):
    proposal = make.make_proposal(make_post(), changes={"office": "Minister"})
    Appointment.objects.update(office="Ambassador")

    response = desk.post(act(proposal, "accept"))

    assert "Office: “Director” when this was proposed, and “Ambassador” now." in response.text
    assert Appointment.objects.get().office == "Ambassador"


def test_refused_on_the_desk_the_person_reads_why(desk):
    proposal = make.make_proposal(make_post())

    without = desk.post(act(proposal, "refuse"), {"answer": ""})
    turned = desk.post(act(proposal, "refuse"), {"answer": "No \u202esuch office."})
    desk.post(act(proposal, "refuse"), {"answer": "No such office."})

    assert "Say why it is refused: the person reads it." in without.text
    assert "a character in this text that cannot be seen" in turned.text
    assert "No \u202esuch office." in turned.text
    proposal.refresh_from_db()
    assert proposal.answer == "No such office."
    assert "Why it is refused: No such office." in words(soup_of(desk, page_of(proposal)))
    assert "No such office." in Message.objects.get().letter.body


def test_nothing_of_it_is_edited_added_or_deleted(desk):
    proposal = make.make_proposal(make_post(), explanation="See it.")

    assert desk.post(page_of(proposal), {"explanation": "Other"}).status_code == 403
    assert desk.post(f"{LIST}{proposal.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get(f"{LIST}add/").status_code == 403
    assert Proposal.objects.get().explanation == "See it."


def test_who_may_not_view_persons_sees_no_proposal(client):
    proposal = make.make_proposal(make_post())
    sign_in(client, make.make_editor("focalpoints.view_appointment", *DECIDES))

    for page in (LIST, page_of(proposal), act(proposal, "accept")):
        response = client.get(page)
        assert response.status_code == 403
        assert "Example Person" not in response.text
    assert client.post(act(proposal, "accept")).status_code == 403
    assert "Proposals of focal points" not in client.get("/admin/open-ends/").text


def test_who_may_only_look_decides_nothing(client):
    proposal = make.make_proposal(make_post())
    looks = make.make_editor("focalpoints.view_focalpoint", "focalpoints.view_proposal")
    sign_in(client, looks)

    page = client.get(page_of(proposal))

    assert "Example Person" in page.text
    assert "act/" not in page.text
    for name in ("accept", "refuse"):
        assert client.post(act(proposal, name), {"answer": "No."}).status_code == 403
    assert Proposal.objects.get().is_undecided


def test_deciding_asks_for_the_second_factor_again(client, staff):
    proposal = make.make_proposal(make_post())
    sign_in(client, staff, afresh=False)

    assert "/reauthenticate/" in client.post(act(proposal, "accept")).url
    assert Proposal.objects.get().is_undecided


def test_what_waits_is_an_open_end(desk):
    waits = make.make_proposal(make_post())
    decided = make.make_proposal(make_post(), accepted_at=make.NOON)

    end = soup_of(desk, "/admin/open-ends/").select_one("section[aria-labelledby=proposals]")

    assert words(end.h2) == "Proposals of focal points that wait (1)"
    links = [link["href"] for link in end.select("a")]
    assert links == [page_of(waits)]
    assert page_of(decided) not in links


def test_the_list_asks_as_many_questions_for_20_as_for_one(
    desk, django_assert_num_queries, django_assert_max_num_queries
):
    make.make_proposal(make_post(), letter=make.make_kept_file())
    desk.get(LIST)
    with django_assert_max_num_queries(40) as for_one:
        desk.get(LIST)
    for _more in range(19):
        make.make_proposal(make_post(), letter=make.make_kept_file())

    with django_assert_num_queries(len(for_one)):
        desk.get(LIST)
