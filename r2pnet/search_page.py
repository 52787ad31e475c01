"""The search."""

from django.shortcuts import render

from .limits import computed


@computed
def search(request):
    return render(request, "search.html")
