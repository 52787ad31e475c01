"""The smallest valid object of each kind. Every field can be overridden; nothing is random.

What is not given is made anew: a fact gets a party, a meeting and a passage of its own. Names
and numbers count up from what the database holds, so that they do not depend on other tests.
Rows are saved without being cleaned: where the database refuses one, the test sees that.
"""

from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django_countries import countries

from countries.models import Country, Organization, OtherName, Party
from focalpoints.models import Appointment, ContactDetail, FocalPoint, NetworkCount, Step
from meetings.models import Delegate, Delegation, Headcount, Host, Meeting, OtherTitle
from remarks.models import Remark
from sources.models import Passage, Source, Statement

PASSWORD = "a pass phrase of a test"


def make_country(slug=None, **fields):
    slug = slug or _first_unused_slug()
    iso = countries.alpha2(slug)
    number = countries.numeric(slug, padded=True)
    return Country.objects.create(
        **{
            "slug": slug,
            "name": countries.name(iso) or slug,
            "kind": Party.Kind.COUNTRY,
            "iso": iso,
            "m49": number or "999",
            "m49_region": "002",
            "m49_subregion": "202",
            "un_group": "african",
            "un_status": Party.UNStatus.MEMBER,
            **fields,
        }
    )


def make_organization(slug=None, **fields):
    number = Organization.objects.count() + 1
    return Organization.objects.create(
        **{
            "slug": slug or f"organization-{number}",
            "name": slug or f"Organization {number}",
            "kind": Party.Kind.ORGANIZATION,
            "organization_kind": Party.OrganizationKind.INTERNATIONAL,
            **fields,
        }
    )


def make_other_name(party=None, **fields):
    number = OtherName.objects.count() + 1
    return OtherName.objects.create(
        **{"party": party or make_country(), "name": f"Other name {number}", **fields}
    )


def make_source(slug=None, **fields):
    number = Source.objects.count() + 1
    return Source.objects.create(
        **{
            "slug": slug or f"source-{number}",
            "label": f"Source {number}",
            "kind": Source.Kind.PRESS_RELEASE,
            "published": "2013-06-12",
            **fields,
        }
    )


def make_passage(source=None, **fields):
    source = source or make_source()
    position = fields.get("position") or source.passages.count() + 1
    return Passage.objects.create(
        **{
            "source": source,
            "anchor": f"p{position}",
            "position": position,
            "says": f"What passage {position} says.",
            **fields,
        }
    )


def make_statement(**fields):
    position = Statement.objects.count() + 1
    return _make_fact(
        Statement,
        {
            "topic": Statement.Topic.NETWORK,
            "position": position,
            "text": f"Statement {position}.",
            **fields,
        },
    )


def make_focal_point(name=None, **fields):
    number = FocalPoint.objects.count() + 1
    return FocalPoint.objects.create(name=name or f"Focal point {number}", **fields)


def make_contact_detail(focal_point=None, **fields):
    return ContactDetail.objects.create(
        **{
            "focal_point": focal_point or make_focal_point(),
            "kind": ContactDetail.Kind.OFFICE_EMAIL,
            "value": "office@example.org",
            "audience": ContactDetail.Audience.NETWORK,
            **fields,
        }
    )


def make_appointment(party=None, **fields):
    return _make_fact(
        Appointment, {"party": party or make_country(), "started": "2012-09-29", **fields}
    )


def make_step(party=None, **fields):
    return _make_fact(
        Step,
        {
            "party": party or make_country(),
            "kind": Step.Kind.INTENDS,
            "taken": "2013-06-11",
            **fields,
        },
    )


def make_network_count(**fields):
    return _make_fact(
        NetworkCount,
        {"value": NetworkCount.objects.count() + 1, "as_of": "2012-09-29", **fields},
    )


def make_meeting(slug=None, **fields):
    number = Meeting.objects.count() + 1
    return _make_fact(
        Meeting,
        {
            "slug": slug or f"meeting-{number}",
            "title": f"Meeting {number}",
            "series": Meeting.Series.ANNUAL,
            "held": "2013-06-11/2013-06-12",
            **fields,
        },
    )


def make_other_title(meeting=None, **fields):
    number = OtherTitle.objects.count() + 1
    return _make_fact(
        OtherTitle,
        {"meeting": meeting or make_meeting(), "title": f"Other title {number}", **fields},
    )


def make_host(meeting=None, party=None, **fields):
    return _make_fact(
        Host,
        {
            "meeting": meeting or make_meeting(),
            "party": party or make_country(),
            "role": Host.Role.HOSTED,
            **fields,
        },
    )


def make_delegation(meeting=None, party=None, **fields):
    return _make_fact(
        Delegation,
        {"meeting": meeting or make_meeting(), "party": party or make_country(), **fields},
    )


def make_delegate(delegation=None, **fields):
    number = Delegate.objects.count() + 1
    return _make_fact(
        Delegate,
        {"delegation": delegation or make_delegation(), "name": f"Delegate {number}", **fields},
    )


def make_headcount(meeting=None, **fields):
    return _make_fact(
        Headcount,
        {"meeting": meeting or make_meeting(), "of": Headcount.Of.STATES, "value": 31, **fields},
    )


def make_remark(**fields):
    """What a reader sent at noon on 22 November 2026, and left no address."""
    return Remark.objects.create(
        **{
            "page": "/countries/",
            "text": f"Remark {Remark.objects.count() + 1}.",
            "sent_at": datetime(2026, 11, 22, 12, tzinfo=UTC),
            **fields,
        }
    )


def make_user(email=None, **fields):
    """An account of nobody in particular; signs in with PASSWORD."""
    number = get_user_model().objects.count() + 1
    return get_user_model().objects.create_user(
        email or f"person-{number}@example.org", PASSWORD, **fields
    )


def make_staff(email=None, **fields):
    """A member of staff who may do everything."""
    return make_user(email, **{"is_staff": True, "is_superuser": True, **fields})


def make_editor(*permissions, email=None):
    """A member of staff who has just these permissions, such as "meetings.view_meeting"."""
    user = make_user(email, is_staff=True)
    for permission in permissions:
        app_label, codename = permission.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app_label, codename=codename)
        )
    return user


def _make_fact(model, fields):
    """A fact that rests on the given passages, or on one of its own; on none if given []."""
    passages = fields.pop("passages", None)
    fact = model.objects.create(**fields)
    fact.passages.set([make_passage()] if passages is None else passages)
    return fact


def _first_unused_slug():
    taken = set(Party.objects.values_list("slug", flat=True))
    slugs = (countries.alpha3(code).lower() for code in sorted(countries.countries))
    return next(slug for slug in slugs if slug not in taken)
