"""Nothing private ever in public: proven with data that could leak."""

import pytest

from focalpoints.models import Appointment, Consent, ContactDetail, FocalPoint
from meetings.models import Claim, Delegate, Delegation, Meeting
from outbox.models import Message
from remarks.models import Remark
from sources.citations import cited_models
from sources.models import Source
from tests.addresses import patterns_of_the_site
from tests.make import (
    NOON,
    make_appointment,
    make_claim,
    make_consent,
    make_contact_detail,
    make_country,
    make_delegate,
    make_delegation,
    make_difference,
    make_focal_point,
    make_meeting,
    make_message,
    make_passage,
    make_protection,
    make_remark,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db

KEY = "00000000-0000-4000-8000-000000000001"

ADDRESSES = [
    "/",
    "/countries/",
    "/countries/?on=2013-06-12",
    "/countries/?q=canary",
    "/countries/gha/",
    "/states/?names=Ghana",
    "/states.csv?states=gha",
    "/changes/",
    "/changes.csv",
    "/organizations/",
    "/organizations/nobody/",
    "/focal-points/",
    f"/focal-points/{KEY}/",
    f"/focal-points/{KEY}/portrait.webp",
    "/me/",
    "/me/entry/",
    "/me/entry/discard-draft/",
    "/me/public/",
    "/me/as/public/",
    "/me/portrait/",
    "/me/portrait.webp",
    "/me/contact/add/",
    "/me/contact/1/",
    "/me/posts/1/propose/",
    "/me/posts/1/hand-over/",
    "/me/proposals/1/withdraw/",
    "/me/handovers/1/withdraw/",
    "/me/confirm/",
    "/me/draft/",
    "/me/assistants/1/end/",
    "/me/hide/",
    "/me/show/",
    "/me/decisions/account/1/stop/",
    "/me/mail-language/",
    "/me/sign-out-everywhere/",
    "/me/data/",
    "/me/data.json",
    "/me/erasure/",
    "/me/erasure/withdraw/",
    "/network/",
    f"/network/{KEY}/",
    f"/network/{KEY}/portrait.webp",
    f"/network/{KEY}/write/",
    "/meetings/",
    "/meetings/accra/",
    "/sources/",
    "/sources/release/",
    "/sources/letter/",
    "/meetings/accra/ledger/",
    "/sources/release/ledger/",
    "/sources/letter/ledger/",
    "/sources/release/p1/appointments/",
    "/sources/release/p1/delegates/",
    "/sources/letter/p1/appointments/",
    "/differences/",
    "/facts/appointments/post/",
    "/facts/delegates/hidden/",
    "/cite/",
    "/cite/?page=/meetings/accra/",
    "/cite/?page=/sources/letter/",
    "/data/",
    "/data/?on=2013-06-12",
    "/data/parties.csv",
    "/data/appointments.csv",
    "/data/register.json",
    "/data/meetings.json",
    "/data/datapackage.json",
    "/data/r2pnet.zip",
    "/feeds/network.atom",
    "/feeds/meetings.atom",
    "/meetings.ics",
    "/meetings/accra.ics",
    "/api/v1/",
    "/api/v1/openapi.json",
    "/api/v1/register",
    "/api/v1/register/gha",
    "/api/v1/parties",
    "/api/v1/parties/gha",
    "/api/v1/other-names",
    "/api/v1/sources",
    "/api/v1/sources/release",
    "/api/v1/passages",
    "/api/v1/passages/release.p0",
    "/api/v1/statements",
    "/api/v1/statements/nokey",
    "/api/v1/appointments",
    "/api/v1/appointments/nokey",
    "/api/v1/steps",
    "/api/v1/steps/nokey",
    "/api/v1/network-counts",
    "/api/v1/network-counts/nokey",
    "/api/v1/meetings",
    "/api/v1/meetings/accra",
    "/api/v1/other-titles",
    "/api/v1/other-titles/nokey",
    "/api/v1/hosts",
    "/api/v1/hosts/nokey",
    "/api/v1/delegations",
    "/api/v1/delegations/nokey",
    "/api/v1/headcounts",
    "/api/v1/headcounts/nokey",
    "/api/v1/differences",
    "/api/v1/differences/when",
    "/api/v1/claims",
    "/api/v1/claims/nokey",
    "/api/",
    "/api/v1/nowhere",
    "/about/",
    "/how-to-appoint/",
    "/contact/",
    "/tell-us/",
    "/tell-us/?page=/countries/gha/",
    "/tell-us/sent/",
    "/privacy/",
    "/accessibility/",
    "/licence/",
    "/pictures/world.svg",
    "/pictures/world.csv",
    "/pictures/network.svg",
    "/pictures/network.csv",
    "/pictures/groups.csv",
    "/pictures/attendance.csv",
    "/pictures/headcounts.csv",
    "/pictures/timeline/gha.svg",
    "/pictures/timeline/gha.csv",
    "/search/",
    "/search/?q=canary",
    "/search/?q=2020",
    "/robots.txt",
    "/sitemap.xml",
    "/.well-known/security.txt",
    "/healthz",
    "/mail/",
    "/invitations/refused/",
    "/invitations/no-such-token/",
    "/nowhere/",
]


def fill_with_canaries():
    """A network in which every private text is a canary."""
    account = make_user("canary-account@example.org", first_name="canary-first")
    holder = make_focal_point(
        "canary-name",
        honorific="canary-honorific",
        account=account,
        note="canary-note",
        key=KEY,
    )
    make_consent(holder, field="honorific", wording="canary-wording")
    make_consent(holder, withdrawn_at=NOON, wording="canary-withdrawn")
    hidden = make_focal_point("canary-hidden", honorific="canary-honorific")
    make_consent(hidden, wording="canary-wording")
    make_contact_detail(hidden, value="canary-office@example.org", audience="public")
    make_protection(hidden)
    make_contact_detail(holder, value="canary-telephone", audience="network")
    make_contact_detail(holder, kind="assistant", value="canary-aide", audience="secretariat")
    make_remark(
        page="/countries/gha/?q=canary-page",
        text="canary-remark",
        reply_to="canary-reply@example.org",
        sender="canary-sender",
    )
    make_message(
        kind="canary-kind",
        to="canary-to@example.org",
        letter=("canary-subject", "canary-body"),
        last_refusal="canary-refusal",
    )
    letter = make_source(
        "letter",
        label="canary-label",
        title="canary-title",
        issued_by="canary-issuer",
        url="https://canary-url.example/",
        note="canary-note",
        published="2020-02-02",
        audience="secretariat",
    )
    kept = make_passage(letter, says="canary-says", locator="canary-locator")
    release = make_source("release", note="canary-note", edition_of=letter)
    public = make_passage(release)
    ghana = make_country("gha")
    make_appointment(
        ghana,
        holder=holder,
        end_reason="canary-reason",
        seat="geneva",
        passages=[kept, public],
        key="post",
    )
    make_appointment(ghana, holder=hidden, capacity="joint", passages=[public])
    meeting = make_meeting("accra", passages=[kept, public])
    meeting.documents.add(letter, release)
    delegation = make_delegation(meeting, ghana, passages=[kept])
    for person, audience in [
        (holder, "network"),
        (holder, "secretariat"),
        (holder, "public"),
        (hidden, "public"),
    ]:
        make_delegate(
            delegation,
            name=f"canary-delegate-{person.name}-{audience}",
            position="canary-position",
            focal_point=person,
            audience=audience,
            passages=[public],
        )
    Delegate.objects.filter(focal_point=hidden).update(key="hidden")
    difference = make_difference("when")
    difference.parties.add(ghana)
    make_claim(difference, passages=[kept])


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_shows_a_private_text(client, address):
    fill_with_canaries()

    response = client.get(address)

    body = response.getvalue()
    for typed in [b'value="canary"', b"?q=canary", b"%3Fq%3Dcanary"]:  # by the reader
        body = body.replace(typed, b"")
    assert b"canary" not in body
    assert b"2020-02" not in body
    assert b"February 2020" not in body
    assert "canary" not in str(response.headers)


def test_no_page_of_a_fact_shows_a_private_text(client):
    fill_with_canaries()
    asked, hidden = set(), set()

    for model in cited_models():
        for fact in model.objects.all():
            response = client.get(fact.get_fact_url())
            (asked if response.status_code == 200 else hidden).add(model)
            assert b"canary" not in response.content
            assert b"2020-02" not in response.content

    assert asked == {Appointment, Claim, Delegation, Meeting}
    assert hidden == {Delegate}


def test_the_canaries_fill_every_private_field():
    fill_with_canaries()

    assert Appointment.objects.earliest("pk").end_reason
    assert FocalPoint.objects.earliest("pk").note
    assert FocalPoint.objects.protected().count() == 1
    assert Consent.objects.count() == 3
    assert ContactDetail.objects.count() == 3
    assert Delegate.objects.count() == 4
    assert Remark.objects.filter(reply_to__contains="canary", sender__contains="canary").exists()
    assert Message.objects.get().letter.body == "canary-body"
    assert Source.objects.filter(audience="secretariat").exists()


def test_every_public_page_is_among_those_tried(client):
    """A new address that is not tried here fails."""
    tried = {str(client.get(address).resolver_match.route) for address in ADDRESSES[:-1]}
    routes = {str(each.pattern) for each in patterns_of_the_site()}

    assert routes - tried == {"accounts/", "admin/"}
