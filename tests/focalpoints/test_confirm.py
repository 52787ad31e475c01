"""One click, by which a focal point says that the own entry is still right."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from focalpoints import confirmations
from focalpoints.models import Confirmation, FocalPoint
from focalpoints.register import today
from tests import make
from tests.races import race
from tests.read import soup_of, text_of, words
from trail.models import Entry

pytestmark = pytest.mark.django_db

CONFIRMED_ON = date(2026, 11, 22)


@pytest.fixture
def person():
    return make.make_colleague("Example Person")


@pytest.fixture
def signed_in(client, person):
    client.force_login(person.account)
    return client


def trail():
    entries = Entry.objects.filter(what="confirmed")
    return [(entry.who, entry.about) for entry in entries]


def test_one_click_confirms_the_entry_and_leaves_an_entry_in_the_trail(signed_in, person):
    assert signed_in.post("/me/confirm/").url == "/me/"

    assert Confirmation.objects.get(focal_point=person).confirmed_on == today()
    assert trail() == [(person.account.pseudonym, person.key)]


def test_a_second_click_on_the_same_day_has_no_effect(signed_in):
    for _ in range(2):
        assert signed_in.post("/me/confirm/").url == "/me/"

    assert Confirmation.objects.count() == 1
    assert len(trail()) == 1


def test_a_click_on_the_next_day_confirms_for_a_year_from_then_on(person):
    for at in (make.NOON, make.NOON + timedelta(days=1)):
        assert confirmations.confirm(person, by=person.account, at=at)

    standing = confirmations.standing(person.account, day=date(2026, 11, 23))
    assert standing == confirmations.Standing(date(2026, 11, 23), date(2027, 11, 23), holds=True)
    assert len(trail()) == 2


def test_a_look_at_the_address_confirms_nothing(signed_in):
    assert signed_in.get("/me/confirm/").url == "/me/"

    assert not Confirmation.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_whoever_is_not_signed_in_is_sent_to_the_login(client, method):
    assert getattr(client, method)("/me/confirm/").url == "/accounts/login/?next=/me/confirm/"


@pytest.mark.parametrize("who", ["former", "assistant", "staff"])
def test_whoever_holds_no_office_confirms_nothing(client, who):
    former = make.make_focal_point(account=make.make_user())
    make.make_appointment(holder=former, ended="2014")
    accounts = {
        "former": lambda: former.account,
        "assistant": lambda: make.make_assistance().account,
        "staff": make.make_staff,
    }
    client.force_login(accounts[who]())

    response = client.post("/me/confirm/")

    assert (response.status_code, response.content) == (404, client.get("/nowhere/").content)
    assert not Confirmation.objects.exists()
    assert not soup_of(client, "/me/").select("#confirmation")


def test_says_how_the_entry_stands_and_has_one_button(signed_in, person):
    assert "You have not confirmed it yet: your entry is grey" in text_of(signed_in, "/me/")

    signed_in.post("/me/confirm/")

    section = soup_of(signed_in, "/me/").select_one("[aria-labelledby=confirmation]")
    assert words(section).startswith("Is all of this still right? You confirmed it on")
    assert len(section.select("button")) == 1
    assert section.select_one("form")["action"] == "/me/confirm/"


@pytest.mark.parametrize(
    ("day", "holds"), [(date(2027, 11, 21), True), (date(2027, 11, 22), False)]
)
def test_a_confirmation_holds_for_a_year_and_not_on_the_day_after(person, day, holds):
    make.make_confirmation(person, confirmed_on=CONFIRMED_ON)

    assert confirmations.standing(person.account, day=day).holds == holds
    assert FocalPoint.objects.confirmed(day).exists() == holds
    assert FocalPoint.objects.unconfirmed(day).exists() != holds


def test_says_when_a_confirmation_ran_out(signed_in, person):
    make.make_confirmation(person, confirmed_on=date(2012, 11, 22))

    assert (
        "You confirmed it on 22 November 2012. That held until 22 November 2013: your entry is "
        "grey until you confirm it again." in text_of(signed_in, "/me/")
    )


def test_whoever_left_is_not_asked_to_confirm(person):
    person.appointments.update(ended="2014")

    assert not FocalPoint.objects.unconfirmed(CONFIRMED_ON).exists()


def test_the_desk_lists_who_has_confirmed_and_when(client, person):
    make.make_confirmation(make.make_colleague("Has Confirmed"), confirmed_on=today())
    client.force_login(make.make_staff())
    page = reverse("admin:focalpoints_focalpoint_changelist")

    confirmed = client.get(page, {"confirmation": "confirmed"}).context["cl"].result_list
    unconfirmed = client.get(page, {"confirmation": "unconfirmed"}).context["cl"].result_list

    assert [(each.name, each.confirmed_on) for each in confirmed] == [("Has Confirmed", today())]
    assert [(each.name, each.confirmed_on) for each in unconfirmed] == [("Example Person", None)]


def test_no_form_of_another_site_confirms(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person.account)

    assert client.post("/me/confirm/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_of_two_clicks_at_the_same_moment_one_counts(person):
    def click(number, at_once):
        at_once.wait(timeout=30)
        at = make.NOON + timedelta(days=number)
        return confirmations.confirm(person, by=person.account, at=at)

    assert [sorted(pair) for pair in race(click, click, rounds=3)] == [[False, True]] * 3
