"""The version of the data: what everyone may have changes it, and nothing else."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from focalpoints.models import Appointment, Consent
from meetings.models import Delegate
from r2pnet.open_data.tables import TABLES
from r2pnet.open_data.version import KNOWN_FOR, known_version, version
from sources.models import Passage, Source
from tests import make
from tests.make import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(db):
    """A row in each table, resting on a public document and on a letter."""
    holder = make.make_focal_point("canary-name")
    letter = make.make_source("letter", label="canary-label", audience="secretariat")
    passages = [make.make_passage(make.make_source("page")), make.make_passage(letter)]
    ghana = make.make_country("gha")
    make.make_other_name(ghana)
    make.make_contact_detail(holder)
    make.make_appointment(ghana, holder=holder, passages=passages)
    make.make_step(ghana, passages=passages)
    make.make_network_count(passages=passages)
    make.make_statement(passages=passages)
    meeting = make.make_meeting("accra", passages=passages)
    make.make_other_title(meeting, passages=passages)
    make.make_host(meeting, ghana, passages=passages)
    make.make_headcount(meeting, passages=passages)
    delegation = make.make_delegation(meeting, ghana, passages=passages)
    make.make_delegate(delegation, passages=passages)
    make.make_claim(make.make_difference("when"), passages=passages)


# By table, what everyone may know of it: a row of it is changed there.
PUBLIC = {
    "claims": {"states": "Otherwise."},
    "differences": {"reason": "Otherwise."},
    "headcounts": {"value": 32},
    "delegations": {"sent_from": "capital"},
    "hosts": {"through": "foreign ministry"},
    "other-titles": {"title": "Otherwise"},
    "meetings": {"city": "Accra"},
    "network-counts": {"qualifier": "about"},
    "steps": {"taken": "2013-06-12"},
    "appointments": {"office": "Director"},
    "statements": {"text": "Otherwise."},
    "passages": {"says": "Otherwise."},
    "sources": {"title": "Otherwise"},
    "other-names": {"used_until": "2014"},
    "parties": {"name": "Otherwise"},
}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_public_edit_changes_it(everything, table):
    before = version()
    row = table.rows()[0]

    type(row).objects.filter(pk=row.pk).update(**PUBLIC[table.name])

    assert re.fullmatch("[0-9a-f]{64}", before)
    assert version() != before


def test_a_row_that_comes_changes_it_until_it_is_gone(everything):
    before = version()

    added = make.make_passage(Source.objects.get(slug="page"))

    assert version() != before
    added.delete()
    assert version() == before


def test_a_citation_changes_it(everything):
    before = version()

    Appointment.objects.get().passages.remove(Passage.objects.get(source__slug="page"))

    assert version() != before


def private_edits():
    post = Appointment.objects.get()
    holder = post.holder
    letter = Source.objects.get(slug="letter")
    kept = letter.passages.get()
    delegate = Delegate.objects.get()

    def save(row, **fields):
        for name, value in fields.items():
            setattr(row, name, value)
        row.save()

    save(holder, name="Other", note="A note", honorific="Ms", biography="Text", languages="en")
    holder.contact_details.all().delete()
    for field in Consent.Field:
        make.make_consent(holder, field=field)
    make.make_confirmation(holder)
    make.make_protection(holder)
    save(post, holder=None)
    save(post, holder=make.make_focal_point())
    save(post, seat="geneva", end_reason="A reason")
    save(delegate, name="Another", position="Another", audience="public")
    save(letter, label="Other", published="2020", note="A note", url="https://example.org/")
    save(kept, says="Otherwise.", anchor="p9", locator="otherwise")
    save(Source.objects.get(slug="page"), note="A note")
    Source.objects.get(slug="page").referred_to_in.add(kept)
    post.passages.add(make.make_passage(letter))
    make.make_remark()
    make.make_message()


def test_a_private_edit_does_not_change_it(everything):
    before = version()

    private_edits()

    assert version() == before


def test_neither_does_the_address_of_the_site(everything, settings):
    before = version()

    settings.SITE_URL = "https://elsewhere.example/"

    assert version() == before


def test_is_computed_anew_by_the_clock_alone(everything):
    """Not by what is recorded: the time of an answer would tell of private edits too."""
    caches["known"].clear()
    with time_machine.travel(NOON, tick=False) as clock:
        before = known_version()
        assert before == version()

        post = Appointment.objects.get()
        post.office = "Director"
        post.save()

        with CaptureQueriesContext(connection) as again:
            assert known_version() == before
        assert len(again) == 0
        clock.shift(KNOWN_FOR)
        assert known_version() == version() != before


def test_is_known_no_longer_than_pages_are_kept_that_cite_it(everything):
    caches["known"].clear()
    with time_machine.travel(NOON - timedelta(seconds=1), tick=False) as clock:
        known_version()
        Appointment.objects.update(office="Director")

        clock.shift(1)

        assert known_version() == version()


def test_asks_as_many_questions_of_many_rows_as_of_few(everything):
    with CaptureQueriesContext(connection) as few:
        version()
    for _ in range(30):
        make.make_step()
        make.make_delegation()

    with CaptureQueriesContext(connection) as many:
        version()

    assert len(many) == len(few)
