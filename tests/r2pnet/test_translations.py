"""The desk's pages of what the texts of the record say in other languages."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from r2pnet.named_in_texts import WRITTEN
from r2pnet.record_texts import models_of_texts, translated_fields
from sources import translations
from sources.citations import cited_models
from sources.models import Passage, Statement, Translation
from tests import make
from tests.desk import typed
from tests.races import Racer, race, sent_from
from tests.read import soup_from
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/translations/"
OTHERS = [code for code, _name in settings.LANGUAGES if code != "en"]
KEEPING = [f"sources.{act}_translation" for act in ("add", "change", "delete")]
# Names, titles of documents and of meetings, offices, addresses and quotations stand as printed;
# translations are what others are translated into, and what parties are called they have of their
# own in each language.
AS_PRINTED = {
    "sources.Source": {"title", "issued_by", "url"},
    "sources.Passage": {"quotation"},
    "sources.Translation": {"text", "translation"},
    "countries.Party": {
        "name",
        "name_ar",
        "name_zh_hans",
        "name_fr",
        "name_ru",
        "name_es",
        "acronym",
    },
    "countries.OtherName": {"name"},
    "focalpoints.Appointment": {"office", "institution"},
    "focalpoints.Step": {"role"},
    "meetings.OtherTitle": {"title"},
    "meetings.Delegate": {"name", "position"},
}


@pytest.fixture
def staff():
    return make.make_staff()


@pytest.fixture
def desk(client, staff):
    client.force_login(staff)
    return client


@pytest.fixture
def passage():
    source = make.make_source(label="Example release")
    return make.make_passage(source, says="A meeting was held.", locator="")


@pytest.fixture
def page(passage):
    return page_of(passage)


def page_of(row):
    return f"{LIST}{row._meta.concrete_model._meta.label_lower}/{row.pk}/"


def opened(desk, page):
    """What a browser sends from the page as it stands now, if nothing is typed."""
    return sent_from(soup_from(desk.get(page).content).select_one("#content-main form"))


def send(desk, page, **typed):
    """Types into the boxes of what a passage says, and saves."""
    return desk.post(page, opened(desk, page) | says(**typed), follow=True)


def says(**typed):
    return {f"says-{code.replace('_', '-')}": text for code, text in typed.items()}


def kept(text="A meeting was held."):
    return Translation.objects.of(text).by_text().get(text, {})


def told(text, language):
    translations.read_anew()
    with translation.override(language):
        return translations.told(text)


def said(response):
    return [str(each) for each in response.context["messages"]]


def text_form(response, name="says"):
    return next(form for form in response.context["forms"] if form.name == name)


def missing(desk, language, **asked):
    response = desk.get(LIST, {"language": language, **asked})
    return [each["text"] for each in response.context["texts"]]


def counts(desk):
    response = desk.get(LIST)
    total = response.context["total"]
    return total, {each["code"]: each["kept"] for each in response.context["languages"]}


# Which texts


@pytest.mark.parametrize("model", dict.fromkeys([*WRITTEN, *models_of_texts()]), ids=str)
def test_every_public_text_is_translated_or_stands_as_printed(model):
    written = {*WRITTEN.get(model, []), *(["inference"] if model in cited_models() else [])}
    as_printed = AS_PRINTED.get(model._meta.label, set())

    assert {*translated_fields(model), *as_printed} == written
    assert as_printed.isdisjoint(translated_fields(model))


# The list


def test_a_register_without_texts_says_so(desk):
    response = desk.get(LIST, {"language": "fr"})

    assert "Every text that everyone may read is kept in this language." in response.text
    assert counts(desk) == (0, dict.fromkeys(["en", *OTHERS], 0))


def test_counts_texts_once_however_many_rows_say_them(desk, passage):
    make.make_passage(passage.source, says=passage.says)
    make.make_translation(passage.says, "Une réunion a eu lieu.")

    assert counts(desk) == (2, {"en": 2, **dict.fromkeys(OTHERS, 0), "fr": 1})
    assert missing(desk, "fr") == ["Example release"]
    assert "and in 1 more place" in desk.get(LIST, {"language": "es"}).text


def test_a_text_is_listed_with_the_way_to_the_page_of_its_row(desk, passage, page):
    soup = soup_from(desk.get(LIST, {"language": "fr"}).content)

    found = {link["href"]: link.get_text() for link in soup.select("#missing ~ form ~ ul a")}
    assert found == {
        f"{page_of(passage.source)}#label": "Example release",
        f"{page}#says": str(passage),
    }


def test_what_is_kept_is_listed_too_and_found_by_what_it_says_there(desk, passage, page):
    assert "No text is kept in this language yet." in desk.get(LIST, {"kept": "yes"}).text
    make.make_translation(passage.says, "Une réunion a eu lieu.")

    assert missing(desk, "fr", kept="yes") == ["A meeting was held."]
    assert missing(desk, "fr", kept="yes", q="reunion") == ["A meeting was held."]
    assert missing(desk, "fr", kept="yes", q="release") == []
    response = desk.get(LIST, {"language": "fr", "kept": "yes"})
    assert f'href="{page}#says"' in response.text
    assert "Une réunion a eu lieu." in response.text


def test_a_text_recorded_in_french_is_missing_in_english(desk, passage):
    make.make_translation(passage.says, passage.says, "fr")

    assert missing(desk, "fr") == ["Example release"]
    assert missing(desk, "en") == ["A meeting was held."]
    assert counts(desk)[1]["en"] == 1


def test_texts_that_not_everyone_may_read_are_neither_listed_nor_counted(desk):
    letter = make.make_source(label="Example letter", audience="secretariat")
    secret = make.make_passage(letter, says="Said in the letter.")
    hidden = make.make_focal_point("Example Person")
    delegate = make.make_delegate(
        focal_point=hidden, audience="public", inference="So they came.", is_from_secretariat=True
    )

    found = missing(desk, "fr")

    assert {"Example letter", "Said in the letter.", "So they came."}.isdisjoint(found)
    for row in (letter, secret, delegate):
        assert desk.get(page_of(row)).status_code == 404
        assert desk.post(page_of(row)).status_code == 404


@pytest.mark.parametrize("words", ["HELD meeting", "réleasé", "example"])
def test_texts_are_found_by_their_words(desk, passage, words):
    found = ["A meeting was held."] if "HELD" in words else ["Example release"]

    assert missing(desk, "fr", q=words) == found


def test_a_search_that_finds_nothing_says_so_and_keeps_the_words(desk, passage):
    response = desk.get(LIST, {"language": "fr", "q": "Accra"})

    assert "No text that is not kept in this language holds these words." in response.text
    assert 'value="Accra"' in response.text


def test_a_long_list_comes_in_pages_of_one_search(desk, passage):
    for number in range(50):
        make.make_statement(text=f"Statement {number}", passages=[passage])

    first = desk.get(LIST, {"language": "fr", "q": "statement"})
    for number in range(50, 60):
        make.make_statement(text=f"Statement {number}", passages=[passage])
    second = desk.get(LIST, {"language": "fr", "q": "statement", "page": 2})

    assert len(first.context["texts"]) == 50
    assert 'rel="next"' not in first.text
    assert len(second.context["texts"]) == 10
    assert "language=fr&amp;q=statement&amp;page=1" in second.text
    assert desk.get(LIST, {"page": 9}).status_code == 404


@pytest.mark.parametrize("language", ["de", "", "zz"])
def test_another_language_than_those_of_the_site_is_not_there(desk, language):
    assert desk.get(LIST, {"language": language}).status_code == 404


def test_the_list_asks_as_many_questions_for_30_rows_as_for_one(desk, passage):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            desk.get(LIST, {"language": "fr"})
        return len(queries)

    def one_more():
        rows = {"passages": [passage], "inference": f"Inferred {Translation.objects.count()}"}
        meeting = make.make_meeting(summary=f"Summary {Passage.objects.count()}", **rows)
        make.make_host(meeting, make.make_country(), through="ministry", **rows)
        make.make_passage(passage.source)
        make.make_translation()

    one_more()
    asked()
    for_one = asked()
    for _ in range(29):
        one_more()

    assert asked() <= for_one


def test_the_index_leads_to_the_list(desk):
    assert f'<a href="{reverse("admin:translations")}">Translations</a>' in desk.get("/admin/").text


# The page of a row


def test_each_language_has_a_box_that_says_how_it_is_written(desk, passage, page):
    soup = soup_from(desk.get(page).content)

    boxes = soup.select("textarea")
    assert [box["lang"] for box in boxes] == OTHERS
    assert [box["dir"] for box in boxes] == ["rtl", "ltr", "ltr", "ltr", "ltr"]
    labels = [soup.select_one(f'label[for="{box["id"]}"]').get_text() for box in boxes]
    names = dict(settings.LANGUAGES)
    assert labels == [f"{names[code]} · Says" for code in OTHERS]
    assert soup.select_one("blockquote")["lang"] == "en"
    assert not soup.select("[style], textarea[maxlength]")


def test_each_text_of_a_row_is_there_once(desk):
    meeting = make.make_meeting(
        title="Accra", city="Accra", venue="Hall", summary="It met.", inference="Inferred."
    )

    soup = soup_from(desk.get(page_of(meeting)).content)

    heads = [head.get_text() for head in soup.select("#content-main fieldset h2")]
    assert heads == ["Title, city", "Venue", "Summary", "Inference"]


def test_what_is_typed_is_kept_with_its_author_and_told(desk, staff, page):
    response = send(desk, page, fr="Une réunion\r\na eu lieu. ", ar="عُقد اجتماع.")

    assert kept() == {"fr": "Une réunion\na eu lieu.", "ar": "عُقد اجتماع."}
    assert said(response) == ["Says: kept in العربية, Français."]
    assert response.redirect_chain == [(page, 302)]
    assert set(Translation.history.values_list("history_user", flat=True)) == {staff.pk}
    assert told("A meeting was held.", "fr") == ("Une réunion\na eu lieu.", "fr")
    assert told("A meeting was held.", "ru") == ("A meeting was held.", "en")


def test_what_is_emptied_is_forgotten_and_its_history_says_by_whom(desk, staff, page):
    send(desk, page, fr="Une réunion a eu lieu.", es="Hubo una reunión.")

    response = send(desk, page, fr=" ")

    assert kept() == {"es": "Hubo una reunión."}
    assert said(response) == ["Says: no longer kept in Français."]
    last = Translation.history.first()
    assert (last.history_type, last.history_user) == ("-", staff)
    assert told("A meeting was held.", "fr") == ("A meeting was held.", "en")


def test_words_that_are_changed_have_no_translation_any_more(desk, passage, page):
    send(desk, page, fr="Une réunion a eu lieu.")
    passage.says = "Two meetings were held."
    passage.save()

    assert told(passage.says, "fr") == ("Two meetings were held.", "en")
    assert text_form(desk.get(page))["fr"].value() is None
    assert missing(desk, "fr", q="meetings") == ["Two meetings were held."]


def test_a_second_click_keeps_nothing_twice(desk, page):
    data = opened(desk, page) | says(fr="Une réunion a eu lieu.")
    desk.post(page, data)

    response = desk.post(page, data, follow=True)

    assert said(response)[-1] == "All of this is kept already: nothing was changed."
    assert Translation.history.count() == 1


def test_a_text_in_another_language_is_its_own_translation(desk, page):
    data = opened(desk, page) | {"says-recorded_in": "fr", "says-es": "Hubo."}
    response = desk.post(page, data, follow=True)

    assert kept() == {"fr": "A meeting was held.", "es": "Hubo."}
    assert said(response) == ["Says: kept in Español.", "Says: recorded in Français."]
    boxes = soup_from(response.content).select("textarea")
    assert [box["lang"] for box in boxes] == ["en", "ar", "zh-hans", "ru", "es"]
    assert told("A meeting was held.", "en") == ("A meeting was held.", "fr")


def test_a_text_that_is_english_after_all_is_no_longer_its_own_translation(desk, page):
    make.make_translation("A meeting was held.", "A meeting was held.", "fr")

    desk.post(page, opened(desk, page) | {"says-recorded_in": "en"})

    assert kept() == {}


def test_words_that_read_the_same_in_english_are_kept_as_both(desk):
    meeting = make.make_meeting(title="Example meeting", city="Accra")
    page = page_of(meeting)

    desk.post(page, opened(desk, page) | {"city-fr": "Accra", "city-ar": "أكرا"})

    assert kept("Accra") == {"ar": "أكرا", "en": "Accra", "fr": "Accra"}
    assert {told("Accra", code).language for code in ("en", "ru")} == {"en"}
    assert text_form(desk.get(page), "city").language == "en"

    desk.post(page, opened(desk, page) | {"city-fr": ""})

    assert kept("Accra") == {"ar": "أكرا"}


def test_english_is_what_a_text_is_in_before_any_other_that_reads_the_same():
    for code in ("ar", "en"):
        make.make_translation("P5", "P5", code)

    assert [told("P5", code).language for code in ("ar", "en", "ru")] == ["ar", "en", "en"]


@pytest.mark.parametrize(
    ("typed", "box", "sentence"),
    [
        (
            {"says-recorded_in": "fr", "says-fr": "Une réunion."},
            "fr",
            "The text itself is recorded in this language: leave this box empty.",
        ),
        (
            {"says-recorded_in": "fr", "says-es": "A meeting was held."},
            "es",
            "This is the text as recorded. Where it reads the same in two languages, leave this "
            "box empty, or say that it is recorded in English.",
        ),
        (
            {"says-ar": "a\u202eb"},
            "ar",
            "There is a character in this text that cannot be seen (U+202E, at place 2). Delete "
            "it, or type the text anew.",
        ),
        (
            {"says-ru": "x" * 20_001},
            "ru",
            "Ensure this value has at most 20000 characters (it has 20001).",
        ),
        ({"says-recorded_in": "de"}, "recorded_in", "Select a valid choice. de is not one of"),
    ],
)
def test_what_is_refused_is_said_at_its_box_with_all_that_was_typed(
    desk, page, typed, box, sentence
):
    data = opened(desk, page) | {"says-zh-hans": "会议举行了。"} | typed

    response = desk.post(page, data)

    assert sentence in text_form(response).errors[box][0]
    assert list(text_form(response).errors) == [box]
    soup = soup_from(response.content)
    again = sent_from(soup.select_one("#content-main form"))
    names = {"says-zh-hans", *typed} - {"says-recorded_in"}
    assert {name: again[name] for name in names} == {name: data[name] for name in names}
    assert soup.select_one(f'[name="says-{box}"]')["aria-invalid"] == "true"
    assert "Nothing was kept." in response.text
    assert not Translation.objects.exists()


def test_one_refused_text_keeps_all_others_out(desk, passage):
    source = make.make_source(label="Example", published_inference="Inferred.")
    page = page_of(source)
    data = opened(desk, page)

    desk.post(page, data | {"label-fr": "Exemple", "published_inference-fr": "a\u202eb"})

    assert not Translation.objects.exists()


def test_a_line_may_be_twice_as_long_in_another_language_and_a_long_text_longer(desk):
    long = "word " * 2_400
    source = make.make_source(label="Example", published_inference=long.strip())
    page = page_of(source)
    data = opened(desk, page)

    refused = desk.post(page, data | {"label-fr": "x" * 401})
    kept_all = desk.post(
        page, data | {"label-fr": "x" * 400, "published_inference-fr": "y" * 23_998}
    )

    assert "fr" in text_form(refused, "label").errors
    assert kept_all.status_code == 302
    assert kept("Example")["fr"] == "x" * 400
    assert kept(long.strip())["fr"] == "y" * 23_998


def test_what_a_translation_says_is_shown_as_text(desk, page):
    send(desk, page, fr="</textarea><b>gras</b>")

    assert "<b>gras</b>" not in desk.get(page).text


# Two people at once


def test_a_translation_that_somebody_else_kept_meanwhile_is_not_overwritten(desk, page):
    data = opened(desk, page) | says(fr="La mienne.", es="La mía.")
    make.make_translation("A meeting was held.", "La leur.")

    response = desk.post(page, data)

    assert kept() == {"fr": "La leur."}
    form = text_form(response)
    assert form.conflict == [
        ("Français", "La leur.", "La mienne."),
        ("Español", "", "La mía."),
    ]
    assert "Somebody saved this at" in form.non_field_errors()[0]
    assert (form["fr"].value(), form["es"].value()) == ("La mienne.", "La mía.")

    again = sent_from(soup_from(response.content).select_one("#content-main form"))
    desk.post(page, again)

    assert kept() == {"fr": "La mienne.", "es": "La mía."}


def test_what_somebody_else_kept_in_a_box_that_was_left_alone_stays(desk, page):
    row = make.make_translation("A meeting was held.", "Une.", "fr")
    data = opened(desk, page)
    row.translation = "Une réunion."
    row.save()

    response = desk.post(page, data, follow=True)

    assert kept() == {"fr": "Une réunion."}
    assert said(response) == ["All of this is kept already: nothing was changed."]


def test_a_translation_of_older_words_is_not_kept_for_newer_ones(desk, passage, page):
    data = opened(desk, page) | says(fr="Une réunion a eu lieu.")
    passage.says = "Two meetings were held."
    passage.save()

    response = desk.post(page, data)

    assert not Translation.objects.exists()
    conflict = {each.label: each.saved for each in text_form(response).conflict}
    assert conflict["Text as recorded"] == "Two meetings were held."
    assert text_form(response)["fr"].value() == "Une réunion a eu lieu."

    again = sent_from(soup_from(response.content).select_one("#content-main form"))
    desk.post(page, again)

    assert kept("Two meetings were held.") == {"fr": "Une réunion a eu lieu."}


def test_what_was_typed_stays_where_the_text_is_said_to_be_in_that_language(desk, page):
    data = opened(desk, page) | says(fr="Une réunion.")
    make.make_translation("A meeting was held.", "A meeting was held.", "fr")

    response = desk.post(page, data)

    assert kept() == {"fr": "A meeting was held."}
    assert text_form(response)["fr"].value() == "Une réunion."


def test_a_row_that_went_meanwhile_is_not_there(desk, passage, page):
    data = opened(desk, page) | says(fr="Une réunion.")
    passage.delete()

    assert desk.get(page).status_code == 404
    assert desk.post(page, data).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_who_keep_the_same_words_at_once_one_is_asked_again():
    source = make.make_source(label="Example release")
    rows = [make.make_passage(source, says="A meeting was held.", locator="") for _ in range(2)]
    racers = [
        Racer(sign_in(Client(), make.make_staff(f"{each}@example.org"))) for each in ("a", "b")
    ]
    pages = [page_of(row) for row in rows]
    forms = [
        racer.form_of(page, "#content-main form") for racer, page in zip(racers, pages, strict=True)
    ]

    def sends(number):
        data = forms[number] | says(fr=f"Réunion {number}.")

        def act(turn, at_once):
            if turn:  # once both have sent
                return kept()
            return racers[number].send(pages[number], data, at_once).status_code

        return act

    (first, second), (left, _same) = race(sends(0), sends(1), rounds=2)

    assert sorted([first, second]) == [200, 302]
    assert left == {"fr": f"Réunion {0 if first == 302 else 1}."}


# Who may


def test_whoever_may_keep_translations_and_see_the_row_is_offered_its_page(client, passage, page):
    change = f"/admin/sources/passage/{passage.pk}/change/"
    for permissions, is_offered in [
        (["sources.view_passage"], False),
        (["sources.view_passage", *KEEPING], True),
        (["sources.view_passage", *KEEPING[:2]], False),
    ]:
        client.force_login(make.make_editor(*permissions))

        assert (f'href="{page}">In other languages' in client.get(change).text) == is_offered
        assert client.get(page).status_code == (200 if is_offered else 403)
        assert client.post(page).status_code == (200 if is_offered else 403)


def test_a_row_that_is_not_public_offers_no_such_page(desk):
    letter = make.make_source(audience="secretariat")

    text = desk.get(f"/admin/sources/source/{letter.pk}/change/").text

    assert "In other languages" not in text


def test_a_country_leads_to_the_page_of_its_party(desk):
    country = make.make_country(grouping_note="Grouped so.")

    text = desk.get(f"/admin/countries/country/{country.pk}/change/").text

    assert f'href="{LIST}countries.party/{country.pk}/"' in text


def test_who_may_not_see_the_row_is_refused(client, page):
    client.force_login(make.make_editor(*KEEPING, "meetings.view_meeting"))

    assert client.get(page).status_code == 403
    assert client.post(page, says(fr="Une réunion.")).status_code == 403
    assert not Translation.objects.exists()


def test_the_list_shows_texts_of_the_rows_that_somebody_may_see(client, passage):
    client.force_login(make.make_editor("sources.view_translation", "sources.view_source"))

    response = client.get(LIST, {"language": "fr"})

    assert [each["text"] for each in response.context["texts"]] == ["Example release"]
    assert page_of(passage.source) not in response.text


@pytest.mark.parametrize("permissions", [[], ["sources.view_source"]])
def test_who_may_not_see_translations_has_no_list(client, permissions):
    client.force_login(make.make_editor(*permissions))

    assert client.get(LIST).status_code == 403
    assert LIST not in client.get("/admin/").text


def test_whoever_is_not_of_the_secretariat_is_sent_to_the_login(client, page):
    for address in (LIST, page):
        assert client.get(address).url == f"{reverse('admin:login')}?next={address}"


@pytest.mark.parametrize(
    "address",
    [
        "sources.nothing/1/",
        "sources.translation/1/",
        "focalpoints.focalpoint/1/",
        "accounts.user/1/",
        "sources.source/99999999999999999999/",
        "sources.source/0/",
    ],
)
def test_a_row_without_such_texts_is_not_there(desk, address):
    make.make_focal_point()

    assert desk.get(f"{LIST}{address}").status_code == 404


def test_a_row_that_says_nothing_says_so(desk):
    step = make.make_step()

    assert "This row has no text that is told" in desk.get(page_of(step)).text


# In the lists of the desk


def test_a_translation_leads_to_where_it_is_kept(desk, passage, page):
    row = make.make_translation(passage.says)
    left = make.make_translation("Said once.")
    of = "/admin/sources/translation/{}/change/".format

    assert f'href="{page}#says"' in desk.get(of(row.pk)).text
    assert "This text stands in no row that everyone may see." in desk.get(of(left.pk)).text


def test_a_translation_of_words_that_stand_nowhere_any_more_can_be_deleted(desk, staff):
    left = make.make_translation("Said once.")

    desk.post(f"/admin/sources/translation/{left.pk}/delete/", {"post": "yes"})

    assert not Translation.objects.exists()
    assert Translation.history.first().history_user == staff


def test_the_row_page_asks_as_many_questions_whatever_is_kept(desk, passage, page):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            desk.get(page)
        return len(queries)

    asked()
    for_none = asked()
    for code in OTHERS:
        make.make_translation(passage.says, "...", code)
    for _ in range(29):
        make.make_translation()
        make.make_passage(passage.source)

    assert asked() == for_none


def test_whoever_adds_a_text_on_a_desk_in_another_language_is_told_that_it_is_taken_for_english(
    desk,
):
    row = {"topic": "network", "text": "Un texte.", "position": 1, "is_from_secretariat": "on"}

    def told(language):
        page = f"{language}/admin/sources/statement/add/"
        added = desk.post(page, typed(desk.get(page), **row), follow=True)
        return [str(each) for each in added.context["messages"] if "/translations/" in str(each)]

    [sentence] = told("/fr")
    assert f"/fr/admin/translations/sources.statement/{Statement.objects.get().pk}/" in sentence
    Statement.objects.all().delete()
    assert told("") == []
