"""What is private of a former focal point is erased twelve months after the end, told before."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import PreviewedSheet, User
from focalpoints import ledger, retention
from focalpoints.erasure import erase_former
from focalpoints.models import FocalPoint, Notice
from outbox.models import Message
from tests import make
from tests.focalpoints.erased import Person, copy_of_the_database
from tests.races import race
from tests.signed_in import sign_in
from trail.models import Entry

pytestmark = pytest.mark.django_db

ENDED = "2025-11-22"
TOLD = datetime(2026, 10, 23, 8, tzinfo=UTC)  # 30 days before a year has passed
ERASED = datetime(2026, 11, 22, 8, tzinfo=UTC)
DAY = timedelta(days=1)


def make_former(ended=ENDED, **fields):
    former = make.make_focal_point(
        "Former Person", **{"account": make.make_user(), "note": "A note", **fields}
    )
    make.make_appointment(holder=former, started="2012", ended=ended)
    return former


def carry_out(at):
    """All that is due at the time: whether to tell or to erase, and on which day."""
    found = retention.due(at=at)
    return [(each.is_told, each.erased_on) for each in found if retention.carry_out(each, at=at)]


def run(**options):
    out = StringIO()
    call_command("erase_former", stdout=out, **options)
    return out.getvalue()


def test_is_told_thirty_days_before_and_erased_when_the_year_is_over():
    former = make_former()

    assert carry_out(TOLD - DAY) == []
    assert carry_out(TOLD) == [(False, date(2026, 11, 22))]
    assert carry_out(TOLD) == []
    assert carry_out(ERASED - DAY) == []
    assert carry_out(ERASED) == [(True, date(2026, 11, 22))]
    assert carry_out(ERASED) == []

    former.refresh_from_db()
    assert (former.name, former.note, former.account) == ("Former Person", "", None)


def test_the_mail_says_the_day_and_where_to_fetch_what_is_held():
    former = make_former()
    address = former.account.email

    carry_out(TOLD)

    message = Message.objects.get(to=address)
    assert message.letter.subject == "Your data in the register is erased soon"
    assert "On 22 November 2026 the register" in message.letter.body
    assert "/me/data/" in message.letter.body
    assert "/me/erasure/" in message.letter.body
    assert "Former Person" not in message.letter.body
    notice = Notice.objects.get()
    assert (notice.kind, notice.due_on, notice.written_at) == ("erasure", date(2026, 11, 22), TOLD)


def test_whoever_was_told_late_is_erased_thirty_days_later():
    make_former(ended="2015")
    late = TOLD + timedelta(hours=2)

    assert carry_out(late) == [(False, date(2026, 11, 22))]

    assert carry_out(late + 30 * DAY - timedelta(hours=1)) == []
    assert carry_out(late + 30 * DAY) == [(True, date(2026, 11, 22))]


def test_what_is_private_goes_with_earlier_versions_and_the_account(client):
    person = Person(ended=ENDED)
    entry = person.entry
    of_name = entry.history.model.objects.values_list("name", "honorific")
    kept = {text for version in [*of_name, *person.said_of_delegates] for text in version}
    kept |= set(entry.consents.values_list("wording", flat=True))

    assert erase_former(entry, at=ERASED)

    left = {f"canary{number:03}x" for number in range(1, person.canaries + 1)}
    copy = copy_of_the_database()
    assert {each for each in left if each in copy} == kept & left
    assert not User.objects.filter(pk=person.account.pk).exists()
    assert not erase_former(entry, at=ERASED)


def test_the_post_the_consent_the_protection_and_the_address_of_the_page_stay(client):
    former = make_former()
    make.make_consent(former)
    shown = client.get(f"/focal-points/{former.key}/").content
    old = make.make_former_key(former)
    hidden = make_former()
    make.make_protection(hidden)

    for each in (former, hidden):
        assert erase_former(each, at=ERASED)

    assert client.get(f"/focal-points/{former.key}/").content == shown
    assert former.former_keys.get() == old
    assert FocalPoint.objects.protected().get() == hidden
    assert hidden.appointments.get().ended == ENDED
    assert [each.note for each in former.history.all()] == ["", ""]


def test_what_they_show_in_public_stays_and_what_they_withdrew_goes():
    former = make_former(biography="Was there.", languages="en")
    make.make_portrait(former)
    for field in ("biography", "portrait"):
        make.make_consent(former, field=field)
    make.make_consent(former, field="languages", withdrawn_at=make.NOON)
    former.biography = "Was there from the start."
    former.save()

    erase_former(former, at=ERASED)

    former = FocalPoint.objects.get()
    assert (former.biography, former.languages) == ("Was there from the start.", "")
    assert former.portrait.digest
    versions = former.history.values_list("biography", "languages")
    assert list(versions) == [("Was there from the start.", ""), ("", ""), ("", "")]
    assert not erase_former(former, at=ERASED)


@pytest.mark.parametrize(
    "since",
    [
        {"started": "2025-11-22"},
        {"started": "2026-01", "ended": "2026-06"},
        {"started": "2020", "ended": "[2025-11-22..2026]"},
        {"started": "2030"},
    ],
    ids=["another post", "one that ended later", "an end within bounds", "a post to come"],
)
def test_whoever_may_have_held_a_post_since_is_left(since):
    former = make_former()
    make.make_appointment(holder=former, **since)

    assert carry_out(TOLD) == []
    assert carry_out(ERASED) == []


def test_whoever_never_held_a_post_and_whoever_is_about_to_is_left():
    make.make_focal_point(account=make.make_user(), note="A note")
    make.make_handover(successor=make_former())

    assert carry_out(ERASED) == []


def test_a_notice_of_an_earlier_end_does_not_count():
    former = make_former()
    carry_out(TOLD)
    make.make_appointment(holder=former, started="2025-11-22", ended="2026-03-01")

    assert carry_out(ERASED) == []
    assert carry_out(datetime(2027, 2, 1, tzinfo=UTC)) == [(False, date(2027, 3, 3))]


def test_what_is_written_after_an_erasure_is_told_of_anew():
    former = make_former()
    carry_out(TOLD)
    carry_out(ERASED)
    FocalPoint.objects.filter(pk=former.pk).update(note="Another note")

    assert carry_out(ERASED + DAY) == [(False, date(2026, 12, 23))]


def test_somebody_without_an_address_is_an_open_end_and_erased_as_well(client):
    former = make_former(account=None)
    today = timezone.now()
    Notice.objects.create(
        focal_point=former, kind="erasure", due_on=today + 9 * DAY, written_at=today
    )
    told = make_former()
    make.make_notice(told, kind="erasure", due_on=today + 9 * DAY)
    sign_in(client, make.make_staff())

    ends = client.get("/admin/open-ends/").context["ends"]

    untold = next(end for end in ends if end.key == "untold")
    assert [row["url"] for row in untold.rows] == [
        f"/admin/focalpoints/focalpoint/{former.pk}/change/"
    ]


def test_an_account_that_is_in_use_otherwise_stays_with_its_mails():
    assistant = make_former()
    make.make_assistance(account=assistant.account)
    make.make_message(to=assistant.account.email)

    assert erase_former(assistant, at=ERASED)

    assistant.refresh_from_db()
    assert (assistant.note, assistant.account.is_active) == ("", True)
    assert Message.objects.count() == 1
    assert not erase_former(assistant, at=ERASED)


def test_the_ledger_and_the_trail_know_of_it(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "erasures.ledger"
    former = make_former()
    pseudonym = former.account.pseudonym

    erase_former(former, at=ERASED)

    noted = ledger.read()
    assert noted.day_of("former", former.key) == ERASED.date()
    assert noted.day_of("account", pseudonym) == ERASED.date()
    assert noted.day_of("entry", former.key) is None
    assert Entry.objects.filter(what="erased").values_list("about", "detail").get() == (
        former.key,
        "former",
    )


def test_the_command_says_what_is_due_by_key_and_does_nothing():
    former = make_former(ended="2015")

    said = run()

    assert said == (
        f"1 notice is due.\n  {former.key}\n0 erasures are due.\n"
        "Nothing is done: run it with --erase.\n"
    )
    assert not Notice.objects.exists()


def test_the_command_does_it_and_nothing_when_it_runs_again():
    told, due = make_former(ended="2015"), make_former(ended="2015", account=None)
    long_ago = timezone.now() - timedelta(days=31)
    make.make_notice(due, kind="erasure", due_on=long_ago + 30 * DAY, written_at=long_ago)

    said = run(erase=True)

    assert said == f"1 notice is written.\n  {told.key}\n1 entry is erased.\n  {due.key}\n"
    assert FocalPoint.objects.get(pk=due.pk).note == ""
    assert run(erase=True) == "0 notices are written.\n0 entries are erased.\n"


def test_the_command_stops_where_the_ledger_cannot_be_written(settings, tmp_path):
    settings.ERASURE_LEDGER = tmp_path / "nowhere" / "erasures.ledger"
    due = make_former(ended="2015")
    make.make_notice(due, kind="erasure", due_on=date(2026, 1, 31), written_at=TOLD - 300 * DAY)

    with pytest.raises(CommandError, match="the ledger of erasures cannot be written"):
        run(erase=True)

    assert FocalPoint.objects.get().note == "A note"


@pytest.mark.django_db(transaction=True)
def test_of_two_runs_at_the_same_moment_one_tells_and_one_erases():
    make.make_notice(make_former(), kind="erasure", due_on=ERASED.date(), written_at=TOLD)
    make_former()
    found = retention.due(at=ERASED)

    def run(number, at_once):
        at_once.wait(timeout=30)
        return retention.carry_out(found[number], at=ERASED)

    assert [each.is_told for each in found] == [True, False]
    assert [sorted(done) for done in race(run, run, rounds=2)] == [[False, True]] * 2


def test_a_year_after_the_29th_of_february_is_the_first_of_march():
    assert retention.a_year_after(date(2024, 2, 29)) == date(2025, 3, 1)
    assert retention.a_year_after(date(2025, 2, 28)) == date(2026, 2, 28)


def test_sheets_that_wait_to_be_imported_are_forgotten():
    former = make_former()
    PreviewedSheet.keep({"name": "sheet.csv"}, at=ERASED)

    erase_former(former, at=ERASED)

    assert not PreviewedSheet.objects.exists()
