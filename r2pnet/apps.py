from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class R2PNetConfig(AppConfig):
    """Holds what belongs to no single app: home, commands, template tags."""

    name = "r2pnet"


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin, with the secretariat's pages."""

    default_site = "r2pnet.admin.SecretariatSite"
