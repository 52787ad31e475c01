"""A form that would overwrite what was saved since its page was opened."""

import pytest
from django import forms
from django.http import QueryDict

from focalpoints.models import FocalPoint
from r2pnet.conflicts import TellsOfConflict
from tests import make

pytestmark = pytest.mark.django_db


class EntryForm(TellsOfConflict, forms.ModelForm):
    class Meta:
        model = FocalPoint
        fields = ["name", "honorific", "note"]


@pytest.fixture
def entry():
    return make.make_focal_point("Example Person", honorific="Ms", note="One\nTwo")


def opened(row):
    """What a browser sends from the form as it stands now, if nothing is typed."""
    sent = QueryDict(mutable=True)
    for field in EntryForm(instance=row):
        sent[field.html_name] = field.value().replace("\n", "\r\n")
    return sent


def saved(row, **fields):
    """What somebody else saves in the meantime."""
    other = FocalPoint.objects.get(pk=row.pk)
    for name, value in fields.items():
        setattr(other, name, value)
    other.save()


def sent(row, data, **typed):
    for name, value in typed.items():
        data[name] = value
    return EntryForm(data, instance=FocalPoint.objects.get(pk=row.pk))


def test_what_nobody_else_changed_is_saved(entry):
    form = sent(entry, opened(entry), honorific="Dr")

    assert form.is_valid()
    assert form.changed_data == ["honorific"]
    assert form.save().honorific == "Dr"


def test_a_newer_version_is_not_overwritten_and_both_are_shown(entry):
    data = opened(entry)
    saved(entry, honorific="Prof.")

    form = sent(entry, data, honorific="Dr")

    assert not form.is_valid()
    assert form.conflict == [("Honorific", "Prof.", "Dr")]
    assert form["honorific"].value() == "Dr"
    assert "Somebody saved this at" in form.non_field_errors()[0]


def test_sent_again_after_both_were_shown_it_is_taken(entry):
    data = opened(entry)
    saved(entry, honorific="Prof.")
    refused = sent(entry, data, honorific="Dr")
    refused.is_valid()

    form = sent(entry, refused.data)

    assert form.is_valid()
    assert form.save().honorific == "Dr"


def test_a_third_version_in_between_is_told_again(entry):
    data = opened(entry)
    saved(entry, honorific="Prof.")
    refused = sent(entry, data, honorific="Dr")
    refused.is_valid()
    saved(entry, honorific="H.E.")

    form = sent(entry, refused.data)

    assert not form.is_valid()
    assert form.conflict == [("Honorific", "H.E.", "Dr")]


def test_what_was_left_alone_is_not_put_back_when_sent_again(entry):
    data = opened(entry)
    saved(entry, name="Example Newname")
    refused = sent(entry, data, honorific="Dr")
    refused.is_valid()

    form = sent(entry, refused.data)

    assert refused.conflict == [
        ("Name", "Example Newname", "nothing: what is saved stays"),
        ("Honorific", "Ms", "Dr"),
    ]
    assert form.is_valid()
    assert (form.save().name, form.save().honorific) == ("Example Newname", "Dr")


def test_a_page_that_was_left_as_it_was_changes_nothing(entry):
    data = opened(entry)
    saved(entry, honorific="Prof.")

    form = sent(entry, data)

    assert form.is_valid()
    assert not form.has_changed()
    assert form.save().honorific == "Prof."


def test_who_typed_the_same_as_another_has_no_conflict(entry):
    data = opened(entry)
    saved(entry, honorific="Dr")

    form = sent(entry, data, honorific="Dr")

    assert form.is_valid()
    assert not form.has_changed()


def test_the_line_breaks_of_browsers_are_no_change(entry):
    form = sent(entry, opened(entry))

    assert form.is_valid()
    assert form.changed_data == []


def test_a_form_that_does_not_say_what_it_showed_is_taken_for_an_old_one(entry):
    form = sent(entry, QueryDict(mutable=True), name="Example Person", honorific="Dr")

    assert not form.is_valid()
    assert form.conflict == [("Honorific", "Ms", "Dr"), ("Note for staff", "One\nTwo", "")]


def test_other_fields_of_the_row_are_no_conflict(entry):
    data = opened(entry)
    saved(entry, biography="Something that this form does not show.")

    form = sent(entry, data, honorific="Dr")

    assert form.is_valid()
    assert form.save().biography == "Something that this form does not show."


def test_a_new_row_has_no_conflict():
    form = EntryForm(QueryDict("name=Example+Person"))

    assert "seen" not in form.fields
    assert form.is_valid()


def test_what_it_showed_is_not_readable(entry):
    assert "Example" not in EntryForm(instance=entry)["seen"].value()
