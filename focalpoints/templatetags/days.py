"""Links to the same page on another day."""

from django import template

from focalpoints.forms import query_between

register = template.Library()


@register.simple_tag
def asked_on(form, day):
    """The query that asks for what a `DayForm` asks for on another day."""
    return form.asked_on(day)


@register.simple_tag
def between(form, first, last):
    """The query that asks what a `ChangesForm` asks about, from the first day to the last."""
    return form.asked_between(first, last)


@register.simple_tag
def between_of_all(first, last):
    """The query that asks what changed in the whole network."""
    return query_between(first, last)


@register.simple_tag
def up_to(day, codes=""):
    """The query that asks what changed up to the day: of the parties with the codes, or of all."""
    return query_between(None, day, codes)
