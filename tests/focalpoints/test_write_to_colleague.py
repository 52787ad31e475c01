"""A message to a colleague, at /network/<key>/write/: by mail, and without an address."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from focalpoints import writing
from focalpoints.models import FocalPoint
from outbox.models import Message
from tests import make
from tests.races import race
from tests.read import soup_of, text_of
from trail.models import Entry

pytestmark = pytest.mark.django_db

TYPED = {"subject": "A question", "text": "Dear colleague,\nwhen do you come to Accra?"}


@pytest.fixture
def sender():
    """A focal point in office, with a second factor."""
    person = make.make_focal_point(
        "Example Sender", honorific="Ms", account=make.make_user("canary-sender@example.org")
    )
    make.make_appointment(make.make_country("gha", name="Ghana"), holder=person, capacity="joint")
    make.make_factor(person.account)
    return person


@pytest.fixture
def recipient():
    return make.make_colleague(
        "Example Recipient", account=make.make_user("canary-recipient@example.org")
    )


@pytest.fixture
def writer(client, sender):
    client.force_login(sender.account)
    return client


def address_of(person):
    return f"/network/{person.key}/write/"


def number_on(writer, person):
    return soup_of(writer, address_of(person)).select_one("input[name=number]")["value"]


def send(writer, person, **typed):
    return writer.post(address_of(person), {**TYPED, "number": number_on(writer, person), **typed})


def written():
    return [(each.who, each.about) for each in Entry.objects.filter(what="wrote")]


def write_before(sender, recipient, count, *, ago):
    at = timezone.now() - ago
    for _ in range(count):
        Entry.objects.record("wrote", who=sender.account.pseudonym, about=recipient.key, at=at)


def test_mails_a_colleague_who_writes_and_where_to_answer(writer, sender, recipient, settings):
    answer = send(writer, recipient)

    message = Message.objects.get()
    assert answer.url == f"/network/{recipient.key}/"
    assert (message.to, message.kind) == ("canary-recipient@example.org", "message-to-colleague")
    assert message.letter.subject == "Message from a colleague: A question"
    assert message.letter.body == (
        "Ms Example Sender writes to you through the register of R2P focal points. They hold these "
        "posts: Ghana, joint focal point.\n\n"
        "> Dear colleague,\n> when do you come to Accra?\n\n"
        "They do not see your e-mail address, and an answer to this mail does not reach them. To "
        "answer, sign in and write from their page in the directory:\n"
        f"{settings.SITE_URL}/network/{sender.key}/\n\n"
        "If this message should not have been sent, tell the secretariat:\n"
        f"{settings.SITE_URL}/contact/"
    )
    assert written() == [(sender.account.pseudonym, recipient.key)]


def test_shows_no_address_of_either_and_says_that_it_is_on_its_way(writer, recipient):
    pages = [writer.get(address_of(recipient)), send(writer, recipient)]
    pages.append(writer.get(f"/network/{recipient.key}/"))

    assert "Your message is on its way." in pages[-1].text
    assert not [page for page in pages if "canary" in page.text + str(page.headers)]
    assert "canary-sender" not in Message.objects.get().letter.body
    assert "Your message is on its way." not in text_of(writer, f"/network/{recipient.key}/")


def test_says_before_sending_who_is_named(writer, recipient):
    text = text_of(writer, address_of(recipient))

    assert "Write to Example Recipient" in text
    assert "comes from you: Ms Example Sender (Ghana, joint focal point)." in text


def test_two_clicks_send_one_mail(writer, recipient):
    number = number_on(writer, recipient)

    answers = [writer.post(address_of(recipient), {**TYPED, "number": number}) for _ in range(2)]

    assert [answer.url for answer in answers] == [f"/network/{recipient.key}/"] * 2
    assert (Message.objects.count(), len(written())) == (1, 1)


@pytest.mark.parametrize("number", ["", "none", None])
def test_a_form_without_its_number_is_taken_all_the_same(writer, recipient, number):
    typed = {**TYPED} if number is None else {**TYPED, "number": number}

    writer.post(address_of(recipient), typed)

    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"subject": ""}, "Write in a few words what it is about."),
        ({"text": " \n "}, "Write your message."),
        ({"subject": "x" * 151}, "at most 150 characters as the subject; these are 151."),
        ({"text": "x" * 50_000}, "at most 5000 characters; these are 50000."),
        ({"subject": "One\nTo: two@example.org"}, "Write the subject in one line."),
        ({"subject": "One\u2028two"}, "Write the subject in one line."),
        ({"subject": "A\u202eB"}, "cannot be seen (U+202E, at place 2)"),
        ({"text": "A\x1b[2J"}, "cannot be seen (U+001B, at place 2)"),
    ],
)
def test_refuses_with_a_sentence_and_keeps_what_was_typed(writer, recipient, typed, said):
    typed = {**TYPED, **typed}

    answer = send(writer, recipient, **typed)

    assert answer.status_code == 400
    assert said in " ".join(re.sub(r"<[^>]+>", "", answer.text).split())
    assert {name: answer.context["form"][name].value() for name in TYPED} == typed
    assert not Message.objects.exists()


def test_takes_five_thousand_characters_in_whatever_script(writer, recipient):
    text = "é" * 2499 + "\r\n" + "é" * 2500  # with a line break as a browser sends it

    assert send(writer, recipient, text=text + "x").status_code == 400
    send(writer, recipient, text=text)

    assert f"> {'é' * 2499}\n> {'é' * 2500}\n" in Message.objects.get().letter.body


def test_takes_ten_within_an_hour_and_says_when_the_next(writer, sender, recipient):
    write_before(sender, recipient, 1, ago=timedelta(minutes=59))
    write_before(sender, recipient, 8, ago=timedelta(minutes=5))
    write_before(recipient, sender, 10, ago=timedelta(minutes=5))
    first = Entry.objects.filter(what="wrote").last()
    number = number_on(writer, recipient)

    tenth = send(writer, recipient)
    refused = writer.post(address_of(recipient), {**TYPED, "number": number})

    again_at = first.at + timedelta(hours=1)
    assert (tenth.status_code, refused.status_code, Message.objects.count()) == (302, 429, 1)
    assert f"Send this one at {again_at:%H:%M} UTC or later." in refused.text
    assert 0 < int(refused["Retry-After"]) <= 60
    assert refused.context["form"]["text"].value() == TYPED["text"]


def test_what_was_refused_is_taken_once_the_hour_is_over(sender, recipient):
    at, number = timezone.now(), writing.SpentForm.new_number()
    write_before(sender, recipient, 10, ago=timedelta(0))
    ask = {"by": sender.account, "to": recipient.key, "number": number, **TYPED}

    with pytest.raises(writing.TooMany):
        writing.write(**ask, at=at + timedelta(minutes=59))

    assert writing.write(**ask, at=at + timedelta(minutes=61))


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_the_eleventh_is_not_sent(sender, recipient):
    write_before(sender, recipient, 9, ago=timedelta(minutes=5))

    def write(_round, at_once):
        at_once.wait(timeout=30)
        try:
            return writing.write(
                by=sender.account,
                to=recipient.key,
                number=writing.SpentForm.new_number(),
                at=timezone.now(),
                **TYPED,
            )
        except writing.TooMany:
            return "too many"

    [outcomes] = race(write, write, rounds=1)

    assert sorted(map(str, outcomes)) == ["True", "too many"]


# Who, and to whom


def without_account():
    person = make.make_focal_point("Example Person")
    make.make_appointment(holder=person)
    return person


def suspended():
    return make.make_colleague(account=make.make_user(is_active=False))


def hidden():
    person = make.make_colleague()
    make.make_protection(person)
    return person


def former():
    person = make.make_focal_point(account=make.make_user())
    make.make_appointment(holder=person, ended="2014")
    return person


@pytest.mark.parametrize("whom", [without_account, suspended, hidden, former])
def test_only_to_colleagues_with_an_account_in_use(writer, whom):
    person = whom()
    nowhere = writer.get("/nowhere/").content

    for answer in (writer.get(address_of(person)), writer.post(address_of(person), TYPED)):
        assert (answer.status_code, answer.content) == (404, nowhere)
    assert not Message.objects.exists()


def test_nobody_writes_to_themselves(writer, sender):
    assert writer.post(address_of(sender), TYPED).status_code == 404
    assert "Write a message" not in text_of(writer, f"/network/{sender.key}/")


def test_whoever_is_hidden_is_told_why_they_cannot_write(writer, sender, recipient):
    make.make_protection(sender)

    for answer in (writer.get(address_of(recipient)), writer.post(address_of(recipient), TYPED)):
        assert answer.status_code == 403
        assert "a message would tell your colleague who you are" in answer.text
    assert not Message.objects.exists()


@pytest.mark.parametrize("hides", [True, False])
def test_whoever_is_hidden_or_out_of_office_meanwhile_sends_nothing(sender, recipient, hides):
    make.make_protection(sender) if hides else sender.appointments.update(ended="2014")

    with pytest.raises(FocalPoint.DoesNotExist):
        writing.write(
            by=sender.account,
            to=recipient.key,
            number=writing.SpentForm.new_number(),
            at=timezone.now(),
            **TYPED,
        )


def staff():
    return make.make_staff()


def former_account():
    return former().account


@pytest.mark.parametrize("stranger", [staff, former_account, make.make_user])
def test_for_all_others_there_is_no_such_page(client, recipient, stranger):
    client.force_login(stranger())

    for answer in (client.get(address_of(recipient)), client.post(address_of(recipient), TYPED)):
        assert (answer.status_code, answer.content) == (404, client.get("/nowhere/").content)
    assert not Message.objects.exists()


def test_without_a_second_factor_nothing_is_sent(client, recipient):
    client.force_login(make.make_colleague().account)

    answer = client.post(address_of(recipient), TYPED)

    assert (answer.status_code, Message.objects.count()) == (403, 0)
    assert "Example Recipient" not in answer.text


def test_whoever_is_not_signed_in_signs_in_first(client, recipient):
    assert client.get(address_of(recipient)).url == f"/accounts/login/?next={address_of(recipient)}"


def test_the_page_of_a_colleague_leads_here_where_it_can(writer, recipient):
    there, not_there = f"/network/{recipient.key}/", f"/network/{without_account().key}/"

    assert soup_of(writer, there).select_one(f"main a[href='{address_of(recipient)}']")
    assert "At present no message reaches this colleague" in text_of(writer, not_there)


def test_staff_are_not_led_here(client, recipient):
    client.force_login(make.make_staff())

    text = text_of(client, f"/network/{recipient.key}/")

    assert "Write a message" not in text
    assert "At present no message" not in text
