"""Taking a delegate's link to a focal point away must not publish the name that it kept back."""

import pytest
from django.urls import reverse

from meetings.models import Delegate
from tests import make
from tests.desk import refusals, typed

pytestmark = pytest.mark.django_db

REFUSED = [
    "The focal point linked until now is not named in public: narrow the audience first, or in the "
    "same change."
]


@pytest.fixture
def desk(client):
    client.force_login(make.make_staff())
    return client


@pytest.fixture
def delegate():
    """Of a focal point who is not named in public."""
    return make.make_delegate(
        focal_point=make.make_focal_point(), audience="public", passages=[make.make_passage()]
    )


def page_of(row):
    return reverse(f"admin:meetings_{row._meta.model_name}_change", args=[row.pk])


def change(desk, delegate, **changes):
    page = page_of(delegate)
    response = desk.post(page, typed(desk.get(page), **changes))
    delegate.refresh_from_db()
    return refusals(response)


def test_unlinking_who_is_not_named_in_public_is_refused(desk, delegate):
    assert change(desk, delegate, focal_point="") == REFUSED
    assert delegate.focal_point is not None


def test_so_is_linking_to_somebody_else_who_is_named(desk, delegate):
    named = make.make_consent().focal_point

    assert change(desk, delegate, focal_point=named.pk) == REFUSED
    assert not Delegate.objects.public().exists()


def test_with_a_narrower_audience_in_the_same_change_it_is_taken(desk, delegate):
    assert change(desk, delegate, focal_point="", audience="network") == []
    assert (delegate.focal_point, delegate.audience) == (None, "network")


def test_opening_and_unlinking_in_one_change_is_refused(desk, delegate):
    Delegate.objects.update(audience="secretariat")

    assert change(desk, delegate, focal_point="", audience="public") == REFUSED


def test_who_is_named_in_public_is_unlinked(desk, delegate):
    make.make_consent(delegate.focal_point)

    assert change(desk, delegate, focal_point="") == []
    assert delegate.focal_point is None


def test_what_is_not_the_link_is_changed_as_before(desk, delegate):
    assert change(desk, delegate, position="Minister") == []
    assert delegate.position == "Minister"


def test_on_the_page_of_the_delegation_it_is_refused_too(desk, delegate):
    page = page_of(delegate.delegation)

    response = desk.post(page, typed(desk.get(page), **{"delegates-0-focal_point": ""}))

    assert refusals(response) == REFUSED
    assert Delegate.objects.get().focal_point is not None


def test_going_back_to_a_version_without_the_link_is_refused(desk, delegate):
    linked = delegate.focal_point
    delegate.focal_point = None
    delegate.save()
    version = delegate.history.latest()
    delegate.focal_point = linked
    delegate.save()
    page = reverse("admin:meetings_delegate_simple_history", args=[delegate.pk, version.history_id])

    form = desk.get(page).context["adminform"].form
    sent = {field.html_name: field.value() or "" for field in form}
    response = desk.post(page, sent)

    assert refusals(response) == REFUSED
    assert Delegate.objects.get().focal_point == linked
