"""The languages of the site: a page is in the one that its address says, whoever asks for it.

English stands without a prefix, the others under theirs (BCP 47, in lower case): `/fr/countries/`.
Neither the browser nor a cookie nor an account changes what stands at an address, so that every
answer may be kept by caches and a link shows to each what it showed to whoever sent it.
"""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import QueryDict
from django.urls import resolve
from django.utils import translation
from django.utils.http import escape_leading_slashes

from sources.translations import read_anew

from .site import absolute

OF_THE_SITE = [code for code, _name in settings.LANGUAGES]


@dataclass(frozen=True)
class Version:
    """A page in one of the languages, which is named in itself. `path` holds the query too."""

    code: str
    name: str
    path: str
    is_shown: bool = False


class LanguageOfAddress:
    """Answers in the language of the address. Stands first: errors have a language too.

    It stays active for answers that are streamed after it has returned; the next request of the
    thread sets its own.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        translation.activate(language_of(request.path_info))
        read_anew()
        return self.get_response(request)


def language_of(path):
    """The code of the language in which the path is answered."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in OF_THE_SITE[1:] else settings.LANGUAGE_CODE


def in_language(path, code):
    """The path of the same page, with its query, in the language of that code.

    Of an address of this site, the address.
    """
    if path.startswith(site := absolute("")):
        return f"{site}{in_language(path.removeprefix(site), code)}"
    spoken = language_of(path)
    if spoken != settings.LANGUAGE_CODE:
        # What would begin with two strokes then names another host.
        path = escape_leading_slashes(path.removeprefix(f"/{spoken}"))
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"


def of_no_language(path):
    """The path by which a page is known, whatever language it is read in."""
    return in_language(path, settings.LANGUAGE_CODE)


def versions(path):
    """The page at the path in each language, as `Version`s; the path may hold a query."""
    shown = language_of(path)
    return [
        Version(code, name, in_language(_leading_on(path, code), code), code == shown)
        for code, name in settings.LANGUAGES
    ]


def _leading_on(path, code):
    """The path; where it leads on to another page (`next`), to that in the language of the code."""
    way, _sign, query = path.partition("?")
    asked = QueryDict(query, mutable=True)
    leads_to = asked.get(REDIRECT_FIELD_NAME, "")
    if not leads_to.startswith("/"):
        return path
    asked[REDIRECT_FIELD_NAME] = in_language(leads_to, code)
    return f"{way}?{asked.urlencode()}"


def page_at(address):
    """What stands at an address of this site, as a `ResolverMatch`, in its own language.

    Raises Resolver404 where nothing does.
    """
    path = unquote(urlsplit(address).path)
    with translation.override(language_of(path)):
        return resolve(path)
