"""The secretariat's admin site: Django's own, with a page of open ends."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _


class SecretariatSite(admin.AdminSite):
    site_header = _("r2pnet: the secretariat's desk")
    site_title = _("r2pnet secretariat")
    index_title = _("The register")
