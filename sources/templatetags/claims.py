"""How a page prints a date, and what a fact rests on."""

import re
from collections import defaultdict

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

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
    return _in_its_language(translations.told(text))


@register.filter
def as_printed(text):
    """A title, a name or a role as documents have it."""
    return _in_its_language(translations.as_printed(text))


def _in_its_language(said):
    if not said.is_foreign:
        return said.text
    return format_html('<bdi lang="{}">{}</bdi>', said.language, said.text)


@register.filter
def called(row):
    """What a row, or a text about rows, says; what in it is in English is marked as such."""
    if hasattr(row, "is_called"):
        return _in_its_language(row.is_called())
    return SafeString(_SET_APART.sub(_MARKED, conditional_escape(row)))


_SET_APART = re.compile(
    f"{translations.FIRST_STRONG_ISOLATE}([^{translations.POP_DIRECTIONAL_ISOLATE}]*)"
    f"{translations.POP_DIRECTIONAL_ISOLATE}"
)
_MARKED = rf'<bdi lang="{settings.LANGUAGE_CODE}">\1</bdi>'


@register.simple_tag
def honest_date(written, inference=""):
    """The date in words, with its EDTF text as the value that machines read.

    Where part of it is our inference, a mark says so. A sentence takes it up with `as`.
    """
    words = in_words(written)
    if not inference:
        return format_html('<data class="date" value="{}">{}</data>', written, words)
    return format_html(
        '<data class="date inferred" value="{}">{}</data><small class="inferred-mark"> {}</small>',
        *(written, words, inferred_mark()),
    )


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
