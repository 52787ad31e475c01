"""The sources, and each with its passages and every fact that rests on them."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from meetings.models import Difference
from r2pnet.paging import public_page_or_404

from .citations import cited_model
from .models import Passage, Source
from .resting import elsewhere, facts_asked_for, kinds_on, numbers_on, passages_asked_for


def sources(request):
    page = public_page_or_404(request, Source.objects.for_list())
    return render(request, "sources/sources.html", {"page": page})


def source(request, slug):
    source = get_object_or_404(Source.objects.for_page(), slug=slug)
    page = passages_asked_for(request, source)
    kinds = kinds_on(page.object_list, numbers_on(page.object_list))
    return render(
        request,
        "sources/source.html",
        {
            "source": source,
            "page": page,
            "passages": [(passage, kinds[passage.pk]) for passage in page],
            "elsewhere": elsewhere(source, page),
            "differences": Difference.objects.about(source).for_list(),
        },
    )


def resting(request, slug, anchor, collection):
    """All facts of one kind that rest on a passage, in the order in which they were recorded."""
    passage = get_object_or_404(Passage.objects.public(), source__slug=slug, anchor=anchor)
    try:
        model = cited_model(collection)
    except LookupError:
        raise Http404 from None
    page = facts_asked_for(request, passage, model)
    return render(
        request,
        "sources/resting.html",
        {"passage": passage, "kind": model._meta.verbose_name_plural, "page": page},
    )
