"""Whether the page that is shown can be cited."""

from django import template

from r2pnet import cite

register = template.Library()


@register.filter
def is_citable(request):
    match = getattr(request, "resolver_match", None)
    return match is not None and cite.is_citable(match.view_name)
