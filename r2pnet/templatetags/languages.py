"""The page that is shown in the other languages of the site."""

from django import template
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.urls import reverse
from django.utils.http import urlencode

from r2pnet.languages import versions

register = template.Library()


@register.inclusion_tag("_languages.html", takes_context=True)
def switch_language(context):
    """Links to the page with the same day and filters in each language."""
    request = context.get("request")
    return {"versions": versions(_address_of(request)) if request else []}


def _address_of(request):
    """Where the page stands: a form that was refused knows where it leads on to, by itself."""
    path = request.get_full_path()
    leads_to = request.POST.get(REDIRECT_FIELD_NAME)
    if not leads_to or REDIRECT_FIELD_NAME in request.GET:
        return path
    return f"{path}{'&' if request.GET else '?'}{urlencode({REDIRECT_FIELD_NAME: leads_to})}"


@register.inclusion_tag("_languages.html")
def switch_language_of_start_page():
    """The same of the start page: for a page that says nothing of the address asked for."""
    return {"versions": versions(reverse("home"))}


@register.inclusion_tag("_language_offers.html", takes_context=True)
def offer_languages(context):
    """An offer of the page in each other language, of which a small module shows one at most."""
    return switch_language(context)
