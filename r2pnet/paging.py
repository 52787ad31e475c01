"""Long lists, a page at a time."""

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404

PER_PAGE = 100


def page_or_404(request, rows, per_page=PER_PAGE):
    """The page of the rows that `?page=` asks for; Http404 where there is no such page."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404
    try:
        return _Pages(rows, per_page).page(number)
    except InvalidPage:
        raise Http404 from None


def part_of(rows, first, beyond):
    """The rows of a QuerySet from one place to before another, in their order.

    They are found by their keys, and only then read: an index that has the order of the rows, and
    their keys, passes over thousands in no time, where the rows themselves would have to be read.
    """
    keys = list(rows.values_list("pk", flat=True)[first:beyond])
    return rows.filter(pk__in=keys)


class _Pages(Paginator):
    def page(self, number):
        number = self.validate_number(number)
        if not isinstance(self.object_list, QuerySet):
            return super().page(number)
        first = (number - 1) * self.per_page
        return Page(list(part_of(self.object_list, first, first + self.per_page)), number, self)
