"""What sentences are made of: enumerations, dates and other parts that they take up."""

from datetime import date

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import SafeString

from focalpoints.models import NetworkCount
from focalpoints.register import Attestation, Pair
from sources.enumeration import in_parts, in_sentences, listed, listed_apart, quoted
from sources.translations import cut_short


def test_things_are_listed_without_empty_ones():
    assert listed(["Chile", "", "Ghana", None, "Togo"]) == "Chile, Ghana, Togo"
    assert listed_apart(["Accra, Ghana", "Copenhagen, Denmark"]) == (
        "Accra, Ghana; Copenhagen, Denmark"
    )
    assert listed([]) == ""


@pytest.mark.parametrize(
    ("language", "parts", "sentences"),
    [("en", "Accra, Ghana", "One. Two."), ("zh-hans", "Accra，Ghana", "One.Two.")],
)
def test_parts_and_sentences_stand_beside_each_other_as_in_the_language(language, parts, sentences):
    with translation.override(language):
        assert in_parts(["Accra", "", "Ghana"]) == parts
        assert in_sentences(["One.", "", "Two."]) == sentences
        assert in_sentences([]) == ""


def test_what_is_set_apart_stays_so_where_it_is_cut():
    assert cut_short("\u2068Example Organization\u2069", 9) == "\u2068Example…\u2069"
    assert cut_short("\u2068Ghana\u2069", 9) == "\u2068Ghana\u2069"


def test_a_thing_is_quoted():
    assert quoted("Global Network") == "“Global Network”"


def test_a_list_in_a_template_is_escaped():
    assert rendered("{{ names|listed }}", names=["<b>", "Ghana"]) == "&lt;b&gt;, Ghana"


def test_what_a_sentence_takes_up_is_escaped_once():
    text = rendered(
        "{% phrase as name %} <b>{{ name }}</b> {% endphrase %}"
        "{% blocktranslate %}It is {{ name }}.{% endblocktranslate %}",
        name="<Ghana>",
    )

    assert text == "It is <b>&lt;Ghana&gt;</b>."


def test_a_sentence_takes_up_a_date():
    text = rendered(
        "{% honest_date '2013-06' as date %}"
        "{% blocktranslate %}Started {{ date }}.{% endblocktranslate %}"
    )

    assert text == 'Started <data class="date" value="2013-06">June 2013</data>.'


def test_a_number_stands_out_from_what_is_counted():
    count = NetworkCount(value=1, of="states", qualifier="more-than")
    number = SafeString("<b>1</b>")

    assert rendered("{% counted count number %}", count=count, number=number) == (
        "more than <b>1</b> state"
    )
    assert rendered("{% reported count number %}", count=count, number="<1>") == (
        "more than &lt;1&gt; state reported"
    )


def rendered(text, **context):
    return Template("{% load claims i18n sentences %}" + text).render(Context(context))


def test_a_full_stop_stands_behind_a_sentence():
    assert rendered("{{ office|sentence }}", office="Office of <Peace>") == (
        "Office of &lt;Peace&gt;."
    )


@pytest.mark.parametrize(
    ("certain", "possible", "words"),
    [
        (0, 0, "0 states"),
        (1, 1, "1 state"),
        (2, 2, "2 states"),
        (37, 37, "37 states"),
        (0, 1, "Between 0 and 1 states"),
        (2, 37, "Between 2 and 37 states"),
    ],
)
def test_how_many_states_are_recorded_is_one_sentence(certain, possible, words):
    pair = Pair(certain, possible)
    states = "{% include 'countries/_states_recorded.html' with pair=pair day=day only %}"
    organizations = "{% include 'countries/_organizations_recorded.html' with pair=pair only %}"
    apart = "{% include 'countries/_organizations_apart.html' with pair=pair only %}"

    assert rendered(states, pair=pair).strip() == f"{words} recorded with a focal point."
    assert rendered(states, pair=pair, day=date(2013, 6, 12)).strip() == (
        f"{words} recorded with a focal point on 12 June 2013, as known now."
    )
    of_organizations = words.replace("state", "organization")
    assert rendered(organizations, pair=pair).strip() == (
        f"{of_organizations} recorded with a focal point on this day, as known now."
    )
    assert rendered(apart, pair=pair).strip() == (
        f"{of_organizations} recorded with a focal point; states and organizations are counted "
        "apart."
    )


@pytest.mark.parametrize(
    ("attestation", "words"),
    [
        (
            Attestation(0, 0, 0, "", False, 0),
            "0 states recorded: 0 attested within the last year.",
        ),
        (
            Attestation(1, 0, 1, "2013", True, 0),
            "1 state recorded: 0 attested within the last year, 1 last attested 2013. "
            "Part of that date is our inference.",
        ),
        (
            Attestation(37, 2, 34, "", False, 1),
            "37 states recorded: 2 attested within the last year, 34 last attested longer ago, "
            "1 not attested by a dated source.",
        ),
    ],
)
def test_how_fresh_the_record_is_is_one_sentence(attestation, words):
    assert attestation.in_words() == words
