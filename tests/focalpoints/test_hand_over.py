"""The page on which an official hands over a post."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from focalpoints import handovers
from focalpoints.models import Handover
from focalpoints.register import today
from outbox.models import Message
from sources.models import KeptFile
from tests import make
from tests.read import soup_from, soup_of, text_of, words
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db

TOMORROW = today() + timedelta(days=1)


@pytest.fixture
def person():
    return make.make_colleague("Example Person", account=make.make_user("person@example.org"))


@pytest.fixture
def post(person):
    return person.appointments.get()


@pytest.fixture
def signed_in(client, person):
    client.force_login(person.account)
    return client


def page(post):
    return f"/me/posts/{post.pk}/hand-over/"


def typed(client, post, **changes):
    """What a browser sends from the page of the form."""
    soup = soup_of(client, page(post))
    number = soup.select_one("input[name=number]")["value"]
    return {
        "number": number,
        "successor_name": "Example Successor",
        "successor_honorific": "Ms",
        "successor_address": "successor@example.org",
        "takes_over_on": TOMORROW.isoformat(),
        "explanation": "A new minister.",
        **changes,
    }


def errors(response):
    return [words(each) for each in soup_from(response.content).select(".error-summary li")]


def test_says_what_will_happen_and_whom_the_address_is_for(signed_in, post):
    text = text_of(signed_in, page(post))

    assert f"You hold it as focal point of {post.party}." in text
    assert "Nothing at once: the secretariat looks at it first" in text
    assert "and without a gap" in text
    assert "The invitation goes there, on the day, and nothing else is sent there." in text


def test_an_alternate_reads_nothing_of_a_gap(signed_in, post):
    post.capacity = "alternate"
    post.save()

    assert "without a gap" not in text_of(signed_in, page(post))


def test_is_for_the_holder_of_a_certain_appointment_alone(client, post):
    joint = {"holder": post.holder, "capacity": "joint"}
    ended = make.make_appointment(started="2012", ended="2014", **joint)
    to_come = make.make_appointment(started="2100", **joint)
    client.force_login(post.holder.account)
    nowhere = client.get("/nowhere/").content

    for each in (ended, to_come):
        assert client.get(page(each)).status_code == 404
    for account in (make.make_colleague().account, make.make_user(), make.make_staff()):
        client.force_login(account)
        assert client.get(page(post)).content == nowhere
        assert client.post(page(post)).status_code == 404
    client.logout()
    assert client.get(page(post)).url == f"/accounts/login/?next={page(post)}"
    assert client.post(page(post)).url == f"/accounts/login/?next={page(post)}"


def test_a_form_of_another_site_hands_over_nothing(person, post):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person.account)

    assert client.post(page(post), {}).status_code == 403


def test_is_sent_with_a_letter_and_then_says_what_waits(signed_in, person, post):
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 an example")

    response = signed_in.post(page(post), typed(signed_in, post, letter=letter), follow=True)

    handover = Handover.objects.get()
    assert (handover.appointment, handover.asked_by) == (post, person.account)
    assert (handover.takes_over_on, handover.successor_name) == (TOMORROW, "Example Successor")
    assert bytes(handover.letter.content) == b"%PDF-1.7 an example"
    text = words(soup_from(response.content))
    assert "Your handover is with the secretariat, which answers you by e-mail." in text
    assert "It waits for the secretariat: Ms Example Successor takes over on" in text
    assert "Your letter is with it." in text
    assert not soup_from(response.content).select("input[name=successor_name]")


def test_the_same_form_sent_twice_has_one_effect(signed_in, post):
    data = typed(signed_in, post)

    answers = [signed_in.post(page(post), data) for _ in range(2)]

    assert [each.url for each in answers] == [page(post)] * 2
    assert Handover.objects.count() == 1
    assert not Message.objects.exclude(kind="notice-to-staff").exists()


def test_another_form_is_refused_while_one_is_under_way_and_keeps_what_was_typed(signed_in, post):
    first, second = (typed(signed_in, post) for _ in range(2))
    signed_in.post(page(post), first)

    response = signed_in.post(page(post), second | {"successor_name": "Somebody Else"})

    assert errors(response) == [
        "A handover of this post is under way already: withdraw it, to make another."
    ]
    assert response.status_code == 400
    form = soup_from(response.content)
    assert form.select_one("input[name=successor_name]")["value"] == "Somebody Else"
    assert Handover.objects.get().successor_name == "Example Successor"


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("takes_over_on", "next week", "“next week” is not a day. Write year-month-day"),
        ("takes_over_on", "2026-02-30", "“2026-02-30” is not a day."),
        ("takes_over_on", " ", "Write the day, as year-month-day."),
        ("takes_over_on", "9999-12-31", "That is more than a year ahead"),
        ("takes_over_on", "2012-09-28", "That is more than 30 days ago"),
        ("successor_name", "", "Write who takes over."),
        ("successor_name", "Example Person", "somebody else than whoever leaves"),
        ("successor_name", "Succes\u202eSor", "cannot be seen (U+202E"),
        ("successor_address", "no address", "Write the address like name@example.org"),
        ("successor_address", "person@example.org", "somebody else than whoever leaves"),
        ("explanation", "x" * 2001, "at most 2000 characters"),
    ],
)
def test_bad_text_gets_a_sentence_and_comes_back(signed_in, post, field, text, sentence):
    response = signed_in.post(page(post), typed(signed_in, post, **{field: text}))

    assert response.status_code == 400
    assert sentence in " ".join(errors(response))
    box = soup_from(response.content).select_one(f"[name={field}]")
    assert (box.get("value") or box.get_text().strip()) == text.strip() or text == " "
    assert not Handover.objects.exists()


def test_a_file_that_is_no_letter_is_refused_and_one_is_asked_for_again(signed_in, post):
    page_named_pdf = SimpleUploadedFile("letter.pdf", b"<html>")
    letter = SimpleUploadedFile("letter.pdf", b"%PDF-1.7 an example")

    refused = signed_in.post(page(post), typed(signed_in, post, letter=page_named_pdf))
    late = signed_in.post(
        page(post), typed(signed_in, post, letter=letter, takes_over_on="2012-09-28")
    )

    assert "This is no PDF, JPEG or PNG" in " ".join(errors(refused))
    assert "Choose the letter once more: it was not kept." in errors(late)
    assert not KeptFile.objects.exists()


def test_is_withdrawn_from_the_page_and_sent_anew(signed_in, post):
    signed_in.post(page(post), typed(signed_in, post))
    action = soup_of(signed_in, page(post)).select_one("#under-way ~ form")["action"]

    assert signed_in.get(action).url == "/me/"
    assert Handover.objects.pending().exists()
    answers = [signed_in.post(action) for _ in range(2)]

    assert [each.url for each in answers] == ["/me/", "/me/"]
    assert not Handover.objects.pending().exists()
    signed_in.post(page(post), typed(signed_in, post))
    assert Handover.objects.pending().count() == 1


def test_nobody_withdraws_what_another_asked_for(client, person):
    theirs = make.make_handover(person.appointments.get(), asked_by=person.account)
    by_staff = make.make_handover(asked_by=make.make_staff())
    client.force_login(make.make_colleague().account)

    for each in (theirs, by_staff):
        response = client.post(f"/me/handovers/{each.pk}/withdraw/")
        assert response.content == client.get("/nowhere/").content
        assert response.status_code == 404
    client.logout()
    address = f"/me/handovers/{theirs.pk}/withdraw/"
    assert client.post(address).url == f"/accounts/login/?next={address}"
    assert Handover.objects.pending().count() == 2


def test_too_late_to_withdraw_is_said(signed_in, person, post):
    handover = handovers.ask(
        post,
        takes_over_on=TOMORROW,
        successor_name="Example Successor",
        by=person.account,
        at=make.NOON.combine(today(), make.NOON.time(), make.NOON.tzinfo),
    )
    Handover.objects.update(refused_at=make.NOON, answer="No.")

    response = signed_in.post(f"/me/handovers/{handover.pk}/withdraw/")

    said = [str(each) for each in response.wsgi_request._messages]
    assert said == ["It was decided or withdrawn in the meantime."]


def test_what_the_secretariat_prepares_is_said_without_whom_they_named(signed_in, post):
    make.make_handover(post, asked_by=make.make_staff(), takes_over_on=TOMORROW)

    response = signed_in.get(page(post))

    soup = soup_from(response.content)
    assert response.context["under_way"].successor == ""
    assert "The secretariat prepares that somebody takes over your post" in words(soup)
    assert "Example Successor" not in words(soup)
    assert not soup.select("#under-way ~ form")


def test_the_own_page_says_what_is_under_way_and_leads_there(signed_in, person, post):
    assert soup_of(signed_in, "/me/").select_one(f"main a[href='{page(post)}']")
    assert not soup_of(signed_in, "/me/").select("#handovers")
    make.make_handover(post, asked_by=person.account, accepted_at=make.NOON)

    section = soup_of(signed_in, "/me/").select_one("[aria-labelledby=handovers]")

    assert "Accepted: Example Successor takes over on 1 December 2026." in words(section)
    assert section.select_one("form")["action"].endswith("/withdraw/")


def test_why_it_was_refused_is_said(signed_in, person, post):
    make.make_handover(post, asked_by=person.account, refused_at=make.NOON, answer="No letter.")
    make.make_handover(asked_by=make.make_staff(), refused_at=make.NOON, answer="Other.")

    text = text_of(signed_in, page(post))

    assert "refused to hand over your post on 1 December 2026: No letter." in text
    assert "Other." not in text


def test_is_not_kept_by_a_cache_nor_found_by_search_engines(signed_in, post):
    assert "no-store" in signed_in.get(page(post))["Cache-Control"]
    assert soup_of(signed_in, page(post)).select_one("meta[name=robots]")["content"] == "noindex"


def test_takes_the_same_number_of_queries_whatever_was_asked_before(
    signed_in, person, post, django_assert_num_queries
):
    def refused(number):
        make.make_handover(
            post, asked_by=person.account, refused_at=make.NOON, answer=f"Number {number}."
        )

    def queries():
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as asked:
            signed_in.get(page(post))
        return len(asked)

    refused(1)
    for_one = queries()
    for number in range(29):
        refused(number)

    assert queries() == for_one


def test_the_whole_way_from_the_page_to_the_successor_who_signs_in(client, person, post):
    """Today: the secretariat accepts, and the old session is over with the next request."""
    staff = make.make_staff()
    successor, desk = Client(), sign_in(Client(), staff)
    client.force_login(person.account)
    client.post(page(post), typed(client, post, takes_over_on=today().isoformat()))
    desk.post(f"/admin/focalpoints/handover/{Handover.objects.get().pk}/act/accept/")

    assert client.get("/me/").url == "/accounts/login/?next=/me/"
    client.force_login(person.account)
    assert "You are signed in as: former focal point." in text_of(client, "/me/")
    assert client.get("/network/").status_code == 404
    assert client.get(page(post)).status_code == 404

    invitation = Message.objects.get(to="successor@example.org").letter.body
    link = next(word for word in invitation.split() if "/invitations/" in word)
    successor.get(link)
    successor.post("/accounts/signup/", {"email": "successor@example.org"})
    text = text_of(successor, "/me/")
    assert "You are signed in as: focal point." in text
    assert "Ms Example Successor" in text
