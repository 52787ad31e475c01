"""No page is given a focal point or a contact detail: they print what disclosure gives.

Every address of the site is rendered as everybody, and what its templates were given is searched.
The desk is left out: there, staff work with the rows themselves.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

import pytest
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.test.signals import template_rendered
from django.urls import URLPattern

from focalpoints.contact_forms import ContactForm
from focalpoints.disclosure import PUBLIC, disclose
from focalpoints.entry_forms import EntryForm
from focalpoints.models import (
    Confirmation,
    Consent,
    ContactDetail,
    Draft,
    FocalPoint,
    Portrait,
    Protection,
)
from focalpoints.register import today
from tests import make
from tests.addresses import patterns_of_the_site

pytestmark = pytest.mark.django_db

# By the name of the route, what fills its gaps; "key" is that of a focal point who shows all.
ADDRESSES = {
    "home": ["/"],
    "countries": ["/countries/", "/countries/?on=2013-06-12", "/countries/?view=world&q=Example"],
    "country": ["/countries/gha/"],
    "states": ["/states/", "/states/?names=Ghana"],
    "states-file": ["/states.csv", "/states.csv?states=gha"],
    "changes": ["/changes/", "/changes/?from=2013-06-12&to=2013-06-11"],
    "changes-file": ["/changes.csv"],
    "organizations": ["/organizations/"],
    "organization": ["/organizations/example/"],
    "focal-points": ["/focal-points/", "/focal-points/?on=2013-06-12"],
    "focal-point": ["/focal-points/{key}/"],
    "portrait": ["/focal-points/{key}/portrait.webp"],
    "me": ["/me/"],
    "my-entry": ["/me/entry/", "/me/entry/?draft=1"],
    "discard-draft": ["/me/entry/discard-draft/"],
    "my-public": ["/me/public/"],
    "as-others": ["/me/as/public/", "/me/as/colleague/", "/me/as/secretariat/"],
    "my-portrait": ["/me/portrait/"],
    "my-portrait-image": ["/me/portrait.webp"],
    "add-contact": ["/me/contact/add/", "/me/contact/add/?kind=assistant"],
    "my-contact": ["/me/contact/{contact}/"],
    "propose": ["/me/posts/{post}/propose/"],
    "withdraw-proposal": ["/me/proposals/1/withdraw/"],
    "hand-over": ["/me/posts/{post}/hand-over/"],
    "withdraw-handover": ["/me/handovers/1/withdraw/"],
    "confirm": ["/me/confirm/"],
    "draft": ["/me/draft/"],
    "end-assistance": ["/me/assistants/1/end/"],
    "my-data-file": ["/me/data.json"],
    "withdraw-erasure": ["/me/erasure/withdraw/"],
    "colleague-portrait": ["/network/{key}/portrait.webp"],
    "write-to-colleague": ["/network/{key}/write/"],
    "hide-me": ["/me/hide/"],
    "show-me": ["/me/show/"],
    "stop-decision": ["/me/decisions/account/1/stop/"],
    "my-mail-language": ["/me/mail-language/"],
    "sign-out-everywhere": ["/me/sign-out-everywhere/"],
    "my-data": ["/me/data/"],
    "my-erasure": ["/me/erasure/"],
    "network": ["/network/"],
    "colleague": ["/network/{key}/"],
    "meetings": ["/meetings/"],
    "meeting": ["/meetings/accra/"],
    "sources": ["/sources/"],
    "source": ["/sources/release/"],
    "meeting-ledger": ["/meetings/accra/ledger/"],
    "source-ledger": ["/sources/release/ledger/"],
    "resting": ["/sources/release/p1/appointments/", "/sources/release/p1/delegates/"],
    "differences": ["/differences/"],
    "fact": ["/facts/appointments/post/", "/facts/delegates/came/"],
    "cite": ["/cite/?page=/facts/delegates/came/"],
    "meetings-calendar": ["/meetings.ics"],
    "meeting-calendar": ["/meetings/accra.ics"],
    "network-feed": ["/feeds/network.atom"],
    "meetings-feed": ["/feeds/meetings.atom"],
    "data": ["/data/"],
    "data-package": ["/data/datapackage.json"],
    "data-zip": ["/data/r2pnet.zip"],
    "data-file": ["/data/appointments.csv", "/data/register.json"],
    "api": ["/api/v1/"],
    "about": ["/about/"],
    "how-to-appoint": ["/how-to-appoint/"],
    "contact": ["/contact/"],
    "tell-us": ["/tell-us/"],
    "tell-us-sent": ["/tell-us/sent/"],
    "privacy": ["/privacy/"],
    "accessibility": ["/accessibility/"],
    "licence": ["/licence/"],
    "picture": [
        "/pictures/world.svg",
        "/pictures/network.csv",
        "/pictures/groups.svg",
        "/pictures/attendance.csv",
        "/pictures/headcounts.svg",
        "/pictures/timeline/gha.svg",
        "/pictures/timeline/gha.csv",
    ],
    "search": ["/search/", "/search/?q=example+person", "/search/?q=2013-06-12"],
    "robots": ["/robots.txt"],
    "sitemap": ["/sitemap.xml"],
    "security-txt": ["/.well-known/security.txt"],
    "healthz": ["/healthz"],
    "local-mail": ["/mail/"],
    "invitation-refused": ["/invitations/refused/"],
    "invitation": ["/invitations/no-such-token/"],
}
PERSONAL = (FocalPoint, ContactDetail, Consent, Protection, Portrait, Confirmation, Draft)
# Of these a template prints the fields; the row in them is that of whoever looks, or of the
# official for whom they draft.
OWN_FORMS = (EntryForm, ContactForm)


def everybody(person):
    """An account of each role that signs in, and None for a reader."""
    former = make.make_focal_point("Former Person", account=make.make_user())
    make.make_appointment(holder=former, ended="2014")
    colleague = make.make_colleague("Example Colleague")
    make.make_factor(colleague.account)
    return [
        None,
        person.account,
        colleague.account,
        make.make_colleague("Without a factor").account,
        former.account,
        make.make_editor("focalpoints.view_focalpoint"),
        make.make_editor(),
        make.make_staff(),
    ]


def make_all_of_it():
    """A focal point who shows all there is to show, beside all that shows them."""
    person = make.make_colleague("Example Person", honorific="Ms", note="A note")
    for field in Consent.Field:
        make.make_consent(person, field=field)
    make.make_contact_detail(person, value="office@example.org", audience="public")
    make.make_contact_detail(person, kind="assistant", value="An aide", audience="secretariat")
    make.make_protection(person, lifted_at=make.NOON)
    make.make_factor(person.account)
    make.make_portrait(person)
    make.make_confirmation(person)
    make.make_draft(person)
    passage = make.make_passage(make.make_source("release"))
    ghana = make.make_country("gha")
    make.make_appointment(ghana, holder=person, passages=[passage], key="post")
    make.make_appointment(make.make_organization("example"), holder=person, passages=[passage])
    meeting = make.make_meeting("accra", passages=[passage])
    make.make_headcount(meeting, passages=[passage])
    make.make_delegate(
        make.make_delegation(meeting, ghana, passages=[passage]),
        name="Ms Example Person",
        focal_point=person,
        audience="public",
        key="came",
        passages=[passage],
    )
    return person


def personal(value, place, seen):
    """Where in what a template was given a row about a person stands, by the way to it."""
    if isinstance(value, (str, bytes, int, float, type(None))) or id(value) in seen:
        return
    seen[id(value)] = value  # kept, so that no other object takes the same place in memory
    if isinstance(value, PERSONAL):
        yield f"{place}: {type(value).__name__}"
        return
    for name, part in parts(value):
        yield from personal(part, f"{place}.{name}", seen)


def parts(value):
    if isinstance(value, Mapping):
        return list(value.items())
    if isinstance(value, QuerySet):
        return list(enumerate(value._result_cache or ()))
    if isinstance(value, (list, tuple, set, frozenset)):
        return list(enumerate(value))
    if isinstance(value, Model):
        cached = {**value._state.fields_cache, **getattr(value, "_prefetched_objects_cache", {})}
        return [*vars(value).items(), *cached.items()]
    if isinstance(value, BaseForm):
        own = ("instance",) if isinstance(value, OWN_FORMS) else ()
        return [(name, part) for name, part in vars(value).items() if name not in own]
    if is_dataclass(value):
        return [(field.name, getattr(value, field.name)) for field in fields(value)] + list(
            vars(value).items() if hasattr(value, "__dict__") else ()
        )
    if type(value).__module__.startswith(("django.core.paginator", "countries", "focalpoints")):
        return list(vars(value).items())
    if type(value).__module__.startswith(("meetings", "sources", "r2pnet")):
        return list(getattr(value, "__dict__", {}).items())
    return []


@pytest.fixture(scope="module")
def _all_of_it(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        person = make_all_of_it()
        yield person, everybody(person)
        transaction.set_rollback(True)


@pytest.fixture
def all_of_it(_all_of_it, db):
    """The focal point who shows all, and everybody: made once, and each test's changes undone."""
    return _all_of_it


