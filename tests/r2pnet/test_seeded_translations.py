"""The register as seeded: its own texts are in English and in French."""

import pytest

from r2pnet.record_texts import models_of_texts, places_of_texts
from sources.models import Translation
from tests.read import soup_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]


@pytest.fixture
def texts(seeded):
    return places_of_texts(models_of_texts())


def test_every_text_of_the_record_is_kept_in_french(texts):
    in_french = set(Translation.objects.filter(language="fr").values_list("text", flat=True))

    assert sorted(set(texts) - in_french) == []


def test_no_translation_is_of_words_that_stand_nowhere_any_more(texts):
    assert [each.text for each in Translation.objects.all() if each.text not in texts] == []


def test_what_reads_the_same_in_french_is_not_taken_for_french():
    french = Translation.objects.filter(language="fr")
    same = [each for each in french if each.translation == each.text]

    kept = set(Translation.objects.filter(language="en").values_list("text", flat=True))
    assert {each.text for each in same} == kept == {"Accra", "Ljubljana", "New York"}


def test_a_reader_of_french_meets_the_record_in_french_and_one_of_russian_in_english(client):
    french = soup_of(client, "/fr/meetings/2013-accra/").main
    russian = soup_of(client, "/ru/meetings/2013-accra/").main

    assert (
        french.h1.get_text() == "Troisième réunion annuelle du Réseau mondial des points focaux R2P"
    )
    assert french.h1.bdi is None
    assert russian.h1.bdi["lang"] == "en"
    assert russian.h1.get_text() == "Third Annual Meeting of the Global Network of R2P Focal Points"
