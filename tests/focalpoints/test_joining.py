"""Two entries of one person become one."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from focalpoints import disclosure, joining
from focalpoints.erasure import erase_person
from focalpoints.models import (
    Confirmation,
    Consent,
    FocalPoint,
    FormerKey,
    Notice,
    Portrait,
    Protection,
)
from outbox.models import Message
from tests import make
from trail.models import Entry

pytestmark = pytest.mark.django_db

LATER = make.NOON + timedelta(days=1)


@pytest.fixture
def staff():
    return make.make_staff("staff@example.org")


@pytest.fixture
def join(staff):
    def join(kept, other):
        joining.join(kept, other, by=staff, at=LATER)
        return FocalPoint.objects.get(pk=kept.pk)

    return join


@pytest.fixture
def preview(staff):
    def preview(kept, other):
        viewer = disclosure.viewer_of(staff)
        return joining.preview(kept, other, viewer=viewer, by=staff, at=LATER)

    return preview


def signs_in(person):
    """A person who has an account from now on."""
    FocalPoint.objects.filter(pk=person.pk).update(account=make.make_user())
    person.refresh_from_db()
    return person


def two(**fields):
    return make.make_focal_point("Kept"), make.make_focal_point("Other", **fields)


def test_every_field_that_leads_to_a_focal_point_is_known():
    leading = {
        f"{relation.related_model._meta.label}.{relation.field.name}"
        for relation in FocalPoint._meta.related_objects
    }

    assert leading == set(joining.LEADING_TO_ENTRY)


def test_the_other_entry_goes_and_its_key_leads_to_the_kept_one(join):
    kept, other = two()

    join(kept, other)

    assert list(FocalPoint.objects.all()) == [kept]
    assert joining.kept_instead_of(other.key) == kept.key
    assert joining.kept_instead_of(kept.key) is None


def test_a_key_leads_there_over_several_joins(join):
    first, second, third = (make.make_focal_point(name) for name in ["A", "B", "C"])
    join(second, first)

    join(third, second)

    keys = FormerKey.objects.values_list("key", flat=True)
    assert set(keys) == {first.key, second.key}
    assert {joining.kept_instead_of(key) for key in keys} == {third.key}


def test_the_kept_one_says_what_it_said_and_the_other_fills_the_gaps(join):
    kept, other = two(honorific="Dr", languages="en fr", note="Second")
    FocalPoint.objects.filter(pk=kept.pk).update(biography="Mine", note="First")

    entry = join(kept, other)

    assert (entry.name, entry.honorific, entry.languages) == ("Kept", "Dr", "en fr")
    assert (entry.biography, entry.note) == ("Mine", "First\n\nSecond")


def test_the_words_of_the_one_with_the_account_go_first(join):
    kept, other = two(biography="My own words", account=make.make_user())
    FocalPoint.objects.filter(pk=kept.pk).update(biography="Written by staff", honorific="Ms")

    entry = join(kept, other)

    assert (entry.name, entry.biography, entry.honorific) == ("Other", "My own words", "Ms")
    assert entry.account == other.account


def test_the_account_is_in_no_version(join):
    kept, other = two(account=make.make_user())

    entry = join(kept, other)

    assert not hasattr(entry.history.latest(), "account")
    assert [each.name for each in entry.history.order_by("pk")] == ["Kept", "Other"]


def test_two_with_an_account_each_are_not_joined(join):
    kept, other = map(signs_in, two())

    with pytest.raises(ValidationError, match="Both have an account"):
        join(kept, other)

    assert FocalPoint.objects.count() == 2


def test_what_the_other_showed_in_public_is_shown_no_more(join):
    kept, other = two()
    make.make_consent(other)

    entry = join(kept, other)

    consent = entry.consents.get()
    assert (consent.given_at, consent.withdrawn_at) == (make.NOON, LATER)
    assert disclosure.find(entry.key, disclosure.PUBLIC) is None


def test_what_the_one_with_the_account_shows_is_shown_further_on(join):
    kept, other = two(account=make.make_user())
    make.make_consent(kept, field=Consent.Field.BIOGRAPHY)
    make.make_consent(other)

    entry = join(kept, other)

    assert [each.field for each in entry.consents.open()] == ["name"]
    assert disclosure.find(entry.key, disclosure.PUBLIC).name == "Other"


def test_what_the_other_fills_in_is_not_shown_by_an_older_consent(join):
    kept, other = two(biography="Written by staff")
    make.make_consent(kept)
    make.make_consent(kept, field=Consent.Field.BIOGRAPHY)
    make.make_consent(kept, field=Consent.Field.PORTRAIT)
    make.make_portrait(other)

    entry = join(kept, other)

    person = disclosure.find(entry.key, disclosure.PUBLIC)
    assert (person.name, person.biography, person.portrait) == ("Kept", "", "")
    assert entry.biography == "Written by staff"


@pytest.mark.parametrize(
    ("one", "another", "joined"),
    [
        ("network", "network", "network"),
        ("network", "secretariat", "secretariat"),
        ("secretariat", "network", "secretariat"),
        ("public", "network", "network"),
        ("public", "public", "public"),
    ],
)
def test_a_contact_in_both_is_there_once_for_the_narrower_audience(join, one, another, joined):
    kept, other = two()
    make.make_contact_detail(kept, audience=one)
    make.make_contact_detail(other, audience=another)

    entry = join(kept, other)

    assert [each.audience for each in entry.contact_details.all()] == [joined]


def test_a_contact_of_the_other_is_not_opened_to_the_public(join):
    kept, other = two()
    make.make_contact_detail(other, audience="public")

    entry = join(kept, other)

    detail = entry.contact_details.get()
    assert (detail.audience, detail.opened_by_person_at) == ("network", None)


def test_a_contact_that_the_person_opened_stays_open(join):
    kept, other = two(account=make.make_user())
    make.make_contact_detail(kept, value="staff-typed@example.org", audience="public")
    make.make_contact_detail(other, audience="public")

    entry = join(kept, other)

    audiences = dict(entry.contact_details.values_list("value", "audience"))
    assert audiences == {"staff-typed@example.org": "network", "office@example.org": "public"}


@pytest.mark.parametrize("hidden", [0, 1])
def test_where_one_is_hidden_the_joined_one_is(join, hidden):
    pair = two()
    make.make_protection(pair[hidden])

    entry = join(*pair)

    assert list(FocalPoint.objects.protected()) == [entry]


def test_where_both_are_hidden_it_is_since_the_first_time(join):
    kept, other = two()
    make.make_protection(kept, begun_at=make.NOON)
    make.make_protection(other, begun_at=make.NOON - timedelta(days=1))

    join(kept, other)

    assert list(Protection.objects.order_by("begun_at").values_list("begun_at", "lifted_at")) == [
        (make.NOON - timedelta(days=1), None),
        (make.NOON, LATER),
    ]


def test_appointments_and_delegates_move_with_a_version_of_each(join):
    kept, other = two()
    post, delegate = make.make_appointment(holder=other), make.make_delegate(focal_point=other)

    entry = join(kept, other)

    assert (entry.appointments.get(), entry.attended_as.get()) == (post, delegate)
    assert (post.history.latest().holder, delegate.history.latest().focal_point) == (entry, entry)


@pytest.mark.parametrize("speaks", [0, 1])
def test_posts_of_the_silent_one_are_not_named_by_an_older_consent(join, speaks):
    pair = two()
    signs_in(pair[speaks])
    for field in ["name", "portrait"]:
        make.make_consent(pair[speaks], field=field)
    make.make_portrait(pair[speaks])
    make.make_contact_detail(pair[speaks], audience="public")
    make.make_appointment(holder=pair[1 - speaks])

    entry = join(*pair)

    assert entry.appointments.count() == 1
    assert disclosure.find(entry.key, disclosure.PUBLIC) is None


def test_posts_of_the_one_with_the_account_stay_named(join):
    kept, other = two(account=make.make_user())
    make.make_consent(other)
    make.make_appointment(holder=other)

    entry = join(kept, other)

    assert disclosure.find(entry.key, disclosure.PUBLIC).name == "Other"


@pytest.mark.parametrize("speaks", [0, 1])
def test_delegates_of_the_silent_one_are_not_named_by_an_older_consent(join, staff, speaks):
    pair = two()
    signs_in(pair[speaks])
    make.make_consent(pair[speaks])
    delegate = make.make_delegate(focal_point=pair[1 - speaks], audience="public")

    entry = join(*pair)

    delegate.refresh_from_db()
    assert (delegate.focal_point, delegate.audience) == (entry, "network")
    assert delegate.history.latest().history_user == staff
    assert not entry.consents.open().exists()


def test_delegates_of_a_hidden_one_are_not_public_once_it_is_shown_again(join):
    kept, other = two()
    make.make_consent(other)
    make.make_protection(other)
    make.make_delegate(focal_point=other, audience="public")

    entry = join(kept, other)

    assert [each.audience for each in entry.attended_as.all()] == ["network"]


def test_delegates_named_before_are_named_again_once_the_person_agrees(join):
    kept, other = two()
    for person in (kept, other):
        make.make_consent(person)
    delegate = make.make_delegate(focal_point=other, audience="public")

    entry = join(kept, other)

    assert not type(delegate).objects.public().exists()
    make.make_consent(entry)
    assert type(delegate).objects.public().get() == delegate


def test_a_delegate_for_the_secretariat_stays_so_and_the_name_stays_public(join):
    kept, other = two()
    make.make_consent(kept)
    make.make_delegate(focal_point=other)

    entry = join(kept, other)

    assert entry.attended_as.get().audience == "secretariat"
    assert disclosure.find(entry.key, disclosure.PUBLIC).name == "Kept"


def test_the_person_is_told_what_to_agree_to_again(join):
    kept, other = two()
    signs_in(kept)
    make.make_consent(kept)
    make.make_appointment(holder=other)

    join(kept, other)

    body = Message.objects.get().letter.body
    assert "Not shown in public any more, until you agree to it again: name." in body


def test_a_post_that_both_hold_is_named(join):
    kept, other = two()
    ghana = make.make_country("gha")
    for holder in (kept, other):
        make.make_appointment(ghana, holder=holder, capacity="joint", started="2013")

    with pytest.raises(ValidationError, match="“Ghana: joint focal point, 2013” is recorded for"):
        join(kept, other)


def test_who_is_about_to_hand_over_to_the_other_is_not_joined(join):
    kept, other = two()
    make.make_handover(make.make_appointment(holder=kept), successor=other)

    with pytest.raises(ValidationError, match="refuse that handover first"):
        join(kept, other)


@pytest.mark.parametrize(
    "make_decision", [make.make_protection_decision, make.make_erasure_decision]
)
def test_while_a_decision_waits_nothing_is_joined(join, make_decision):
    kept, other = two()
    make_decision(other)

    with pytest.raises(ValidationError, match="A decision about one of the two waits"):
        join(kept, other)


def test_an_erased_entry_is_not_joined(join):
    kept, other = two()
    FocalPoint.objects.filter(pk=other.pk).update(name="", erased_at=make.NOON)

    with pytest.raises(ValidationError, match="erased"):
        join(kept, other)


def test_an_entry_is_not_joined_with_itself(join):
    kept = make.make_focal_point()

    with pytest.raises(ValidationError, match="cannot be joined with itself"):
        join(kept, kept)


def test_what_was_asked_for_and_who_helps_moves(join):
    kept, other = two()
    post = make.make_appointment(holder=other)
    rows = [
        make.make_proposal(post),
        make.make_handover(successor=other),
        make.make_appointment_invitation(post),
        make.make_assistance(other),
        make.make_assistant_invitation(other),
        make.make_notice(other),
        make.make_draft(other),
        make.make_protection_decision(other, withdrawn_at=make.NOON),
        make.make_erasure_decision(other, withdrawn_at=make.NOON),
    ]

    entry = join(kept, other)

    for row in rows:
        row.refresh_from_db()
    fields = ["focal_point", "successor", "holder"]
    assert [next(getattr(row, name) for name in fields if hasattr(row, name)) for row in rows] == [
        entry
    ] * len(rows)


def test_who_was_told_is_told_once(join):
    kept, other = two()
    for person in (kept, other):
        make.make_notice(person)

    join(kept, other)

    assert Notice.objects.get().focal_point == kept


@pytest.mark.parametrize("signed_in", [0, 1])
def test_only_what_the_person_confirmed_is_confirmed(join, signed_in):
    pair = two()
    signs_in(pair[signed_in])
    days = [make.NOON.date(), make.NOON.date() - timedelta(days=1)]
    for person, day in zip(pair, days, strict=True):
        make.make_confirmation(person, confirmed_on=day)

    entry = join(*pair)

    assert [each.confirmed_on for each in Confirmation.objects.of(entry)] == [days[signed_in]]


def test_the_portrait_of_the_one_with_the_account_is_kept(join):
    kept, other = two(account=make.make_user())
    make.make_portrait(kept)
    theirs = make.make_portrait(other, digest="0" * 64)

    entry = join(kept, other)

    assert Portrait.objects.get() == theirs
    assert Portrait.objects.get().focal_point == entry


def test_it_is_in_the_trail_and_the_person_is_told(join, staff):
    kept, other = two()
    make.make_contact_detail(other, value="person@example.org")

    join(kept, other)

    entry = Entry.objects.get()
    assert (entry.what, entry.who, entry.about) == ("joined", staff.pseudonym, kept.key)
    assert entry.detail == str(other.key)
    assert [message.to for message in Message.objects.all()] == ["person@example.org"]


def test_the_preview_is_what_comes_of_it_and_changes_nothing(join, preview, staff):
    kept, other = two(honorific="Dr", account=make.make_user())
    make.make_contact_detail(other)
    make.make_appointment(make.make_country("gha"), holder=other, started="2013")
    before = FocalPoint.history.count()

    seen = preview(kept, other)

    assert list(FocalPoint.objects.order_by("pk")) == [kept, other]
    assert (FocalPoint.history.count(), Entry.objects.count()) == (before, 0)
    assert (seen.kept.name, seen.other.name, seen.joined.full_name) == ("Kept", "Other", "Dr Other")
    assert seen.posts == ("Ghana: focal point, 2013",)
    assert seen.shares == (("Appointments", 1, 0), ("Contact details", 1, 0))
    entry = join(kept, other)
    assert disclosure.find(entry.key, disclosure.viewer_of(staff)) == seen.joined


def test_the_preview_says_what_is_dropped(preview):
    kept, other = two()
    for person in (kept, other):
        make.make_contact_detail(person)
        make.make_portrait(person)

    seen = preview(kept, other)

    assert seen.shares == (("Contact details", 0, 1), ("Portraits", 0, 1))


def test_the_preview_says_what_is_no_longer_public(preview):
    kept, other = two()
    make.make_consent(kept)
    make.make_contact_detail(kept, audience="public")
    make.make_appointment(holder=other)
    make.make_delegate(focal_point=other, audience="public")

    seen = preview(kept, other)

    assert seen.shares == (
        ("Appointments", 1, 0),
        ("Delegates", 1, 0),
        ("No longer public: contact details", 0, 1),
        ("No longer public: name", 0, 1),
        ("No longer public: delegates, from now on for the network only", 0, 1),
    )


def test_what_the_other_was_is_erased_with_the_kept_one(join):
    kept, other = two(biography="Something private")
    make.make_contact_detail(other, value="person@example.org")
    entry = join(kept, other)

    erase_person(entry, at=LATER)

    versions = FocalPoint.history.all()
    assert {each.name for each in versions} <= {""}
    assert not any(each.biography for each in versions)
    assert not FormerKey.objects.exists()
