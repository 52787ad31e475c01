"""Nothing private ever in public: proven with data that could leak."""

import pytest
from django.urls import get_resolver

from focalpoints.models import Appointment, ContactDetail, FocalPoint
from meetings.models import Delegate
from remarks.models import Remark
from sources.models import Source
from tests.make import (
    make_appointment,
    make_contact_detail,
    make_country,
    make_delegate,
    make_delegation,
    make_focal_point,
    make_meeting,
    make_passage,
    make_remark,
    make_source,
    make_user,
)

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/",
    "/countries/",
    "/countries/?on=2013-06-12",
    "/countries/?q=canary",
    "/countries/gha/",
    "/organizations/",
    "/organizations/nobody/",
    "/focal-points/",
    "/meetings/",
    "/meetings/accra/",
    "/sources/",
    "/sources/release/",
    "/sources/letter/",
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
    "/healthz",
    "/nowhere/",
]


def fill_with_canaries():
    """A network in which every private text is a canary."""
    account = make_user("canary-account@example.org", first_name="canary-first")
    holder = make_focal_point(
        "canary-name", honorific="canary-honorific", account=account, note="canary-note"
    )
    make_contact_detail(holder, value="canary-telephone", audience="network")
    make_contact_detail(holder, kind="assistant", value="canary-aide", audience="secretariat")
    make_remark(
        page="/countries/gha/?q=canary-page",
        text="canary-remark",
        reply_to="canary-reply@example.org",
        sender="canary-sender",
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
        ghana, holder=holder, end_reason="canary-reason", seat="geneva", passages=[kept, public]
    )
    meeting = make_meeting("accra", passages=[kept, public])
    meeting.documents.add(letter, release)
    delegation = make_delegation(meeting, ghana, passages=[kept])
    for audience in ["network", "secretariat"]:
        make_delegate(
            delegation,
            name=f"canary-delegate-{audience}",
            position="canary-position",
            focal_point=holder,
            audience=audience,
            passages=[public],
        )


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_page_shows_a_private_text(client, address):
    fill_with_canaries()

    response = client.get(address)

    body = response.content
    for typed in [b'value="canary"', b"?q=canary", b"%3Fq%3Dcanary"]:  # by the reader
        body = body.replace(typed, b"")
    assert b"canary" not in body
    assert b"2020-02" not in body
    assert b"February 2020" not in body
    assert "canary" not in str(response.headers)


def test_the_canaries_fill_every_private_field():
    fill_with_canaries()

    assert Appointment.objects.get().end_reason
    assert FocalPoint.objects.get().note
    assert ContactDetail.objects.count() == 2
    assert Delegate.objects.count() == 2
    assert Remark.objects.filter(reply_to__contains="canary", sender__contains="canary").exists()
    assert Source.objects.filter(audience="secretariat").exists()


def test_every_public_page_is_among_those_tried(client):
    """A new address that is not tried here fails."""
    tried = {str(client.get(address).resolver_match.route) for address in ADDRESSES[:-1]}
    routes = {str(each.pattern) for each in get_resolver().url_patterns}

    assert routes - tried == {"admin/"}
