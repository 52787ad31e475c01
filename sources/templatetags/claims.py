"""How a page prints a date, and what a fact rests on."""

from collections import defaultdict

from django import template
from django.template.loader import render_to_string

from sources.dates import day_in_words, in_words, inferred_mark

register = template.Library()

register.filter("in_words", in_words)
register.filter("day_in_words", day_in_words)


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
