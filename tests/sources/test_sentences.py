"""What sentences are made of: enumerations, dates and other parts that they take up."""

from django.template import Context, Template
from django.utils.safestring import SafeString

from focalpoints.models import NetworkCount
from sources.enumeration import listed, listed_apart, quoted


def test_things_are_listed_without_empty_ones():
    assert listed(["Chile", "", "Ghana", None, "Togo"]) == "Chile, Ghana, Togo"
    assert listed_apart(["Accra, Ghana", "Copenhagen, Denmark"]) == (
        "Accra, Ghana; Copenhagen, Denmark"
    )
    assert listed([]) == ""


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
