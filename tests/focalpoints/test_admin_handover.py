"""Handovers on the secretariat's desk."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from focalpoints.models import Appointment, Handover
from focalpoints.register import today
from sources.models import Source
from tests import make
from tests.desk import refusals
from tests.read import soup_of, text_of
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/focalpoints/handover/"
TOMORROW = today() + timedelta(days=1)
MAY_DECIDE = ["view_handover", "change_handover", "view_focalpoint", "view_appointment"]


@pytest.fixture
def staff():
    return make.make_staff("staff@example.org")


@pytest.fixture
def desk(client, staff):
    return sign_in(client, staff)


@pytest.fixture
def handover():
    """Asked for by the holder of the post of Ghana, for today."""
    holder = make.make_focal_point("Example Leaving", account=make.make_user("leaving@example.org"))
    post = make.make_appointment(make.make_country("gha"), holder=holder, office="Director")
    return make.make_handover(
        post, asked_by=holder.account, takes_over_on=today(), explanation="A new minister."
    )


def place(handover):
    return f"{LIST}{handover.pk}/change/"


def act(desk, handover, name, **typed):
    return desk.post(f"{LIST}{handover.pk}/act/{name}/", typed)


def acts_of(desk, handover):
    links = [a["href"] for a in soup_of(desk, place(handover)).select(".object-tools a")]
    return [link.split("/")[-2] for link in links if "/act/" in link]


def said(response):
    return [str(message) for message in response.wsgi_request._messages]


def typed(post, **changes):
    return {
        "appointment": post.pk,
        "takes_over_on": TOMORROW.isoformat(),
        "successor_name": "Example Successor",
        "successor_honorific": "",
        "successor_address": "successor@example.org",
        "explanation": "",
        **changes,
    }


def test_the_queue_says_what_and_when_and_in_which_state(desk, handover):
    make.make_handover(accepted_at=make.NOON)
    make.make_handover(accepted_at=make.NOON, obstacle="Something.")

    text = text_of(desk, LIST)

    assert "Ghana: focal point, 29 September 2012" in text
    assert "waits for the secretariat" in text
    assert "accepted, waits for its day" in text
    assert "accepted, something stands in the way" in text


@pytest.mark.parametrize(
    ("state", "found"), [("undecided", {0}), ("waiting", {1, 2}), ("due", {1})]
)
def test_the_queue_is_filtered_by_state(desk, handover, state, found):
    due = make.make_handover(accepted_at=make.NOON, takes_over_on=today())
    waits = make.make_handover(accepted_at=make.NOON, takes_over_on=TOMORROW)
    rows = [handover, due, waits]

    response = desk.get(f"{LIST}?state={state}")

    assert set(response.context["cl"].result_list) == {rows[number] for number in found}


def test_shows_side_by_side_what_is_recorded_and_what_will_be(desk, handover):
    rows = {
        row.th.get_text(): [cell.get_text() for cell in row.select("td")]
        for row in soup_of(desk, place(handover)).select("table.side-by-side tbody tr")
    }

    assert rows["Holder"] == ["Example Leaving", "Example Successor, who gets a new entry"]
    day = f"{today().day} {today():%B %Y}"
    assert rows["In office"] == ["since 29 September 2012", f"since {day}"]
    assert rows["Office"] == ["Director", "Director"]


def test_shows_whose_account_the_address_is(desk, handover):
    make.make_focal_point("Example Alternate", account=make.make_user("successor@example.org"))

    assert "Example Alternate, who has an entry already" in text_of(desk, place(handover))


def test_is_accepted_and_carried_out(desk, handover):
    response = act(desk, handover, "accept")

    assert said(response) == ["Accepted and carried out. Both are told."]
    new = Appointment.objects.open().get()
    assert new.holder.name == "Example Successor"
    assert new.history.first().history_user.email == "staff@example.org"
    assert acts_of(desk, handover) == []
    assert act(desk, handover, "accept").status_code == 403


def test_says_when_what_is_accepted_is_carried_out(desk, handover):
    Handover.objects.update(takes_over_on=TOMORROW)
    day = f"{TOMORROW.day} {TOMORROW:%B %Y}"

    asked = text_of(desk, f"{LIST}{handover.pk}/act/accept/")
    response = act(desk, handover, "accept")

    assert f"Nothing changes until {day}; then it is carried out by itself." in asked
    assert said(response) == [
        f"Accepted: it is carried out on {day}. The official who leaves is told."
    ]
    assert acts_of(desk, handover) == ["refuse"]


def test_what_stands_in_the_way_is_said_and_tried_again(desk, handover):
    tomorrow = today() + timedelta(days=1)
    Handover.objects.update(takes_over_on=tomorrow)
    act(desk, handover, "accept")
    make.make_user("successor@example.org")  # since then
    Handover.objects.update(takes_over_on=today())
    obstacle = "There is an account with this e-mail address already."

    assert obstacle in act(desk, handover, "again").text
    assert acts_of(desk, handover) == ["refuse", "again"]
    assert obstacle in text_of(desk, place(handover))

    Handover.objects.update(successor_address="")
    assert said(act(desk, handover, "again"))[-1] == "Carried out. Both are told."
    assert Appointment.objects.open().get().holder.name == "Example Successor"


def test_is_refused_with_a_reason(desk, handover):
    without = act(desk, handover, "refuse", answer=" ")
    assert "Say why it is refused: the person reads it." in without.text

    response = act(desk, handover, "refuse", answer="No letter came.")

    assert said(response) == ["Refused."]
    handover.refresh_from_db()
    assert handover.answer == "No letter came."
    assert acts_of(desk, handover) == []


def test_a_letter_is_fetched_from_its_page(desk, handover):
    Handover.objects.update(letter=make.make_kept_file())

    assert soup_of(desk, place(handover)).select_one("a[href*='/sources/keptfile/']")


def test_staff_ask_for_one_and_accept_it(desk, staff):
    post = make.make_appointment(make.make_country("gha"), holder=make.make_focal_point())
    successor = make.make_focal_point("Example Alternate")
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 an example")

    response = desk.post(
        f"{LIST}add/",
        typed(post, successor=successor.pk, takes_over_on=today().isoformat(), letter=letter),
    )

    handover = Handover.objects.get()
    assert response.url == place(handover)
    assert (handover.asked_by, handover.successor) == (staff, successor)
    act(desk, handover, "accept")
    new = Appointment.objects.open().get()
    assert new.holder == successor
    assert [passage.source.kind for passage in new.passages.all()] == [Source.Kind.LETTER]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"takes_over_on": "10/11/2026"}, "“10/11/2026” is not a day."),
        ({"takes_over_on": "2012-09-28"}, "That is more than 30 days ago"),
        ({"successor_name": ""}, "Say who takes over."),
        ({"successor_name": "Example Leaving"}, "somebody else than whoever leaves"),
        ({"letter": SimpleUploadedFile("letter.pdf", b"<svg>")}, "This is no PDF, JPEG or PNG"),
    ],
)
def test_what_staff_type_is_refused_in_a_sentence(desk, handover, changes, sentence):
    Handover.objects.update(withdrawn_at=make.NOON)

    response = desk.post(f"{LIST}add/", typed(handover.appointment, **changes))

    assert sentence in " ".join(refusals(response))
    assert Handover.objects.count() == 1


def test_the_same_sent_twice_is_one_handover(desk):
    data = typed(make.make_appointment(holder=make.make_focal_point()))

    _first, second = (desk.post(f"{LIST}add/", data) for _ in range(2))

    assert Handover.objects.count() == 1
    assert refusals(second) == [
        "A handover of this post is under way already: withdraw it, to make another."
    ]


def test_whoever_may_not_see_people_sees_no_handover(client, handover):
    sign_in(client, make.make_editor("focalpoints.view_handover", "focalpoints.add_handover"))

    for page in (LIST, place(handover), f"{LIST}add/"):
        assert client.get(page).status_code == 403


def test_an_address_and_a_letter_are_for_whoever_may_see_such(client, handover):
    Handover.objects.update(letter=make.make_kept_file())
    may = [f"focalpoints.{name}" for name in MAY_DECIDE]
    sign_in(client, make.make_editor(*may))

    soup = soup_of(client, place(handover))

    assert "successor@example.org" not in soup.get_text()
    assert not soup.select("a[href*='/sources/keptfile/']")
    assert acts_of(client, handover) == ["refuse"]
    assert act(client, handover, "accept").status_code == 403
    Handover.objects.update(successor_address="")
    assert acts_of(client, handover) == ["accept", "refuse"]


def test_whose_account_a_guessed_address_is_learns_who_may_see_contacts(client, handover):
    make.make_focal_point("Example Alternate", account=make.make_user("successor@example.org"))
    Handover.objects.update(accepted_at=make.NOON, obstacle="It is hidden.")
    may = [f"focalpoints.{name}" for name in MAY_DECIDE]

    sign_in(client, make.make_editor(*may))
    text = text_of(client, place(handover))
    assert "Example Successor, who gets a new entry" in text
    assert "Example Alternate" not in text
    assert "It is hidden." not in text
    assert acts_of(client, handover) == ["refuse"]
    assert act(client, handover, "again").status_code == 403

    sign_in(client, make.make_editor(*may, "focalpoints.view_contactdetail"))
    text = text_of(client, place(handover))
    assert "It is hidden." in text
    assert acts_of(client, handover) == ["refuse", "again"]


def test_whose_account_it_is_stays_so_until_it_is_accepted_and_afterwards(client, handover):
    found = make.make_focal_point("Example Found", account=make.make_user("successor@example.org"))
    may = [f"focalpoints.{name}" for name in MAY_DECIDE]
    viewers = [make.make_editor(*may), make.make_editor(*may, "focalpoints.view_contactdetail")]

    for accepted in ({}, {"accepted_at": make.NOON, "successor": found}):
        Handover.objects.update(**accepted)
        told = [
            "Example Found" in text_of(sign_in(client, each), place(handover)) for each in viewers
        ]
        assert told == [False, True]


def test_a_successor_who_was_chosen_is_named_to_whoever_may_see_people(client, handover):
    Handover.objects.update(successor=make.make_focal_point("Example Alternate"))
    sign_in(client, make.make_editor(*[f"focalpoints.{name}" for name in MAY_DECIDE]))

    assert "Example Alternate, who has an entry already" in text_of(client, place(handover))
    assert acts_of(client, handover) == ["accept", "refuse"]


@pytest.mark.parametrize("sees_contacts", [False, True])
def test_a_guess_at_the_address_of_who_leaves_tells_nothing(client, handover, sees_contacts):
    Handover.objects.update(withdrawn_at=make.NOON)
    may = [*MAY_DECIDE, "add_handover", *(["view_contactdetail"] if sees_contacts else [])]
    sign_in(client, make.make_editor(*[f"focalpoints.{name}" for name in may]))

    guess = typed(handover.appointment, successor_address="leaving@example.org")
    response = client.post(f"{LIST}add/", guess)

    told = ["The successor is somebody else than whoever leaves."] if sees_contacts else []
    assert refusals(response) == told
    assert Handover.objects.count() == 2 - sees_contacts


def test_whoever_may_only_look_does_nothing(client, handover):
    sign_in(client, make.make_editor("focalpoints.view_handover", "focalpoints.view_focalpoint"))

    for accepted_at in (None, make.NOON):
        Handover.objects.update(accepted_at=accepted_at)
        assert acts_of(client, handover) == []
        for name in ("accept", "refuse", "again"):
            assert act(client, handover, name).status_code == 403
    assert Handover.objects.pending().get() == handover


def test_nobody_edits_or_deletes_one(desk, handover):
    desk.post(place(handover), {"successor_name": "Another"})

    assert desk.post(f"{LIST}{handover.pk}/delete/", {"post": "yes"}).status_code == 403
    handover.refresh_from_db()
    assert handover.successor_name == "Example Successor"


def test_open_ends_list_what_waits_and_what_is_overdue(desk, handover):
    make.make_handover(
        make.make_appointment(make.make_country("dnk"), holder=make.make_focal_point()),
        accepted_at=make.NOON,
        takes_over_on=today(),
    )
    make.make_handover(accepted_at=make.NOON, takes_over_on=TOMORROW)

    ends = {each.key: each.rows for each in desk.get(reverse("admin:open-ends")).context["ends"]}

    assert [row["text"] for row in ends["handovers"]] == [f"Ghana, {today()}"]
    assert [row["text"] for row in ends["due-handovers"]] == [f"Denmark, {today()}"]


@pytest.mark.parametrize("address", [LIST, "/admin/open-ends/"])
def test_takes_the_same_number_of_queries_for_one_row_and_for_thirty(desk, handover, address):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address).status_code == 200
        return len(asked)

    desk.get(address)
    for_one = queries()
    for _ in range(29):
        make.make_handover(asked_at=timezone.now())

    assert queries() == for_one
