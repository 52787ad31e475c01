import pytest

from accounts.sealing import Unsealable, seal, unseal

OLD, NEW = "old" * 20, "new" * 20


def test_what_is_sealed_can_be_unsealed():
    sealed = seal("Ångström, 4 711", purpose="outbox")

    assert unseal(sealed, purpose="outbox") == "Ångström, 4 711"


def test_the_text_cannot_be_read_from_what_is_sealed():
    sealed = seal("471100", purpose="outbox")

    assert "471100" not in sealed
    assert sealed.isascii()


def test_the_same_text_is_sealed_differently_each_time():
    assert seal("471100", purpose="outbox") != seal("471100", purpose="outbox")


def test_what_is_sealed_for_one_purpose_is_nothing_for_another():
    sealed = seal("471100", purpose="outbox")

    with pytest.raises(Unsealable, match="'session'"):
        unseal(sealed, purpose="session")


def test_what_was_altered_is_refused():
    sealed = seal("471100", purpose="outbox")
    altered = sealed[:40] + ("A" if sealed[40] != "A" else "B") + sealed[41:]

    with pytest.raises(Unsealable):
        unseal(altered, purpose="outbox")


@pytest.mark.parametrize("junk", ["", "471100", "Ångström"])
def test_what_was_never_sealed_is_refused(junk):
    with pytest.raises(Unsealable):
        unseal(junk, purpose="outbox")


def test_a_former_key_still_unseals(settings):
    settings.SECRET_KEY = OLD
    sealed = seal("471100", purpose="outbox")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]

    assert unseal(sealed, purpose="outbox") == "471100"


def test_a_former_key_seals_nothing_more(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = NEW, [OLD]
    sealed = seal("471100", purpose="outbox")

    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = OLD, []

    with pytest.raises(Unsealable):
        unseal(sealed, purpose="outbox")
