"""What a person may always do: read, and fetch all that is held about them.

Which fields are told stands in `held.py`; here the rows are found, and told as plain values.
"""

import base64
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, reduce
from operator import or_
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from accounts.models import User
from accounts.sealing import Unsealable
from accounts.sessions import BEGUN, SEEN, SessionStore
from sources.dates import day_in_words, in_words
from sources.edtf import EDTF
from sources.enumeration import listed
from sources.translations import joined_up
from trail.models import Entry

from . import disclosure, looks
from .held import histories, sections
from .models import FocalPoint
from .register import today

# Mails whose text opens nothing: neither a code nor a link of invitation stands in them.
READABLE_MAILS = {
    "erasure-asked",
    "message-to-colleague",
    "notice",
    "notice-to-staff",
    "protected",
}
SHOWN = 50  # rows of a kind on the page; the file has them all


@dataclass(frozen=True)
class Told:
    """One value: as the file has it, and as the page says it."""

    name: str
    label: str
    value: object
    words: str


@dataclass(frozen=True)
class Kind:
    """All rows of one kind, each a list of `Told`."""

    name: str
    title: str
    rows: list

    @property
    def is_one(self):
        """There is one at most, and so the file holds no list."""
        return self.name in ("account", "focal_point", "portrait")

    @property
    def shown(self):
        """As many rows as the page says, without what is empty."""
        return [[each for each in row if each.words] for row in self.rows[:SHOWN]]

    @property
    def further(self):
        return max(0, len(self.rows) - SHOWN)


@transaction.atomic
def hand_out(user, *, at):
    """All of it, as the file has it; that it was fetched is recorded."""
    viewer = disclosure.viewer_of(user)
    held = {kind.name: _as_file(kind) for kind in held_about(user) if kind.rows or not kind.is_one}
    Entry.objects.record(Entry.What.EXPORTED, who=user.pseudonym, about=viewer.own, at=at)
    return held


def _as_file(kind):
    rows = [{each.name: each.value for each in row} for row in kind.rows]
    return rows[0] if kind.is_one else rows


def held_about(user):
    """All that is held about the person who signs in with the account: a list of `Kind`.

    Field by field, as `held.py` declares it. Of others nothing is told, and nothing that opens a
    door. A fixed number of queries.
    """
    me = _Me(user)
    kinds = [
        Kind(section.name, section.title, _told(section, model, held, me))
        for section, model, held in sections()
    ]
    return [*kinds, Kind("record_changes", _("What you changed in the record"), _changes(me))]


class _Me:
    """The person: the account, the entry if there is one, and by what the trail calls them."""

    def __init__(self, account):
        self.account = account
        self.viewer = disclosure.viewer_of(account)
        self.entry = FocalPoint.objects.signing_in_as(account).first()

    @cached_property
    def pseudonyms(self):
        """Of the account, of the entry, and of entries that were joined with it."""
        own = {self.account.pseudonym}
        if self.entry:
            own |= {self.entry.key, *self.entry.former_keys.values_list("key", flat=True)}
        return own

    @cached_property
    def addresses(self):
        """Those that the person has shown to be theirs: any other may be somebody else's."""
        proved = self.account.emailaddress_set.filter(verified=True)
        return {self.account.email, *proved.values_list("email", flat=True)}

    @cached_property
    def staff(self):
        return set(User.objects.filter(is_staff=True).values_list("pk", flat=True))

    def call(self, account_pk):
        """Who an account is, without saying who."""
        if account_pk is None:
            return ""
        if account_pk == self.account.pk:
            return _("you")
        return _("the secretariat") if account_pk in self.staff else _("somebody else")


# Rows that no key leads to


def _rows(section, model, me):
    if section.name in _FOUND:
        return _FOUND[section.name](model.objects, me)
    ways = [_way(model, way, me) for way in section.whose.split()]
    rows = model._base_manager.filter(reduce(or_, ways))
    if hasattr(model, "instance_type"):
        return rows.order_by("id", "history_date", "history_id")
    return rows.order_by("pk")


def _way(model, way, me):
    """That the lookup leads to the person, as a condition; to nobody where there is no entry."""
    leads_to = model
    for name in way.split("__"):
        part = leads_to._meta.pk if name == "pk" else leads_to._meta.get_field(name)
        leads_to = part.related_model or leads_to
    of_entry = leads_to is FocalPoint or getattr(leads_to, "instance_type", None) is FocalPoint
    person = me.entry if of_entry else me.account
    return Q(**{way: person.pk}) if person else Q(pk__in=[])


def _sessions(rows, me):
    """Which is whose stands in its sealed data."""
    store = SessionStore()
    found = []
    for session in rows.order_by("expire_date").iterator():
        session.noted = store.decode(session.session_data)
        if session.noted.get(SESSION_KEY) == str(me.account.pk):
            found.append(session)
    return found


