"""The example focal point of the local mode, and that it is served nowhere else."""

import runpy
from io import StringIO

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import authenticate
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import OperationalError, connection

from accounts.models import User
from countries.models import Party
from focalpoints import register
from focalpoints.disclosure import PUBLIC, find
from focalpoints.models import Appointment, FocalPoint
from meetings.models import Meeting
from outbox.post import put
from r2pnet import examples
from sources.models import Passage
from tests import make
from tests.read import soup_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def local(settings, tmp_path):
    settings.IS_LOCAL = True
    settings.VAR_DIR = tmp_path


@pytest.fixture
def example():
    """The example focal point, as the local mode makes it."""
    examples.open_example(at=make.NOON)
    return FocalPoint.objects.get(name="Example Focal Point")


def removed():
    printed = StringIO()
    call_command("remove_examples", stdout=printed)
    return printed.getvalue()


def rows():
    """All rows of all tables, of the history too, each a text.

    Not the trail, which is written for good, nor by which token caches know of a change.
    """
    found = set()
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table not in ("trail_entry", "r2pnet_publicversion") and not table.startswith(
                "django_content"
            ):
                cursor.execute(" ".join(["SELECT * FROM", connection.ops.quote_name(table)]))
                found |= {f"{table} {row!r}" for row in cursor.fetchall()}
    return found


def test_the_example_is_in_office_and_the_colleague_can_be_written_to(example, client):
    colleague = FocalPoint.objects.get(name="Example Colleague")
    client.force_login(example.account)

    names = [a.get_text() for a in soup_of(client, "/network/").select("tbody th a")]

    assert names == ["Example Focal Point", "Example Colleague"]
    assert soup_of(client, f"/network/{colleague.key}/").select_one("main a[href$='/write/']")
    assert client.get("/me/").status_code == 200


def test_it_signs_in_with_its_password_in_the_local_mode_alone(example, settings):
    password = examples.open_example(at=make.NOON)

    assert authenticate(None, username=examples.FOCAL_POINT, password=password) == example.account
    settings.IS_LOCAL = False
    assert authenticate(None, username=examples.FOCAL_POINT, password=password) is None


def test_neither_is_staff_and_the_colleague_has_no_password(example):
    accounts = User.objects.order_by("email")

    assert [each.email for each in accounts] == [examples.COLLEAGUE, examples.FOCAL_POINT]
    assert not any(each.is_staff or each.is_superuser for each in accounts)
    assert not accounts[0].has_usable_password()


def test_starting_again_makes_nothing_twice_and_leaves_what_was_done(example):
    example.consents.update(withdrawn_at=make.NOON)
    before = rows()

    examples.open_example(at=make.NOON)

    assert rows() == before


def test_an_account_that_was_closed_is_opened_again(example):
    example.account.suspend(at=make.NOON)

    password = examples.open_example(at=make.NOON)

    assert authenticate(None, username=examples.FOCAL_POINT, password=password)


def test_a_database_from_before_gets_them(seeded):
    examples.open_example(at=make.NOON)

    assert FocalPoint.objects.filter(name__startswith="Example ").count() == 2


def test_the_register_keeps_its_rules_with_them_and_seeding_loads_nothing(seeded, example):
    printed = StringIO()

    call_command("check_register", stdout=printed)
    call_command("seed", stdout=printed)

    assert "The register keeps its rules" in printed.getvalue()
    assert "The register is not empty: nothing was loaded." in printed.getvalue()


def test_no_state_s_record_is_touched(seeded):
    before = register.on(register.today())
    examples.open_example(at=make.NOON)
    after = register.on(register.today())

    assert after.state_pair == before.state_pair
    assert {each.party.name for each in after.organizations} - {
        each.party.name for each in before.organizations
    } == {"Example Organization"}


def test_its_names_say_that_it_is_an_example(example):
    post = example.appointments.get()

    texts = [post.party.name, post.office, post.institution, find(example.key, PUBLIC).name]

    assert [text for text in texts if not text.startswith("Example ")] == []
    assert example.biography.startswith("An **example**: this person does not exist.")


