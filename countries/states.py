"""States as readers list them: by names and codes, in any order, with whatever between.

An entry is a name, another name, an alpha-2, alpha-3 or M49 code, or the code in the address of an
organization, compared as `names.fold` does and without "the". What names nothing exactly is taken
for the one state in whose names all its words stand; where there are several, they are candidates
and none is taken.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain

from .names import ARTICLE, fold

ENTRIES, CHARACTERS = 200, 10_000

_BETWEEN_ENTRIES = re.compile(r"[;；؛\t]")
_COMMA = re.compile(r"[,，،、]")
_M49 = re.compile(r"[0-9]{1,3}")
# The most parts that commas make of a name, with one to spare: "Tanzania, United Republic of".
_PARTS = 3


class TooManyEntries(Exception):
    """More entries than are read at once."""


@dataclass(frozen=True)
class Candidates:
    """An entry that may mean each of several states."""

    entry: str
    states: list


@dataclass
class Reading:
    """What a list of states says.

    states         those that were understood, each once, in the order of the list
    by_words       (entry, state) where only some words of a name were given
    organizations  those that were named among them
    ambiguous      see `Candidates`
    unknown        the entries that were not understood, as typed, each once
    """

    states: list = field(default_factory=list)
    by_words: list = field(default_factory=list)
    organizations: list = field(default_factory=list)
    ambiguous: list = field(default_factory=list)
    unknown: list = field(default_factory=list)

    @property
    def is_whole(self):
        """Whether every entry is a state."""
        return not (self.organizations or self.ambiguous or self.unknown)


def read(text, parties, *, codes=()):
    """What the text, and codes beside it, say of the parties. Raises TooManyEntries.

    Reads the names of the parties: fetch them `with_names()`.
    """
    names = _Names(parties)
    reading = Reading()
    for number, entry in enumerate(chain(codes, _entries(text, names)), start=1):
        if number > ENTRIES:
            raise TooManyEntries
        _take(entry, names, reading)
    return reading


def codes_in(text):
    """The codes of a link, which have commas between."""
    return [code.strip() for code in text.split(",") if fold(code)]


def _entries(text, names):
    lines = [part.strip() for line in text.splitlines() for part in _BETWEEN_ENTRIES.split(line)]
    lines = [line for line in lines if fold(line)]
    for line in lines:
        yield from _entries_of_line(line, names, is_alone=len(lines) == 1)


def _entries_of_line(line, names, *, is_alone):
    """The entries of a line: one, or several with commas between.

    A comma may be part of a name ("Congo, Republic of the"), so the longest that is understood is
    taken. Of several lines, one is taken apart only where each part is understood: "Hong Kong,
    China" is not a way to write China.
    """
    parts = [part.strip() for part in _COMMA.split(line) if fold(part)]
    entries = []
    while parts:
        size = next(
            (
                size
                for size in range(min(_PARTS, len(parts)), 1, -1)
                if names.exactly(", ".join(parts[:size]))
            ),
            1,
        )
        entries.append(", ".join(parts[:size]))
        parts = parts[size:]
    if is_alone or all(names.exactly(entry) or names.by_words(entry) for entry in entries):
        return entries
    return [line]


def _take(entry, names, reading):
    exactly = names.exactly(entry)
    meant = exactly or names.by_words(entry)
    states = [party for party in meant if party.is_country]
    if not meant:
        _add(entry, reading.unknown)
    elif not states:
        _add(meant[0], reading.organizations)
    elif len(states) > 1:
        _add(Candidates(entry, states), reading.ambiguous)
    else:
        _add(states[0], reading.states)
        if not exactly:
            _add((entry, states[0]), reading.by_words)


def _add(found, among):
    if found not in among:
        among.append(found)


class _Names:
    """The names and codes of the parties, for looking up what is typed."""

    def __init__(self, parties):
        self._by_code, self._by_name = defaultdict(list), defaultdict(list)
        self._words = []  # each state, and the words of each of its names
        for party in parties:
            names = {
                _words(name) for name in (*party.names(), party.acronym, *party.everyday_names())
            } - {()}
            for name in names:
                self._by_name[name].append(party)
            codes = [party.slug]
            if party.is_country:
                self._words.append((party, [set(name) for name in names]))
                codes = [party.iso.code, party.slug, party.m49]
            for code in codes:
                self._by_code[fold(code)].append(party)

    def exactly(self, entry):
        """The parties of which the entry is a name or a code; "Korea, Republic of" is a name."""
        code = fold(entry)
        if _M49.fullmatch(code):
            code = code.zfill(3)  # a spreadsheet makes 4 of 004
        name, comma, before = entry.partition(",")
        turned = _words(f"{before} {name}") if comma else ()
        for found in (
            self._by_code.get(code),
            self._by_name.get(_words(entry)),
            self._by_name.get(turned),
        ):
            if found:
                return found
        return []

    def by_words(self, entry):
        """The states in one of whose names all words of the entry stand."""
        words = set(_words(entry))
        return [
            party for party, names in self._words if words and any(words <= name for name in names)
        ]


def _words(text):
    return tuple(word for word in fold(text).split() if word != ARTICLE)
