"""Public texts that name a focal point who has not agreed to it."""

import pytest
from django.apps import apps
from django.db import models

from meetings.models import Delegate
from r2pnet.named_in_texts import WRITTEN, texts_naming_without_consent
from sources.citations import Cited
from tests import make

pytestmark = pytest.mark.django_db

RECORD = ["sources", "countries", "focalpoints", "meetings"]
# Written by staff and shown to nobody else, or by the person, or no text that names: addresses,
# codes, languages.
NOT_PUBLIC = {
    "sources.Source": {"slug", "language", "note"},
    "sources.Passage": {"anchor"},
    "countries.Party": {"slug", "m49"},
    "focalpoints.FocalPoint": {"name", "honorific", "languages", "biography", "note"},
    "focalpoints.Portrait": {"digest"},
    "focalpoints.Draft": {"honorific", "languages", "biography"},
    "focalpoints.Proposal": {"explanation", "answer"},
    "focalpoints.ProposedChange": {"before", "after"},
    "focalpoints.Handover": {
        "successor_name",
        "successor_honorific",
        "successor_address",
        "explanation",
        "answer",
        "obstacle",
    },
    "focalpoints.AssistantInvitation": {"address", "token_hash"},
    "focalpoints.ErasureDecision": {"reason"},
    "focalpoints.ContactDetail": {"value"},
    "focalpoints.Consent": {"wording"},
    "focalpoints.AppointmentInvitation": {"address", "token_hash"},
    "focalpoints.ProtectionDecision": {"reason"},
    "focalpoints.Appointment": {"end_reason"},
    "meetings.Meeting": {"slug"},
    "meetings.Difference": {"slug"},
}


def free_texts(model):
    return {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
        and type(field).__name__ != "EDTFField"
        and not field.choices
    }


@pytest.mark.parametrize(
    "model",
    [
        model
        for label in RECORD
        for model in apps.get_app_config(label).get_models()
        if not model._meta.proxy and not model.__name__.startswith("Historical")
    ],
    ids=str,
)
def test_every_text_is_looked_at_or_is_not_public(model):
    looked_at = set(WRITTEN.get(model, ()))
    drawn = set()
    if issubclass(model, Cited):
        looked_at |= {"inference"}
        drawn = {"key"}

    assert looked_at | drawn | NOT_PUBLIC.get(model._meta.label, set()) == free_texts(model)


@pytest.mark.parametrize(
    "says", ["Example Person spoke.", "By EXAMPLE  PERSON", "Of Exämple-Person, too"]
)
def test_finds_the_full_name_however_it_is_written(says):
    make.make_focal_point("Example Person")

    passage = make.make_passage(says=says)

    assert texts_naming_without_consent() == [passage]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("Example Person", "由Example Person发言"),
        ("Example Person", "وExample Person"),
        ("示例人", "由示例人发言"),
        ("Exampłe Person", "Exampłe Person spoke."),
    ],
)
def test_finds_a_name_in_a_text_without_spaces(name, says):
    make.make_focal_point(name)

    translation = make.make_translation("The official spoke.", says, "zh-hans")

    assert texts_naming_without_consent() == [translation]


@pytest.mark.parametrize("says", ["An Example", "Example Personnel", "Counterexample person"])
def test_takes_what_is_not_the_full_name(says):
    make.make_focal_point("Example Person")

    make.make_passage(says=says)

    assert texts_naming_without_consent() == []


def test_takes_the_name_of_whoever_agreed_until_they_are_hidden():
    person = make.make_consent(make.make_focal_point("Example Person")).focal_point
    passage = make.make_passage(says="Example Person spoke.")

    assert texts_naming_without_consent() == []
    make.make_protection(person)
    assert texts_naming_without_consent() == [passage]


def test_takes_a_text_that_is_not_public():
    make.make_focal_point("Example Person")
    letter = make.make_source(audience="secretariat", title="Example Person", note="Example Person")

    make.make_passage(letter, says="Example Person is appointed.")
    make.make_appointment(end_reason="Example Person left")
    make.make_delegate(name="Example Person", audience=Delegate.Audience.NETWORK)

    assert texts_naming_without_consent() == []
