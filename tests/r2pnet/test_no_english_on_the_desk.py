"""Nobody of the secretariat meets an English string on a desk in another language."""

import pytest

from tests import make
from tests.in_english import in_english_below
from tests.r2pnet.test_admin_pages import MAKERS

pytestmark = pytest.mark.django_db


# The desk has hundreds of pages: in all languages with the slow tests.
@pytest.mark.parametrize(
    "language",
    ["es", "ru", *(pytest.param(each, marks=pytest.mark.slow) for each in ("fr", "ar", "zh-hans"))],
)
def test_no_string_of_the_desk_stands_there_in_english(client, language):
    client.force_login(make.make_staff())
    for maker in MAKERS.values():
        maker()

    assert in_english_below(client, f"/{language}/admin/", only="/admin/") == []
