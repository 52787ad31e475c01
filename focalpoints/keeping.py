"""What a person changes in the own entry, with the trail."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from trail.models import Entry

from .models import Draft, FocalPoint


@transaction.atomic
def edit_entry(focal_point, *, honorific, languages, biography, by, at):
    """What the person says of themselves; `languages` as `languages.joined` gives them.

    Returns whether anything changed: the same once more leaves no second version. Raises
    ValidationError.
    """
    focal_point.take_turns()
    entry = FocalPoint.objects.get(pk=focal_point.pk)
    said = {"honorific": honorific, "languages": languages, "biography": biography}
    if all(getattr(entry, name) == text for name, text in said.items()):
        return False
    for name, text in said.items():
        setattr(entry, name, text)
    entry.full_clean()
    entry._history_user = by
    entry._history_date = at
    entry.save(update_fields=list(said))
    return True


def settle_draft(focal_point, *, made_at):
    """The draft that was made then has been taken over, or is not wanted; a newer one stays.

    Returns whether it was there.
    """
    return bool(Draft.objects.filter(focal_point=focal_point, made_at=made_at).delete()[0])


@transaction.atomic
def show_in_public(focal_point, *, field, wording, by, at):
    """The person agrees, while in office, after reading the wording.

    Returns whether anything changed. Raises ValidationError.
    """
    _only_the_person(focal_point, by)
    if not FocalPoint.objects.in_office(at.date()).filter(pk=focal_point.pk).exists():
        raise ValidationError(_("Only a focal point in office has more shown in public."))
    focal_point.take_turns()
    held = focal_point.consents.open().to_show(field).first()
    if focal_point.consent(field=field, wording=wording, at=at) == held:
        return False
    _note(Entry.What.CONSENTED, focal_point, field, by, at)
    return True


@transaction.atomic
def show_no_longer(focal_point, *, field, by, at):
    """At once, in office or not. Returns whether it was agreed to. Raises ValidationError."""
    _only_the_person(focal_point, by)
    focal_point.take_turns()
    if not focal_point.withdraw(field=field, at=at):
        return False
    _note(Entry.What.CONSENT_WITHDRAWN, focal_point, field, by, at)
    return True


def _only_the_person(focal_point, by):
    if focal_point.account_id is None or focal_point.account_id != by.pk:
        raise ValidationError(_("Only the person says what is shown in public."))


def _note(what, focal_point, field, by, at):
    Entry.objects.record(what, who=by.pseudonym, about=focal_point.key, at=at, detail=str(field))
