"""The secretariat's admin site: Django's own, with a page of open ends."""

from functools import wraps

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sources.models import Passage
from sources.order import in_order
from sources.translations import cut_short

from .open_ends import ends_for
from .translation_pages import row_in_languages, translations

OUR_APPS = {
    "accounts",
    "countries",
    "focalpoints",
    "meetings",
    "outbox",
    "remarks",
    "sources",
    "trail",
}


class OptionsView(AutocompleteJsonView):
    """Offers a passage with what it says, which its name does not tell."""

    def serialize_result(self, obj, to_field_name):
        option = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Passage):
            says = cut_short(obj.says, 80)
            option["text"] = gettext("%(passage)s: %(says)s") % {"passage": obj, "says": says}
        return option


class SecretariatSite(admin.AdminSite):
    """Django's, behind a door that asks for a second factor."""

    site_header = _("r2pnet: the secretariat's desk")
    site_title = _("r2pnet secretariat")
    index_title = _("The register")

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only what an app of the portal registers.

        Groups, addresses, second factors and tasks of other apps are not for staff to edit.
        """
        if admin_class is None or not _is_of_a_library(admin_class):
            super().register(model_or_iterable, admin_class, **options)

    def each_context(self, request):
        """What every page says; the site that it links to is in the language of the desk."""
        return {**super().each_context(request), "site_url": reverse("home")}

    def get_app_list(self, request, app_label=None):
        """Apps and tables in the order of the language."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: in_order(model["name"]))
        return sorted(apps, key=lambda app: in_order(app["name"]))

    def has_permission(self, request):
        """Staff with a second factor; the demo account of the local mode goes without."""
        user = request.user
        return super().has_permission(request) and (
            is_mfa_enabled(user) or (settings.IS_LOCAL and user.is_demo)
        )

    def login(self, request, extra_context=None):
        """Signing in is for the account pages; who has signed in and still stands here lacks the
        second factor, or is no member of staff.
        """
        if not request.user.is_authenticated:
            return redirect_to_login(request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index"))
        if not request.user.is_staff:
            raise PermissionDenied
        messages.warning(
            request, _("The desk opens to a second factor: set one up here, then go on.")
        )
        return redirect("mfa_index")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

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
            path("translations/", self.admin_view(translations), name="translations"),
            path(
                "translations/<str:label>/<int:pk>/",
                self.admin_view(row_in_languages),
                name="row-in-languages",
            ),
            *super().get_urls(),
        ]

    def autocomplete_view(self, request):
        return OptionsView.as_view(admin_site=self)(request)


def _is_of_a_library(admin_class):
    app = admin_class.__module__.partition(".")[0]
    return app not in OUR_APPS


def not_found(request, rest):
    raise Http404


def open_ends(request):
    ends = ends_for(request)
    if not ends:
        raise PermissionDenied
    context = {**admin.site.each_context(request), "title": _("Open ends"), "ends": ends}
    return render(request, "admin/open_ends.html", context)
