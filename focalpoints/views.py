"""The posts, and the page that refuses a day."""

from django.shortcuts import render

from r2pnet.paging import page_or_404

from . import disclosure, register
from .forms import DayForm


def refuse_day(request, form):
    """Say what is wrong with the day asked for, with the typed text back."""
    return render(request, "focalpoints/day.html", {"form": form}, status=400)


def posts(request):
    form = DayForm(request.GET)
    if not form.is_valid():
        return refuse_day(request, form)
    network = register.on(form.day)
    page = page_or_404(request, network.posts())
    holders = disclosure.with_holders([post for _, post in page], disclosure.PUBLIC)
    return render(
        request,
        "focalpoints/posts.html",
        {
            "form": form,
            "network": network,
            "attestation": network.attestation() if form.is_today else None,
            "page": page,
            "names_somebody": any(each.shown_holder for each in holders),
        },
    )
