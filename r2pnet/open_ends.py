"""What is still to be found out, ended or cited, for staff."""

from dataclasses import dataclass
from itertools import chain, islice

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from countries.models import Party
from focalpoints import register, retention
from focalpoints.models import (
    Appointment,
    ErasureRequest,
    FocalPoint,
    Handover,
    Proposal,
    Qualifier,
)
from meetings.attendance import number_named
from meetings.models import Delegation, Difference, Headcount, Meeting
from remarks.models import Remark
from sources.citations import cited_models
from sources.cited_admin import admin_link
from sources.models import Passage, Source

from .named_in_texts import texts_naming_without_consent

SHOWN = 50


@dataclass(frozen=True)
class OpenEnd:
    """Rows that somebody should look at: how many, and links to the first of them."""

    key: str
    title: str
    none: str
    total: int
    rows: list


def ends_for(request):
    """The open ends among the kinds of rows that the member of staff may see."""
    # As their lists fetch them, with what their names print, but without their passages.
    seen = {
        model: rows.get_queryset(request).prefetch_related(None)
        for model, rows in admin.site._registry.items()
        if rows.has_view_permission(request)
    }
    day = register.today()
    wanted = [
        (_proposals, [Proposal]),
        (_handovers, [Handover]),
        (_due_handovers, [Handover]),
        (_erasures, [ErasureRequest]),
        (_untold, [FocalPoint]),
        (_unsettled, [Remark]),
        (_uncited, [model for model in cited_models() if model in seen] or cited_models()),
        (_naming, [FocalPoint]),
        (_unused_passages, [Passage]),
        (_unattested, [Appointment]),
        (_unconfirmed, [FocalPoint]),
        (_vacant, [Party, Appointment]),
        (_past_plans, [Meeting]),
        (_undated, [Source]),
        (_unnamed, [Headcount, Delegation]),
        (_one_sided, [Difference]),
    ]
    return [end(seen, day) for end, models in wanted if all(model in seen for model in models)]


def _open_end(key, title, none, *lists):
    """Of lists and of QuerySets, which are counted apart and read no further than is shown."""
    first = islice(chain.from_iterable(rows[:SHOWN] for rows in lists), SHOWN)
    return OpenEnd(
        key=key,
        title=title,
        none=none,
        total=sum(len(rows) if isinstance(rows, list) else rows.count() for rows in lists),
        rows=[admin_link(row) for row in first],
    )


def _uncited(seen, day):
    return _open_end(
        "uncited",
        _("Facts with nothing behind them"),
        _("Every fact rests on a passage or is known to the secretariat."),
        *(seen[model].uncited() for model in cited_models() if model in seen),
    )


def _naming(seen, day):
    return _open_end(
        "naming",
        _("Public texts that name a focal point without their consent"),
        _("No public text names a focal point without their consent."),
        texts_naming_without_consent(seen.get),
    )


def _unused_passages(seen, day):
    citations = [model.passages.through.objects for model in cited_models()]
    return _open_end(
        "unused",
        _("Passages that no fact rests on"),
        _("A fact rests on every passage."),
        seen[Passage].filter(*(~Exists(each.filter(passage=OuterRef("pk"))) for each in citations)),
    )


def _unattested(seen, day):
    return _open_end(
        "unattested",
        _("Appointments with no end recorded, not attested within the last year"),
        _("Every appointment with no end recorded was attested within the last year."),
        seen[Appointment].open().not_attested_since(day - register.RECENT),
    )


def _handovers(seen, day):
    return _open_end(
        "handovers",
        _("Handovers that wait"),
        _("No handover waits."),
        seen[Handover].undecided().oldest_first(),
    )


def _due_handovers(seen, day):
    return _open_end(
        "due-handovers",
        _("Handovers whose day has come, and which are not carried out"),
        _("Every handover whose day has come is carried out."),
        seen[Handover].due(day).first_day_first(),
    )


def _unconfirmed(seen, day):
    return _open_end(
        "unconfirmed",
        _("Focal points in office who have not confirmed their entry within the last year"),
        _("Every focal point in office has confirmed their entry within the last year."),
        seen[FocalPoint].unconfirmed(day),
    )


def _vacant(seen, day):
    standings = register.standings(seen[Party], day)
    return _open_end(
        "vacant",
        _("Posts vacant"),
        _("No post is vacant today."),
        [each.party for each in standings if each.rung == register.Rung.VACANT],
    )


def _past_plans(seen, day):
    return _open_end(
        "past-plans",
        _("Meetings planned for a day that has passed"),
        _("No planned meeting lies in the past."),
        seen[Meeting].planned().filter(held__latest__lt=day),
    )


def _undated(seen, day):
    return _open_end(
        "undated",
        _("Sources without a date"),
        _("Every source has a date."),
        seen[Source].filter(published=""),
    )


def _unnamed(seen, day):
    """Headcounts of parties with fewer delegations recorded than were counted."""
    numbered = (
        seen[Headcount].exclude(of=Headcount.Of.PERSONS).exclude(qualifier=Qualifier.UNNUMBERED)
    )
    recorded = seen[Delegation].of(numbered.order_by().values("meeting")).counted_alike()
    return _open_end(
        "unnamed",
        _("Headcounts with fewer delegations recorded than counted"),
        _("As many delegations are recorded as were counted."),
        [each for each in numbered if number_named(each, recorded[each.meeting_id]) < each.value],
    )


def _one_sided(seen, day):
    return _open_end(
        "one-sided",
        _("Differences between sources with fewer than two claims"),
        _("Every difference between sources has two claims or more."),
        seen[Difference].one_sided().in_order(),
    )


def _unsettled(seen, day):
    return _open_end(
        "remarks",
        _("Remarks of readers that are not settled"),
        _("Every remark of a reader is settled."),
        seen[Remark].open(),
    )


def _erasures(seen, day):
    return _open_end(
        "erasures",
        _("Requests for erasure that wait"),
        _("No request for erasure waits."),
        seen[ErasureRequest].open(),
    )


def _untold(seen, day):
    return _open_end(
        "untold",
        _("Former focal points whose private data is erased soon, and whom no mail can tell"),
        _("Every former focal point whose private data is erased soon was told."),
        retention.untold(seen[FocalPoint], day),
    )


def _proposals(seen, day):
    return _open_end(
        "proposals",
        _("Proposals of focal points that wait"),
        _("No proposal waits."),
        seen[Proposal].undecided().oldest_first(),
    )