def _letters(rows, me):
    sent = Q(handovers__asked_by=me.account)
    if me.entry:
        sent |= Q(proposals__focal_point=me.entry)
    return rows.filter(pk__in=rows.filter(sent).values("pk")).order_by("pk")


def _handovers(rows, me):
    """Whom another holder of the post has named, before or after, is between them and staff."""
    return rows.told_to(me.account).order_by("pk")


def _handovers_to(rows, me):
    """Whom staff think of, they may still refuse: so nobody hears of it before."""
    return (rows.accepted_to(me.entry) if me.entry else rows.none()).order_by("pk")


def _mails(rows, me):
    return rows.filter(reduce(or_, (Q(to__iexact=each) for each in me.addresses)))


def _desk_log(rows, me):
    """Of the rows of the desk that stand for the person."""
    own = {User: [me.account.pk]}
    if me.entry:
        own[FocalPoint] = [me.entry.pk]
        for related in (me.entry.contact_details, me.entry.appointments):
            own[related.model] = list(related.values_list("pk", flat=True))
    types = ContentType.objects.get_for_models(*own)
    about = [
        Q(content_type=types[model], object_id__in=[str(pk) for pk in keys])
        for model, keys in own.items()
    ]
    return rows.filter(reduce(or_, about)).select_related("content_type").order_by("pk")


def _looks(rows, me):
    looked = rows.filter(what=Entry.What.LOOKED_AT_CONTACT, about__in=me.pseudonyms)
    return looked.exclude(who__in=me.pseudonyms).order_by("number")


def _done_by(rows, me):
    return rows.filter(who=me.account.pseudonym).order_by("number")


def _done_about(rows, me):
    others = rows.exclude(what=Entry.What.LOOKED_AT_CONTACT).filter(about__in=me.pseudonyms)
    return others.exclude(who=me.account.pseudonym).order_by("number")


_FOUND = {
    "sessions": _sessions,
    "handovers": _handovers,
    "handovers_to_you": _handovers_to,
    "letters": _letters,
    "mails": _mails,
    "desk_log": _desk_log,
    "looks": _looks,
    "done_by_you": _done_by,
    "done_about_you": _done_about,
}


# Rows as plain values


def _told(section, model, held, me):
    rows = list(_with_what_they_print(_rows(section, model, me), model, held))
    who = _called(rows, section, me) if model is Entry else {}
    names = [name for name in held.names if name not in section.but.split()]
    told = [
        [
            *(_value(row, name, me, who) for name in names if _is_told(row, name, section, me)),
            *_ADDED.get(model._meta.label, lambda row: ())(row),
        ]
        for row in rows
    ]
    if hasattr(model, "instance_type"):
        return _with_what_changed([row.id for row in rows], told)
    return told


def _is_told(row, name, section, me):
    """What others wrote is theirs to tell."""
    if name not in section.words.split():
        return True
    return getattr(row, f"{section.by}_id") == me.account.pk


# What the name of a row prints besides the row itself.
_PRINTS = {
    "appointment": ["appointment__party"],
    "delegation": ["delegation__meeting", "delegation__party"],
    "proposal": ["proposal__appointment__party"],
    "user_permissions": ["user_permissions__content_type"],
}


def _with_what_they_print(rows, model, held):
    """With the rows that are told by their names, in a fixed number of queries."""
    if isinstance(rows, list):
        return rows
    one, many = [], []
    for name in held.names:
        field = model._meta.get_field(name)
        if field.many_to_many:
            many += _PRINTS.get(name, [name])
        elif field.is_relation and field.related_model is not User:
            one += _PRINTS.get(name, [name])
    rows = rows.select_related(*one) if one else rows
    rows = rows.defer("letter__content") if "letter" in one else rows
    return rows.prefetch_related(*many)


# Where the desk's own word for a field speaks to staff.
# Where the name of a field would say something else here, or belongs to a library that has it in
# English alone.
_LABELS = {
    "reason": gettext_lazy("how the secretariat knows that it is right"),
    "type": gettext_lazy("kind"),
    "created": gettext_lazy("made at"),
    "created_at": gettext_lazy("made at"),
    "last_used_at": gettext_lazy("last used at"),
    "sent": gettext_lazy("sent at"),
    "verified": gettext_lazy("confirmed"),
    "primary": gettext_lazy("in use"),
    "is_staff": gettext_lazy("member of the secretariat"),
    "is_superuser": gettext_lazy("administrator"),
    "history_date": gettext_lazy("changed at"),
    "history_type": gettext_lazy("what was done"),
    "history_change_reason": gettext_lazy("reason of the change"),
}


