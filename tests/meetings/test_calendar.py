"""The meetings as iCalendar, as two libraries read them that know nothing of each other."""

from datetime import UTC, date, datetime

import pytest
import vobject
from icalendar import Calendar

from meetings.models import Meeting
from tests import make
from tests.r2pnet.test_feeds import edit, recorded
from tests.read import soup_of, text_of
from tests.test_privacy import fill_with_canaries

pytestmark = pytest.mark.django_db


def read(client, address):
    """What each library reads, which must be the same: a list of events as plain values."""
    text = client.get(address).content.decode()
    first = [_by_icalendar(each) for each in Calendar.from_ical(text).walk("VEVENT")]
    other = [_by_vobject(each) for each in vobject.readOne(text).contents.get("vevent", [])]
    assert first == other
    return first


def _by_icalendar(event):
    texts = ["UID", "SUMMARY", "LOCATION", "URL", "DESCRIPTION", "STATUS", "SEQUENCE"]
    times = {name.lower(): event.decoded(name) for name in ["DTSTART", "DTEND", "DTSTAMP"]}
    return {name.lower(): str(event[name]) for name in texts if name in event} | times


def _by_vobject(event):
    names = {"uid", "summary", "location", "url", "description", "status", "sequence"}
    names |= {"dtstart", "dtend", "dtstamp"}
    return {name: rows[0].value for name, rows in event.contents.items() if name in names}


def test_a_meeting_is_of_whole_days_and_ends_before_the_day_after(client):
    country = make.make_country("gha")
    meeting = make.make_meeting(
        "2013-accra",
        title="Meeting at Accra; third, of all",
        held="2013-06-11/2013-06-12",
        venue="A hall",
        city="Accra",
        country=country,
        summary="They met.\nThey spoke.",
    )
    recorded(meeting, 20)

    (event,) = read(client, "/meetings/2013-accra.ics")

    assert event == {
        "uid": "2013-accra@localhost",
        "summary": "Meeting at Accra; third, of all",
        "location": "A hall, Accra, Ghana",
        "url": "http://localhost:8000/meetings/2013-accra/",
        "description": (
            "Annual meeting, held, 11-12 June 2013.\n\nThey met.\nThey spoke.\n\n"
            "What this rests on: http://localhost:8000/meetings/2013-accra/"
        ),
        "status": "CONFIRMED",
        "sequence": "0",
        "dtstart": date(2013, 6, 11),
        "dtend": date(2013, 6, 13),
        "dtstamp": datetime(2026, 11, 20, 12, tzinfo=UTC),
    }
    assert b"DTSTART;VALUE=DATE:20130611\r\n" in client.get("/meetings/2013-accra.ics").content


@pytest.mark.parametrize(
    ("status", "written"),
    [("planned", "TENTATIVE"), ("held", "CONFIRMED"), ("cancelled", "CANCELLED")],
)
def test_a_planned_meeting_is_tentative(client, status, written):
    make.make_meeting("accra", status=status, held="2013-06-11")

    (event,) = read(client, "/meetings/accra.ics")

    assert event["status"] == written
    assert (event["dtstart"], event["dtend"]) == (date(2013, 6, 11), date(2013, 6, 12))


@pytest.mark.parametrize(
    ("held", "because"),
    [
        ("", "no date is recorded for it"),
        ("2013", "its days are not known, only: 2013"),
        ("2013-06", "its days are not known, only: June 2013"),
        ("[2013-06-11..2013-06-12]", "its days are not known, only: between 11 and 12 June 2013"),
        ("2013-06-11/..", "its days are not known, only: since 11 June 2013"),
        ("2013-06/2013-07", "its days are not known, only: June 2013 to July 2013"),
        ("2013-06-11?", "its date is not certain: 11 June 2013 (uncertain)"),
        ("2013-06-11/2013-06-12~", "its date is not certain: about 11-12 June 2013"),
    ],
)
def test_a_meeting_whose_days_are_not_known_is_in_no_calendar_and_its_page_says_why(
    client, held, because
):
    make.make_meeting("accra", held=held, status="planned")

    assert client.get("/meetings/accra.ics").status_code == 404
    assert read(client, "/meetings.ics") == []
    page = soup_of(client, "/meetings/accra/")
    assert f"This meeting is in no calendar, because {because}." in " ".join(page.text.split())
    assert page.select("a[href$='accra.ics']") == []


