"""What changed between two days, as a table for a file: one row for each change."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from countries.models import Party
from r2pnet.open_data.columns import choice, edtf, required, text, truth
from r2pnet.open_data.tables import Table
from r2pnet.site import absolute

from .register import Rung, Standing

# What changed, in the order of the page.
STANDING, POST, STEP, SIZE, MEETING = "standing", "post", "step", "reported-size", "meeting"


@dataclass(frozen=True)
class Line:
    """A change: what it is, of which party if of one, and the fact that it is about.

    `path` is asked when the row is made: in English, as all that is in a file.
    """

    what: str
    id: str
    path: Callable
    written: str = ""
    is_inferred: bool = False
    party: Party | None = None
    before: Standing | None = None
    after: Standing | None = None


def table_of(changes, meetings):
    """The changes, and the meetings surely over by the last day, as a `Table`."""
    return replace(CHANGES, all_rows=lambda: list(_lines(changes, meetings)))


def _lines(changes, meetings):
    for changed in (changes.states, changes.organizations):
        for each in (*changed.stated, *changed.inferred):
            yield Line(
                STANDING,
                each.party.slug,
                each.party.get_absolute_url,
                is_inferred=each.is_inferred,
                party=each.party,
                before=each.before,
                after=each.after,
            )
        for each in changed.posts:
            for post in each.over:
                yield _fact(POST, post, post.ended, post.inference_of("ended"), party=each.party)
            for post in each.begun:
                yield _fact(
                    POST, post, post.started, post.inference_of("started"), party=each.party
                )
    for step in changes.steps:
        yield _fact(STEP, step, step.taken, step.inference, party=step.party)
    for count in changes.newly_reported:
        yield _fact(SIZE, count, count.as_of, count.inference)
    for meeting in meetings:
        yield Line(
            MEETING,
            meeting.slug,
            meeting.get_absolute_url,
            written=meeting.held,
            is_inferred=bool(meeting.inference),
        )


def _fact(what, fact, written, inference, party=None):
    return Line(what, fact.key, fact.get_fact_url, written, bool(inference), party)


def _rung(name, about, standing):
    return choice(
        name,
        about,
        Rung,
        lambda row: getattr(row, standing).rung if getattr(row, standing) else None,
        is_required=False,
        asked_by="",
    )


CHANGES = Table(
    "changes",
    "Changes between two days",
    "What changed in the register from one day to another, as both are known now.",
    (
        required(
            "change",
            "A party that stands otherwise; a post that began or ended without that; a step surely "
            "taken, a size surely reported or a meeting surely over by the last day, and not "
            "surely by the first.",
            "what",
        ),
        required("id", "Of the fact; of a party that stands otherwise, or a meeting: its own."),
        text(
            "party",
            "The party.",
            lambda row: row.party.slug if row.party else None,
            refers_to="parties",
        ),
        text("name", "Its name.", lambda row: row.party.name if row.party else None),
        choice(
            "kind",
            "Country or organization.",
            Party.Kind,
            lambda row: row.party.kind if row.party else None,
            is_required=False,
            asked_by="",
        ),
        _rung("rung_before", "Where it stood on the first day.", "before"),
        _rung("rung_after", "Where it stands on the last day.", "after"),
        truth(
            "is_inferred", "Whether an inference of ours is in it: on either day, or in the fact."
        ),
        *edtf("date", "The date of the fact: when the post began or ended, say.", "written"),
        required("url", "The page of it.", lambda row: absolute(row.path()), format="uri"),
    ),
    all_rows=list,
    key=("change", "id"),
    found_by="",
)
