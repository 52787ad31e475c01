"""The account with which to look at the admin on one's own machine: manage.py demo_staff."""

from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.core.validators import validate_email

from accounts.management.commands.demo_staff import EMAIL
from accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def local(settings, tmp_path):
    settings.IS_LOCAL = True
    settings.VAR_DIR = tmp_path
    settings.SITE_URL = "http://localhost:8000"


@pytest.fixture
def kept(tmp_path):
    return tmp_path / "demo-staff.txt"


def demo_staff():
    """What the command prints."""
    printed = StringIO()
    call_command("demo_staff", stdout=printed)
    return printed.getvalue()


def signed_in(password):
    return authenticate(None, username=EMAIL, password=password)


def test_makes_an_account_that_may_do_everything_and_says_how_to_sign_in(kept):
    printed = demo_staff()

    password = kept.read_text().strip()
    assert printed == (
        f"Sign in at http://localhost:8000/admin/ as {EMAIL} with the password {password}\n"
    )
    assert signed_in(password).is_demo
    assert signed_in(password).is_superuser


def test_says_the_same_each_time():
    assert demo_staff() == demo_staff()
    assert User.objects.count() == 1


def test_only_the_owner_can_read_the_password(kept):
    kept.touch(mode=0o644)

    demo_staff()

    assert kept.stat().st_mode & 0o777 == 0o600


def test_makes_a_new_password_where_the_file_is_gone(kept):
    demo_staff()
    before = kept.read_text().strip()
    kept.unlink()

    demo_staff()

    assert signed_in(before) is None
    assert signed_in(kept.read_text().strip())


def test_keeps_the_password_where_the_database_is_gone(kept):
    demo_staff()
    before = kept.read_text().strip()
    User.objects.all().delete()

    demo_staff()

    assert signed_in(before)


def test_opens_an_account_again_that_was_closed(kept):
    demo_staff()
    User.objects.update(is_active=False, is_staff=False, is_superuser=False)

    demo_staff()

    assert signed_in(kept.read_text().strip()).is_superuser


def test_signs_in_nowhere_but_in_the_local_mode(kept, settings):
    demo_staff()

    settings.IS_LOCAL = False

    assert signed_in(kept.read_text().strip()) is None


def test_is_made_nowhere_but_in_the_local_mode(kept, settings):
    settings.IS_LOCAL = False

    with pytest.raises(CommandError, match="in the local mode only"):
        demo_staff()

    assert not kept.exists()
    assert not User.objects.exists()


def test_has_an_address_that_is_valid_and_no_ones():
    validate_email(EMAIL)

    assert EMAIL.endswith(".localhost")
