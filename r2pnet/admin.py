"""The secretariat's admin site: Django's own, with a page of open ends."""

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
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

    def get_urls(self):
        return [
            path("open-ends/", self.admin_view(open_ends), name="open-ends"),
            *super().get_urls(),
        ]

    def autocomplete_view(self, request):
        return OptionsView.as_view(admin_site=self)(request)


def open_ends(request):
    ends = ends_for(request)
    if not ends:
        raise PermissionDenied
    context = {**admin.site.each_context(request), "title": _("Open ends"), "ends": ends}
    return render(request, "admin/open_ends.html", context)
