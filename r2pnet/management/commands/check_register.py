"""Asks of the whole database the rules that SQL cannot hold."""

import contextlib
from itertools import combinations, groupby

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoints.models import Appointment, Step
from r2pnet.fixtures import sentences
from r2pnet.named_in_texts import texts_naming_without_consent
from sources.citations import cited_models
from sources.edtf import EDTF
from sources.fields import TEXT_AT, EDTFField, stored
from sources.identity import Identified, identity_lookups
from sources.models import Translation


class Command(BaseCommand):
    help = (
        "Looks for facts that nothing supports, for dates that cannot be true, and for public "
        "texts that name a focal point without their consent."
    )

    def handle(self, **options):
        faults = [
            *broken_dates(),
            *uncited_facts(),
            *overlaps(),
            *false_links(),
            *names_without_consent(),
        ]
        for row, reason in faults:
            self.stdout.write(f"{row._meta.label_lower} {row.pk} ({named(row)}): {reason}")
        if faults:
            raise CommandError(
                ngettext(
                    "The register breaks a rule in %(count)s place.",
                    "The register breaks its rules in %(count)s places.",
                    len(faults),
                )
                % {"count": len(faults)}
            )
        facts = sum(model.objects.count() for model in cited_models())
        self.stdout.write(
            _("The register keeps its rules: %(facts)s facts checked.") % {"facts": facts}
        )


def broken_dates():
    """Dates whose column holds what the field would never have written."""
    for model in apps.get_models():
        fields = [field for field in model._meta.fields if isinstance(field, EDTFField)]
        if not fields or not issubclass(model, Identified):
            continue
        columns = {f"{field.name}_column": Cast(field.name, TextField()) for field in fields}
        for row in nameable(model).annotate(**columns).order_by("pk"):
            for field in fields:
                if reason := broken(field, row, getattr(row, f"{field.name}_column")):
                    yield row, f"{field.name}: {reason}"


def broken(field, row, column):
    """What is wrong with the text in the column of a date, if anything."""
    text = EDTF(column[TEXT_AT:])
    try:
        field.clean(text, row)
    except ValidationError as error:
        return sentences(error)
    if column != stored(text):
        return _("The column holds “%(column)s”, not “%(stored)s”.") % {
            "column": column,
            "stored": stored(text),
        }
    return ""


def uncited_facts():
    for model in cited_models():
        for fact in nameable(model).uncited().order_by("pk"):
            yield fact, _("No passage supports it, and it is not known to the secretariat.")


def overlaps():
    """Primary appointments of one party that are both certainly in force on some day."""
    primary = nameable(Appointment).filter(capacity=Appointment.Capacity.PRIMARY)
    by_party = primary.order_by("party_id", "pk")
    for __, appointments in groupby(by_party, key=lambda each: each.party_id):
        for first, second in combinations(appointments, 2):
            with contextlib.suppress(ValidationError):  # a broken date, which is told already
                if first.certainly_overlaps(second):
                    yield (
                        second,
                        _("Certainly in force at the same time as %(other)s.")
                        % {"other": first.pk},
                    )


def false_links():
    """Appointments that cannot have succeeded another, steps that announce another party's."""
    successors = nameable(Appointment).exclude(succeeds=None).select_related("succeeds")
    for appointment in successors.order_by("pk"):
        yield from refused(appointment, appointment.refuse_false_succession)
    announcements = nameable(Step).exclude(appointment=None).select_related("appointment")
    for step in announcements.order_by("pk"):
        yield from refused(step, step.clean)


def names_without_consent():
    """Whom a text names is not printed: this goes into logs."""
    for row in texts_naming_without_consent(nameable):
        yield row, _("A public text names a focal point who has not agreed to be named.")


def refused(row, check):
    try:
        check()
    except ValidationError as error:
        yield row, sentences(error)


def nameable(model):
    """All rows, each with what its natural key reads."""
    named_by = {lookup.rpartition("__")[0] for lookup in identity_lookups(model)} - {""}
    rows = model._default_manager.all()
    return rows.select_related(*named_by) if named_by else rows


def named(row):
    """The natural key of a row, as it stands in fixtures. Unlike str(), it reads no date.

    That of a translation holds a whole text, which may name somebody: its language is enough.
    """
    if isinstance(row, Translation):
        return row.language
    return ", ".join(str(part) for part in row.natural_key() if part)
