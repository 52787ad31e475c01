"""A focal point keeps the own entry and hands over the post, in a narrow window without a mouse."""

import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from sources.dates import day_in_words

from .conftest import NARROW

MOST_STOPS = 120  # more than any of these pages has

SUCCESSOR = "successor@example.org"


class Person:
    """Somebody with a browser and a keyboard: who hears the names of what they reach."""

    def __init__(self, page):
        self.page = page

    def opens(self, address):
        self.page.goto(address)

    def comes_as(self, who, at):
        """See people.py."""
        self.opens(f"/begin/{who}/?at={at}")

    def reaches(self, role, name):
        """With the Tab key, to the next of that role and accessible name."""
        focus = self.page.locator(":focus")
        heard = []
        for _stop in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            if not focus.count():
                break  # past the last
            # Without the marks of a list, and of a text with a colon.
            heard.append(focus.aria_snapshot().lstrip("- '"))
            if heard[-1].startswith(f'{role} "{name}"'):
                return
        raise AssertionError(f"No Tab leads to the {role} {name}, only to {heard}")

    def types(self, name, text):
        """In place of what stands there: the Tab key selects it."""
        self.reaches("textbox", f"{name}:")
        self.page.keyboard.type(text)

    def follows(self, link):
        self._press("link", link, "Enter")

    def presses(self, button):
        self._press("button", button, "Space")

    def _press(self, role, name, key):
        self.reaches(role, name)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    @property
    def heading(self):
        return self.page.inner_text("h1")

    @property
    def reads(self):
        """All that the page says, as one line."""
        return " ".join(self.page.inner_text("main").split())


@pytest.fixture
def someone(browser, site):
    """Gives people, each with a narrow window and cookies of their own."""
    contexts = []

    def begin(who=None, at=None):
        context = browser.new_context(base_url=site.url, viewport=NARROW)
        contexts.append(context)
        context.set_default_timeout(15_000)
        person = Person(context.new_page())
        if who:
            person.comes_as(who, at)
        return person

    yield begin
    for context in contexts:
        context.close()


def test_an_entry_is_kept_and_the_post_handed_over_with_the_keyboard_alone(someone):
    holder = someone("holder", "/me/")
    change_telephone(holder)
    hide_portrait(holder)
    confirm(holder)
    propose_office(holder)

    staff = someone("staff", "/admin/focalpoints/proposal/")
    accept_proposal(staff)
    hand_over(holder)
    accept_handover(staff)
    read_what_is_left(holder)

    successor = someone()
    successor.opens(link_in_mail(successor, SUCCESSOR))
    accept_invitation(successor)


def change_telephone(holder):
    holder.follows("Change +000 00 000 0000")
    assert holder.heading == "Your office telephone"

    holder.types("Office telephone", "+000 00 000 0001")
    holder.presses("Save")

    assert "Office telephone: saved. Seen by: the network." in holder.reads
    assert "Office telephone +000 00 000 0001 seen by: the network" in holder.reads
    assert "+000 00 000 0000" not in holder.reads


def hide_portrait(holder):
    assert "Shown in public portrait" in holder.reads
    holder.follows("Choose what is public")
    assert "Portrait Shown in public." in holder.reads

    holder.presses("Show no longer")

    assert "No longer shown in public: portrait." in holder.reads
    assert "Portrait Not shown in public." in holder.reads
    assert "You have no public page" in holder.reads


def confirm(holder):
    holder.opens("/me/")
    assert "You have not confirmed it yet" in holder.reads

    holder.presses("All of this is right")

    assert "Your entry is confirmed for a year." in holder.reads
    assert f"You confirmed it on {today()}." in holder.reads


def propose_office(holder):
    assert "Director, Example Ministry" in holder.reads
    holder.follows("Propose a correction")

    holder.types("Office", "Director General")
    holder.presses("Send to the secretariat")

    assert "Your proposal is with the secretariat, which mails you its answer." in holder.reads
    assert "Director, Example Ministry" in holder.reads
    assert "Office: “Director General” instead of “Director”" in holder.reads


def accept_proposal(staff):
    staff.follows("Example Holder")
    assert "Office Director Director Director General" in staff.reads

    decide(staff)

    assert "Recorded, and the person is told." in staff.reads


def hand_over(holder):
    holder.opens("/me/")
    assert "Director General, Example Ministry" in holder.reads
    assert f"Recorded on {today()} as you proposed: office." in holder.reads
    holder.follows("Hand over")

    holder.types("Name of your successor", "Example Successor")
    holder.types("Office e-mail address of your successor", SUCCESSOR)
    holder.types("Their first day in office", timezone.now().date().isoformat())
    holder.presses("Send to the secretariat")

    assert "Your handover is with the secretariat" in holder.reads
    assert f"Example Successor takes over on {today()}." in holder.reads


def accept_handover(staff):
    staff.opens("/admin/focalpoints/handover/")
    staff.follows("Samoa: focal point, 29 September 2012")
    assert "Holder Example Holder Example Successor, who gets a new entry" in staff.reads

    decide(staff)

    assert "Accepted and carried out. Both are told." in staff.reads


def decide(staff):
    """Accept what is on the page: one page asks whether to, the button does it."""
    staff.follows("Accept")
    staff.presses("Accept")


def read_what_is_left(holder):
    """Who left signs in once more, and finds the own page without anything to hand over."""
    holder.opens("/me/")
    assert holder.heading == "Sign in"

    holder.comes_as("holder", "/me/")

    assert "You are signed in as: former focal point." in holder.reads
    assert "Propose a correction" not in holder.reads
    assert "Hand over" not in holder.reads


def link_in_mail(person, address):
    said = person.page.request.get(f"/letter/{address}/").text()
    return urlsplit(re.search(r"\S+/invitations/\S+", said)[0]).path


def accept_invitation(successor):
    assert successor.heading == "Accept your invitation"
    assert "You are invited as focal point of Samoa" in successor.reads

    successor.presses("Accept the invitation")

    assert urlsplit(successor.page.url).path == "/me/"
    assert "You are signed in as: focal point." in successor.reads
    assert "Name Example Successor" in successor.reads
    assert f"Samoa: focal point, since {today()} Director General, Example Ministry" in (
        successor.reads
    )
    assert "Example Holder" not in successor.reads


def today():
    return day_in_words(timezone.now().date())
