"""Erasing what is held about a person, and doing it again after a restore."""

import json
from dataclasses import dataclass
from uuid import uuid4

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Decision, Invitation, PreviewedSheet, User
from accounts.sessions import SessionStore
from countries.models import Party
from outbox.models import Message
from sources.citations import cited_models
from sources.models import KeptFile, Translation
from trail.models import Entry

from . import ledger
from .ledger import Scope
from .models import (
    Appointment,
    AppointmentInvitation,
    Assistance,
    AssistantInvitation,
    ContactDetail,
    ErasureDecision,
    FocalPoint,
    FormerKey,
    Handover,
    Proposal,
)

# The rows that go with an entry and with an account, by the field that leads there; their history
# goes too. A test asks about each field that leads to either, and why the rows of others stay.
# By their names, because some belong to apps that know of focal points.
GO_WITH_ENTRY = [
    "focalpoints.AppointmentInvitation.holder",
    "focalpoints.Assistance.focal_point",
    "focalpoints.AssistantInvitation.focal_point",
    "focalpoints.Confirmation.focal_point",
    "focalpoints.Consent.focal_point",
    "focalpoints.ContactDetail.focal_point",
    "focalpoints.Draft.focal_point",
    "focalpoints.FormerKey.focal_point",
    "focalpoints.Handover.successor",
    "focalpoints.Notice.focal_point",
    "focalpoints.Portrait.focal_point",
    "focalpoints.Proposal.focal_point",
    "focalpoints.Protection.focal_point",
    "focalpoints.ProtectionDecision.focal_point",
    "meetings.Delegate.focal_point",
]
GO_WITH_ACCOUNT = [
    "account.EmailAddress.user",
    "accounts.AccountDecision.account",
    "accounts.StaffInvitation.accepted_by",
    "accounts.User_groups.user",
    "accounts.User_user_permissions.user",
    "admin.LogEntry.user",
    "focalpoints.AppointmentInvitation.accepted_by",
    "focalpoints.Assistance.account",
    "focalpoints.AssistantInvitation.accepted_by",
    "focalpoints.Draft.made_by",
    "focalpoints.ErasureRequest.account",
    "mfa.Authenticator.user",
]
# What stays of whoever left office, with the name: what they agreed to, that they are hidden, and
# where they are found. Who came to a meeting is told by its sources.
STAYS_OF_FORMER = {
    "focalpoints.Confirmation.focal_point",
    "focalpoints.Consent.focal_point",
    "focalpoints.FormerKey.focal_point",
    "focalpoints.Protection.focal_point",
    "meetings.Delegate.focal_point",
}
PORTRAIT = "focalpoints.Portrait.focal_point"
TEXTS = ["languages", "biography", "note"]


@transaction.atomic
def erase_person(focal_point=None, account=None, *, at):
    """Erase all that is held about a person, given by the entry, the account or both.

    Earlier versions, mails, sessions and the log of the desk are erased too. What stays: that the
    post was held, by an empty row under another key; letters that became the source of an
    appointment, as evidence of it; the trail, which holds pseudonyms only; and that two decided
    on the erasure, and when. Raises ValidationError where the account is one of the secretariat,
    or the ledger cannot be written.
    """
    person = _Person.locked(focal_point, account)
    if not person.entry and not person.account:
        raise ValidationError(_("Whoever this was about is erased already."))
    if person.account and person.account.is_staff:
        raise ValidationError(
            _("This is an account of the secretariat: take it off the desk first.")
        )
    if person.account or not person.entry.erased_at:
        _erase(person, at)


@transaction.atomic
def erase_former(focal_point, *, at):
    """Erase what is private of somebody who has left office, and the account.

    The name, consents, facts of state and what the person shows in public stay. So does an
    account that is in use otherwise. When it is due, and who was told: retention.py. Returns
    whether anything was left to erase. Raises ValidationError.
    """
    person = _Person.locked(focal_point, None)
    if not _holds_what_goes(person):
        return False
    if person.account and not _is_left(person.account):
        person = _Person.of(person.entry, None)
    _erase_submissions(person.pks)
    for where in _going_with_former(person.entry):
        _erase_rows(where, person.pks)
    _empty_past(person, TEXTS)
    for name in _texts_that_go(person.entry):
        setattr(person.entry, name, "")
    closed = ErasureDecision.objects.filter(focal_point__in=person.pks).closed()
    closed.update(reason="")
    closed.filter(withdrawn_by=person.account).update(withdrawn_by=None)
    noted = [(Scope.FORMER, key) for key in person.keys] + _of_account(person)
    _erase_account(person)
    _erase_addressed(person.addresses)
    _erase_previewed()
    person.entry.save()  # from now on its history begins with this
    ledger.note(noted, at=at)
    Entry.objects.record(Entry.What.ERASED, about=person.entry.key, at=at, detail=str(Scope.FORMER))
    return True


