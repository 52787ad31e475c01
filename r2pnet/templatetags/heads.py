"""What the head of a page says to machines that read it."""

from django import template

from r2pnet.heads import head_of

register = template.Library()


@register.inclusion_tag("_head.html", takes_context=True)
def head_for_machines(context):
    return {"head": head_of(context)}
