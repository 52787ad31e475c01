"""Links to the same page on another day."""

from urllib.parse import urlencode

from django import template

register = template.Library()


@register.simple_tag
def asked_on(form, day):
    """The query that asks for what a `DayForm` asks for on another day."""
    return form.asked_on(day)


@register.simple_tag
def between(first, last):
    """The query that asks what changed from the first day to the last."""
    return f"?{urlencode({'from': first.isoformat(), 'to': last.isoformat()})}"
