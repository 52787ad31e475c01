"""The migrations of the register go down and up again; accounts stay, for Django leans on them."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OURS = ["trail", "outbox", "remarks", "meetings", "focalpoints", "countries", "sources"]


def applied():
    return {app for app, _ in MigrationExecutor(connection).loader.applied_migrations}


@pytest.mark.django_db(transaction=True)
def test_the_tables_go_down_and_up_again():
    for app in OURS:
        call_command("migrate", app, "zero", verbosity=0)
    assert applied().isdisjoint(OURS)

    call_command("migrate", verbosity=0)

    assert applied() >= set(OURS)
