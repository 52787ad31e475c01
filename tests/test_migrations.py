"""The migrations of the register go down and up again; accounts stay, for Django leans on them."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

OURS = ["trail", "outbox", "remarks", "meetings", "focalpoints", "countries", "sources"]


def applied():
    return {app for app, _ in MigrationExecutor(connection).loader.applied_migrations}


@pytest.mark.django_db(transaction=True)
def test_the_tables_go_down_and_up_again():
    down = MigrationExecutor(connection)
    down.migrate([(app, None) for app in OURS])
    assert applied().isdisjoint(OURS)

    up = MigrationExecutor(connection)
    up.migrate(up.loader.graph.leaf_nodes())

    assert applied() >= set(OURS)
