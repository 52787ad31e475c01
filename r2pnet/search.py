"""The search: which of all that is public answers to what a reader typed, and where.

Words are compared folded (`countries.names.fold`), in Python, so that both databases give the
same answer, and no character of what is typed means anything to them.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation

from countries.names import ARTICLE, fold
from focalpoints.register import FIRST_DAY, today
from sources import keys
from sources.dates import MONTHS, MONTHS_WITHIN
from sources.edtf import EDTF
from sources.order import in_order

from .languages import of_no_language
from .searched import Entry, Kind, dated_within, entries, facts_with
from .site import absolute

LONGEST = 100  # characters of what is typed
MOST_PLACES = 3  # to be shown of one thing found
BEFORE, AFTER = 60, 160  # characters of a text, around the first word found in it

_KEY = re.compile(f"[{keys.ALPHABET}]{{{keys.LENGTH}}}")
_INSTANT = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")
_HAN, _ARABIC = re.compile("[\u3400-\u9fff]"), re.compile("[\u0600-\u06ff]")
_OTHERWISE = re.compile(f"{_HAN.pattern}|{_ARABIC.pattern}")
# As people write days in the languages of the site: "12 June 2013", "11-12 June 2013", "June 2013",
# "12 de junio de 2013", "12 июня 2013 года", "12 حزيران/يونيه 2013".
_IN_WORDS = re.compile(
    r"((من )?(?P<first>[0-9]{1,2})(er|\.)?(( ?[-–] ?| إلى )(?P<last>[0-9]{1,2}))? (de )?)?"
    r"(?P<month>[^0-9]+?) (de(l)? )?(?P<year>[0-9]{4})( г\.?| год[а]?)?"
)
# And in Chinese: 2013年6月12日, 2013年6月11日至12日, 2013年6月.
_IN_CHINESE = re.compile(
    r"(?P<year>[0-9]{4})年(?P<month>[0-9]{1,2})月"
    r"((?P<first>[0-9]{1,2})日(至(?P<last>[0-9]{1,2})日)?)?"
)


class Piece(NamedTuple):
    """A part of a text: what was found in it, or what stands around that."""

    text: str
    is_found: bool = False


class Place(NamedTuple):
    """Where something was found: what that text is, and its pieces."""

    is_what: str
    pieces: list


class Query:
    """What a reader typed, as it is compared."""

    def __init__(self, typed):
        words = fold(typed).split()
        if len(words) > 1 and all(len(word) == 1 for word in words):
            words = ["".join(words)]  # "U.A.E."
        self.words = [word for word in words if word != ARTICLE]
        # A name is also found without its blanks and signs: "Cote dIvoire".
        self.wholes = {"".join(words), "".join(self.words)} - {""}

    def finds(self, text, folded):
        """Whether any of the words stands in the text."""
        return any(_stands_in(word, text, folded) for word in self.words)

    def is_answered_by(self, texts, folded):
        """Whether each of the words stands in one of the texts."""
        return bool(self.words) and all(
            any(map(_stands_in, [word] * len(texts), texts, folded)) for word in self.words
        )

    def is_called(self, text, folded):
        """Whether this is the name or the code itself."""
        return (text.is_name or text.is_code) and folded.replace(" ", "") in self.wholes


@dataclass(frozen=True)
class Hit:
    """Something found. What is shown of it is only made where a page shows it."""

    entry: Entry
    query: Query
    kind: Kind
    rank: int

    @property
    def order(self):
        return self.kind, self.rank, self.entry.kind, in_order(self.entry.title), self.url

    @cached_property
    def url(self):
        return self.entry.get_absolute_url()

    @property
    def title(self):
        """Its pieces."""
        title = self.entry.title
        return marked(title, self.query) if self.entry.title_is else [Piece(title)]

    @property
    def places(self):
        """Where it was found: a list of `Place`. The title stands above, and is only named."""
        places = []
        for text in filter(attrgetter("is_shown"), self.entry.all_texts()):
            folded = _fold(text.text)
            if self.query.finds(text, folded) or self.query.is_called(text, folded):
                is_title = text.text == self.entry.title
                pieces = [] if is_title else marked(text.text, self.query, is_cut=True)
                shown = {place.is_what for place in places}
                if not (text.is_original and text.is_what in shown):  # which says the same
                    places.append(Place(text.is_what, pieces))
        return places[:MOST_PLACES]


@dataclass(frozen=True)
class Group:
    """What was found of one kind: how many there are in all, and those of this page."""

    kind: Kind
    total: int
    hits: list


@dataclass(frozen=True)
class Found:
    """All that was found, in order; `day` is the one that was asked for, if one was."""

    hits: list
    day: date | None = None

    @property
    def register_link(self):
        """The address of the register on the day."""
        return f"{reverse('countries')}?on={self.day.isoformat()}"

    def groups(self, page):
        """The hits of a page of them, by kind."""
        return [
            Group(
                kind,
                total=sum(hit.kind == kind for hit in self.hits),
                hits=[hit for hit in page if hit.kind == kind],
            )
            for kind in dict.fromkeys(hit.kind for hit in page)
        ]


def search(typed):
    """What is found for the text: `Found`. Stable: the same text and data, the same order."""
    typed = typed.strip()
    query = Query(typed)
    hits = _with_address(typed)
    if hits is None:
        hits = sorted(_with_words(query), key=lambda hit: hit.order)
    hits = [*_with_key(typed), *hits]
    days = _days(typed)
    if days is None:
        return Found(hits)
    dated = [Hit(each, Query(""), Kind.DATED, rank=0) for each in dated_within(*days)]
    exact = [hit for hit in hits if hit.kind == Kind.EXACT]
    rest = [hit for hit in hits if hit.kind != Kind.EXACT]
    return Found([*exact, *dated, *rest], _day_to_show(*days))


def marked(text, query, *, is_cut=False):
    """The text in pieces, with what was found of the words; if cut, those around the first."""
    spans = _spans(text, query)
    start, stop = _around(text, *spans[0]) if is_cut and spans else (0, len(text))
    pieces, end = [Piece("… " if start else "")], start
    for first, last in spans:
        if last <= stop:
            pieces += [Piece(text[end:first]), Piece(text[first:last], is_found=True)]
            end = last
    pieces += [Piece(text[end:stop]), Piece(" …" if stop < len(text) else "")]
    return [piece for piece in pieces if piece.text]


def _around(text, first, last):
    """Where to cut a long text before and behind what was found in it: between words."""
    start, stop = max(first - BEFORE, 0), max(first + AFTER, last)
    if start:
        start += text[start:first].find(" ") + 1
    if stop < len(text) and " " in text[last:stop]:
        stop = max(text.rfind(" ", last, stop), last)
    return start, min(stop, len(text))


def _with_words(query):
    if not query.wholes:
        return
    for entry in entries():
        texts = entry.all_texts()
        folded = [_folded(each.text) if entry.is_kept else _fold(each.text) for each in texts]
        if any(map(query.is_called, texts, folded)):
            yield Hit(entry, query, Kind.EXACT, rank=0)
        elif query.is_answered_by(texts, folded):
            yield Hit(entry, query, entry.kind, _rank(query, texts, folded))


def _rank(query, texts, folded):
    """How well it answers: the name begins so, names say it all, or other texts do."""
    names = [place for place, text in enumerate(texts) if text.is_name or text.is_code]
    if any(folded[place].startswith(f" {' '.join(query.words)}") for place in names):
        return 1
    named = [texts[place] for place in names], [folded[place] for place in names]
    return 2 if query.is_answered_by(*named) else 3


def _with_address(typed):
    """What stands at an address of this site; None where none was typed."""
    home = absolute("/")
    if not typed.startswith(("/", home)):
        return None
    try:
        parts = urlsplit("/" + typed.removeprefix(home).lstrip("/"))
    except ValueError:  # an opening bracket that is not closed, say
        return []
    path = of_no_language(unquote(parts.path)).rstrip("/")
    before, _, last = path.rpartition("/")
    if before.startswith("/facts/"):
        return _with_key(last)
    return [_exactly(each) for each in entries() if _stands_at(each, path, parts.fragment)]


def _stands_at(entry, path, anchor):
    if anchor != entry.anchor:
        return False
    return of_no_language(reverse(entry.route, args=entry.args)).rstrip("/") == path


def _with_key(key):
    return [_exactly(each) for each in facts_with(key)] if _KEY.fullmatch(key) else []


def _exactly(entry):
    """A hit that no word led to."""
    return Hit(entry, Query(""), Kind.EXACT, rank=0)


def _days(typed):
    """The first and the last day of a day, month or year that was typed, or None."""
    written = EDTF(typed if _INSTANT.fullmatch(typed) else _edtf_of_words(typed))
    try:
        return (written.earliest, written.latest) if written else None
    except ValidationError:
        return None


def _edtf_of_words(typed):
    """A month, a day or a span of days of one month, in EDTF; empty where it is none of these."""
    typed = " ".join(typed.split())
    words = _IN_CHINESE.fullmatch(typed) or _IN_WORDS.fullmatch(typed)
    month = words and _month(words["month"])
    if not month:
        return ""
    days = [
        f"{words['year']}-{month:02}-{int(words[each]):02}"
        for each in ("first", "last")
        if words[each]
    ]
    return "/".join(days) or f"{words['year']}-{month:02}"


def _month(word):
    """The number of a month by its number or by its name, or None."""
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= len(MONTHS) else None
    return _months().get(word.casefold())


@cache
def _months():
    """The number of each month by its names, in all languages of the site."""
    numbers = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            for names in (MONTHS, MONTHS_WITHIN):
                for number, name in enumerate(names, 1):
                    # Arabic has two sets of names, which stand side by side.
                    for each in (str(name), *str(name).split("/")):
                        numbers[each.casefold()] = number
    return numbers


def _day_to_show(first, last):
    """The last of the days that the register knows, or None where it knows none of them."""
    day = min(last, today())
    return day if day >= max(first, FIRST_DAY) else None


def _stands_in(word, text, folded):
    """Whether a word of the text begins so; a code is asked for as a whole."""
    if text.is_code:
        return folded == f" {word}"
    return f" {word}" in folded or bool(
        _OTHERWISE.search(word) and re.search(_begins(word), folded)
    )


def _begins(word):
    """The pattern of where a folded word may begin in a folded text.

    Chinese sets no blanks between words, and Arabic writes its article with the word.
    """
    if _HAN.search(word):
        return re.escape(word)
    article = "(?:[وبلف]?ال|لل)?" if _ARABIC.search(word) else ""
    return rf"(?<![^ ]){article}{re.escape(word)}"


def _fold(text):
    """Folded, with a blank before each word."""
    return f" {fold(text)}"


# Some five times as many as the five documents need in two languages. Names of persons do not
# come here.
_folded = lru_cache(maxsize=16_384)(_fold)


def _spans(text, query):
    """Where in the text the words were found: (first, behind the last), apart and in order."""
    folded, places = _with_places(text)
    if folded.replace(" ", "") in query.wholes:
        return [(0, len(text))]
    spans = sorted(
        (places[found.start()], places[found.end() - 1] + 1)
        for word in query.words
        for found in re.finditer(_begins(word), folded)
    )
    apart = []
    for first, last in spans:
        while last < len(text) and unicodedata.combining(text[last]):
            last += 1
        if apart and first < apart[-1][1]:
            first, last = apart[-1][0], max(apart.pop()[1], last)
        apart.append((first, last))
    return apart


def _with_places(text):
    """The text folded letter by letter, and for each letter the place that it came from."""
    letters, places = [], []
    for place, letter in enumerate(text):
        if unicodedata.combining(letter):
            continue
        for each in fold(letter) or " ":
            letters.append(each)
            places.append(place)
    return "".join(letters), places