def _value(row, name, me, who):
    field = row._meta.get_field(name)
    if isinstance(row, Entry) and name in ("who", "about"):
        value = words = who[row.number, name]
    elif field.many_to_many:
        named = [str(each) for each in getattr(row, name).all()]
        value, words = [joined_up(each) for each in named], listed(named)
    elif field.is_relation and field.related_model is User:
        value = words = me.call(getattr(row, field.attname))
    elif field.is_relation:
        related = getattr(row, name)
        words = str(related) if related else ""
        value = joined_up(words)
    elif name == "change_message":
        value = words = row.get_change_message()
    elif isinstance(field, models.BinaryField):
        value = base64.b64encode(getattr(row, name)).decode()
        words = _("in the file, as base64")
    else:
        value = getattr(row, name)
        words = str(getattr(row, f"get_{name}_display")()) if field.choices else _in_words(value)
    return Told(name, str(_LABELS.get(name, field.verbose_name)), value, words)


def _in_words(value):
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime():
            at = value.astimezone(UTC)
            return _("%(day)s, %(time)s UTC") % {
                "day": day_in_words(at.date()),
                "time": f"{at:%H:%M}",
            }
        case date():
            return day_in_words(value)
        case EDTF():
            return in_words(value)
        case int() | UUID():
            return str(value)
    return value


def _called(rows, section, me):
    """By number and field, how the trail's pseudonyms are called: never by themselves."""
    pseudonyms = {each.who for each in rows} - {None}
    if section.name == "looks":
        names = _names(pseudonyms, me)
        who = {each.number: _who_looked(each, names) for each in rows}
    else:
        accounts = User.objects.filter(pseudonym__in=pseudonyms)
        keys = dict(accounts.values_list("pseudonym", "pk"))
        who = {each.number: _who(each, keys, me) for each in rows}
    return {
        **{(each.number, "who"): who[each.number] for each in rows},
        **{(each.number, "about"): _whom(each.about, me) for each in rows},
    }


def _who(entry, keys, me):
    if entry.who is None:
        return _("nobody who was signed in")
    return me.call(keys.get(entry.who, 0))


def _who_looked(entry, names):
    """Staff look as the secretariat, on the desk and in the directory."""
    if entry.detail in (looks.DESK, looks.SECRETARIAT):
        return _("the secretariat")
    return names.get(entry.who) or _("a colleague")


def _whom(about, me):
    if about is None:
        return ""
    return _("you") if about in me.pseudonyms else _("somebody else")


def _names(pseudonyms, me):
    """Of colleagues, by pseudonym, as far as the person may see their names."""
    people = FocalPoint.objects.in_directory(today()).for_disclosure(today())
    shown = {
        each.account.pseudonym: disclosure.disclose(each, me.viewer)
        for each in people.filter(account__pseudonym__in=pseudonyms, account__is_staff=False)
    }
    return {pseudonym: person.full_name for pseudonym, person in shown.items() if person}


# What is told besides the fields


def _of_account(user):
    role = disclosure.viewer_of(user).role
    yield Told("role", _("role"), str(role), str(role.label))


def _of_factor(factor):
    name = factor.data.get("name", "")
    if name:
        yield Told("name", _("name"), name, name)


def _of_session(session):
    for name, label, key in (
        ("begun_at", _("begun at"), BEGUN),
        ("seen_at", _("last used at"), SEEN),
    ):
        noted = session.noted.get(key)
        at = datetime.fromtimestamp(noted, UTC) if noted else None
        yield Told(name, label, at, _in_words(at))


def _of_mail(message):
    if message.kind not in READABLE_MAILS or not message.sealed:
        return
    try:
        letter = message.letter
    except Unsealable:
        return
    yield Told("subject", _("subject"), letter.subject, letter.subject)
    yield Told("body", _("text"), letter.body, letter.body)


_ADDED = {
    "accounts.User": _of_account,
    "mfa.Authenticator": _of_factor,
    "sessions.Session": _of_session,
    "outbox.Message": _of_mail,
}


# Earlier versions


def _with_what_changed(ids, versions):
    """Each version with the labels of what is not as it was in the one before of the same row."""
    before = {}
    for pk, version in zip(ids, versions, strict=True):
        now = {each.name: each for each in version if not each.name.startswith("history_")}
        last = before.get(pk, now)
        changed = [each.label for name, each in now.items() if last[name] != each]
        version.append(Told("changed", _("changed"), changed, listed(changed)))
        before[pk] = now
    return versions


def _changes(me):
    """When the person changed a row of which a history is kept, and of which kind it was."""
    changes = []
    for model in histories():
        by_me = model.objects.filter(history_user=me.account)
        what = str(model.instance_type._meta.verbose_name)
        for at, how in by_me.values_list("history_date", "history_type"):
            changes.append((at, what, how))
    how_called = {"+": _("added"), "~": _("changed"), "-": _("deleted")}
    return [
        [
            Told("at", pgettext("time", "at"), at, _in_words(at)),
            Told("what", _("what"), what, what),
            Told("how", pgettext("kind of change", "how"), how, str(how_called[how])),
        ]
        for at, what, how in sorted(changes)
    ]
