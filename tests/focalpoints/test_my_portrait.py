"""The own portrait at /me/portrait/, and the picture as everybody and colleagues see it."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from focalpoints.models import Portrait
from focalpoints.portraits import NO_PICTURE
from tests import make
from tests.pictures import huge_png, picture
from tests.read import soup_from, soup_of, text_of, words

pytestmark = pytest.mark.django_db

PAGE, IMAGE = "/me/portrait/", "/me/portrait.webp"


@pytest.fixture
def person():
    return make.make_colleague("Example Person")


@pytest.fixture
def signed_in(client, person):
    client.force_login(person.account)
    return client


@pytest.fixture
def shown(person):
    """A portrait that everybody may see."""
    make.make_consent(person, field="portrait")
    return make.make_portrait(person)


def send(client, content, name="me.jpg"):
    return client.post(PAGE, {"picture": SimpleUploadedFile(name, content)})


def public(person):
    return f"/focal-points/{person.key}/portrait.webp"


def for_colleagues(person):
    return f"/network/{person.key}/portrait.webp"


def signed_in_as(account, *, with_factor=False):
    client = Client()
    if with_factor:
        make.make_factor(account)
    client.force_login(account)
    return client


def is_nowhere(response):
    return response.status_code == 404 and response.content == Client().get("/nowhere/").content


def test_sets_a_portrait_and_shows_it(signed_in, person):
    assert "You have set no portrait." in text_of(signed_in, PAGE)

    assert send(signed_in, picture()).url == PAGE

    page = soup_of(signed_in, PAGE)
    assert "Your portrait is set." in words(page)
    assert page.select_one("main img")["src"] == IMAGE
    assert signed_in.get(IMAGE).content == bytes(Portrait.objects.get().image)
    assert Portrait.history.get().history_user == person.account


def test_the_form_is_one_for_files_and_says_what_becomes_of_them(signed_in):
    page = soup_of(signed_in, PAGE)

    form = page.select_one("form[enctype='multipart/form-data']")
    assert form.select_one("[type=file]")["accept"] == "image/jpeg,image/png,image/webp"
    assert "all else that stands in the file, is not kept" in words(form)


def test_removes_it_and_a_second_click_does_no_more(signed_in, person):
    make.make_portrait(person)

    for _click in range(2):
        assert signed_in.post(PAGE, {"remove": "yes"}).url == PAGE

    assert not Portrait.objects.exists()
    assert text_of(signed_in, PAGE).count("Your portrait is removed.") == 1
    assert is_nowhere(signed_in.get(IMAGE))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<!doctype html><script>alert(1)</script>", NO_PICTURE),
        (huge_png(30_000, 30_000), "This picture has too many pixels."),
        (b"", "This file is empty."),
    ],
    ids=["HTML", "huge", "empty"],
)
def test_what_is_refused_is_told_and_changes_nothing(signed_in, person, content, sentence):
    kept = make.make_portrait(person)

    response = send(signed_in, content)

    assert response.status_code == 400
    page = soup_from(response.content)
    assert str(sentence) in words(page.select_one(".error-summary"))
    assert "Choose the file again" in words(page)
    assert Portrait.objects.get().digest == kept.digest


@pytest.mark.parametrize("typed", [{}, {"picture": "a text"}])
def test_a_form_without_a_file_asks_for_one(signed_in, typed):
    assert "Choose a picture first." in signed_in.post(PAGE, typed).text


def test_says_whether_it_is_shown_in_public_and_leads_to_where_that_is_chosen(signed_in, person):
    make.make_portrait(person)
    assert "It is not shown in public." in text_of(signed_in, PAGE)
    make.make_consent(person, field="portrait")

    page = soup_of(signed_in, PAGE)

    assert "It is shown in public, as you have agreed." in words(page)
    assert "the new one takes its place there at once" in words(page)
    assert page.select_one("main a[href='/me/public/']")


def test_says_before_that_a_first_one_is_shown_at_once_where_the_person_agreed(signed_in, person):
    make.make_consent(person, field="portrait")

    assert "one that you set is shown there at once" in text_of(signed_in, PAGE)


def test_says_that_nobody_sees_it_while_the_person_is_hidden(signed_in, person, shown):
    make.make_protection(person)

    assert "It is shown to nobody while you are hidden." in text_of(signed_in, PAGE)
    assert signed_in.get(IMAGE).status_code == 200
    assert is_nowhere(signed_in.get(public(person)))


@pytest.mark.parametrize("address", [PAGE, IMAGE])
def test_own_pages_are_kept_by_no_cache_and_open_to_nobody_else(signed_in, person, shown, address):
    assert "no-store" in signed_in.get(address)["Cache-Control"]
    assert Client().get(address).url == f"/accounts/login/?next={address}"
    for account in (make.make_staff(), make.make_user()):
        assert is_nowhere(signed_in_as(account).get(address))


def test_a_colleague_finds_the_own_portrait_there_and_not_that_of_another(person, shown):
    colleague = signed_in_as(make.make_colleague().account)

    assert "You have set no portrait." in text_of(colleague, PAGE)
    assert is_nowhere(colleague.get(IMAGE))


def test_who_is_no_longer_in_office_takes_the_portrait_down_and_sets_none(client):
    former = make.make_focal_point(account=make.make_user())
    make.make_appointment(holder=former, ended="2014")
    make.make_portrait(former)
    client.force_login(former.account)

    assert not soup_of(client, PAGE).select("[type=file]")
    assert is_nowhere(send(client, picture()))
    assert client.post(PAGE, {"remove": "yes"}).url == PAGE
    assert not Portrait.objects.exists()


def test_everybody_sees_what_the_person_agreed_to_show(client, person, shown):
    response = client.get(public(person))

    assert response.content == bytes(shown.image)
    assert response["Content-Type"] == "image/webp"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"] == 'inline; filename="portrait.webp"'
    assert not response.cookies


def test_a_cache_asks_each_time_and_is_told_that_it_is_the_same(client, person, shown):
    first = client.get(public(person))
    assert first["Cache-Control"] == "no-cache"

    again = client.get(public(person), headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert (again["ETag"], again["Cache-Control"]) == (first["ETag"], "no-cache")


def test_the_address_of_an_entry_that_was_joined_leads_to_the_picture_that_is_public(
    client, person, shown
):
    former = make.make_former_key(person)
    address = f"/focal-points/{former.key}/portrait.webp"

    assert client.get(address).url == public(person)
    person.withdraw(field="portrait", at=make.NOON)
    assert is_nowhere(client.get(address))


def test_withdrawing_takes_it_away_from_caches_too(client, person, shown):
    etag = client.get(public(person))["ETag"]
    person.withdraw(field="portrait", at=make.NOON)

    response = client.get(public(person), headers={"if-none-match": etag})

    assert is_nowhere(response)
    assert "no-store" in response["Cache-Control"]


def test_another_portrait_has_another_mark(client, signed_in, person, shown):
    etag = client.get(public(person))["ETag"]
    send(signed_in, picture(colour="red"))

    response = client.get(public(person), headers={"if-none-match": etag})

    assert response.status_code == 200
    assert response["ETag"] != etag


def test_without_consent_the_public_picture_is_one_that_is_not_there(client, person):
    make.make_portrait(person)
    make.make_consent(person)  # to the name alone
    colleague = signed_in_as(make.make_colleague().account, with_factor=True)

    themselves, staff = signed_in_as(person.account), signed_in_as(make.make_staff())
    for viewer in (client, colleague, themselves, staff):
        assert is_nowhere(viewer.get(public(person)))
    assert is_nowhere(client.get(f"/focal-points/{uuid.uuid4()}/portrait.webp"))


def test_the_public_picture_is_the_same_whoever_looks(client, person, shown):
    signed = signed_in_as(make.make_colleague().account, with_factor=True)

    assert signed.get(public(person)).content == client.get(public(person)).content


def test_colleagues_with_a_second_factor_see_it_without_consent(person):
    portrait = make.make_portrait(person)
    colleague = signed_in_as(make.make_colleague().account, with_factor=True)

    response = colleague.get(for_colleagues(person))

    assert response.content == bytes(portrait.image)
    assert "no-store" in response["Cache-Control"]
    assert signed_in_as(make.make_staff()).get(for_colleagues(person)).status_code == 200


def test_nobody_else_sees_it_in_the_network(client, person, shown):
    former = make.make_focal_point(account=make.make_user())
    make.make_appointment(holder=former, ended="2014")
    without_factor = make.make_colleague().account

    assert client.get(for_colleagues(person)).url.startswith("/accounts/login/")
    for account in (without_factor, make.make_user(), make.make_editor()):
        assert is_nowhere(signed_in_as(account).get(for_colleagues(person)))
    assert is_nowhere(signed_in_as(former.account, with_factor=True).get(for_colleagues(person)))


@pytest.mark.parametrize("reason", ["hidden", "former", "without a portrait", "nobody"])
def test_the_network_has_no_picture_of_whoever_it_does_not_show(person, reason):
    colleague = signed_in_as(make.make_colleague().account, with_factor=True)
    if reason != "without a portrait":
        make.make_portrait(person)
    if reason == "hidden":
        make.make_protection(person)
    if reason == "former":
        person.appointments.update(ended="2014")
    key = uuid.uuid4() if reason == "nobody" else person.key

    response = colleague.get(f"/network/{key}/portrait.webp")

    assert is_nowhere(response)
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("address", [public, for_colleagues])
def test_a_picture_is_only_read(client, person, shown, address):
    assert signed_in_as(person.account).post(address(person)).status_code == 405