def test_the_list_of_meetings_says_how_many_are_left_out(client):
    make.make_meeting(held="2013-06-11")
    make.make_meeting(held="2013-06")
    make.make_meeting(held="2013")

    text = text_of(client, "/meetings/")

    assert len(read(client, "/meetings.ics")) == 1
    assert "2 meetings are left out of the calendar, because their days are not known." in text
    assert "left out" not in text_of(client, "/")


def test_a_reader_can_subscribe(client):
    make.make_meeting("accra", held="2013-06-11")

    for page, file in [
        ("/meetings/", "/meetings.ics"),
        ("/meetings/accra/", "/meetings/accra.ics"),
    ]:
        links = [a["href"] for a in soup_of(client, page).select("main a")]
        assert f"webcal://localhost:8000{file}" in links
        assert file in links


def test_the_list_of_meetings_leads_to_their_feed(client):
    soup = soup_of(client, "/meetings/")

    (feed,) = soup.select("head link[type='application/atom+xml']")
    assert feed["href"] == "/feeds/meetings.atom"
    assert soup.select("main a[href='/feeds/meetings.atom']")


def test_a_public_change_counts_and_a_private_one_does_not(client):
    meeting = make.make_meeting("accra", passages=[])
    recorded(edit(meeting, title="Meeting at Accra"), 10, 20)
    before = client.get("/meetings/accra.ics")
    letter = make.make_source("letter", audience="secretariat")
    meeting.documents.add(letter)

    (event,) = read(client, "/meetings/accra.ics")

    assert (event["sequence"], event["dtstamp"]) == ("1", datetime(2026, 11, 20, 12, tzinfo=UTC))
    after = client.get("/meetings/accra.ics")
    assert (after.content, after.headers) == (before.content, before.headers)
    assert before["Last-Modified"] == "Fri, 20 Nov 2026 12:00:00 GMT"
    again = client.get("/meetings/accra.ics", headers={"if-none-match": before["ETag"]})
    assert again.status_code == 304


def test_a_meeting_without_a_history_was_changed_at_no_time_that_anybody_knows(client):
    make.make_meeting("accra").history.all().delete()

    (event,) = read(client, "/meetings/accra.ics")

    assert event["dtstamp"] == datetime(2010, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "title",
    [
        "Côte d’Ivoire: a very long title of a meeting, " * 4 + "ééé",
        "BEGIN:VEVENT",
        "One line\r\nEND:VEVENT\rand\u2028another\x85\x0bone\x01",
        'Quoted "; \\n, \\',
    ],
)
def test_no_text_breaks_the_calendar(client, title):
    make.make_meeting("accra", title=title, summary=title)

    (event,) = read(client, "/meetings/accra.ics")

    plain = title.replace("\x01", "")
    assert event["summary"] == " ".join(plain.splitlines())
    assert "\n".join(plain.splitlines()) in event["description"]
    lines = client.get("/meetings/accra.ics").content.split(b"\r\n")
    assert max(map(len, lines)) <= 75


def test_the_file_is_one_for_calendars(client):
    make.make_meeting("accra")

    response = client.get("/meetings/accra.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="r2pnet-accra.ics"'
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.get("/meetings/nowhere.ics").status_code == 404


def test_a_calendar_without_meetings_is_one(client):
    assert read(client, "/meetings.ics") == []
    assert Meeting.objects.count() == 0


@pytest.mark.parametrize("address", ["/meetings.ics", "/meetings/accra.ics"])
def test_nothing_private_is_in_a_calendar(client, address):
    fill_with_canaries()

    assert len(read(client, address)) == 1
    text = client.get(address).text.replace("\r\n ", "")
    assert "canary" not in text
    assert "2020-02" not in text


def test_it_asks_the_same_of_the_database_for_one_row_and_for_thirty(
    client, django_assert_max_num_queries
):
    def asked():
        with django_assert_max_num_queries(30) as queries:
            client.get("/meetings.ics")
        return len(queries)

    def make_one():
        meeting = make.make_meeting(country=make.make_country(), part_of=make.make_meeting())
        meeting.steps.add(make.make_step())
        meeting.documents.add(make.make_source())

    make_one()
    one = asked()
    for _number in range(29):
        make_one()

    assert asked() == one
