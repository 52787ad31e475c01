from importlib import import_module

from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate


class R2PNetConfig(AppConfig):
    """Holds what belongs to no single app: home, commands, template tags."""

    name = "r2pnet"

    def ready(self):
        from accounts.roles import fill_group_of_editors

        import_module("r2pnet.account_events")  # connects its receivers
        # Announced after all of ours, once their permissions are there; this app has no models.
        post_migrate.connect(fill_group_of_editors, sender=apps.get_app_config("auth"))


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin, with the secretariat's pages."""

    default_site = "r2pnet.admin.SecretariatSite"