@pytest.mark.parametrize(
    "address",
    ["/", "/countries/", "/nowhere/"],
)
def test_every_page_of_the_local_mode_says_so_beside_its_numbers(
    example, client, address, settings
):
    said = "The numbers of organizations include it."

    assert said in client.get(address).text
    settings.IS_LOCAL = False
    assert said not in client.get(address).text


# In another mode


def test_is_not_served_in_production(example, settings):
    settings.IS_LOCAL, settings.IS_PRODUCTION = False, True

    with pytest.raises(ImproperlyConfigured) as refused:
        runpy.run_path(str(settings.BASE_DIR / "r2pnet" / "wsgi.py"))

    assert str(refused.value) == (
        "This database holds the examples of the local mode, which do not exist, and is not "
        "served. Remove them: manage.py remove_examples, and synthesize --remove."
    )


@pytest.mark.parametrize("left", ["organization", "people"])
def test_nor_with_a_part_of_them(example, left):
    if left == "organization":
        FocalPoint.objects.update(account=None)
    else:
        Party.objects.filter(slug=examples.ORGANIZATION).update(slug="renamed")

    with pytest.raises(ImproperlyConfigured):
        examples.refuse()


def test_is_served_in_production_without_them(settings):
    make.make_colleague()
    settings.IS_LOCAL, settings.IS_PRODUCTION = False, True

    served = runpy.run_path(str(settings.BASE_DIR / "r2pnet" / "wsgi.py"))

    assert callable(served["application"])


def test_is_served_in_the_local_mode_with_them(example, settings):
    served = runpy.run_path(str(settings.BASE_DIR / "r2pnet" / "wsgi.py"))

    assert callable(served["application"])


def test_a_database_that_is_away_is_for_the_pages_to_say():
    def away(*args):
        raise OperationalError

    with connection.execute_wrapper(away):
        examples.refuse()


# Removed


def test_removed_they_leave_nothing_but_the_trail(seeded):
    staff = make.make_staff()
    before = rows()
    examples.open_example(at=make.NOON)
    example = FocalPoint.objects.get(name="Example Focal Point")
    _do_all_there_is_to_do(example, by=staff)

    assert removed() == "The examples are removed.\n"

    assert rows() ^ before == set()
    examples.refuse()


def _do_all_there_is_to_do(example, *, by):
    """What refers to a person, an account, a post and an organization, in every way there is."""
    post, account = example.appointments.get(), example.account
    make.make_portrait(example)
    make.make_confirmation(example)
    make.make_notice(example)
    make.make_former_key(example)
    make.make_protection(example, lifted_at=make.NOON)
    make.make_proposal(post, asked_by=account, letter=make.make_kept_file())
    make.make_handover(post, asked_by=account)
    make.make_draft(example)
    make.make_erasure_request(account)
    make.make_factor(account)
    make.make_appointment_invitation(post)
    make.make_assistant_invitation(example)
    passages = [Passage.objects.first()]
    make.make_step(post.party, kind="announced", appointment=post, passages=passages)
    make.make_delegation(Meeting.objects.first(), post.party, passages=passages)
    put(to=account.email, kind="notice", subject="For you", body="A mail")
    post.ended = "2026-01-01"
    post.save()
    make.make_appointment(
        post.party,
        holder=make.make_focal_point("A Successor", account=make.make_user()),
        started="2026-01-01",
        succeeds=post,
        passages=passages,
    )
    LogEntry.objects.log_actions(by.pk, [example], CHANGE)


def test_whoever_holds_another_post_too_stays(example):
    person = make.make_colleague("A Real Person")
    make.make_appointment(
        Party.objects.get(slug=examples.ORGANIZATION), holder=person, capacity="joint"
    )

    removed()

    assert FocalPoint.objects.get() == person
    assert User.objects.get() == person.account
    assert Appointment.objects.exclude(holder=None).get().holder == person


def test_staff_of_the_demo_stay(example):
    staff = make.make_staff(is_demo=True)

    removed()

    assert User.objects.get() == staff


def test_where_there_are_none_nothing_is_removed():
    person = make.make_colleague()

    assert removed() == "There are no examples in this database.\n"
    assert FocalPoint.objects.get() == person


def test_removed_they_are_made_anew_by_the_next_start(example):
    removed()

    assert examples.open_example(at=make.NOON)
    assert FocalPoint.objects.filter(account__is_demo=True).count() == 2