@pytest.fixture
def given():
    """All that templates are given while the test runs."""
    contexts = []

    def note(sender, template, context, **kwargs):
        contexts.append((template.name, context.flatten()))

    template_rendered.connect(note)
    yield contexts
    template_rendered.disconnect(note)


def found_in(contexts):
    seen = {}
    without_the_user = ("user", "request", "perms", "block", "csrf_token")
    return [
        place
        for template, context in contexts
        for name, value in context.items()
        if name not in without_the_user
        for place in personal(value, f"{template} {name}", seen)
    ]


@pytest.mark.parametrize("route", ADDRESSES)
def test_no_template_is_given_a_row_about_a_person(client, all_of_it, given, route):
    person, accounts = all_of_it

    for account in accounts:
        for address in ADDRESSES[route]:
            client.logout()
            if account:
                client.force_login(account)
            client.get(
                address.format(
                    key=person.key,
                    post=person.appointments.first().pk,
                    contact=person.contact_details.first().pk,
                )
            )

    assert found_in(given) == []


def test_the_pages_that_are_to_show_the_person_do(client, all_of_it):
    """Else there would be nothing to find."""
    person, _accounts = all_of_it
    colleague = make.make_colleague("Example Reader")
    make.make_factor(colleague.account)

    for address in ("/countries/gha/", "/focal-points/", f"/focal-points/{person.key}/"):
        assert "Ms Example Person" in client.get(address).text
    assert "Ms Example Person" in client.get("/meetings/accra/").text
    client.force_login(colleague.account)
    assert "Ms Example Person" in client.get("/network/").text
    assert "office@example.org" in client.get(f"/network/{person.key}/").text
    client.force_login(person.account)
    assert "An aide" in client.get("/me/").text


