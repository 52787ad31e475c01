"""Nine people who look at one network, in which whatever is not public is a canary.

A canary is a text, a day or a number that stands nowhere else. It is named for the line of
permissions.csv that says who may see it.
"""

import csv
import html
import logging
import re
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import urljoin
from uuid import uuid4
from zipfile import ZipFile

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.utils import timezone
from django.utils.http import urlencode
from django_tasks_db.models import DBTaskResult

from accounts.models import (
    AccountDecision,
    PreviewedSheet,
    SpentForm,
    StaffInvitation,
    User,
)
from focalpoints.models import (
    AppointmentInvitation,
    Assistance,
    AssistantInvitation,
    Consent,
    ErasureDecision,
    ErasureRequest,
    Handover,
    Proposal,
    Protection,
    ProtectionDecision,
)
from meetings.models import Delegate
from r2pnet.log import WithoutPersonalData
from tests import make
from tests.signed_in import sign_in

TABLE = list(csv.DictReader(Path(__file__).with_name("permissions.csv").open(encoding="utf-8")))
VIEWERS = [
    "anonymous",
    "focal point",
    "colleague",
    "former",
    "assistant",
    "invitee",
    "suspended",
    "editor",
    "administrator",
]


class Canaries(dict):
    """By its line of permissions.csv, the value that stands for a field."""

    def text(self, what, before="", after=""):
        self[what] = f"canary{len(self):03}x"
        return before + self[what] + after

    def address(self, what):
        return self.text(what, after="@example.org")

    def past(self, what):
        """A time in a year of its own, however it is printed."""
        self[what] = str(1901 + len([each for each in self.values() if each < "2000"]))
        return datetime(int(self[what]), 2, 3, 4, 5, tzinfo=UTC)

    def coming(self, what):
        self[what] = str(2901 + len([each for each in self.values() if "29" <= each < "30"]))
        return datetime(int(self[what]), 2, 3, 4, 5, tzinfo=UTC)

    def number(self, what, number):
        self[what] = str(number)


@dataclass
class Network:
    """The people, their sessions, and where things stand: the words in braces of an address."""

    canaries: Canaries
    places: dict = field(default_factory=dict)
    accounts: dict = field(default_factory=dict)
    cookies: dict = field(default_factory=dict)

    def ask(self, viewer, method, address, data=None, then=None):
        """What that person is answered, in a session as it was begun.

        What it changed is undone, after `then` was called. The client sends no CSRF token and is
        not asked for one: that door has tests of its own.
        """
        browser = Browser()
        if viewer in self.cookies:
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[viewer]
        with transaction.atomic():
            answer = browser.generic(method, address, **_sent(data))
            answer.body = answer.getvalue()  # what is streamed is read but once, and here
            if then:
                then()
            transaction.set_rollback(True)
        return answer

    def address(self, template):
        """An address of the table, its words in braces filled in."""
        return template.format(**self.places)


@dataclass
class Reading:
    """What everybody was answered who asked for everything that the table lists, and its links."""

    network: Network
    answers: dict = field(default_factory=dict)  # by viewer and address: the answer
    written: dict = field(default_factory=dict)  # the same: the tables that reading it wrote to
    logged: list = field(default_factory=list)
    without_canary: set = field(default_factory=set)  # fields that none of the canaries fills
    secrets: set = field(default_factory=set)


def read_everything():
    """Ask for each address as each of the nine, then for what these pages link to.

    Of pages that are there for anybody, those that are linked to with some question are read by
    whoever may see least and by whoever may see most. The page itself is read by all nine.
    """
    reading = Reading(network())
    _take_down(reading)
    listed = [
        reading.network.address(row["what"])
        for row in TABLE
        if row["kind"] == "url" and row["how"] == "GET"
    ]
    handler = _Keeping(reading.logged)
    loggers = [logging.getLogger(name) for name in ("", "django")]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        for viewer in VIEWERS:
            links = []
            for address in listed:
                links += _links_of(_read(reading, viewer, address), address)
            for address in links:
                if (viewer, address) not in reading.answers and not _is_read_enough(
                    reading, viewer, address
                ):
                    _read(reading, viewer, address)
    finally:
        for logger in loggers:
            logger.removeHandler(handler)
    return reading


