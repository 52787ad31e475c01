"""The site as a reader goes through it, from link to link."""

import re
from urllib.parse import parse_qs, urlsplit

from bs4 import BeautifulSoup, Comment, Doctype

from r2pnet.languages import of_no_language, page_at

# What a browser says besides the text that stands on a page.
SAID = ("aria-label", "alt", "title", "placeholder", "data-label", "label")


# Where no element can say that a part is in another language: there, signs set it apart.
NO_ELEMENTS_IN = ["title", "option", "svg"]
SET_APART = re.compile("\u2068[^\u2069]*(\u2069|…|\\.\\.\\.|$)")


def kinds_of_pages(client, start, *, only="/", but=()):
    """One page of each kind that links lead to from the start, in its language: (path, soup).

    A kind is a route and the names of what is asked of it. `only` such beginnings of paths are
    followed, `but` those.
    """
    seen, to_read = set(), [start]
    while to_read:
        link = to_read.pop(0)
        kind = kind_of(link)
        if kind in seen:
            continue
        seen.add(kind)
        response = client.get(link)
        assert response.status_code in (200, 302), link
        if response.status_code == 302 or "html" not in response["Content-Type"]:
            continue
        soup = BeautifulSoup(response.content, "html.parser")
        yield link, soup
        links = [each["href"] for each in soup.select("a[href^='/']:not([hreflang])")]
        to_read += [
            each.partition("#")[0]
            for each in dict.fromkeys(links)
            if of_no_language(each).startswith(only)
            and not of_no_language(each).startswith(tuple(but))
        ]


def kind_of(link):
    asked = urlsplit(link)
    match = page_at(link)
    of_facts = match.kwargs.get("collection", "")
    return match.view_name, of_facts, tuple(sorted(parse_qs(asked.query)))


def said_on(soup):
    """Each text on a page, seen or heard, with the code of the language that it is in.

    What is set apart where no element can say so is left out.
    """
    for text in soup.find_all(string=True):
        if isinstance(text, (Comment, Doctype)) or text.parent.name in ("script", "style"):
            continue
        words = " ".join(text.split())
        if text.find_parent(NO_ELEMENTS_IN):
            words = SET_APART.sub("", words)
        if words:
            yield words, language_of(text.parent)
    for element in soup.find_all(True):
        for name in SAID:
            if words := SET_APART.sub("", " ".join(str(element.get(name, "")).split())):
                yield words, language_of(element)


def language_of(element):
    """As the nearest element says that it stands in; of code and addresses, none."""
    for each in (element, *element.parents):
        if each.name in ("code", "kbd", "samp"):
            return ""
        if each.get("lang"):
            return each["lang"]
    return ""
