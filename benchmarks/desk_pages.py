"""Every page of the desk, asked in this process, with the time that the processors take for it."""

import gc
import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

ROUNDS = 2  # the faster one counts
WORDS = ("example", "Example 00003", "qqqqqq")
ON_THE_WAY = {  # of Django's settings, what costs time in tests alone
    "R2PNET_MODE": "test",
    # Else some of it would be done by processes that nobody counts.
    "PGOPTIONS": "-c max_parallel_workers_per_gather=0",
}


class Asked(NamedTuple):
    """A page: whose list it belongs to, what is done there, what is sent."""

    of: str
    what: str
    address: str
    sent: dict | None = None


class Answered(NamedTuple):
    """Seconds of the processors, the database's among them; queries; bytes."""

    cpu: float
    queries: int
    size: int
    status: int


def measure(delegations):
    """By list and by what is done there, the slowest `Answered`, with the traces of that many."""
    import django

    django.setup()

    from django.test import Client

    from tests import make
    from tests.signed_in import sign_in

    staff = make.make_staff("bench@example.org")
    leave_traces(delegations, staff)
    client = sign_in(Client(), staff)
    # What stands in memory by now is not looked through again in the middle of some page.
    gc.collect()
    gc.freeze()
    slowest = {}
    for page in pages(staff):
        answered = ask(client, page)
        key = (page.of, page.what)
        slowest[key] = max(slowest.get(key, answered), answered)
    return slowest


def leave_traces(number, staff):
    """What it leaves behind that staff record so many delegations: versions, entries, mails."""
    from django.contrib.admin.models import ADDITION, LogEntry
    from django.contrib.contenttypes.models import ContentType
    from django.db.models import QuerySet
    from django.utils import timezone

    from focalpoints.models import Appointment, FocalPoint
    from meetings.models import Delegation
    from outbox.models import Message
    from tests import make
    from trail.models import Entry

    now = timezone.now()
    kind = ContentType.objects.get_for_model(Delegation)
    delegations = list(Delegation.objects.select_related("meeting", "party")[:number])
    Delegation.history.bulk_history_create(delegations, default_user=staff, default_date=now)
    LogEntry.objects.bulk_create(
        LogEntry(
            user=staff,
            content_type=kind,
            object_id=str(each.pk),
            object_repr=str(each),
            action_flag=ADDITION,
        )
        for each in delegations
    )
    QuerySet(Entry).bulk_create(
        [
            Entry(
                number=place,
                what=Entry.What.CONFIRMED,
                at=now,
                who=staff.pseudonym,
                digest="0" * 64,
            )
            for place in range(1, number + 1)
        ]
    )
    pattern = make.make_message()
    fields = [each.attname for each in Message._meta.fields if not each.primary_key]
    same = {name: getattr(pattern, name) for name in fields}
    unique = {each.attname for each in Message._meta.fields if each.unique}
    Message.objects.bulk_create(
        Message(**{name: value for name, value in same.items() if name not in unique})
        for _ in range(number)
    )
    people = FocalPoint.objects.bulk_create(FocalPoint(name=f"Official {n}") for n in range(100))
    posts = Appointment.objects.filter(holder=None, party__slug__startswith="synthetic")
    for holder, post in zip(people, posts, strict=False):
        Appointment.objects.filter(pk=post.pk).update(holder=holder)


def ask(client, page):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def answer():
        sent = page.sent
        return client.get(page.address) if sent is None else client.post(page.address, sent)

    with CaptureQueriesContext(connection) as queries:
        answer()
    number = len(queries)  # now: the log is emptied when the next request begins
    took = []
    for _round in range(ROUNDS):
        with processors(connection) as used:
            response = answer()
        took += used
    return Answered(min(took), number, len(response.getvalue()), response.status_code)


@contextmanager
def processors(connection):
    """A list: after the block, the seconds of this process and of that of the database."""
    used = []
    server = _server_of(connection)
    began = time.process_time() + _seconds_of(server)
    yield used
    used.append(time.process_time() + _seconds_of(server) - began)


def _server_of(connection):
    """The process of PostgreSQL that answers; None for SQLite, which is this one."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def _seconds_of(pid):
    if pid is None:
        return 0
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def pages(staff):
    from django.contrib import admin
    from django.urls import reverse

    yield Asked("desk", "its first page", reverse("admin:index"))
    yield Asked("desk", "open ends", reverse("admin:open-ends"))
    yield Asked("desk", "translations", reverse("admin:translations"))
    yield Asked("desk", "translations", f"{reverse('admin:translations')}?kept=yes&q=example")
    for model, rows in admin.site._registry.items():
        for what, address, sent in pages_of(model, rows, staff):
            yield Asked(str(model._meta.verbose_name_plural), what, address, sent)


def pages_of(model, rows, staff):
    from django.test import RequestFactory
    from django.urls import reverse

    def url(page, *args):
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)

    request = RequestFactory().get("/")
    request.user = staff
    changelist = rows.get_changelist_instance(request)
    here = url("changelist")
    yield "list", here, None
    yield "last page", f"{here}?p={-(-changelist.result_count // rows.list_per_page) or 1}", None
    for number, _column in enumerate(rows.get_list_display(request), start=1):
        yield "sorted", f"{here}?o={number}", None
    for each in changelist.filter_specs:
        for choice in [*each.choices(changelist)][1:4]:
            yield "filtered", here + choice["query_string"], None
    if rows.get_search_fields(request):
        for words in WORDS:
            yield "searched", f"{here}?q={words.replace(' ', '+')}", None
    if rows.has_add_permission(request):
        yield "add", url("add"), None
    for name in rows.autocomplete_fields:
        opts = model._meta
        question = f"app_label={opts.app_label}&model_name={opts.model_name}&field_name={name}"
        for words in ("", WORDS[0]):
            yield "choices", f"{reverse('admin:autocomplete')}?{question}&term={words}", None
    number = model._default_manager.count()
    if not number or model._meta.model_name == "party":  # whose pages lead to those of its kinds
        return
    keys = model._default_manager.order_by("pk").values_list("pk", flat=True)
    for key in {keys[number // 2], keys[number - 1]}:
        yield "change", url("change", key), None
        yield "history", url("history", key), None
        if rows.has_delete_permission(request):
            yield "delete", url("delete", key), None
            chosen = {"action": "delete_selected", "_selected_action": [key]}
            yield "delete chosen", here, chosen
    if hasattr(rows, "resource_class"):
        yield "export", url("export"), None
        yield "import", url("import"), None


def in_a_process(environment, delegations):
    """`measure`, in this process, which is a new one, with what the portal is told."""
    os.environ.update(environment | {"DJANGO_SETTINGS_MODULE": "r2pnet.settings"})
    return measure(delegations)
