"""The sources, and each with its passages and every fact that rests on them."""

from django.shortcuts import get_object_or_404, render

from meetings.models import Difference
from r2pnet.paging import page_or_404

from .citations import facts_by_anchor
from .models import Source


def sources(request):
    page = page_or_404(request, Source.objects.for_list())
    return render(request, "sources/sources.html", {"page": page})


def source(request, slug):
    source = get_object_or_404(Source.objects.for_page(), slug=slug)
    facts = facts_by_anchor(source)
    passages = [(passage, facts[passage.anchor]) for passage in source.passages.all()]
    return render(
        request,
        "sources/source.html",
        {
            "source": source,
            "passages": passages,
            "differences": Difference.objects.about(source).for_list(),
        },
    )
