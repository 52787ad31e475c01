"""What sentences are made of, where a template says them."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from sources import counts_in_words
from sources.enumeration import (
    comma,
    listed,
    listed_apart,
    part_comma,
    quoted,
    semicolon,
    sentence,
)

register = template.Library()

register.filter("listed", listed)
register.filter("listed_apart", listed_apart)
register.filter("quoted", quoted)
register.filter("sentence", sentence)
register.simple_tag(comma)
register.simple_tag(part_comma)
register.simple_tag(semicolon)


@register.simple_block_tag
def phrase(content):
    """What stands inside, for a sentence to take it up: `{% phrase as names %}`."""
    return SafeString(content.strip())  # the template has escaped it


@register.simple_tag
def counted(count, shown):
    """What is counted, as the source puts it: "more than 35 states"; its number as `shown`."""
    return _with_number(counts_in_words.counted, count, shown)


@register.simple_tag
def reported(count, shown):
    """The same as reported: "more than 35 states reported"."""
    return _with_number(counts_in_words.reported, count, shown)


def _with_number(say, count, shown):
    return format_html(say(count.value, count.of, count.qualifier, shown="{}"), shown)
