"""Somebody of whom everything is held that can be, each text of it a canary; and what is left."""

import json
from datetime import timedelta

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from focalpoints.models import FocalPoint
from meetings.models import Delegate
from outbox.delivery import deliver
from sources.models import Translation
from tests import make
from tests.test_canaries import ENCODED, RAW

EARLIER = make.NOON - timedelta(days=300)


class Person:
    """`entry` with its account, its post and all else; `canaries` counts what was said of them."""

    def __init__(self, *, ended=""):
        self.canaries = 0
        self.staff = make.make_staff("staff@example.org")
        self.account = make.make_user(
            self.address(), first_name=self.text(), last_name=self.text(), last_login=EARLIER
        )
        self.entry = make.make_focal_point(
            self.text(), honorific=self.text(), note=self.text(), account=self.account
        )
        self.post = make.make_appointment(
            make.make_country("gha"),
            holder=self.entry,
            started="2012",
            ended=ended,
            office="Director",
            end_reason=self.text(),
        )
        self._entry()
        self._account()
        self._submissions()
        self._attendance()
        self._traces()

    def text(self):
        self.canaries += 1
        return f"canary{self.canaries:03}x"

    def address(self):
        return f"{self.text()}@example.org"

    def _entry(self):
        entry, self.mailbox = self.entry, self.address()
        entry.name, entry.honorific, entry.note = self.text(), self.text(), self.text()
        entry.biography, entry.languages = self.text(), "en fr"
        entry.save()  # what it said before is in its history
        entry.biography = self.text()
        entry.save()
        for kind, value in [
            ("office-email", self.mailbox),
            ("office-telephone", self.text()),
            ("private-email", self.address()),
            ("assistant", self.text()),
        ]:
            audience = "network" if kind.startswith("office") else "secretariat"
            detail = make.make_contact_detail(entry, kind=kind, value=value, audience=audience)
        detail.value = self.text()
        detail.save()
        make.make_contact_detail(entry, value=self.address()).delete()
        portrait = make.make_portrait(entry, image=self.text().encode(), digest=self.text())
        portrait.digest = self.text()
        portrait.save()
        make.make_consent(entry, wording=self.text())
        make.make_protection(entry, lifted_at=make.NOON)
        make.make_confirmation(entry)
        make.make_notice(entry)
        self._joined()
        assistant = make.make_user("assistant@example.org")
        make.make_assistance(entry, account=assistant)
        make.make_draft(entry, made_by=assistant, honorific=self.text(), biography=self.text())
        make.make_assistant_invitation(entry, address=self.address())

    def _joined(self):
        """Another entry of theirs, of which the history and the key are left."""
        other = make.make_focal_point(self.text())
        make.make_contact_detail(other, value=self.address()).delete()
        make.make_former_key(self.entry, key=other.key)
        other.delete()

    def _account(self):
        account = self.account
        make.make_factor(account)
        make.make_passkey(account, name=self.text())
        RecoveryCodes.activate(account)
        account.emailaddress_set.create(email=self.address())
        account.groups.add(Group.objects.get_or_create(name="Example")[0])
        account.user_permissions.add(Permission.objects.first())
        Client().force_login(account)
        make.make_account_decision(
            account, kind="new-address", new_address=self.address(), reason=self.text()
        )
        make.make_protection_decision(self.entry, reason=self.text())
        self.stopped = make.make_erasure_decision(
            self.entry, reason=self.text(), withdrawn_by=account, withdrawn_at=EARLIER
        )
        make.make_erasure_request(account)
        # An assistant of somebody else, once.
        make.make_assistance(account=account, ended_at=make.NOON)
        make.make_draft(made_by=account, biography=self.text())
        used = make.make_assistant_invitation(address=self.address())
        make.make_staff_invitation(self.mailbox)
        for invitation in [
            make.make_appointment_invitation(self.post, address=self.address()),
            make.make_staff_invitation(self.address()),
            used,
        ]:
            type(invitation).objects.filter(pk=invitation.pk).update(
                accepted_by=account, accepted_at=make.NOON
            )

    def _submissions(self):
        self.evidence = make.make_kept_file(source=make.make_source(kind="letter"))
        for letter in [make.make_kept_file(content=self.text().encode()), self.evidence]:
            make.make_proposal(
                self.post,
                changes={"office": self.text()},
                explanation=self.text(),
                letter=letter,
                asked_by=self.account,
                refused_at=make.NOON,
                answer=self.text(),
            )
        make.make_handover(
            self.post,
            successor_name=self.text(),
            successor_honorific=self.text(),
            successor_address=self.address(),
            explanation=self.text(),
            asked_by=self.account,
            letter=make.make_kept_file(content=self.text().encode()),
        )
        make.make_handover(
            successor=self.entry,
            successor_name=self.text(),
            successor_address=self.address(),
            refused_at=make.NOON,
            answer=self.text(),
        )
        make.make_handover(
            successor_name=self.text(),
            succeeded_by=self.post,
            accepted_at=make.NOON,
            carried_out_at=make.NOON,
        )

    def _attendance(self):
        self.delegation = make.make_delegation(party=self.post.party)
        delegate = make.make_delegate(
            self.delegation,
            name=self.text(),
            position=self.text(),
            inference=self.text(),
            focal_point=self.entry,
        )
        in_french = make.make_translation(delegate.inference, self.text())
        in_french.translation = self.text()
        in_french.save()
        make.make_translation(delegate.inference, self.text(), "ar").delete()
        delegate.name, delegate.inference = self.text(), self.text()
        delegate.save()
        make.make_translation(delegate.inference, self.text())
        gone = make.make_delegate(self.delegation, name=self.text(), focal_point=self.entry)
        gone.delete()
        self.named_on_another_page = delegate.name
        self.said_of_delegates = {
            *Delegate.history.values_list("name", "position", "inference"),
            *Translation.history.values_list("text", "translation"),
        }

    def _traces(self):
        for to in [self.account.email, self.mailbox]:
            make.make_message(to=to)
            make.make_message(to=to.upper(), state="sent", sealed="", finished_at=make.NOON)
        make.make_remark(reply_to=self.account.email)
        detail = self.entry.contact_details.first()
        added = [{"added": {"name": "delegate", "object": self.named_on_another_page}}]
        for row, message in [
            (self.entry, ""),
            (self.account, ""),
            (detail, ""),
            (self.entry.invitations.first(), ""),
            (Translation.objects.first(), ""),
            (self.delegation, json.dumps(added)),
        ]:
            LogEntry.objects.log_actions(self.staff.pk, [row], CHANGE, change_message=message)
        LogEntry.objects.log_actions(self.account.pk, [self.delegation], CHANGE)


def canaries_left():
    """In all rows of all tables, once the mails are sent that say that it is done."""
    deliver()
    copy = copy_of_the_database()
    return sorted({*RAW.findall(copy), *ENCODED.findall(copy)})


def copy_of_the_database():
    """As one text; what is kept as bytes is read as text."""
    rows = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(" ".join(["SELECT * FROM", connection.ops.quote_name(table)]))
            rows += [" ".join(map(_text, row)) for row in cursor.fetchall()]
    return "\n".join(rows)


def _text(value):
    is_bytes = isinstance(value, bytes | memoryview)
    return bytes(value).decode(errors="replace") if is_bytes else str(value)


def links_to_a_person():
    """Every field of a row that leads to an entry or to an account, as "app.Model.field"."""
    return {
        f"{model._meta.label}.{field.name}": field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if field.concrete and field.related_model in (FocalPoint, User)
    }


def rows_led_by(field, person):
    """Those that lead to the person by the field."""
    key = person.entry.pk if field.related_model is FocalPoint else person.account.pk
    return field.model._base_manager.filter(**{field.name: key})


def now():
    return timezone.now()