def holds_what_goes(focal_point):
    """Whether there is anything of whoever left office that `erase_former` would erase."""
    return _holds_what_goes(_Person.of(focal_point, focal_point.account))


def brought_back(noted):
    """What the ledger names and is there again: (scope, entry or account), one after the other."""
    for entry in FocalPoint.objects.not_erased().order_by("pk"):
        if noted.day_of(Scope.ENTRY, entry.key):
            yield Scope.ENTRY, entry
        elif _is_former_again(entry, noted.day_of(Scope.FORMER, entry.key)):
            yield Scope.FORMER, entry
    for account in User.objects.order_by("pk"):
        if noted.day_of(Scope.ACCOUNT, account.pseudonym):
            yield Scope.ACCOUNT, account


@transaction.atomic
def erase_again(scope, row, *, at):
    """One that `brought_back` found. Raises ValidationError."""
    match scope:
        case Scope.FORMER:
            erase_former(row, at=at)
        case Scope.ENTRY:
            _erase(_Person.locked(row, None), at)
        case Scope.ACCOUNT if User.objects.filter(pk=row.pk).exists():
            # Not the entry that it may have had: of a former focal point that stays.
            person = _Person.of(None, User.objects.select_for_update().get(pk=row.pk))
            FocalPoint.objects.signing_in_as(person.account).update(account=None)
            _erase(person, at)


@dataclass
class _Person:
    """Who is erased, and all that they are found by."""

    entry: FocalPoint | None
    account: User | None
    keys: set  # of the entry, and of those that were joined with it
    pks: set  # the same, as the rows of their histories say
    names: set
    addresses: set

    @classmethod
    def locked(cls, entry, account):
        """Nobody writes to their rows until the transaction ends."""
        if account and not entry:
            entry = FocalPoint.objects.signing_in_as(account).first()
        if entry:
            _take_turns(entry)
            entry = FocalPoint.objects.select_for_update().get(pk=entry.pk)
            account = account or entry.account
        if account:
            account = User.objects.select_for_update().get(pk=account.pk)
        return cls.of(entry, account)

    @classmethod
    def of(cls, entry, account):
        keys, pks, names = set(), set(), set()
        if entry:
            keys = {
                entry.key,
                *FormerKey.objects.filter(focal_point=entry).values_list("key", flat=True),
            }
            past = FocalPoint.history.filter(key__in=keys)
            pks = {entry.pk, *past.values_list("id", flat=True)}
            names = {entry.name, *past.values_list("name", flat=True)} | _names_of_delegates(pks)
        addresses = _addresses(pks, account)
        return cls(entry, account, keys, pks, names - {""}, addresses)


def _take_turns(entry):
    """In the order of those who carry out a proposal or a handover, or join two entries."""
    posts = Appointment.objects.filter(holder=entry)
    for rows in [
        Proposal.objects.filter(focal_point=entry),
        Handover.objects.filter(_handed_over({entry.pk})),
        Party.objects.filter(pk__in=posts.values("party")),
        posts,
        AppointmentInvitation.objects.filter(holder=entry),
        AssistantInvitation.objects.filter(focal_point=entry),
    ]:
        list(rows.select_for_update(of=["self"]).order_by("pk").values_list("pk"))


def _names_of_delegates(pks):
    delegates = apps.get_model("meetings", "Delegate")
    return {
        name
        for rows in [delegates.objects, delegates.history]
        for name in rows.filter(focal_point__in=pks).values_list("name", flat=True)
    }


def _addresses(pks, account):
    """Every e-mail address that is or was the person's, in lower case, and nobody else's."""
    found = set()
    for contacts in [ContactDetail.objects, ContactDetail.history]:
        found |= set(contacts.filter(focal_point__in=pks).values_list("value", flat=True))
    to_them = Handover.objects.filter(_to_them(pks))
    found |= set(to_them.values_list("successor_address", flat=True))
    invited = AppointmentInvitation.objects.filter(holder__in=pks)
    found |= set(invited.values_list("address", flat=True))
    if account:
        found |= {account.email, *account.emailaddress_set.values_list("email", flat=True)}
        found |= set(account.decisions.values_list("new_address", flat=True))
        for kind in _kinds_of(Invitation):
            found |= set(kind.objects.filter(accepted_by=account).values_list("address", flat=True))
    found = {each.lower() for each in found if "@" in each}
    others = User.objects.exclude(pk=account.pk) if account else User.objects
    return found - set(others.filter(email__in=found).values_list("email", flat=True))


