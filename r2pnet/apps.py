from importlib import import_module

from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate, pre_migrate


class R2PNetConfig(AppConfig):
    """Holds what belongs to no single app: home, commands, template tags, the page cache."""

    name = "r2pnet"

    def ready(self):
        from accounts.roles import fill_group_of_editors

        import_module("r2pnet.account_events")  # connects its receivers
        # Announced after all of ours, once their permissions are there.
        post_migrate.connect(fill_group_of_editors, sender=apps.get_app_config("auth"))
        pre_migrate.connect(_unwatch_what_is_public, sender=self)
        post_migrate.connect(_watch_what_is_public, sender=self)


def _unwatch_what_is_public(*, using, **signal):
    from .public_version import unwatch

    unwatch(connections[using])


def _watch_what_is_public(*, using, **signal):
    """Once the tables are as this code knows them: a half-way state is not served."""
    from .public_version import watch

    executor = MigrationExecutor(connections[using])
    if not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        watch(connections[using])


class AdminConfig(admin_apps.AdminConfig):
    """Django's admin, with the secretariat's pages."""

    default_site = "r2pnet.admin.SecretariatSite"