def test_every_address_of_the_site_is_among_those_tried():
    """A new one that is not tried here fails. Allauth's pages and the desk are not ours.

    Behind its page, the API renders no template.
    """
    ours = {
        each.name
        for each in patterns_of_the_site()
        if isinstance(each, URLPattern) and not each.name.startswith("api-")
    }

    assert ours == set(ADDRESSES)


@pytest.mark.parametrize("where", ["itself", "in a list", "in a dict", "in a queryset", "behind"])
def test_a_row_about_a_person_is_found_wherever_it_stands(where):
    appointment = make.make_appointment(holder=make.make_focal_point())
    person = appointment.holder
    rows = FocalPoint.objects.filter(pk=person.pk)
    len(rows)
    given = {
        "itself": person,
        "in a list": [[person]],
        "in a dict": {"holder": (person,)},
        "in a queryset": rows,
        "behind": appointment,
    }

    assert len(found_in([("page.html", {"given": given[where]})])) == 1


def test_what_disclosure_gives_is_no_row_about_a_person(all_of_it):
    person, _accounts = all_of_it

    shown = disclose(FocalPoint.objects.for_disclosure(today()).get(pk=person.pk), PUBLIC)

    assert found_in([("page.html", {"person": shown})]) == []


@pytest.mark.parametrize("model", ["appointment", "delegate"])
@pytest.mark.usefixtures("all_of_it")
def test_the_desk_completes_no_name_for_whoever_may_not_see_it(client, model):
    app = {"appointment": "focalpoints", "delegate": "meetings"}[model]
    field = {"appointment": "holder", "delegate": "focal_point"}[model]
    address = (
        f"/admin/autocomplete/?app_label={app}&model_name={model}&field_name={field}&term=Example"
    )

    client.force_login(make.make_editor(f"{app}.change_{model}"))
    refused = client.get(address)
    client.force_login(make.make_editor(f"{app}.change_{model}", "focalpoints.view_focalpoint"))
    answered = client.get(address)

    assert refused.status_code == 403
    assert "Example Person" not in refused.text
    assert "Example Person" in answered.text