def _erase(person, at):
    noted = [(Scope.ENTRY, key) for key in person.keys] + _of_account(person)
    _erase_submissions(person.pks)
    for where in GO_WITH_ENTRY:
        _erase_rows(where, person.pks)
    _erase_mentions(person, at)
    if person.entry:
        _empty_entry(person, at)
    _erase_account(person)
    _erase_addressed(person.addresses)
    _erase_previewed()
    ledger.note(noted, at=at)
    for scope, pseudonym in noted:
        Entry.objects.record(Entry.What.ERASED, about=pseudonym, at=at, detail=str(scope))


def _of_account(person):
    return [(Scope.ACCOUNT, person.account.pseudonym)] if person.account else []


def _erase_submissions(pks):
    """What they proposed and handed over, and what was handed over to them.

    With the letters, except those that are the source of an appointment by now.
    """
    proposals = Proposal.objects.filter(focal_point__in=pks)
    handovers = Handover.objects.filter(_handed_over(pks))
    letters = set()
    for rows in [proposals, handovers]:
        letters |= set(rows.exclude(letter=None).values_list("letter", flat=True))
        _erase_log(rows.model, set(rows.values_list("pk", flat=True)))
        rows.delete()
    KeptFile.objects.filter(pk__in=letters, source=None, proposals=None, handovers=None).delete()


def _handed_over(pks):
    return Q(appointment__holder__in=pks) | _to_them(pks)


def _to_them(pks):
    return Q(successor__in=pks) | Q(succeeded_by__holder__in=pks)


def _erase_rows(where, pks):
    """Those that lead there by a field, with their history and what the desk's log called them."""
    model, field = _field_named(where)
    rows = model._base_manager.filter(**{f"{field}__in": pks})
    gone = set(rows.values_list("pk", flat=True))
    told = _inferences(rows)
    rows.delete()
    if history := getattr(model, "history", None):
        past = history.filter(**{f"{field}__in": pks})
        before = set(past.values_list("id", flat=True))
        gone |= before - set(model._base_manager.filter(pk__in=before).values_list("pk", flat=True))
        versions = history.filter(Q(id__in=gone) | Q(pk__in=past.values("pk")))
        told |= _inferences(versions)
        _erase_history(versions)
    _erase_log(model, gone)
    _erase_translations(told)


def _inferences(rows):
    """Texts of facts, which can be told in other languages; of other rows there are none."""
    if not any(field.name == "inference" for field in rows.model._meta.fields):
        return set()
    return set(rows.exclude(inference="").values_list("inference", flat=True))


def _erase_translations(texts):
    """Except of what another fact says in the same words."""
    for model in cited_models() if texts else []:
        texts = texts - _inferences(model._base_manager.filter(inference__in=texts))
    past = Translation.history.filter(text__in=texts)
    gone = set(past.values_list("id", flat=True))
    Translation.objects.of(*texts).delete()
    _erase_history(Translation.history.filter(Q(id__in=gone) | Q(text__in=texts)))
    _erase_log(Translation, gone)


def _erase_history(versions):
    """With what they said of many: the rows that join them outlive a version otherwise."""
    keys = list(versions.values_list("pk", flat=True))
    for relation in versions.model._meta.related_objects:
        relation.related_model.objects.filter(**{f"{relation.field.name}__in": keys}).delete()
    versions.model.objects.filter(pk__in=keys).delete()


def _erase_log(model, pks):
    of_model = ContentType.objects.get_for_model(model)
    LogEntry.objects.filter(content_type=of_model, object_id__in=map(str, pks)).delete()


def _erase_mentions(person, at):
    """What names the person without leading to them, and what was decided about them."""
    # A row edited on the page of another: Django's log says so in JSON.
    for name in person.names:
        said = LogEntry.objects.filter(change_message__contains=f'"object": {json.dumps(name)}')
        said.update(change_message="")
    pseudonyms = person.keys | ({person.account.pseudonym} if person.account else set())
    decided = ErasureDecision.objects.filter(
        Q(person__in=pseudonyms)
        | Q(focal_point__in=person.pks)
        | Q(account=person.account, account__isnull=False)
    )
    decided.open().update(withdrawn_at=at)
    if person.account:
        decided.filter(withdrawn_by=person.account).update(withdrawn_by=None)
    decided.update(reason="", focal_point=None, account=None)


def _empty_entry(person, at):
    """Its posts keep a holder, of whom nothing is known: old links and the trail lead nowhere."""
    entry = person.entry
    _empty_past(person, [])
    _erase_history(FocalPoint.history.filter(id__in=person.pks))
    _erase_log(FocalPoint, person.pks)
    entry.key, entry.erased_at, entry.account = uuid4(), at, None
    entry.name = entry.honorific = entry.languages = entry.biography = entry.note = ""
    entry.save()


def _empty_past(person, texts):
    """What earlier versions said, and why they left office: which is for staff, and about them."""
    FocalPoint.history.filter(id__in=person.pks).update(**dict.fromkeys(texts, ""))
    held = Appointment.objects.filter(holder__in=person.pks)
    was_held = Q(holder__in=person.pks) | Q(id__in=held.values("pk"))
    Appointment.history.filter(was_held).update(end_reason="")
    held.update(end_reason="")


