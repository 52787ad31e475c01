"""How a page prints a date, and what a fact rests on."""

from collections import defaultdict

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language

from sources import translations
from sources.dates import day_in_words, in_words, inferred_mark, time_in_words

register = template.Library()

register.filter("in_words", in_words)
register.filter("day_in_words", day_in_words)
register.filter("time_in_words", time_in_words)


@register.simple_tag
def today_in_words():
    return day_in_words(timezone.now())


@register.filter
def told(text):
    """A text of the record in the language of the page; one in another language says so."""
    return in_its_language(*translations.told(text))


@register.filter
def called(party):
    """The name of a party in the language of the page, or in English, which then says so."""
    language = get_language()
    name = party.name_in(language)
    return name or in_its_language(party.name, settings.LANGUAGE_CODE)


@register.filter
def in_its_language(text, language):
    """A text, set apart and marked where it is in another language than the page."""
    if language == get_language():
        return text
    return format_html('<bdi lang="{}">{}</bdi>', language, text)


@register.simple_tag
def honest_date(written, inference=""):
    """The date in words, with its EDTF text as the value that machines read.

    Where part of it is our inference, a mark says so. A sentence takes it up with `as`.
    """
    mark = inferred_mark() if inference else ""
    return render_to_string("sources/_date.html", {"written": written, "mark": mark})


@register.inclusion_tag("sources/_citations.html")
def citations(fact):
    """What a fact rests on, as far as everyone may see it (`Cited.support`), by source.

    And a link to the page of the fact, which tells it at length.
    """
    return {**rests_on(fact.support()), **how_known(fact)}


@register.inclusion_tag("sources/_citations.html")
def rests_on(support):
    """The same of what several facts rest on together."""
    of_source = defaultdict(list)
    for passage in support.passages:
        of_source[passage.source].append(passage)
    return {"support": support, "cited": of_source.items()}


@register.inclusion_tag("sources/_how_known.html")
def how_known(fact):
    """A link to the page of a fact, for where what it rests on is not printed."""
    return {"fact": fact, "address": fact.get_fact_url()}
