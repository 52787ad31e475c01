"""Long lists, a page at a time."""

from django.core.paginator import InvalidPage, Paginator
from django.http import Http404

from .prepared import keys_of, with_keys

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


def public_page_or_404(request, rows, per_page=PER_PAGE):
    """The same, of the rows of a QuerySet that anybody may see: only those of the page are read.

    A page far behind so takes no longer than the first, and one of many no longer than one of few.
    """
    page = page_or_404(request, keys_of(rows), per_page)
    page.object_list = with_keys(rows, page.object_list)
    return page
