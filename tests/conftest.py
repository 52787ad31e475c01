"""What is filled once a module: the register as seeded, and a network with nine viewers."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import translation

from sources.translations import read_anew
from tests.filled import FilledOnce
from tests.people import network, read_everything


@pytest.fixture(scope="session", autouse=True)
def _ledger(tmp_path_factory):
    """Whoever is erased in a test is noted in a file that goes with the run."""
    settings.ERASURE_LEDGER = tmp_path_factory.mktemp("ledger") / "erasures.ledger"


@pytest.fixture(autouse=True)
def _in_english():
    """A request leaves its language behind, until the next one: none does so to the next test."""
    translation.activate("en")
    read_anew()


@pytest.fixture(scope="session")
def _register():
    return FilledOnce(lambda: call_command("seed", verbosity=0))


@pytest.fixture(scope="module")
def _seeded(django_db_setup, django_db_blocker, _register):
    with django_db_blocker.unblock(), transaction.atomic():
        _register.fill()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def seeded(_seeded, db):
    """The register filled from fixtures/: once a module, and each test's changes undone."""


@pytest.fixture(scope="module")
def _people(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield network()
        transaction.set_rollback(True)


@pytest.fixture
def people(_people, db):
    """A network of nine viewers: made once a module, and each test's changes undone."""
    return _people


@pytest.fixture(scope="session")
def reading(django_db_setup, django_db_blocker):
    """What each of the nine was answered everywhere: asked once, of a network that is gone."""
    with django_db_blocker.unblock(), transaction.atomic():
        read = read_everything()
        transaction.set_rollback(True)
    return read
