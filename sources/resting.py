"""What rests on the passages of a source: how many facts of each kind, and the first of them.

Most sources stand on one page, whole. Of a long one a page holds so many passages, and an entry
for each of the others, so that a link to any of them (`#p4`) arrives where it leads on. And a
passage may bear more facts than a page can hold: then the first of a kind are shown with it, and
all on pages of their own.
"""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Q, Value, Window
from django.db.models.functions import RowNumber
from django.urls import reverse

from r2pnet.paging import PER_PAGE, public_page_or_404

from .citations import cited_models
from .models import Passage
from .order import in_order

PASSAGES = 50  # on one page


def passages_asked_for(request, source):
    """The page of its passages that `?page=` asks for; Http404 where there is no such page."""
    return public_page_or_404(request, source.passages.for_page(), PASSAGES)


def facts_asked_for(request, passage, model):
    """The page of the facts of a kind on the passage that `?page=` asks for; else Http404."""
    facts = model.objects.public().resting_on([passage]).order_by("pk")
    return public_page_or_404(request, facts, PER_PAGE)


def elsewhere(source, page):
    """The anchors of its passages that stand on other pages than this one: (anchor, number)."""
    if not page.has_other_pages():
        return []
    anchors = source.passages.for_page().values_list("anchor", flat=True)
    numbered = [(anchor, place // PASSAGES + 1) for place, anchor in enumerate(anchors)]
    return [(anchor, number) for anchor, number in numbered if number != page.number]


@dataclass(frozen=True)
class Kind:
    """The facts of a kind that rest on a passage: `first` of them, out of so many.

    Where these are all, they stand in order of name; else those recorded first stand there.
    """

    passage: Passage
    model: type
    first: list
    total: int

    @property
    def label(self):
        return self.model._meta.verbose_name_plural

    @property
    def is_whole(self):
        return self.total == len(self.first)

    @property
    def pages(self):
        return -(-self.total // PER_PAGE)

    def get_absolute_url(self):
        """Where all of them are listed."""
        names = [self.passage.source.slug, self.passage.anchor, self.model.collection]
        return reverse("resting", args=names)


@dataclass(frozen=True)
class Number:
    """How many public facts of a kind rest on a passage, and how many of them are inferred."""

    total: int
    inferred: int


def numbers_on(passages):
    """By primary key of a passage, the `Number` of each model that has any: in one query."""
    of_collection = {model.collection: model for model in cited_models()}
    one, *others = [
        model.objects.public()
        .filter(passages__in=passages)
        .order_by()
        .values(passage=F("passages"), collection=Value(model.collection))
        .annotate(total=Count("pk"), inferred=Count("pk", filter=~Q(inference="")))
        .values_list("passage", "collection", "total", "inferred")
        for model in of_collection.values()
    ]
    numbers = defaultdict(dict)
    for passage, collection, *number in one.union(*others, all=True):
        numbers[passage][of_collection[collection]] = Number(*number)
    return dict(numbers)


def kinds_on(passages, numbers):
    """By primary key of each of the passages, its facts as `Kind`s, in the order of the apps.

    In one query for each kind of which there are any by the `numbers_on` them.
    """
    kinds = {passage.pk: [] for passage in passages}
    for model in cited_models():
        resting_on = [each for each in passages if model in numbers.get(each.pk, ())]
        facts = defaultdict(list)
        for fact in _first(model, resting_on) if resting_on else ():
            facts[fact.passage].append(fact)
        for passage in resting_on:
            total = numbers[passage.pk][model].total
            first = facts[passage.pk][:PER_PAGE]
            if total <= PER_PAGE:
                first.sort(key=in_order)
            kinds[passage.pk].append(Kind(passage, model, first, total))
    return kinds


def _first(model, passages):
    """The facts that are among the first on one of the passages, once for each they rest on."""
    place = Window(RowNumber(), partition_by="passages", order_by="pk")
    resting = model.objects.public().filter(passages__in=passages)
    first = resting.annotate(place=place).filter(place__lte=PER_PAGE).values("pk")
    return model.objects.resting_on(passages).filter(pk__in=first).order_by("pk")
