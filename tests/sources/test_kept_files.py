"""Letters: what is taken, how one becomes a source, and who fetches it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import CharField, Form

from sources.kept_files import AsksForLetterAgain, LetterField, becomes_source, keep_letter
from sources.models import LARGEST_FILE, KeptFile
from tests import make
from tests.desk import refusals, typed

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7 an example"
LABEL = "Letter about the focal point's office, Ghana"


class Sent(AsksForLetterAgain, Form):
    word = CharField()
    letter = LetterField()


def sent(content, *, name="letter.pdf", kind="application/pdf", **typed):
    letter = SimpleUploadedFile(name, content, content_type=kind)
    return Sent({"word": "yes", **typed}, {"letter": letter})


def refusal_of(content, **file):
    return sent(content, **file).errors["letter"]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (b"\xff\xd8\xff\xe0 an example", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n an example", "image/png"),
    ],
)
def test_a_letter_is_kept_as_what_its_first_bytes_say(content, media_type):
    form = sent(content, name="../letter.html", kind="text/html")

    assert form.is_valid()
    kept = keep_letter(form.cleaned_data["letter"], at=make.NOON)

    kept = KeptFile.objects.get(pk=kept.pk)
    assert bytes(kept.content) == content
    assert (kept.media_type, kept.size) == (media_type, len(content))
    assert (kept.received_at, kept.source) == (make.NOON, None)


def test_no_letter_is_no_letter():
    form = Sent({"word": "yes"})

    assert form.is_valid()
    assert keep_letter(form.cleaned_data["letter"], at=make.NOON) is None
    assert not KeptFile.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><p>%PDF-1.7",
        b" %PDF-1.7",
        b"GIF89a",
        b"PK\x03\x04",
    ],
)
def test_what_is_none_of_the_three_is_refused_whatever_it_is_called(content):
    assert refusal_of(content, name="photo.jpg", kind="image/jpeg") == [
        "This is no PDF, JPEG or PNG, whatever it is called: save the letter as one of them."
    ]


@pytest.mark.parametrize("page", [b"<HTML>", b"\n<!DOCTYPE html>", b"<script src=x>", b"<svg >"])
def test_what_begins_as_a_letter_and_is_a_page_too_is_refused(page):
    assert refusal_of(PDF + page) == [
        "This file holds a web page or a program besides the letter: save the letter anew, as a "
        "PDF."
    ]


def test_nothing_and_too_much_are_refused():
    assert refusal_of(b"") == ["There is nothing in this file: choose another one."]
    assert refusal_of(PDF.ljust(LARGEST_FILE + 1)) == [
        "This file is larger than 5 MB: save it smaller, or send the letter by post."
    ]
    assert sent(PDF.ljust(LARGEST_FILE)).is_valid()


def test_beside_another_error_the_letter_is_asked_for_again():
    assert sent(PDF, word="").errors == {
        "word": ["This field is required."],
        "letter": ["Choose the letter once more: it was not kept."],
    }
    assert Sent({"word": ""}).errors == {"word": ["This field is required."]}


def test_a_letter_becomes_a_source_that_the_secretariat_alone_sees(client):
    kept = make.make_kept_file()

    passage = becomes_source(kept, label=LABEL, published="2026-11", at=make.NOON)

    source = passage.source
    kept.refresh_from_db()
    assert kept.source == source
    assert (source.kind, source.audience, source.published) == ("letter", "secretariat", "2026-11")
    assert (source.label, source.read_on) == (LABEL, make.NOON.date())
    assert (passage.anchor, passage.says) == ("p1", LABEL)
    assert re.fullmatch("letter-[a-z2-9]{10}", source.slug)
    assert client.get(source.get_absolute_url()).status_code == 404


def test_a_letter_becomes_one_source_only():
    kept = make.make_kept_file()

    first = becomes_source(kept, label=LABEL, at=make.NOON)
    second = becomes_source(kept, label="Another", at=make.NOON)

    assert first == second
    assert second.source.label == LABEL


def content_of(kept):
    return f"/admin/sources/keptfile/{kept.pk}/content/"


def test_staff_fetch_a_letter_which_opens_nowhere(client):
    client.force_login(make.make_editor("sources.view_keptfile"))
    kept = make.make_kept_file(content=b"\xff\xd8\xff", media_type="image/jpeg")

    response = client.get(content_of(kept))

    assert response.content == b"\xff\xd8\xff"
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"] == 'attachment; filename="letter.jpg"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox"
    assert "no-store" in response["Cache-Control"]
    assert client.post(content_of(kept)).status_code == 405


@pytest.mark.parametrize("made_up", ["0", "x", "9" * 40, "1_2"])
def test_a_letter_that_is_not_there_is_not_found(client, made_up):
    client.force_login(make.make_staff())

    assert client.get(f"/admin/sources/keptfile/{made_up}/content/").status_code == 404


def test_who_may_not_view_files_fetches_none_and_is_told_of_none(client):
    client.force_login(make.make_editor("sources.view_source", "sources.change_source"))
    kept = make.make_kept_file()
    source = becomes_source(kept, label=LABEL, at=make.NOON).source

    assert client.get(content_of(kept)).status_code == 403
    page = client.get(f"/admin/sources/source/{source.pk}/change/").content.decode()
    assert "keptfile" not in page


@pytest.mark.parametrize("somebody", ["nobody", "focal point"])
def test_who_is_not_staff_fetches_none(client, somebody):
    if somebody == "focal point":
        client.force_login(make.make_colleague().account)

    response = client.get(content_of(make.make_kept_file()))

    assert response.status_code in (302, 403)
    assert b"%PDF" not in response.content


def test_the_desk_lists_letters_and_changes_none(client):
    client.force_login(make.make_staff())
    kept = make.make_kept_file()
    row = f"/admin/sources/keptfile/{kept.pk}"

    page = client.get(f"{row}/change/").content.decode()

    assert client.get("/admin/sources/keptfile/").status_code == 200
    assert f'<a href="{row}/content/">Fetch the letter (PDF, 19\xa0bytes)</a>' in page
    assert "an example" not in page
    assert client.post(f"{row}/change/", {"size": "1"}).status_code == 403
    assert client.post(f"{row}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/sources/keptfile/add/").status_code == 403


def test_the_source_leads_to_its_letter_and_is_edited_as_ever(client):
    client.force_login(make.make_staff())
    kept = make.make_kept_file()
    source = becomes_source(kept, label=LABEL, at=make.NOON).source
    page = f"/admin/sources/source/{source.pk}/change/"

    assert content_of(kept) in client.get(page).content.decode()
    assert content_of(kept) not in client.get("/admin/sources/source/add/").content.decode()
    response = client.post(page, typed(client.get(page), label="Another label"))

    assert refusals(response) == []
    source.refresh_from_db()
    assert source.label == "Another label"
