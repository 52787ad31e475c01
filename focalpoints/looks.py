"""That somebody looked at how to reach a focal point: recorded, and shown to that person."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _

from trail.models import Entry

from . import disclosure
from .models import FocalPoint, FormerKey
from .register import today

HOUR = timedelta(hours=1)
SHOWN = 20
READ = 200  # entries from which these are made: many looks within an hour are shown as one
DESK, SECRETARIAT = "desk", "secretariat"


class Look(NamedTuple):
    """One viewer's looks within an hour: when the last of them was, and whose, in words."""

    at: datetime
    who: str
    times: int


def note(key, *, by, at, on_behalf_of=None):
    """An account looks at the contact details of the person with the key.

    As the `Viewer` given, in the directory; without one, on the desk.
    """
    detail = DESK
    if on_behalf_of:
        detail = SECRETARIAT if on_behalf_of.is_secretariat else ""
    Entry.objects.record(
        Entry.What.LOOKED_AT_CONTACT, who=by.pseudonym, about=key, at=at, detail=detail
    )


def note_all(keys, *, by, at):
    """One look on the desk at each of the persons with the keys, whose details a page prints."""
    for key in sorted(keys):
        note(key, by=by, at=at)


def lately(viewer):
    """The last looks of others at the viewer's own contact details, newest first.

    A colleague is named as far as the viewer may see their name. Four queries.
    """
    if not viewer.own:
        return []
    looked = Entry.objects.filter(what=Entry.What.LOOKED_AT_CONTACT, about__in=_keys(viewer.own))
    entries = list(looked.order_by("-number")[:READ])
    names = _names({each.who for each in entries}, viewer)
    lines = _by_the_hour(entries)[:SHOWN]
    return [
        Look(last.at, _("the secretariat") if of == SECRETARIAT else names[of], times)
        for of, last, times in lines
    ]


def _keys(own):
    """That of the entry, and those of entries that were joined with it."""
    return [own, *FormerKey.objects.filter(focal_point__key=own).values_list("key", flat=True)]


def _by_the_hour(entries):
    """Whose, the newest entry and how many there are, of each viewer and hour."""
    lines, open_lines = [], {}
    for entry in entries:
        of = SECRETARIAT if entry.detail in (DESK, SECRETARIAT) else entry.who
        line = open_lines.get(of)
        if line and line[1].at - entry.at < HOUR:
            line[2] += 1
        else:
            open_lines[of] = line = [of, entry, 1]
            lines.append(line)
    return lines


def _names(pseudonyms, viewer):
    """By pseudonym, how the viewer may call whoever signs in under it."""
    people = FocalPoint.objects.for_disclosure(today()).filter(account__pseudonym__in=pseudonyms)
    shown = {each.account.pseudonym: disclosure.disclose(each, viewer) for each in people}
    return {
        each: person.full_name if (person := shown.get(each)) and person.name else _("a colleague")
        for each in pseudonyms
    }
