import pytest
from django.utils import timezone

from tests.make import make_message
from tests.refusal import changed, constraints_of, refusal_of

pytestmark = pytest.mark.django_db

NOW = timezone.now()


def message_with(**fields):
    return changed(make_message(), **fields)


CASES = {
    "message_text_to_be_read": (
        lambda: message_with(sealed=""),
        "A message that may yet be read has a text.",
    ),
    "message_text_erased": (
        lambda: message_with(state="sent", finished_at=NOW),
        "Of a message that nobody will read, no text is kept.",
    ),
    "message_addressed": (
        lambda: message_with(to=""),
        "A message has an address, and a decoy has none.",
    ),
    "message_finished": (
        lambda: message_with(finished_at=NOW),
        "A message is finished when it waits no longer.",
    ),
    "message_claimed_while_waiting": (
        lambda: message_with(state="given-up", finished_at=NOW, claimed_until=NOW),
        "Only a message that waits is claimed by a worker.",
    ),
}


def test_every_constraint_is_tested_here():
    assert constraints_of("outbox") == set(CASES)


@pytest.mark.parametrize(("make_wrong_row", "sentence"), CASES.values(), ids=CASES)
def test_the_database_refuses_and_a_sentence_says_why(make_wrong_row, sentence):
    assert refusal_of(make_wrong_row()) == [sentence]


@pytest.mark.parametrize("state", ["sent", "too-late"])
def test_no_text_outlives_the_use_of_a_message(state):
    assert refusal_of(message_with(state=state, finished_at=NOW)) == [
        "Of a message that nobody will read, no text is kept."
    ]


@pytest.mark.parametrize("state", ["waiting", "given-up", "kept"])
def test_no_text_is_lost_while_it_is_of_use(state):
    finished_at = None if state == "waiting" else NOW

    assert refusal_of(message_with(state=state, finished_at=finished_at, sealed="")) == [
        "A message that may yet be read has a text."
    ]


def test_a_decoy_with_an_address_is_refused():
    assert refusal_of(message_with(state="decoy", finished_at=NOW, sealed="")) == [
        "A message has an address, and a decoy has none."
    ]


def test_a_message_that_is_done_says_since_when():
    assert refusal_of(message_with(state="sent", sealed="")) == [
        "A message is finished when it waits no longer."
    ]
