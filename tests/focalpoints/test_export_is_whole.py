"""Nothing that is held about a person is forgotten in what they may fetch.

Every model that leads to an account or to an entry, histories and those of libraries too, and
every field of it stands in `focalpoints/held.py`: told, or not told and why.
"""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils import timezone

from accounts.models import User
from focalpoints import held
from focalpoints.held import Held, held_in, histories, sections
from focalpoints.models import FocalPoint
from focalpoints.own_data import held_about
from tests import make

LATER = make.NOON + timedelta(days=2)


def links(model):
    """The fields of a model that lead to another one; a join table stands for such a field."""
    fields = [*model._meta.concrete_fields, *model._meta.local_many_to_many]
    return [(field.name, field.related_model) for field in fields if field.related_model]


def held_about_persons():
    """By label, the fields of each model from which one gets to an account or an entry."""
    kept = [model for model in apps.get_models() if not model._meta.proxy]
    found = {User, FocalPoint}
    size = 0
    while size < len(found):
        size = len(found)
        found |= {
            model
            for model in kept
            if any(to._meta.concrete_model in found for _name, to in links(model))
        }
    return {model: {field.name for field in fields_of(model)} for model in found}


def fields_of(model):
    return [*model._meta.concrete_fields, *model._meta.local_many_to_many]


def forgotten(fields):
    """What is not declared, of models with their fields."""
    missing = set()
    for model, names in fields.items():
        declared = held_in(model)
        if declared is None:
            missing.add(model._meta.label)
        elif isinstance(declared, Held):
            missing |= {f"{model._meta.label}.{each}" for each in names - set(declared.all_names)}
    return missing


def test_every_field_that_leads_to_a_person_is_told_or_a_reason_says_why_not():
    assert forgotten(held_about_persons()) == set()


def test_a_field_that_nobody_declared_is_found(monkeypatch):
    fields = held_about_persons()
    fields[FocalPoint].add("shoe_size")
    monkeypatch.delitem(held.HELD, "focalpoints.Consent")

    assert forgotten(fields) == {"focalpoints.FocalPoint.shoe_size", "focalpoints.Consent"}


def test_the_walk_finds_what_leads_to_a_person_by_way_of_others():
    found = {model._meta.label for model in held_about_persons()}

    assert found >= {
        "account.EmailConfirmation",
        "admin.LogEntry",
        "focalpoints.HistoricalContactDetail",
        "focalpoints.ProposedChange",
        "meetings.HistoricalDelegate",
        "mfa.Authenticator",
    }
    assert "sources.Source" not in found


def test_the_table_declares_each_field_once_and_only_fields_that_there_are():
    for _section, model, declared in sections():
        assert sorted(declared.all_names) == sorted(field.name for field in fields_of(model))


def test_only_of_models_that_are_about_nobody_no_field_is_declared():
    """Their one way to a person, if any, is who of the secretariat changed them."""
    about_nobody = [each for each in held_about_persons() if not isinstance(held_in(each), Held)]
    direct = {
        (model._meta.label, name)
        for model in about_nobody
        for name, to in links(model)
        if to in (User, FocalPoint) and name != "history_user"
    }

    assert about_nobody
    assert direct == set()


def test_what_is_left_out_of_one_section_is_told_in_another():
    told = {}
    for section, model, declared in sections():
        told.setdefault(model, set()).update(set(declared.names) - set(section.but.split()))

    assert {model for model in told if told[model] != set(held_in(model).names)} == set()


def fill():
    """A person of whom everything is held that can be held, as the account."""
    account = make.make_user(first_name="Example", last_name="Person")
    account.groups.add(Group.objects.create(name="Example group"))
    account.user_permissions.add(Permission.objects.first())
    me = make.make_colleague(
        account=account, honorific="Ms", languages="en fr", biography="Text", note="A note"
    )
    post = _entry(me)
    _official(me, post)
    _account(account)
    _traces(account, me)
    for model in histories():
        model.objects.update(history_user=account, history_change_reason="A reason")
    User.objects.filter(pk=account.pk).update(
        is_staff=True, is_active=False, last_login=make.NOON, suspended_at=make.NOON
    )
    return User.objects.get(pk=account.pk)


def _entry(me):
    make.make_portrait(me)
    make.make_contact_detail(me, audience="public")
    make.make_consent(me, withdrawn_at=LATER)
    make.make_protection(me, lifted_at=LATER)
    make.make_confirmation(me)
    make.make_notice(me)
    make.make_former_key(me)
    make.make_draft(me, honorific="Dr", languages="en", biography="Text")
    make.make_assistance(me, ended_at=LATER)
    make.make_delegate(focal_point=me, position="Head", inference="A guess.")
    return make.make_appointment(
        holder=me,
        office="Office",
        institution="Institution",
        seat="geneva",
        started="2013",
        ended="2014",
        end_reason="A reason",
        inference="A guess.",
    )


