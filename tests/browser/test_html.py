"""The HTML of every page is valid, and no template is left out of the visits."""

import json
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from .machine import CHECKER
from .visits import ALL, PICTURES

TEMPLATES = Path(settings.BASE_DIR, "templates")


# How Django's own admin writes what none of our templates touches: an autocomplete that has fetched
# nothing yet, the label of a hidden field, and what is said about a password.
OF_DJANGO = (
    "A “select” element with a “required” attribute",
    "The first “option” element in a “select” element with a “required” attribute",
    "Element “option” without attribute “label” must not be empty",
    "The value of the “for” attribute of the “label” element must be the ID of a non-hidden",
    "Attribute “disabled” not allowed on element “div”",
    "No “p” element in scope but a “p” end tag seen. </li></ul></p>",
)


@pytest.fixture(scope="module")
def saved(windows, tmp_path_factory):
    """Every page as the server sends it, in a folder."""
    folder = tmp_path_factory.mktemp("pages")
    for visit in ALL:
        (folder / f"{visit.name}.html").write_bytes(windows.html(visit))
    return folder


@pytest.fixture(scope="module")
def errors(saved):
    """What the HTML checker has against each page; it takes seconds to start, so once for all."""
    command = ["java", "-jar", CHECKER, "--errors-only", "--format", "json", "--exit-zero-always"]
    ended = subprocess.run([*command, *sorted(saved.iterdir())], capture_output=True, text=True)
    errors = {visit.name: [] for visit in ALL}
    for message in json.loads(ended.stderr)["messages"]:
        name = Path(message["url"]).stem
        errors[name].append(f"{message['message']} {message.get('extract', '')}")
    return errors


@pytest.mark.parametrize("visit", ALL, ids=str)
def test_html_is_valid(errors, visit):
    ours = [
        error
        for error in errors[visit.name]
        if not (visit.by_staff and error.startswith(OF_DJANGO))
    ]

    assert ours == []


def test_every_template_is_rendered_by_a_visit(saved, browser, site, rendered):
    with browser.new_context() as context:
        answers = [context.request.get(site.address(picture)) for picture in PICTURES]

    assert all(answer.ok for answer in answers)
    # A mail is no page: tests/accounts/test_mails.py renders those.
    ours = {str(file) for file in TEMPLATES.rglob("*") if file.is_file() and file.suffix != ".txt"}

    assert ours
    assert sorted(ours - rendered) == []
