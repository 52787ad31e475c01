"""Nothing is shown outside its class: proven with a network in which all that is not public is
a canary, on every page, as everybody, raw or encoded."""

import base64
import html
import re
import uuid
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from focalpoints.models import Appointment, Consent
from outbox.models import Message
from tests import make
from tests.browser.visits import code_of
from tests.people import TABLE, VIEWERS, body_of
from tests.signed_in import sign_in

pytestmark = pytest.mark.django_db

FIELDS = {row["what"]: row for row in TABLE if row["kind"] == "field"}
PUBLIC = [
    row["what"]
    for row in TABLE
    if row["kind"] == "url"
    and row["how"] == "GET"
    and not row["what"].startswith(("/admin/", "/accounts/", "/me/", "/network/"))
]
QUERIES = [
    "/countries/?on=2013-06-12",
    "/countries/?view=world",
    "/countries/?group=african",
    "/countries/gha/?on=2013-06-12",
    "/focal-points/?page=1",
    "/tell-us/?page=/countries/gha/",
]

RAW = re.compile(r"canary\d{3}x", re.IGNORECASE)
# What becomes of a canary in base64, at each of the three places at which it can begin; in
# hexadecimal digits; and backwards.
ENCODED = re.compile(
    "|".join(
        [
            *(
                base64.b64encode(bytes(n) + b"canary" + bytes(3)).decode()[-(-n * 8 // 6) :][:7]
                for n in range(3)
            ),
            b"canary".hex(),
            r"x\d{3}yranac",
        ]
    )
)
OTHERS = (models.CharField, models.TextField, models.UUIDField, models.DateField, models.JSONField)

# Fields that are not public and whose value cannot be told from others, or that are told by
# another canary.
WITHOUT = {
    "admin.LogEntry.object_id",
    "auth.Permission.codename",
    "auth.Permission.name",
    "contenttypes.ContentType.app_label",
    "contenttypes.ContentType.model",
    "django_tasks_database.DBTaskResult.id",
    "focalpoints.ContactDetail.opened_by_person_at",  # set only where the contact is public
    "focalpoints.ErasureDecision.person",  # the key of the person
    "focalpoints.FocalPoint.erased_at",  # set only where nothing else is left
    "focalpoints.FocalPoint.languages",  # codes of languages
    "focalpoints.Draft.languages",
    "focalpoints.Handover.takes_over_on",  # no year of it is one of its own
    "outbox.Message.id",
    "r2pnet.CountedMinute.mark",  # from which nobody can tell whose it is
    "r2pnet.CountedMinute.over_at",
    "trail.Entry.about",  # the key of the person, or a pseudonym
    "trail.Entry.digest",
    "trail.Entry.who",  # a pseudonym, which is a canary of the account
}


def canaries_in(text, canaries):
    """The lines of the table whose canaries stand in the text."""
    found = {each.lower() for each in RAW.findall(text)}
    found |= set(re.findall(r"(?<![\w-])(?:19|29)\d\d(?!\w)", text))
    found |= set(re.findall(r"[0-9a-f-]{36}|[0-9a-f]{32}", text))
    plain = {value: what for what, value in canaries.items()}
    plain |= {value.replace("-", ""): what for what, value in canaries.items() if "-" in value}
    return {plain[each] for each in found if each in plain}


def all_of(answer):
    """The page with its headers and cookies."""
    return f"{body_of(answer)}\n{answer.headers}\n{answer.cookies}"


def test_a_canary_is_known_in_every_form():
    secret = b"canary123x"

    forms = [base64.b64encode(b" " * n + secret).decode() for n in range(3)]

    assert all(ENCODED.search(form) for form in [*forms, secret.hex(), secret.decode()[::-1]])
    assert canaries_in("<b>Canary123X</b>, February 3, 1901", {"a": "canary123x", "b": "1901"}) == {
        "a",
        "b",
    }


def test_every_field_that_is_not_public_holds_a_canary(reading):
    without = set()
    for what in reading.without_canary:
        model, _dot, name = what.rpartition(".")
        field = apps.get_model(model)._meta.get_field(name)
        if isinstance(field, OTHERS) and not field.choices and _class_of(what) != "secret":
            without.add(what)

    assert without == WITHOUT
    assert reading.network.canaries.keys() <= FIELDS.keys()


@pytest.mark.parametrize("viewer", VIEWERS)
def test_nobody_sees_a_canary_outside_its_class(reading, viewer):
    may_see = {what for what, row in FIELDS.items() if row[viewer] == "see"}
    seen = {}
    for (who, address), answer in reading.answers.items():
        if who == viewer:
            for what in canaries_in(all_of(answer), reading.network.canaries) - may_see:
                seen[what] = address

    assert seen == {}


@pytest.mark.parametrize("viewer", VIEWERS)
def test_no_canary_is_hidden_in_another_writing(reading, viewer):
    hidden = [
        address
        for (who, address), answer in reading.answers.items()
        # The person's own letter is in their file, in base64.
        if who == viewer and address != "/me/data.json" and ENCODED.search(all_of(answer))
    ]

    assert hidden == []


@pytest.mark.parametrize("viewer", VIEWERS)
def test_whoever_may_see_a_field_sees_it_somewhere(reading, viewer):
    """So that the table does not promise what no page keeps."""
    promised = {what for what, row in FIELDS.items() if row[viewer] == "see"}
    seen = set()
    for (who, _address), answer in reading.answers.items():
        if who == viewer:
            seen |= canaries_in(all_of(answer), reading.network.canaries)

    assert promised & reading.network.canaries.keys() - seen == set()


def test_no_page_shows_a_secret(reading):
    assert len(reading.secrets) > 20

    shown = {
        (asked, secret)
        for asked, answer in reading.answers.items()
        for secret in reading.secrets
        if secret in all_of(answer).replace(asked[1], "")
    }

    assert shown == set()


def test_no_line_of_the_log_holds_a_canary(reading):
    """But for the address that was asked for, which is for whoever asked to know."""
    asked = {address.partition("?")[0] for _viewer, address in reading.answers}

    lines = [
        " ".join(word for word in line.split() if word not in asked) for line in reading.logged
    ]

    assert lines
    assert [line for line in lines if canaries_in(line, reading.network.canaries)] == []
    assert [line for line in lines if ENCODED.search(line)] == []
    assert [line for line in lines for secret in reading.secrets if secret in line] == []


def _class_of(what):
    """Of a field, also where it has a line for each kind of row."""
    return next(row["how"] for line, row in FIELDS.items() if line.partition(" ")[0] == what)


# A person that is hidden, and one that was never there


def test_a_hidden_person_is_as_one_who_was_never_named(people):
    """The whole public site, byte for byte, whatever date or version it prints."""
    addresses = [people.address(each) for each in [*PUBLIC, *QUERIES]]
    owner = people.accounts["focal point"].focal_point
    delegation = owner.appointments.last().party.delegations.get()
    now = timezone.now()

    def shown():
        for field in Consent.Field:
            owner.consent(field=field, wording="Yes.", at=now)
        owner.contact_details.get(kind="office-telephone").open_to_public(at=now)
        make.make_delegate(
            delegation, name=owner.name, focal_point=owner, audience="public", passages=[]
        )

    def hidden():
        shown()
        owner.protect(by_themselves=False, at=now)

    def without_consent():
        owner.consents.all().delete()
        owner.contact_details.all().delete()

    def never_there():
        without_consent()
        Appointment.objects.filter(holder=owner).update(holder=None)
        owner.protections.all().delete()

    as_shown, as_hidden, as_private, as_nobody = [
        _site(addresses, people, each) for each in [shown, hidden, without_consent, never_there]
    ]

    assert as_hidden == as_private == as_nobody
    assert as_shown[f"/focal-points/{owner.key}/"] != as_hidden[f"/focal-points/{owner.key}/"]
    assert as_shown["/countries/gha/"] != as_hidden["/countries/gha/"]
    assert as_shown["/meetings/accra/"] != as_hidden["/meetings/accra/"]


@pytest.mark.parametrize("viewer", VIEWERS)
@pytest.mark.parametrize(
    ("of_one", "of_none"),
    [
        ("/focal-points/{hidden}/", "/focal-points/{nobody}/"),
        ("/focal-points/{owner}/", "/focal-points/{nobody}/"),
        ("/network/{hidden}/", "/network/{nobody}/"),
        ("/sources/{letter}/", "/sources/none/"),
        ("/invitations/{revoked}/", "/invitations/none/"),
        ("/invitations/{expired}/", "/invitations/none/"),
        ("/countries/?q={name}", "/countries/?q=canary999x"),
    ],
)
def test_what_may_not_be_seen_is_as_what_is_not_there(people, viewer, of_one, of_none):
    places = people.places | {
        "nobody": uuid.UUID(int=7),
        "name": people.canaries["focalpoints.FocalPoint.name"],
    }

    answers = [
        _plain(people.ask(viewer, "GET", address), address)
        for address in [of_one.format(**places), of_none.format(**places)]
    ]

    assert answers[0] == answers[1]


@pytest.mark.parametrize("viewer", [viewer for viewer in VIEWERS if viewer != "administrator"])
@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "address",
    [
        "/admin/accounts/user/{}/change/",
        "/admin/accounts/user/{}/history/",
        "/admin/accounts/user/{}/act/suspend/",
        "/admin/accounts/staffinvitation/{}/change/",
        "/admin/accounts/staffinvitation/{}/act/revoke/",
        "/admin/accounts/accountdecision/{}/change/",
        "/admin/accounts/accountdecision/{}/act/second/",
        "/admin/trail/entry/{}/change/",
    ],
)
def test_the_desk_does_not_tell_which_rows_there_are(people, viewer, method, address):
    about_staff = make.make_account_decision(people.accounts["administrator"])
    places = people.places | {"accountdecision": about_staff.pk}
    pk = places[address.split("/")[3]]

    assert _answered(people, viewer, method, address, pk) == _answered(
        people, viewer, method, address, 987654
    )


@pytest.mark.parametrize("viewer", [viewer for viewer in VIEWERS if viewer != "focal point"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_passkey_of_another_is_as_none(people, viewer, method):
    address = "/accounts/2fa/webauthn/keys/{}/remove/"

    assert _answered(people, viewer, method, address, people.places["passkey"]) == _answered(
        people, viewer, method, address, 987654
    )


def _answered(people, viewer, method, address, pk):
    asked = address.format(pk)
    return _plain(people.ask(viewer, method, asked), asked)


def _site(addresses, people, prepare):
    with transaction.atomic():
        prepare()
        site = {each: _plain(people.ask("anonymous", "GET", each), each) for each in addresses}
        transaction.set_rollback(True)
    return site


def _plain(answer, address):
    """Status, headers and page, without the address asked for and what is drawn by lot."""
    lot = re.compile(r'(name="csrfmiddlewaretoken" value="|"created": ")[\w:-]+')
    of_now = {"Content-Length", "Expires"}  # of the page below; the second of the answer
    headers = {name: value for name, value in answer.headers.items() if name not in of_now}
    texts = [
        text.replace(quote(address, safe=""), "ADDRESS")
        .replace(quote(address), "ADDRESS")
        .replace(html.escape(address), "ADDRESS")
        for text in [str(headers), body_of(answer)]
    ]
    query = re.compile(r"canary\d{3}x")  # which the reader has typed
    return answer.status_code, *(query.sub("", lot.sub(r"\1", text)) for text in texts)


# Mails


def test_no_mail_tells_anybody_of_somebody_else(people):
    """Whatever is done to the owner on the desk, and by themselves."""
    typed = {"reason": "Called back.", "new_address": "new@example.org"}
    acts = [row["what"] for row in TABLE if row["how"] == "POST" and "/act/" in row["what"]]
    acts += ["/admin/focalpoints/appointment/invite/?ids={appointment}"]
    own = [row["what"] for row in TABLE if row["how"] == "POST" and row["what"].startswith("/me/")]
    account = people.accounts["focal point"].email
    asked = [("administrator", people.address(act), typed) for act in acts]
    asked += [("focal point", act, {}) for act in own]
    asked += [
        ("anonymous", "/accounts/login/code/", {"email": account}),
        ("anonymous", "/accounts/password/reset/", {"email": account}),
    ]
    letters = []
    before = set(Message.objects.values_list("pk", flat=True))

    def collect():
        letters.extend(
            (message.to, "\n".join(message.letter))
            for message in Message.objects.exclude(pk__in=before).exclude(state="decoy")
        )

    for viewer, address, data in asked:
        people.ask(viewer, "POST", address, data, then=collect)

    assert len({to for to, _text in letters}) > 4
    assert [
        text
        for to, text in letters
        if canaries_in(text.replace(to, ""), people.canaries) - {"accounts.User.pseudonym"}
        or ENCODED.search(text)
    ] == []


# A copy of the database


def test_a_copy_of_the_database_opens_nothing(client):
    """All that a person was told and could come in with: none of it stands in a row."""
    administrator = make.make_staff()
    newcomer = "newcomer@example.org"
    sign_in(client, administrator)
    client.post(
        "/admin/accounts/staffinvitation/add/",
        {"address": newcomer, "invited_as": "editor", "language": "en"},
    )
    token = re.search(r"/invitations/([\w-]+)/", _last_letter_to(newcomer))[1]
    person = Client()
    person.get(f"/invitations/{token}/")
    person.post("/accounts/signup/", {"email": newcomer})
    totp = person.get("/accounts/2fa/totp/activate/").context["form"].secret
    person.post("/accounts/2fa/totp/activate/", {"code": code_of(totp)})
    recovery = Client()
    recovery.post("/accounts/login/code/", {"email": newcomer})
    code = re.search(r"[A-Z0-9]{4}-?[A-Z0-9]{4}|\b\d{6}\b", _last_letter_to(newcomer))[0]
    sign_in(person, User.objects.get(email=newcomer))
    codes = person.get("/accounts/2fa/recovery-codes/").context["unused_codes"]

    secrets = {
        token,
        totp,
        code,
        *codes,
        make.PASSWORD,
        client.session.session_key,
        person.session.session_key,
        recovery.session.session_key,
    }

    copy = _copy_of_the_database()
    assert len(codes) == 10
    assert User.objects.filter(email=newcomer).exists()
    assert newcomer in copy
    assert {secret for secret in secrets if secret in copy} == set()


def _last_letter_to(address):
    return "\n".join(Message.objects.filter(to=address).order_by("written_at").last().letter)


def _copy_of_the_database():
    """All rows of all tables, as one text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(" ".join(["SELECT * FROM", connection.ops.quote_name(table)]))
            rows += [repr(row) for row in cursor.fetchall()]
    return "\n".join(rows)
