"""The desk's pages of what the texts of the record say in other languages."""

from collections import defaultdict

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from countries.names import fold
from sources.models import Translation
from sources.translations import recorded_in

from .paging import page_or_404
from .record_texts import (
    model_of_texts,
    models_of_texts,
    places_of_texts,
    public_rows,
    texts_of,
    translated_fields,
)
from .translation_forms import NAMES, TextsOfRow, direction_of

PER_PAGE = 50
FIRST_SHOWN = next(code for code in NAMES if code != settings.LANGUAGE_CODE)
KEEPING = [f"sources.{act}_translation" for act in ("add", "change", "delete")]


def translations(request):
    """What is kept in each language; and what is not kept in one of them, or what is."""
    if not _may_see(request, Translation):
        raise PermissionDenied
    language = request.GET.get("language", FIRST_SHOWN)
    if language not in NAMES:
        raise Http404
    places = places_of_texts([each for each in models_of_texts() if _may_see(request, each)])
    by_text = Translation.objects.by_text()
    own = {text: recorded_in(text, by_text.get(text, {})) for text in places}
    kept = {text: {own[text], *by_text.get(text, {})} for text in places}
    words = request.GET.get("q", "").strip()
    is_of_kept = request.GET.get("kept") == "yes"
    found = [
        text
        for text in places
        if (language in kept[text]) == is_of_kept
        and _holds_all_words(" ".join([text, *by_text.get(text, {}).values()]), words)
    ]
    page = page_or_404(request, found, PER_PAGE)
    context = {
        **admin.site.each_context(request),
        "title": _("Translations"),
        "languages": [
            {"code": code, "name": name, "kept": sum(code in each for each in kept.values())}
            for code, name in NAMES.items()
        ],
        "language": {"code": language, "name": NAMES[language]},
        "total": len(places),
        "words": words,
        "is_of_kept": is_of_kept,
        "page": page,
        "texts": [
            {
                **each,
                "language": own[each["text"]],
                "direction": direction_of(own[each["text"]]),
                "told": by_text.get(each["text"], {}).get(language) if is_of_kept else None,
                "told_in": language,
                "told_direction": direction_of(language),
            }
            for each in _named(request, {text: places[text] for text in page})
        ],
    }
    return render(request, "admin/translations.html", context)


def row_in_languages(request, label, pk):
    """The texts of one row, each with a box for every other language."""
    if not request.user.has_perms(KEEPING):
        raise PermissionDenied
    model = _model_or_404(label)
    if not _may_see(request, model):
        raise PermissionDenied
    if request.method != "POST":
        row = get_object_or_404(public_rows(model), pk=pk)
        return _page_of_row(request, row, TextsOfRow(row))
    try:
        return _keep(request, model, pk)
    except (IntegrityError, ValidationError):
        # Somebody kept the same words for another row in this moment: judged again, beside that.
        return _keep(request, model, pk)


def page_in_languages(user, row):
    """The address of the page of a row, for whoever may keep what it says; else None."""
    if row is None or not user.has_perms(KEEPING):
        return None
    model = row._meta.concrete_model
    is_told = translated_fields(model) and texts_of(row)
    if not is_told or not public_rows(model).filter(pk=row.pk).exists():
        return None
    return _address(model, row.pk)


def places_in_languages(user, text):
    """The same of each row that everyone may see and in which the text stands."""
    places = places_of_texts(models_of_texts(), only=text).get(text, [])
    return [_place(each) for each in places] if user.has_perms(KEEPING) else []


@transaction.atomic
def _keep(request, model, pk):
    """As nobody else changes the row, or what is kept of its texts, until it is done."""
    rows = public_rows(model).select_for_update(of=["self"], no_key=True)
    row = get_object_or_404(rows, pk=pk)
    texts = TextsOfRow(row, request.POST, rows=Translation.objects.select_for_update())
    if not texts.are_valid():
        return _page_of_row(request, row, texts)
    for sentence in texts.keep() or [_("All of this is kept already: nothing was changed.")]:
        messages.success(request, sentence)
    return redirect(request.path)


def _page_of_row(request, row, texts):
    opts = row._meta
    context = {
        **admin.site.each_context(request),
        "title": _("In other languages"),
        "subtitle": str(row),
        "opts": opts,
        "row": row,
        "back": reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[row.pk]),
        "forms": texts.forms,
        "is_refused": any(form.errors for form in texts.forms),
    }
    return render(request, "admin/row_in_languages.html", context)


def _model_or_404(label):
    try:
        return model_of_texts(label)
    except LookupError:
        raise Http404 from None


def _may_see(request, model):
    return admin.site.get_model_admin(model).has_view_permission(request)


def _holds_all_words(text, words):
    folded = fold(text)
    return all(word in folded for word in fold(words).split())


def _named(request, places_of):
    """Texts with the first place where each stands, which is named as its list names it."""
    keys = defaultdict(set)
    for place, *_more in places_of.values():
        keys[place.model].add(place.pk)
    rows = {
        model: admin.site.get_model_admin(model)
        .get_queryset(request)
        .prefetch_related(None)
        .in_bulk(pks)
        for model, pks in keys.items()
    }
    may_keep = request.user.has_perms(KEEPING)
    return [
        {
            **_place(place),
            "text": text,
            "row": rows[place.model].get(place.pk, place.pk),
            "more": len(more),
            "may_keep": may_keep,
        }
        for text, (place, *more) in places_of.items()
    ]


def _place(place):
    opts = place.model._meta
    return {
        "kind": capfirst(opts.verbose_name),
        "field": opts.get_field(place.field).verbose_name,
        "url": f"{_address(place.model, place.pk)}#{place.field}",
    }


def _address(model, pk):
    return reverse("admin:row-in-languages", args=[model._meta.label_lower, pk])
