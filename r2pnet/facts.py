"""The page of a fact: what it says, what it rests on, and what each passage states."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from sources.citations import cited_model


def fact(request, collection, key):
    try:
        model = cited_model(collection)
    except LookupError:
        raise Http404 from None
    found = get_object_or_404(model.objects.public().with_citations(), key=key)
    return render(request, "fact.html", {"fact": found})