def _is_read_enough(reading, viewer, address):
    by_a_reader = reading.answers.get((VIEWERS[0], address))
    return (
        by_a_reader is not None
        and by_a_reader.status_code == 200
        and viewer not in (VIEWERS[0], VIEWERS[-1])
    )


def _take_down(reading):
    """What is to be known of the database once it is gone."""
    for row in TABLE:
        if row["kind"] == "field" and row["how"] != "fact":
            what = row["what"].partition(" ")[0]
            if not _holds_canary(what, reading.network.canaries):
                reading.without_canary.add(what)
            if row["how"] == "secret":
                reading.secrets |= set(_texts(_values_of(what)))
    for passkey in Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN):
        # Its half of the key is public, and so is its name, by which the browser finds it.
        reading.secrets -= set(_texts([passkey.data]))
    reading.secrets |= {reading.network.places[door] for door in ("token", "revoked", "expired")}


def _values_of(what):
    """Of a field, as "app.Model.field": all that stands in it."""
    model, _dot, name = what.rpartition(".")
    return apps.get_model(model)._base_manager.values_list(name, flat=True)


def _holds_canary(what, canaries):
    """Whether each canary of the field stands in a row of it."""
    values = [str(value) for value in _values_of(what)]
    own = [value for line, value in canaries.items() if line.partition(" ")[0] == what]
    return bool(own) and all(any(canary in value for value in values) for canary in own)


def _texts(values):
    """All texts among values, also within JSON, that are long enough to be known again."""
    values = list(values)
    while values:
        value = values.pop()
        if isinstance(value, dict):
            values += value.values()
        elif isinstance(value, list):
            values += value
        elif isinstance(value, str) and len(value) >= 12:
            yield value


def _read(reading, viewer, address):
    written = Written()
    with connection.execute_wrapper(written):
        answer = reading.network.ask(viewer, "GET", address)
    reading.answers[viewer, address] = answer
    reading.written[viewer, address] = written.tables
    return answer


def _links_of(answer, address):
    """Where the page leads on this site. On the desk each list is read once, in its first order."""
    found = re.findall(r"""(?:href|src|action)=["']([^"'#]+)""", body_of(answer))
    found += [answer["Location"]] if "Location" in answer else []
    links = [urljoin(address, html.unescape(link)) for link in found]
    return [
        link
        for link in links
        if link.startswith("/")
        and not link.startswith(("//", settings.STATIC_URL))
        and not (link.startswith("/admin/") and "?" in link)
    ]


def body_of(answer):
    """As a text, whatever it is: a picture too, in which a canary would be found all the same."""
    if answer.get("Content-Type") == "application/zip":
        with ZipFile(BytesIO(answer.body)) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist())
    return answer.body.decode(errors="replace")


class _Keeping(logging.Handler):
    """Keeps the lines of the log, as the portal writes them."""

    def __init__(self, lines):
        super().__init__()
        self.lines = lines
        self.setFormatter(WithoutPersonalData())

    def emit(self, record):
        self.lines.append(self.format(record))


class Written:
    """The tables that were written to, for `connection.execute_wrapper`."""

    def __init__(self):
        self.tables = set()

    def __call__(self, execute, sql, params, many, context):
        words = sql.split()
        if words[0] in ("INSERT", "UPDATE", "DELETE"):
            self.tables.add(words[1 if words[0] == "UPDATE" else 2].strip('"'))
        return execute(sql, params, many, context)


class Browser(RequestFactory):
    """Django's test client without its copies of templates and contexts: there is a lot to ask."""

    handler = ClientHandler(enforce_csrf_checks=False)

    def request(self, **request):
        return self.handler(self._base_environ(**request))


def _sent(data):
    if data is None:
        return {}
    return {"data": urlencode(data), "content_type": "application/x-www-form-urlencoded"}


