"""The feeds: what was recorded, what of it changed in public, and when."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import etree

from focalpoints.models import Appointment
from sources.models import Source
from tests import make
from tests.test_privacy import fill_with_canaries

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
GRAMMAR = etree.RelaxNG(etree.parse(Path(__file__).parent.parent / "schemas/atom.rng"))
NETWORK, MEETINGS = "/feeds/network.atom", "/feeds/meetings.atom"


def feed_of(client, address=NETWORK):
    feed = etree.fromstring(client.get(address).content)
    GRAMMAR.assertValid(feed)
    assert feed.findtext(f"{ATOM}author/{ATOM}name")  # what the grammar leaves to Schematron
    return feed


def entries_of(client, address=NETWORK):
    return [
        {child.tag.removeprefix(ATOM): child.text or child.get("href") for child in entry}
        for entry in feed_of(client, address).iter(f"{ATOM}entry")
    ]


def recorded(fact, *days):
    """Let the versions of the fact be of these days of November 2026, the oldest first."""
    versions = list(fact.history.order_by("history_date", "history_id"))
    # A builder saves a fact and cites its passage: one act.
    for version in versions[: len(versions) - len(days)]:
        version.delete()
    for version, day in zip(versions[len(versions) - len(days) :], days, strict=True):
        version.history_type = "+" if day == days[0] else "~"
        version.history_date = datetime(2026, 11, day, 12, tzinfo=UTC)
        version.save()
    return fact


def edit(fact, **fields):
    for name, value in fields.items():
        setattr(fact, name, value)
    fact.save()
    return fact


def test_a_feed_without_an_entry_is_valid(client):
    for address in (NETWORK, MEETINGS):
        feed = feed_of(client, address)
        assert feed.find(f"{ATOM}entry") is None
        assert feed.findtext(f"{ATOM}updated") == "2010-09-01T00:00:00+00:00"


def test_an_appointment_is_an_entry_that_says_what_it_rests_on(client):
    passage = make.make_passage(make.make_source("release", label="Release of 2012"))
    appointment = make.make_appointment(
        make.make_country("gha"),
        office="Director",
        started="[2010-09..2014]",
        inference="The page has no date.",
        passages=[passage],
    )
    recorded(appointment, 20)

    feed = feed_of(client)
    (entry,) = entries_of(client)

    assert feed.findtext(f"{ATOM}id") == "tag:localhost,2026:feeds/network"
    assert feed.find(f"{ATOM}link[@rel='self']").get("href") == (
        "http://localhost:8000/feeds/network.atom"
    )
    assert entry == {
        "title": "Ghana: focal point, between September 2010 and 2014",
        "link": f"http://localhost:8000{appointment.get_fact_url()}",
        "published": "2026-11-20T12:00:00+00:00",
        "updated": "2026-11-20T12:00:00+00:00",
        "id": f"tag:localhost,2026:appointments/{appointment.key}",
        "summary": (
            "Ghana: focal point, Director; started between September 2010 and 2014 (partly "
            "inferred). It rests on: Release of 2012 (p1). Inferred: The page has no date."
        ),
    }


def test_steps_meetings_and_documents_are_entries_too(client):
    step = recorded(make.make_step(make.make_country("gha"), taken="2013-06-11"), 19)
    meeting = make.make_meeting("accra", title="Meeting at Accra", city="Accra")
    document = recorded(make.make_source("summary", label="Summary"), 18)
    recorded(make.make_source("other"), 17)
    meeting.documents.add(document)
    recorded(meeting, 20)

    assert [each["link"] for each in entries_of(client)] == [
        f"http://localhost:8000{step.get_fact_url()}"
    ]
    first, second = entries_of(client, MEETINGS)
    assert (first["title"], first["id"]) == (
        "Meeting at Accra",
        "tag:localhost,2026:meetings/accra",
    )
    assert first["summary"].startswith("Annual meeting, held, 11-12 June 2013, Accra. It rests on:")
    assert (second["title"], second["id"]) == ("Summary", "tag:localhost,2026:sources/summary")
    assert second["summary"] == "Press release, 12 June 2013."


def test_a_public_edit_updates_the_entry_and_keeps_when_it_was_published(client):
    appointment = make.make_appointment(passages=[])
    recorded(edit(appointment, office="Director"), 10, 20)

    (entry,) = entries_of(client)

    assert entry["published"] == "2026-11-10T12:00:00+00:00"
    assert entry["updated"] == "2026-11-20T12:00:00+00:00"


def test_a_passage_more_is_a_public_edit(client):
    appointment = make.make_appointment(passages=[])
    appointment.passages.add(make.make_passage())
    recorded(appointment, 10, 20)

    assert entries_of(client)[0]["updated"] == "2026-11-20T12:00:00+00:00"


def test_a_private_edit_changes_no_byte_and_no_header(client):
    """Holder, seat, reason of the end, another letter, the note on a source: days later."""
    letter = make.make_source("letter", audience="secretariat")
    appointment = make.make_appointment(passages=[make.make_passage(letter)])
    document = make.make_source("summary")
    meeting = make.make_meeting(passages=[make.make_passage(letter)])
    meeting.documents.add(document)
    for fact in (appointment, document, meeting):
        recorded(fact, 10)
    before = [client.get(address) for address in (NETWORK, MEETINGS)]

    edit(appointment, holder=make.make_focal_point(), seat="geneva", end_reason="Promoted")
    edit(document, note="Ask again")
    for fact in (appointment, meeting):
        fact.passages.add(make.make_passage(letter))
    meeting.documents.add(letter)
    after = [client.get(address) for address in (NETWORK, MEETINGS)]

    assert appointment.history.count() == meeting.history.count() == 3
    assert [(each.content, each.headers) for each in before] == [
        (each.content, each.headers) for each in after
    ]


@pytest.mark.parametrize("versions", [1, 2, 3, 500])
def test_private_edits_drive_no_other_entry_out_of_the_newest(client, monkeypatch, versions):
    """However many versions are read at a time to find them."""
    monkeypatch.setattr("r2pnet.feeds.NEWEST", 2)
    monkeypatch.setattr("r2pnet.open_data.recorded.VERSIONS", versions)
    old, older, oldest = (recorded(make.make_appointment(passages=[]), day) for day in (12, 11, 10))
    for _again in range(5):
        edit(oldest, seat="geneva")

    assert [each["id"].rpartition("/")[2] for each in entries_of(client)] == [old.key, older.key]


def test_a_document_was_published_when_it_became_public(client):
    document = make.make_source("summary", audience="secretariat")
    edit(document, audience="public")
    recorded(document, 10, 20)
    recorded(make.make_meeting(), 1).documents.add(document)

    entry = next(each for each in entries_of(client, MEETINGS) if "sources" in each["id"])

    assert (entry["published"], entry["updated"]) == ("2026-11-20T12:00:00+00:00",) * 2


def test_what_is_withdrawn_is_gone(client):
    appointment = recorded(make.make_appointment(), 10)
    document = recorded(make.make_source("summary"), 10)
    recorded(make.make_meeting(), 10).documents.add(document)
    appointment.delete()
    edit(document, audience="secretariat")

    assert entries_of(client) == []
    assert [each["id"].split("/")[0] for each in entries_of(client, MEETINGS)] == [
        "tag:localhost,2026:meetings"
    ]


def test_of_a_fact_without_a_history_nothing_is_told_until_it_changes_in_public(client):
    appointment = make.make_appointment(passages=[])
    appointment.history.all().delete()

    assert entries_of(client) == []
    edit(appointment, seat="geneva")  # nobody can tell from one version what it changed
    assert entries_of(client) == []
    edit(appointment, office="Director")
    (entry,) = entries_of(client)
    assert "published" not in entry


def test_the_successor_of_one_deleted_is_a_change(client):
    """The version that names what is gone still differs from the one that names nothing."""
    ghana = make.make_country("gha")
    first = make.make_appointment(ghana, started="2011", ended="2012", passages=[])
    second = make.make_appointment(ghana, started="2012", succeeds=first, passages=[])
    recorded(edit(second, succeeds=None), 10, 20)
    first.delete()

    assert entries_of(client)[0]["updated"] == "2026-11-20T12:00:00+00:00"


def test_the_newest_fifty_stand_in_it(client):
    for _number in range(51):
        make.make_step(passages=[])

    assert len(entries_of(client)) == 50


def test_a_character_that_xml_cannot_write_breaks_no_feed(client):
    recorded(make.make_meeting(title="Meeting\x01 & <more>"), 10)

    assert entries_of(client, MEETINGS)[0]["title"] == "Meeting & <more>"


def test_whoever_has_it_already_is_not_sent_it_again(client):
    recorded(make.make_step(), 10)
    response = client.get(NETWORK)

    by_tag = client.get(NETWORK, headers={"if-none-match": response["ETag"]})
    by_time = client.get(NETWORK, headers={"if-modified-since": response["Last-Modified"]})

    assert response["Last-Modified"] == "Tue, 10 Nov 2026 12:00:00 GMT"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert (by_tag.status_code, by_time.status_code) == (304, 304)


@pytest.mark.parametrize("address", [NETWORK, MEETINGS])
def test_nothing_private_is_in_a_feed(client, address):
    fill_with_canaries()
    Source.objects.get(slug="letter").save()
    Appointment.objects.first().save()

    body = client.get(address).text

    assert body.count("<entry>") == 2
    assert "canary" not in body
    assert "2020-02" not in body


@pytest.mark.parametrize("address", [NETWORK, MEETINGS])
def test_it_asks_the_same_of_the_database_for_one_row_and_for_thirty(
    client, django_assert_max_num_queries, address
):
    def asked():
        with django_assert_max_num_queries(40) as queries:
            client.get(address)
        return len(queries)

    def make_one():
        after = make.make_appointment(
            started="2012", succeeds=make.make_appointment(ended="2012", started="2011")
        )
        step = make.make_step(kind="announced", appointment=after)
        meeting = make.make_meeting(country=make.make_country(), part_of=make.make_meeting())
        meeting.steps.add(step)
        document = make.make_source(edition_of=make.make_source())
        document.referred_to_in.add(make.make_passage())
        meeting.documents.add(document)

    make_one()
    one = asked()
    for _number in range(29):
        make_one()

    assert asked() == one


def test_of_many_rows_the_newest_are_found_without_reading_the_others(
    client, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr("r2pnet.feeds.NEWEST", 2)
    monkeypatch.setattr("r2pnet.open_data.recorded.VERSIONS", 4)
    for _number in range(20):
        make.make_step(passages=[])
    last = [make.make_step(passages=[]) for _number in range(2)]

    with django_assert_num_queries(7) as queries:
        entries = entries_of(client)

    assert {each["id"].rpartition("/")[2] for each in entries} == {each.key for each in last}
    asked = [each["sql"] for each in queries if "focalpoints_historicalstep" in each["sql"]]
    assert sum("LIMIT 4" in each for each in asked) == 1


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("2026-11-10T12:00:00+00:00", "yesterday"),
        ('rel="alternate"', 'role="alternate"'),
        ('type="html"', 'type="markdown"'),
        ("<title>", "<title/><title>"),
        ("<entry>", "<entry><price>1</price>"),
    ],
)
def test_the_grammar_refuses_what_is_no_atom(client, right, wrong):
    """Else it would have proven nothing."""
    recorded(make.make_step(), 10)
    text = client.get(NETWORK).text

    assert right in text
    assert not GRAMMAR.validate(etree.fromstring(text.replace(right, wrong).encode()))


def test_a_time_is_told_in_a_fixed_zone(client):
    make.make_step()

    updated = datetime.fromisoformat(entries_of(client)[0]["updated"])

    assert updated.utcoffset() == timedelta(0)
    assert timezone.now() - updated < timedelta(minutes=5)
