"""How a page prints a date, and what a fact rests on."""

from collections import defaultdict

from django import template

from sources.dates import day_in_words, in_words

register = template.Library()

register.filter("in_words", in_words)
register.filter("day_in_words", day_in_words)


@register.inclusion_tag("sources/_date.html")
def honest_date(written, inference=""):
    """The date in words, with its EDTF text as the value that machines read.

    Where part of it is our inference, a mark says so.
    """
    return {"written": written, "is_inferred": bool(inference)}


@register.inclusion_tag("sources/_citations.html")
def citations(fact):
    """The public passages of a fact by source, its inference, and whether more is held.

    Reads `passages__source`: fetch facts `with_citations()`.
    """
    passages = list(fact.passages.all())
    public = [passage for passage in passages if passage.source.is_public]
    of_source = defaultdict(list)
    for passage in public:
        of_source[passage.source].append(passage)
    return {
        "cited": of_source.items(),
        "holds_document": len(public) < len(passages),
        "is_from_secretariat": fact.is_from_secretariat,
        "inference": fact.inference,
    }
