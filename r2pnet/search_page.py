"""The page of the search."""

from datetime import date

from django import forms
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from .limits import computed
from .paging import page_or_404
from .search import LONGEST, search

PER_PAGE = 25


class SearchForm(forms.Form):
    """What a reader looks for."""

    q = forms.CharField(
        label=_("Words, a name, a code or a day"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={
            "max_length": _(
                "That is too long to look for (%(show_value)s characters, at most %(limit_value)s)."
            )
        },
    )


# An example of a day to look for: the second of the meeting at Accra.
SOME_DAY = date(2013, 6, 12)


@computed
def search_page(request):
    form = SearchForm(request.GET)
    if not form.is_valid():
        return render(request, "search.html", {"form": form}, status=400)
    if not form.cleaned_data["q"]:
        return render(request, "search.html", {"form": form, "day": SOME_DAY})
    found = search(form.cleaned_data["q"])
    page = page_or_404(request, found.hits, PER_PAGE)
    context = {"form": form, "found": found, "page": page, "groups": found.groups(page)}
    return render(request, "search.html", context)
