"""What changed in the register between two days, as both are known now.

The two days are compared as they stand: what came and went in between is not told. The answers are
plain values, made from a fixed number of queries. `first` and `last` are datetime.date, in UTC.
"""

from dataclasses import dataclass

from . import register
from .models import NetworkCount, Step
from .models.steps import steps_in_order
from .register import Register, Standing


@dataclass(frozen=True)
class Change:
    """A party of which the register tells something else on the later day."""

    before: Standing
    after: Standing

    @property
    def party(self):
        return self.after.party

    @property
    def is_of_standing(self):
        """Whether it came to another rung, or stands on the same one for another reason."""
        return (self.before.rung, self.before.is_inferred) != (
            self.after.rung,
            self.after.is_inferred,
        )

    @property
    def is_inferred(self):
        """Whether, on either day, it stands where it stands only by an inference of ours."""
        return self.before.is_inferred or self.after.is_inferred

    @property
    def begun(self):
        """The posts that are, or may be, in force on the later day and were not on the earlier."""
        return _not_among(self.before.in_force, self.after.in_force)

    @property
    def over(self):
        """The posts that were, or may have been, in force on the earlier day and no longer are."""
        return _not_among(self.after.in_force, self.before.in_force)


def _not_among(others, appointments):
    known = {each.pk for each in others}
    return [each for each in appointments if each.pk not in known]


class Changed:
    """Parties of one kind that changed, in order of name.

    stated    their standing, without an inference of ours on either day
    inferred  their standing, by an inference of ours on at least one of the days
    posts     not their standing, but which posts are, or may be, in force
    """

    def __init__(self, before, after):
        pairs = [Change(*both) for both in zip(before, after, strict=True)]
        moved = [each for each in pairs if each.is_of_standing]
        self.stated = [each for each in moved if not each.is_inferred]
        self.inferred = [each for each in moved if each.is_inferred]
        self.posts = [
            each for each in pairs if not each.is_of_standing and (each.begun or each.over)
        ]


class Changes:
    """What changed from the first day to the last.

    before, after  the register on each of the days
    states, organizations  those that changed, apart; see `Changed`
    steps          those surely taken by the last day and not surely by the first, oldest first
    reported       the sizes that sources had reported by the last day, oldest first

    Of some parties alone, where these are given: then no size, which is of the whole network.
    """

    def __init__(self, first, last, parties=()):
        if parties:
            self.before, self.after = (
                Register(day, register.standings(parties, day)) for day in (first, last)
            )
        else:
            self.before, self.after = register.on_each(first, last)
        self.states = Changed(self.before.states, self.after.states)
        self.organizations = Changed(self.before.organizations, self.after.organizations)
        steps = Step.objects.known_between(first, last)
        self.steps = steps_in_order((steps.of(parties) if parties else steps).for_page())
        self.reported = [] if parties else list(NetworkCount.objects.known_by(last).for_page())

    @property
    def reported_before(self):
        """Of the reported sizes those known on the first day already."""
        return [each for each in self.reported if each.as_of.latest <= self.before.day]

    @property
    def newly_reported(self):
        return [each for each in self.reported if each.as_of.latest > self.before.day]