def _erase_account(person):
    account = person.account
    if account is None:
        return
    if person.entry:
        person.entry.account = None
        FocalPoint.objects.filter(pk=person.entry.pk).update(account=None)
    _end_sessions(person)
    for where in GO_WITH_ACCOUNT:
        _erase_rows(where, {account.pk})
    _erase_log(User, {account.pk})
    if _has_decided(account):
        _empty_account(account)
    else:
        User.objects.filter(pk=account.pk).delete()


def _end_sessions(person):
    """Theirs, and those of nobody yet in which one of their addresses was typed. All are sealed."""
    store = SessionStore()
    for session in list(Session.objects.all()):
        held = store.decode(session.session_data)
        text = json.dumps(held, default=str).lower()
        of = held.get(SESSION_KEY)
        is_signing_in = of is None and any(each in text for each in person.addresses)
        if of == str(person.account.pk) or is_signing_in:
            session.delete()


def _has_decided(account):
    """About others, while they worked at the desk: a decision keeps who it was made by."""
    parts = Q(asked_by=account) | Q(seconded_by=account) | Q(withdrawn_by=account)
    return any(kind.objects.filter(parts).exists() for kind in _kinds_of(Decision))


def _empty_account(account):
    """It signs nobody in and names nobody."""
    account.email = f"{uuid4()}@erased.invalid"
    account.first_name = account.last_name = ""
    account.pseudonym = uuid4()
    account.last_login = account.suspended_at = None
    account.is_active = account.is_staff = account.is_superuser = False
    account.set_unusable_password()
    account.save()


def _erase_previewed():
    """Sheets that wait to be imported, whoever is in them: they are sealed, and soon sent again."""
    PreviewedSheet.objects.all().delete()


def _erase_addressed(addresses):
    """What was sent there, and what was sent from there without signing in."""
    Message.objects.filter(_is_any_of("to", addresses)).delete()
    for kind in _kinds_of(Invitation):
        rows = kind.objects.filter(_is_any_of("address", addresses))
        _erase_log(kind, set(rows.values_list("pk", flat=True)))
        rows.delete()
    remarks = apps.get_model("remarks", "Remark").objects
    remarks.filter(_is_any_of("reply_to", addresses)).update(reply_to="", sender="")


def _is_any_of(field, addresses):
    """As addresses are compared: in whatever case."""
    found = Q(pk__in=[])
    for address in addresses:
        found |= Q(**{f"{field}__iexact": address})
    return found


def _going_with_former(entry):
    stays = set(STAYS_OF_FORMER)
    if "portrait" in _shown_in_public(entry):
        stays.add(PORTRAIT)
    return [where for where in GO_WITH_ENTRY if where not in stays]


def _shown_in_public(entry):
    return set(entry.consents.open().values_list("field", flat=True))


def _texts_that_go(entry):
    return [name for name in TEXTS if name not in _shown_in_public(entry)]


def _is_left(account):
    """Nothing but the entry holds the account: neither the desk nor the entry of somebody else."""
    return not account.is_staff and not Assistance.objects.open().by(account).exists()


def _holds_what_goes(person):
    entry, pks = person.entry, person.pks
    if entry.erased_at:
        return False
    if person.account and _is_left(person.account):
        return True
    if any(getattr(entry, name) for name in _texts_that_go(entry)):
        return True
    past = FocalPoint.history.filter(id__in=pks)
    earlier = [past.exclude(**{name: ""}).exclude(**{name: getattr(entry, name)}) for name in TEXTS]
    reasons = [
        Appointment.objects.filter(holder__in=pks).exclude(end_reason=""),
        Appointment.history.filter(holder__in=pks).exclude(end_reason=""),
    ]
    handed_over = Handover.objects.filter(_handed_over(pks))
    going = [
        rows.filter(**{f"{field}__in": pks})
        for model, field in map(_field_named, _going_with_former(entry))
        for rows in [model._base_manager, getattr(model, "history", None)]
        if rows is not None
    ]
    return any(rows.exists() for rows in [*earlier, *reasons, handed_over, *going])


def _is_former_again(entry, day):
    """Where the trail knows of it, the backup was made afterwards: what is there is newer."""
    if day is None:
        return False
    erased = Entry.objects.filter(what=Entry.What.ERASED, about=entry.key).order_by("number").last()
    is_known = erased is not None and erased.at.date() >= day
    return not is_known and holds_what_goes(entry)


def _field_named(where):
    app_label, model, field = where.split(".")
    return apps.get_model(app_label, model), field


def _kinds_of(kind):
    return [model for model in apps.get_models() if issubclass(model, kind)]