def network():
    """Fill an empty database."""
    _number_rows_beyond_years()
    it = Network(Canaries())
    _people(it)
    _record(it)
    _kept(it)
    _doors(it)
    _traces(it)
    _places(it)
    _sessions(it)
    return it


def _number_rows_beyond_years():
    """In PostgreSQL the numbers of rows go on from test to test: none may be a canary's year."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for model in apps.get_models():
            table = connection.ops.quote_name(model._meta.db_table)
            column = model._meta.pk.column
            number = "SELECT setval(pg_get_serial_sequence(%s, %s), 500000)"
            cursor.execute(number, [table, column])


def _holder(it, viewer, country, *, ended="", **person):
    """Somebody in an office, with an account of that viewer."""
    account = make.make_user(f"{country}@example.org")
    make.make_factor(account)
    holder = make.make_focal_point(f"Example {viewer}", account=account, **person)
    make.make_appointment(
        make.make_country(country),
        holder=holder,
        started="2012",
        ended=ended,
        office="Example office",
    )
    it.accounts[viewer] = account
    return holder


def _people(it):
    """`owner` is whom the canaries are about; the other seven look, and one more is hidden."""
    say = it.canaries
    long_ago = datetime(1900, 1, 1, tzinfo=UTC)  # before any decision was asked for
    it.accounts["administrator"] = make.make_staff(
        "administrator@example.org", date_joined=long_ago
    )
    it.accounts["editor"] = make.make_user("editor@example.org", date_joined=long_ago)
    make.make_factor(it.accounts["editor"])
    it.accounts["editor"].become("editor")
    _holder(it, "colleague", "dnk")
    _holder(it, "former", "ken", ended="2015")
    _holder(it, "suspended", "bra")

    account = make.make_user(
        say.address("accounts.User.email"),
        first_name=say.text("accounts.User.first_name"),
        last_name=say.text("accounts.User.last_name"),
    )
    say.number("accounts.User.pseudonym", account.pseudonym)
    account.groups.add(Group.objects.create(name=say.text("auth.Group.name")))
    make.make_factor(account, "NB2W45DFOIZA====")
    RecoveryCodes.activate(account)
    it.accounts["focal point"] = account
    owner = make.make_focal_point(
        say.text("focalpoints.FocalPoint.name"),
        honorific=say.text("focalpoints.FocalPoint.honorific"),
        note=say.text("focalpoints.FocalPoint.note"),
        languages="en zu",
        biography=say.text("focalpoints.FocalPoint.biography"),
        account=account,
    )
    for kind, audience, value, whose in [
        ("office-telephone", "network", say.text, "network"),
        ("office-email", "secretariat", say.address, "secretariat"),
        ("private-email", "secretariat", say.address, "private"),
    ]:
        make.make_contact_detail(
            owner,
            kind=kind,
            audience=audience,
            value=value(f"focalpoints.ContactDetail.value ({whose})"),
        )
    # Agreed to once, and withdrawn: nothing is public of it.
    Consent.objects.create(
        focal_point=owner,
        field="name",
        wording=say.text("focalpoints.Consent.wording"),
        given_at=say.past("focalpoints.Consent.given_at"),
        withdrawn_at=say.past("focalpoints.Consent.withdrawn_at"),
    )
    Protection.objects.create(
        focal_point=owner,
        by_themselves=True,
        begun_at=say.past("focalpoints.Protection.begun_at"),
        lifted_at=say.past("focalpoints.Protection.lifted_at"),
    )
    it.places["owner"] = owner.key

    hidden = make.make_focal_point("Example hidden")
    now = timezone.now()
    for shown in Consent.Field:
        hidden.consent(field=shown, wording="Yes.", at=now)
    make.make_contact_detail(hidden, audience="public", opened_by_person_at=now)
    make.make_appointment(make.make_country("aut"), holder=hidden, started="2012")
    hidden.protect(by_themselves=False, at=now)
    it.places["hidden"] = hidden.key
    it.places["hidden_pk"] = hidden.pk


def _record(it):
    say = it.canaries
    kept = "(secretariat)"
    letter = make.make_source(
        say.text(f"sources.Source.slug {kept}"),
        kind="letter",
        label=say.text(f"sources.Source.label {kept}"),
        title=say.text(f"sources.Source.title {kept}"),
        issued_by=say.text(f"sources.Source.issued_by {kept}"),
        published=f"{say.past(f'sources.Source.published {kept}').year}-02-03",
        published_inference=say.text(f"sources.Source.published_inference {kept}"),
        url=say.text(f"sources.Source.url {kept}", "https://example.org/"),
        language=say.text(f"sources.Source.language {kept}"),
        read_on=say.past(f"sources.Source.read_on {kept}").date(),
        note=say.text("sources.Source.note"),
        audience="secretariat",
    )
    attests = make.make_passage(
        letter,
        anchor=say.text(f"sources.Passage.anchor {kept}"),
        locator=say.text(f"sources.Passage.locator {kept}"),
        says=say.text(f"sources.Passage.says {kept}"),
        quotation=say.text(f"sources.Passage.quotation {kept}"),
    )
    # Of a text that nobody else may see, as if it had been public once.
    make.make_translation(
        attests.says, say.text(f"sources.Translation.translation {kept}"), language="es"
    )
    release = make.make_source("release", edition_of=letter)
    attests.refers_to.add(release)
    public = make.make_passage(release)
    owner = it.accounts["focal point"].focal_point
    ghana = make.make_country("gha")
    make.make_appointment(
        ghana,
        holder=owner,
        started="2012",
        office="Example office",
        institution="Example institution",
        seat="geneva",
        end_reason=say.text("focalpoints.Appointment.end_reason"),
        passages=[attests, public],
    )
    make.make_organization("nobody")
    make.make_other_name(ghana)
    make.make_step(ghana, passages=[attests, public])
    make.make_network_count(passages=[attests, public])
    make.make_statement(passages=[attests, public])
    meeting = make.make_meeting("accra", passages=[attests, public])
    meeting.documents.add(letter, release)
    make.make_other_title(meeting, passages=[attests, public])
    make.make_host(meeting, ghana, passages=[attests, public])
    make.make_headcount(meeting, passages=[attests, public])
    delegation = make.make_delegation(meeting, ghana, passages=[attests, public])
    difference = make.make_difference("when")
    difference.meetings.add(meeting)
    make.make_claim(difference, passages=[attests, public])
    make.make_claim(difference, passages=[attests])
    for audience in ["network", "secretariat"]:
        make.make_delegate(
            delegation,
            name=say.text(f"meetings.Delegate.name ({audience})"),
            position=say.text(f"meetings.Delegate.position ({audience})"),
            inference=say.text(f"meetings.Delegate.inference ({audience})"),
            audience=audience,
            passages=[attests],
        )
    make.make_remark(
        page=say.text("remarks.Remark.page", "/"),
        text=say.text("remarks.Remark.text"),
        reply_to=say.address("remarks.Remark.reply_to"),
        sender=say.text("remarks.Remark.sender"),
        sent_at=say.past("remarks.Remark.sent_at"),
    )
    make.make_remark(settled_at=say.past("remarks.Remark.settled_at"))


def _kept(it):
    """What the owner of the entry has done with it, what waits, and who helps."""
    say = it.canaries
    account = it.accounts["focal point"]
    owner = account.focal_point
    office = owner.appointments.get()

    digest = say.text("focalpoints.Portrait.digest")
    make.make_portrait(owner, digest=digest, set_at=say.past("focalpoints.Portrait.set_at"))
    confirmed_on = say.past("focalpoints.Confirmation.confirmed_on").date()
    make.make_confirmation(owner, confirmed_on=confirmed_on)
    make.make_notice(
        owner,
        due_on=say.coming("focalpoints.Notice.due_on").date(),
        written_at=say.past("focalpoints.Notice.written_at"),
    )
    former = make.make_former_key(owner, joined_at=say.past("focalpoints.FormerKey.joined_at"))
    it.places["former_key"] = former.key

    it.accounts["assistant"] = make.make_user("assistant@example.org")
    make.make_factor(it.accounts["assistant"])
    begun_at = say.past("focalpoints.Assistance.begun_at")
    make.make_assistance(owner, account=it.accounts["assistant"], begun_at=begun_at)
    make.make_assistance(
        owner,
        account=make.make_user("earlier@example.org"),
        ended_at=say.coming("focalpoints.Assistance.ended_at"),
    )
    make.make_draft(
        owner,
        made_by=it.accounts["assistant"],
        made_at=say.past("focalpoints.Draft.made_at"),
        honorific=say.text("focalpoints.Draft.honorific"),
        languages="en",
        biography=say.text("focalpoints.Draft.biography"),
    )
    label = "focalpoints.Proposal"
    letter = make.make_kept_file(
        content=say.text("sources.KeptFile.content").encode(),
        received_at=say.past("sources.KeptFile.received_at"),
    )
    say.number("sources.KeptFile.key", letter.key)
    make.make_proposal(
        office,
        changes={"office": say.text("focalpoints.ProposedChange.after")},
        explanation=say.text(f"{label}.explanation"),
        asked_by=account,
        asked_at=say.past(f"{label}.asked_at"),
        letter=letter,
    )
    answered = make.make_proposal(
        office,
        asked_by=account,
        refused_at=say.past(f"{label}.refused_at"),
        answer=say.text(f"{label}.answer"),
    )
    answered.changes.update(before=say.text("focalpoints.ProposedChange.before"))
    make.make_proposal(office, asked_by=account, accepted_at=say.past(f"{label}.accepted_at"))
    make.make_proposal(office, asked_by=account, withdrawn_at=say.past(f"{label}.withdrawn_at"))

    label = "focalpoints.Handover"
    make.make_handover(
        office,
        asked_by=account,
        successor_name=say.text(f"{label}.successor_name"),
        successor_honorific=say.text(f"{label}.successor_honorific"),
        successor_address=say.address(f"{label}.successor_address"),
        explanation=say.text(f"{label}.explanation"),
        asked_at=say.past(f"{label}.asked_at"),
        accepted_at=say.past(f"{label}.accepted_at"),
        obstacle=say.text(f"{label}.obstacle"),
    )
    make.make_handover(
        office,
        asked_by=account,
        refused_at=say.past(f"{label}.refused_at"),
        answer=say.text(f"{label}.answer"),
    )
    make.make_handover(office, asked_by=account, withdrawn_at=say.past(f"{label}.withdrawn_at"))
    make.make_handover(
        make.make_appointment(office.party, started="2010", ended="2011", capacity="acting"),
        accepted_at=make.NOON,
        carried_out_at=say.past(f"{label}.carried_out_at"),
    )

    label = "focalpoints.ErasureRequest"
    make.make_erasure_request(account, asked_at=say.past(f"{label}.asked_at"))
    make.make_erasure_request(account, settled_at=say.past(f"{label}.settled_at"))
    spent_at = say.past("accounts.SpentForm.spent_at")
    SpentForm.objects.create(number=uuid4(), spent_at=spent_at)
    say.number("accounts.SpentForm.number", SpentForm.objects.get().number)
    label = "accounts.PreviewedSheet"
    sheet = PreviewedSheet.keep({"name": "x.csv"}, at=say.past(f"{label}.previewed_at"))
    say.number(f"{label}.number", sheet.number)


def _doors(it):
    """Invitations and decisions that wait."""
    say, now = it.canaries, timezone.now()
    administrator = it.accounts["administrator"]
    asks = make.make_staff("asks@example.org")
    to_come = make.make_focal_point("Example invitee")
    office = make.make_appointment(make.make_country("nor"), holder=to_come, started="2012")
    _invitation, it.places["token"] = AppointmentInvitation.write(
        address="invitee@example.org",
        invited_by=administrator,
        at=now,
        appointment=office,
        holder=to_come,
    )
    revoked, it.places["revoked"] = StaffInvitation.write(
        address="revoked@example.org", invited_by=administrator, at=now
    )
    revoked.revoke(at=now)
    _expired, it.places["expired"] = StaffInvitation.write(
        address="expired@example.org", invited_by=administrator, at=now - timedelta(days=8)
    )
    for kind, bound in [
        (StaffInvitation, {}),
        (AppointmentInvitation, {"appointment": office, "holder": to_come}),
        (AssistantInvitation, {"focal_point": it.accounts["focal point"].focal_point}),
    ]:
        label = kind._meta.label
        invitation, _token = kind.write(
            address=say.address(f"{label}.address"), invited_by=administrator, at=now, **bound
        )
        kind.objects.filter(pk=invitation.pk).update(
            written_at=say.past(f"{label}.written_at"), expires_at=say.coming(f"{label}.expires_at")
        )
        used, _token = kind.write(
            address="used@example.org", invited_by=administrator, at=now, **bound
        )
        kind.objects.filter(pk=used.pk).update(accepted_at=say.past(f"{label}.accepted_at"))
        late, _token = kind.write(
            address="late@example.org", invited_by=administrator, at=now, **bound
        )
        kind.objects.filter(pk=late.pk).update(revoked_at=say.past(f"{label}.revoked_at"))

    for kind, about in [
        (
            AccountDecision,
            {
                "account": it.accounts["focal point"],
                "kind": "new-address",
                "new_address": say.address("accounts.AccountDecision.new_address"),
            },
        ),
        (ProtectionDecision, {"focal_point": it.accounts["focal point"].focal_point}),
        (
            ErasureDecision,
            {
                "focal_point": it.accounts["focal point"].focal_point,
                "account": it.accounts["focal point"],
                "person": it.accounts["focal point"].focal_point.key,
            },
        ),
    ]:
        label = kind._meta.label
        done = kind(reason="Called back.", **about)
        done.ask(by=asks, at=now)
        kind.objects.filter(pk=done.pk).update(
            seconded_by=administrator, carried_out_at=say.past(f"{label}.carried_out_at")
        )
        stopped = kind(reason="Called back.", **about)
        stopped.ask(by=asks, at=now)
        kind.objects.filter(pk=stopped.pk).update(
            withdrawn_by=administrator, withdrawn_at=say.past(f"{label}.withdrawn_at")
        )
        waits = kind(reason=say.text(f"{label}.reason"), **about)
        waits.ask(by=asks, at=now)
        kind.objects.filter(pk=waits.pk).update(
            asked_at=say.past(f"{label}.asked_at"), alone_until=say.coming(f"{label}.alone_until")
        )


def _traces(it):
    """What the portal notes of what people do."""
    say = it.canaries
    account = it.accounts["focal point"]
    make.make_entry(
        "exported",
        who=account.pseudonym,
        about=account.focal_point.key,
        at=say.past("trail.Entry.at"),
        detail=say.text("trail.Entry.detail"),
    )
    make.make_message(
        kind=say.text("outbox.Message.kind"),
        to=say.address("outbox.Message.to"),
        letter=("Your code", say.text("outbox.Message.sealed")),
        state="given-up",
        written_at=say.past("outbox.Message.written_at"),
        next_try_at=say.past("outbox.Message.next_try_at"),
        useless_after=say.coming("outbox.Message.useless_after"),
        finished_at=say.past("outbox.Message.finished_at"),
        last_refusal=say.text("outbox.Message.last_refusal"),
    )
    make.make_message(claimed_until=say.coming("outbox.Message.claimed_until"))
    entry = LogEntry.objects.create(
        user=it.accounts["administrator"],
        content_type=ContentType.objects.get(app_label="focalpoints", model="focalpoint"),
        object_id=str(account.focal_point.pk),
        object_repr=say.text("admin.LogEntry.object_repr"),
        action_flag=CHANGE,
        change_message=say.text("admin.LogEntry.change_message"),
    )
    LogEntry.objects.filter(pk=entry.pk).update(action_time=say.past("admin.LogEntry.action_time"))
    address = EmailAddress.objects.get(user=account)
    EmailConfirmation.objects.create(
        email_address=address,
        key=say.text("account.EmailConfirmation.key"),
        created=say.past("account.EmailConfirmation.created"),
        sent=say.past("account.EmailConfirmation.sent"),
    )
    EmailAddress.objects.create(user=account, email=say.address("account.EmailAddress.email"))
    account.authenticator_set.update(
        created_at=say.past("mfa.Authenticator.created_at"),
        last_used_at=say.past("mfa.Authenticator.last_used_at"),
    )
    table = "django_tasks_database.DBTaskResult"
    task = DBTaskResult.objects.create(
        status="FAILED",
        args_kwargs={"args": [say.text(f"{table}.args_kwargs")], "kwargs": {}},
        task_path=say.text(f"{table}.task_path"),
        worker_ids=[say.text(f"{table}.worker_ids")],
        queue_name=say.text(f"{table}.queue_name"),
        backend_name=say.text(f"{table}.backend_name"),
        return_value=say.text(f"{table}.return_value"),
        exception_class_path=say.text(f"{table}.exception_class_path"),
        traceback=say.text(f"{table}.traceback"),
        run_after=say.past(f"{table}.run_after"),
    )
    DBTaskResult.objects.filter(pk=task.pk).update(
        enqueued_at=say.past(f"{table}.enqueued_at"),
        started_at=say.past(f"{table}.started_at"),
        finished_at=say.past(f"{table}.finished_at"),
    )


def _places(it):
    """One row of each model, and one version of each history."""
    for model in apps.get_models():
        row = model._default_manager.order_by("pk").first()
        if row:
            it.places[model._meta.model_name] = row.pk
        if hasattr(model._meta, "simple_history_manager_attribute"):
            it.places[f"{model._meta.model_name}_version"] = row.history.earliest().history_id
    owner = it.accounts["focal point"]
    person = owner.focal_point
    it.places |= {
        "user": owner.pk,
        "focalpoint": person.pk,
        "focalpoint_version": person.history.earliest().history_id,
        "contactdetail": person.contact_details.first().pk,
        "contactdetail_version": person.contact_details.first().history.earliest().history_id,
        "appointment": person.appointments.get().pk,
        "appointment_version": person.appointments.get().history.earliest().history_id,
        "letter": it.canaries["sources.Source.slug (secretariat)"],
        "proposal": Proposal.objects.undecided().get().pk,
        "handover": Handover.objects.pending().get().pk,
        "erasurerequest": ErasureRequest.objects.open().get().pk,
        "assistance": Assistance.objects.open().get().pk,
    }
    for kind in (AppointmentInvitation, AssistantInvitation, StaffInvitation):
        it.places[kind._meta.model_name] = kind.objects.get(address__startswith="canary").pk
    for kind in (AccountDecision, ErasureDecision, ProtectionDecision):
        it.places[kind._meta.model_name] = kind.objects.open().get().pk
    it.places["passkey"] = make.make_passkey(owner).pk
    it.places["fact"] = person.appointments.get().key
    it.places["unnamed"] = Delegate.objects.earliest("pk").key


def _sessions(it):
    """All have shown their second factor, and go on having shown it however long it takes."""
    for viewer, account in it.accounts.items():
        client = sign_in(Client(), account)
        session = client.session
        session[METHODS] = [{**session[METHODS][0], "at": time.time() + 3600}]
        session.save()
        it.cookies[viewer] = session.session_key
    it.accounts["suspended"].suspend(at=it.canaries.past("accounts.User.suspended_at"))
    invitee = Client()
    invitee.get(f"/invitations/{it.places['token']}/")
    it.cookies["invitee"] = invitee.session.session_key
    User.objects.filter(pk=it.accounts["focal point"].pk).update(
        last_login=it.canaries.past("accounts.User.last_login"),
        date_joined=it.canaries.past("accounts.User.date_joined"),
    )
    it.accounts["focal point"].refresh_from_db()
    Session.objects.update(expire_date=it.canaries.coming("sessions.Session.expire_date"))
