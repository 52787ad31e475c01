"""Every page in light and dark, in colours that the reader forces upon it, and 320 pixels wide."""

import pytest

from .axe import EVERY_RULE, RULES_OF_COLOUR, violations
from .conftest import NARROW, WIDE, visits
from .visits import ALL

pytestmark = visits(ALL)


def test_answers_as_expected_and_the_browser_has_no_complaint(opened):
    """No violation of the policy, no failed request, no request to another host, no error."""
    assert opened.document.status == opened.visit.status
    assert opened.complaints == []


@pytest.mark.parametrize(
    ("mode", "window", "rules"),
    [
        ({"color_scheme": "light"}, WIDE, EVERY_RULE),
        ({"color_scheme": "dark"}, WIDE, RULES_OF_COLOUR),
        ({"forced_colors": "active"}, WIDE, RULES_OF_COLOUR),
        ({"color_scheme": "light"}, NARROW, EVERY_RULE),
    ],
    ids=["light", "dark", "forced", "narrow"],
)
def test_breaks_no_rule_of_axe(opened, mode, window, rules):
    opened.page.set_viewport_size(window)
    opened.page.emulate_media(**{"color_scheme": "light", "forced_colors": "none", **mode})

    found = violations(opened.page, rules)

    assert not found, "\n".join(found)
