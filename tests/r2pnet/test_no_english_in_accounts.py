"""Nor does anybody who is signed in, on the pages of an account in another language."""

import pytest
from django.conf import settings

from tests.in_english import in_english_below

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["ar", "zh-hans", "fr", "ru", "es"])
@pytest.mark.parametrize("viewer", ["focal point", "assistant"])
def test_no_string_of_an_account_stands_there_in_english(client, people, language, viewer):
    client.cookies[settings.SESSION_COOKIE_NAME] = people.cookies[viewer]
    below = ("/me/", "/network/", "/accounts/")

    assert in_english_below(client, f"/{language}/me/", only=below) == []