def _official(me, post):
    account = me.account
    asked = {"asked_by": account, "explanation": "Text", "letter": make.make_kept_file()}
    make.make_proposal(post, **asked, accepted_at=LATER)
    make.make_proposal(post, **asked, refused_at=LATER, answer="No.")
    make.make_proposal(post, **asked, withdrawn_at=LATER)
    named = {"successor_honorific": "Ms"}
    done = {"accepted_at": LATER, "carried_out_at": LATER}
    make.make_handover(post, **asked, **named, **done)
    make.make_handover(post, **asked, refused_at=LATER, answer="No.")
    make.make_handover(post, **asked, withdrawn_at=LATER)
    invitations = [
        make.make_appointment_invitation(post, address="a@example.org"),
        make.make_appointment_invitation(post, address="b@example.org"),
        make.make_staff_invitation(),
        make.make_assistant_invitation(),
        make.make_assistant_invitation(me, invited_by=account),
    ]
    for invitation, accepted in zip(invitations, [True, False, True, True, False], strict=True):
        times = {"accepted_at": LATER, "accepted_by": account} if accepted else {}
        type(invitation).objects.filter(pk=invitation.pk).update(**times or {"revoked_at": LATER})


def _account(account):
    make.make_factor(account)
    make.make_passkey(account)
    account.authenticator_set.update(last_used_at=make.NOON)
    address = EmailAddress.objects.get(user=account)
    EmailConfirmation.objects.create(
        email_address=address, created=make.NOON, sent=make.NOON, key="key"
    )
    make.make_erasure_request(account, settled_at=LATER)
    about = {
        make.make_account_decision: {"kind": "new-address", "new_address": "new@example.org"},
        make.make_protection_decision: {},
        make.make_erasure_decision: {},
    }
    for make_decision, fields in about.items():
        whom = account if make_decision is make.make_account_decision else account.focal_point
        make_decision(whom, **fields, alone_until=make.NOON, carried_out_at=LATER)
        make_decision(whom, **fields, withdrawn_at=LATER, withdrawn_by=account)


def _traces(account, me):
    browser = Client()
    browser.force_login(account)
    make.make_message(
        to=account.email,
        kind="notice",
        state="given-up",
        useless_after=LATER,
        finished_at=make.NOON,
    )
    LogEntry.objects.create(
        user=account,
        content_type=ContentType.objects.get_for_model(FocalPoint),
        object_id=str(me.pk),
        object_repr="Somebody",
        action_flag=CHANGE,
        change_message="Changed Name.",
    )
    make.make_entry("looked-at-contact", about=me.key, detail="desk", at=timezone.now())
    make.make_entry("wrote", who=account.pseudonym, about=me.key, detail="detail")


@pytest.mark.django_db
def test_every_field_that_is_declared_as_told_is_in_the_file():
    """With the value of a row, where it is told as it stands there."""
    kinds = {kind.name: kind for kind in held_about(fill())}
    told, wrong = {}, set()
    for section, model, declared in sections():
        values = told.setdefault(model, {name: [] for name in declared.names})
        for each in (each for row in kinds[section.name].rows for each in row):
            if each.name in values:
                values[each.name].append(each.value)

    for model, values in told.items():
        for name, said in values.items():
            said = [value for value in said if value not in (None, "", [])]
            field = model._meta.get_field(name)
            kept = set(map(str, model._base_manager.values_list(name, flat=True)))
            is_plain = not field.is_relation and type(field).__name__ != "BinaryField"
            is_called = name in ("who", "about", "change_message")
            if not said or (is_plain and not is_called and not {*map(str, said)} <= kept):
                wrong.add(f"{model._meta.label}.{name}")

    assert wrong == set()


@pytest.mark.django_db
def test_every_history_of_which_only_the_author_is_a_person_is_told_by_its_kind():
    account = fill()
    make.make_statement(), make.make_headcount(), make.make_other_title()
    for model in histories():
        model.objects.update(history_user=account)

    (changes,) = [each for each in held_about(account) if each.name == "record_changes"]

    kept = {
        str(model.instance_type._meta.verbose_name)
        for model in histories()
        if model.objects.exists()
    }
    assert {row[1].value for row in changes.rows} == kept
    assert {"statement", "headcount"} <= kept
