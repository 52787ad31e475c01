"""The portal behind a real server: the register as seeded, and rows that the seed does not have."""

import contextlib
from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from pytest_django.live_server_helper import LiveServer

from countries.models import Country, Organization
from focalpoints.models import Appointment, Consent
from meetings.models import Difference, Meeting
from sources.models import Source
from tests.make import (
    make_account_decision,
    make_appointment,
    make_appointment_invitation,
    make_assistance,
    make_confirmation,
    make_consent,
    make_contact_detail,
    make_delegate,
    make_delegation,
    make_entry,
    make_erasure_decision,
    make_erasure_request,
    make_focal_point,
    make_handover,
    make_kept_file,
    make_meeting,
    make_message,
    make_passage,
    make_portrait,
    make_proposal,
    make_protection,
    make_remark,
    make_source,
    make_staff,
    make_step,
    make_translation,
    make_user,
)

from .visits import NAMED, STAFF


@dataclass(frozen=True)
class Site:
    """Where the portal stands, the keys of its example rows, and the session of its staff."""

    url: str
    rows: dict
    session: str

    def address(self, visit):
        return self.url + visit.path.format(**self.rows)

    def cookies(self, visit):
        if not visit.by_staff:
            return []
        name = settings.SESSION_COOKIE_NAME
        return [{"name": name, "value": self.session, "url": self.url}]


@contextlib.contextmanager
def served(*, with_examples=True):
    """The portal for as long as the block runs, on a database of its own in memory."""
    with database():
        call_command("seed", verbosity=0)
        rows = example_rows() if with_examples else {}
        client = Client()
        client.force_login(make_staff(STAFF, first_name="Example", last_name="Staff"))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        with override_settings(ROOT_URLCONF="tests.browser.urls"):
            server = LiveServer("127.0.0.1")
            try:
                yield Site(server.url, rows, session)
            finally:
                server.stop()


@contextlib.contextmanager
def database():
    """An empty one. The server shares the connection to it: a file or a PostgreSQL would not do."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    try:
        assert connection.is_in_memory_db()
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def example_rows():
    """Rows that bring up what the seeded register does not show; returns the keys of some."""
    letter = make_source("example-letter", label="Example letter", audience="secretariat")
    release = Source.objects.get(slug="r2p-focal-points-page")
    passage = release.passages.get(anchor="p4")

    account = make_user("focal-point@example.org", first_name="Example", last_name="Person")
    holder = make_focal_point("Example Person", honorific="Ms", account=account, note="A note.")
    for kind in ["office-email", "office-telephone"]:
        make_contact_detail(holder, kind=kind, value=f"example {kind}")

    named = make_focal_point(
        "Example Official",
        honorific="Mr",
        key=NAMED,
        account=make_user("named@example.org"),
        languages="ar zu",
        biography="Served at **two** ministries, see [their pages](https://example.org).",
    )
    make_portrait(named)
    make_confirmation(named)
    for field in Consent.Field:
        make_consent(named, field=field)
    make_contact_detail(named, audience="public")
    denmark = Country.objects.get(slug="dnk")
    make_appointment(denmark, holder=named, capacity="joint", is_from_secretariat=True)

    fiji = Country.objects.get(slug="fji")
    ended = make_appointment(
        fiji,
        holder=holder,
        started="2013-06-12",
        ended="2019-03~",
        end_reason="moved to another post",
        office="Example Office",
        institution="Example Ministry",
        inference="Example inference.",
        passages=[passage, make_passage(letter)],
    )
    ended.office = "Another Example Office"
    ended.save()
    make_appointment(fiji, capacity="alternate", ended="2019-03", is_from_secretariat=True)
    make_step(fiji, taken="2013-06-12", passages=[])

    planned = make_meeting(
        "example-planned",
        title="Example meeting that is planned",
        held="2027-05",
        status="planned",
        country=fiji,
        city="Suva",
        part_of=Meeting.objects.get(slug="2013-accra"),
    )
    delegation = make_delegation(planned, fiji)
    make_delegate(
        delegation,
        name="Example Delegate",
        position="Example position",
        is_head=True,
        audience="public",
    )

    hidden = make_focal_point("Example Hidden")
    make_protection(hidden)
    newly = make_focal_point("Example Newcomer")
    make_contact_detail(newly, value="newly-in-office@example.org")
    held = make_appointment(
        Country.objects.get(slug="cri"), holder=newly, capacity="joint", is_from_secretariat=True
    )

    proposed = make_proposal(held, asked_by=account, explanation="It is new.")
    handover = make_handover(held, asked_by=account)
    kept = make_kept_file(source=letter)
    twin = make_focal_point("Example Person", biography="Twice.")
    make_erasure_request(account)
    make_assistance(newly)

    make_message(
        state="kept",
        finished_at="2026-11-22T12:00Z",
        letter=("Your invitation", f"Open {settings.SITE_URL}/invitations/example/ to accept."),
    )

    # More than one page of them.
    for number in range(100):
        make_source(f"example-{number}", label=f"Example source {number}", published="")

    return {
        "account": account.pk,
        "appointment": ended.pk,
        "decision": make_account_decision(account, asked_by=make_staff()).pk,
        "country": Country.objects.get(slug="gha").pk,
        "delegation": delegation.pk,
        "entry": make_entry().pk,
        "difference": Difference.objects.get(slug="when-launched").pk,
        "fact": Appointment.objects.get(party__slug="cod").key,
        "erasure_decision": make_erasure_decision(holder, asked_by=make_staff()).pk,
        "focal_point": holder.pk,
        "handover": handover.pk,
        "letter": kept.pk,
        "letter_source": letter.pk,
        "newly": newly.pk,
        "proposal": proposed.pk,
        "twin": twin.pk,
        "held": held.pk,
        "hidden": hidden.pk,
        "invitation": make_appointment_invitation(held).pk,
        "meeting": planned.pk,
        "message": make_message(attempts=1, last_refusal="TimeoutError").pk,
        "organization": Organization.objects.get(slug="european-union").pk,
        "passage": passage.pk,
        "remark": make_remark().pk,
        "source": release.pk,
        "translation": make_translation(passage.says, "Ejemplo de una traducción.", "es").pk,
        "version": ended.history.first().pk,
    }
