"""The secretariat's admin site: Django's own, with a page of open ends."""

from functools import wraps

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from sources.models import Passage

from .open_ends import ends_for


class OptionsView(AutocompleteJsonView):
    """Offers a passage with what it says, which its name does not tell."""

    def serialize_result(self, obj, to_field_name):
        option = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Passage):
            option["text"] = f"{obj}: {Truncator(obj.says).chars(80)}"
        return option


class SecretariatSite(admin.AdminSite):
    site_header = _("r2pnet: the secretariat's desk")
    site_title = _("r2pnet secretariat")
    index_title = _("The register")

    def admin_view(self, view, cacheable=False):
        """Django's, except that a NUL, which PostgreSQL does not take, is no text to ask for."""
        desk_view = super().admin_view(view, cacheable)

        @wraps(desk_view)
        def without_nul(request, *args, **kwargs):
            if any("\0" in value for _name, values in request.GET.lists() for value in values):
                raise SuspiciousOperation("NUL in the query")
            return desk_view(request, *args, **kwargs)

        return without_nul

    def get_urls(self):
        return [
            # Django's redirect to a row's own page asks for no permission on that row.
            path("r/<path:rest>", self.admin_view(not_found)),
            path("open-ends/", self.admin_view(open_ends), name="open-ends"),
            *super().get_urls(),
        ]

    def autocomplete_view(self, request):
        return OptionsView.as_view(admin_site=self)(request)


def not_found(request, rest):
    raise Http404


def open_ends(request):
    ends = ends_for(request)
    if not ends:
        raise PermissionDenied
    context = {**admin.site.each_context(request), "title": _("Open ends"), "ends": ends}
    return render(request, "admin/open_ends.html", context)
