"""Several machines that are set up at once: one makes the tables."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

# A SQLite stands on one machine.
ALONE = {
    "sqlite": ([], []),
    "postgresql": (
        ["SELECT pg_advisory_lock(30796665482998885)"],
        ["SELECT pg_advisory_unlock(30796665482998885)"],
    ),
}


@pytest.mark.django_db
def test_whoever_migrates_is_alone_from_the_first_question_to_the_last():
    with CaptureQueriesContext(connection) as queries:
        call_command("migrate", plan=True, stdout=StringIO())

    said = [query["sql"] for query in queries]
    first, last = ALONE[connection.vendor]
    assert said[: len(first)] == first
    assert said[len(said) - len(last) :] == last
    assert len(said) > 2
