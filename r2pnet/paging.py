"""Long lists, a page at a time."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404

PER_PAGE = 100


def page_or_404(request, rows, per_page=PER_PAGE):
    """The page of the rows that `?page=` asks for; Http404 where there is no such page."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        raise Http404
    try:
        return Paginator(rows, per_page).page(number)
    except InvalidPage:
        raise Http404 from None
