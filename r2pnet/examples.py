"""People of the local mode who do not exist: with them the own entry is tried.

Their names begin with "Example", and so does that of the organization made for them, so that no
state's record is touched. They stand in no database that is served in another mode.
"""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ImproperlyConfigured
from django.db import Error, connection, transaction
from django.db.models import Q

from accounts.management.commands.demo_staff import open_demo_account
from accounts.models import User
from countries.models import Organization, Party
from focalpoints.consent_wording import wording_of
from focalpoints.models import Appointment, Consent, ContactDetail, FocalPoint
from focalpoints.register import today
from outbox.models import Message
from sources.models import KeptFile, Source

ORGANIZATION = "example-organization"
FOCAL_POINT = "focal-point@example.localhost"  # under a reserved name, as that of the demo staff
COLLEAGUE = "colleague@example.localhost"
SYNTHETIC = "synthetic-"  # how the addresses of what `synthesize` makes begin, and no others


@transaction.atomic
def open_example(*, at):
    """See to it that the example focal point can sign in; returns the password.

    What was done with the examples stays as it is: an empty text where they are in office no more.
    """
    if not Organization.objects.filter(slug=ORGANIZATION).exists():
        _make(at)
    own = FocalPoint.objects.in_office(today()).filter(account__email=FOCAL_POINT)
    return _open_account() if own.exists() else ""


def are_there():
    """Whether the database holds any of them."""
    return (
        Organization.objects.filter(slug=ORGANIZATION).exists()
        or Source.objects.filter(slug__startswith=SYNTHETIC).exists()
        or FocalPoint.objects.filter(account__is_demo=True).exists()
    )


def refuse():
    """Raise ImproperlyConfigured where they are there: this is asked in all but the local mode.

    A database that is away, or has no tables yet, shows nobody.
    """
    try:
        # Where none was open before, none stays open for a thread that asks nothing more.
        with connection.temporary_connection():
            found = are_there()
    except Error:
        return
    if found:
        raise ImproperlyConfigured(
            "This database holds the examples of the local mode, which do not exist, and is not "
            "served. Remove them: manage.py remove_examples, and synthesize --remove."
        )


def _open_account():
    return open_demo_account(FOCAL_POINT, kept_in="demo-focal-point.txt", flags=())


def _make(at):
    party = Organization(
        slug=ORGANIZATION,
        name="Example Organization",
        kind=Party.Kind.ORGANIZATION,
        organization_kind=Party.OrganizationKind.INTERNATIONAL,
    )
    party.full_clean()
    party.save()
    _open_account()
    _make_focal_point(party, User.objects.get(email=FOCAL_POINT), at)
    _make_colleague(party)


def _make_focal_point(party, account, at):
    person = FocalPoint(
        name="Example Focal Point",
        languages="en fr",
        biography=(
            "An **example**: this person does not exist. You can edit all that stands here, hide "
            "it, show it to everybody, and hand the post over."
        ),
        account=account,
    )
    _save_with_post(person, party, Appointment.Capacity.PRIMARY, "Example Director")
    for field in (Consent.Field.NAME, Consent.Field.LANGUAGES):
        person.consent(field=field, wording=wording_of(field), at=at)
    _add_contact(person, ContactDetail.Kind.OFFICE_EMAIL, "focal.point@example.org")
    _add_contact(person, ContactDetail.Kind.PRIVATE_TELEPHONE, "+000 11 111 1111")
    _add_contact(person, ContactDetail.Kind.OFFICE_TELEPHONE, "+000 00 000 0000").open_to_public(
        at=at
    )


def _make_colleague(party):
    """Who can be written to, and has no password to sign in with."""
    account = User.objects.create_user(COLLEAGUE, None, is_demo=True)
    person = FocalPoint(name="Example Colleague", languages="ar en es", account=account)
    _save_with_post(person, party, Appointment.Capacity.ALTERNATE, "Example Deputy")
    _add_contact(person, ContactDetail.Kind.OFFICE_EMAIL, "colleague@example.org")


def _save_with_post(person, party, capacity, office):
    person.full_clean()
    person.save()
    post = Appointment(
        party=party,
        holder=person,
        capacity=capacity,
        office=office,
        institution="Example Department",
        started="2024-01-15",
        is_from_secretariat=True,
    )
    post.full_clean()
    post.save()


def _add_contact(person, kind, value):
    contact = ContactDetail(focal_point=person, kind=kind, value=value)
    contact.full_clean()
    contact.save()
    return contact


@transaction.atomic
def remove():
    """Delete them with all that refers to them, and with their history.

    With whoever came to hold a post of the example organization and no other, and with the
    accounts of all these. What others did stays in the trail, which names nobody.
    """
    posts = Appointment.objects.filter(party__slug=ORGANIZATION)
    elsewhere = Appointment.objects.exclude(party__slug=ORGANIZATION).exclude(holder=None)
    people = FocalPoint.objects.filter(
        Q(account__is_demo=True) | Q(pk__in=posts.values("holder"))
    ).exclude(pk__in=elsewhere.values("holder"))
    accounts = User.objects.filter(is_staff=False).filter(
        Q(is_demo=True)
        | Q(focal_point__in=people)
        | Q(focal_point=None, assistances__focal_point__in=people)
    )
    letters = KeptFile.objects.filter(
        Q(proposals__appointment__in=posts) | Q(handovers__appointment__in=posts)
    )
    sources = Source.objects.filter(pk__in=letters.values("source"))
    # Read before anything is gone by which they are found.
    going = [_keys(rows) for rows in (posts, people, accounts, letters, sources)]
    addresses = User.objects.filter(pk__in=going[2]).values_list("email", flat=True)
    Message.objects.filter(to__in=list(addresses)).delete()
    for model, keys in zip((Appointment, FocalPoint, User, KeptFile, Source), going, strict=True):
        _delete(model, keys)
    _delete(Party, _keys(Party.objects.filter(slug=ORGANIZATION)))


def _keys(rows):
    return list(rows.values_list("pk", flat=True).distinct())


def _delete(model, keys):
    """The rows with the keys, and before them what refers to them, or the reference if it can."""
    if not keys:
        return
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and relation.field.many_to_many is False:
            _delete_reference(relation.field, keys)
    rows = model._base_manager.filter(pk__in=keys)
    rows.delete()
    if history := getattr(model._meta, "simple_history_manager_attribute", ""):
        versions = getattr(model, history).model
        _delete(versions, _keys(versions.objects.filter(**{f"{model._meta.pk.attname}__in": keys})))
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=[str(key) for key in keys],
    ).delete()


def _delete_reference(field, keys):
    referring = field.model._base_manager.filter(**{f"{field.name}__in": keys})
    if field.null:
        referring.update(**{field.name: None})
    else:
        _delete(field.model, _keys(referring))
