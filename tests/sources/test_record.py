"""Recording a fact with its passages, and what protects what it rests on."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.db.models import ProtectedError

from focalpoints.models import Appointment, Step
from meetings.models import Delegation
from tests.make import (
    make_appointment,
    make_country,
    make_delegation,
    make_meeting,
    make_passage,
    make_source,
    make_step,
)

pytestmark = pytest.mark.django_db


def test_a_new_fact_rests_on_its_passages():
    passage, party = make_passage(), make_country()

    fact, is_new = Appointment.objects.record(party=party, started="2013", passages=[passage])

    assert is_new
    assert list(fact.passages.all()) == [passage]
    assert fact.history.count() == 2  # the row, then its passages


def test_a_fact_that_is_recorded_rests_on_the_passage_too():
    row, passage = make_delegation(), make_passage()

    fact, is_new = Delegation.objects.record(
        meeting=row.meeting, party=row.party, role=row.role, passages=[passage]
    )

    assert (fact, is_new) == (row, False)
    assert passage in fact.passages.all()
    assert fact.passages.count() == 2


def test_a_fact_with_nothing_behind_it_is_refused():
    with pytest.raises(ValidationError, match="Say how this is known"):
        Appointment.objects.record(party=make_country(), started="2013")

    assert not Appointment.objects.exists()


def test_the_secretariat_s_own_knowledge_needs_no_passage():
    fact, _ = Appointment.objects.record(
        party=make_country(), started="2013", is_from_secretariat=True
    )

    assert list(Appointment.objects.uncited()) == []
    assert fact.pk


def test_what_somebody_else_records_in_this_moment_is_cited_and_not_doubled(monkeypatch):
    party, passage = make_country(), make_passage()
    values = {"party": party, "kind": Step.Kind.INTENDS, "taken": "2013-06-11"}
    clean = Step.full_clean

    def full_clean_while_somebody_records(step):
        clean(step)
        make_step(**values)

    monkeypatch.setattr(Step, "full_clean", full_clean_while_somebody_records)

    fact, is_new = Step.objects.record(passages=[passage], **values)

    assert not is_new
    assert Step.objects.get() == fact
    assert passage in fact.passages.all()


@pytest.mark.parametrize("make", [make_appointment, make_meeting, make_delegation])
def test_a_cited_passage_cannot_be_deleted(make):
    passage = make_passage()
    make(passages=[passage])

    with pytest.raises(ProtectedError):
        passage.delete()


def test_the_database_itself_keeps_a_cited_passage():
    passage = make_appointment().passages.get()

    with connection.cursor() as cursor:
        cursor.execute("SAVEPOINT before")
        cursor.execute("DELETE FROM sources_passage WHERE id = %s", [passage.pk])

    with pytest.raises(IntegrityError):
        connection.check_constraints()

    with connection.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT before")


def test_a_fact_can_be_deleted_and_lets_go_of_its_passage():
    row = make_appointment()
    passage = row.passages.get()

    row.delete()
    passage.delete()

    assert not Appointment.objects.exists()


def test_a_step_taken_at_a_meeting_and_its_document_cannot_be_deleted():
    meeting, step, document = make_meeting(), make_step(), make_source()
    meeting.steps.add(step)
    meeting.documents.add(document)

    with pytest.raises(ProtectedError):
        step.delete()
    with pytest.raises(ProtectedError):
        document.delete()


def test_a_passage_that_refers_to_a_document_cannot_be_deleted():
    passage = make_passage()
    make_source(kind="referred-to").referred_to_in.add(passage)

    with pytest.raises(ProtectedError):
        passage.delete()


def test_a_passage_that_contradicts_the_record_is_not_cited_for_it():
    row, passage = make_appointment(), make_passage()

    with pytest.raises(ValidationError, match="with something else under: ended"):
        Appointment.objects.record(
            party=row.party, started=row.started, ended="2014", passages=[passage]
        )

    assert passage not in row.passages.all()


def test_a_recorded_fact_asks_for_a_passage_too():
    row = make_appointment()

    with pytest.raises(ValidationError, match="Say how this is known"):
        Appointment.objects.record(party=row.party, started=row.started)
