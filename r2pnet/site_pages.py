"""The pages of the site that are always there, each with its title and what stands on it.

They are found by the search, listed in the sitemap and described to machines in these words, which
are the titles and the first sentences of the pages themselves.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class SitePage:
    """`name` is that of its route, `within` that of the page which it belongs to."""

    name: str
    title: str
    about: str
    within: str = "home"

    def get_absolute_url(self):
        return reverse(self.name)


PAGES = [
    SitePage(
        "home",
        _("The network today"),
        _(
            "The Global Network of R2P Focal Points: who has appointed, since when, who met "
            "where, and how that is known."
        ),
        within="",
    ),
    SitePage(
        "countries",
        _("The register"),
        _("Every state and organization, and where each stands, on any day since 2010."),
    ),
    SitePage(
        "states",
        _("Ask about a list of states"),
        _(
            "Paste or choose states, those of an elected council say, and see which of them "
            "have a focal point on a day."
        ),
        within="countries",
    ),
    SitePage(
        "changes",
        _("What changed between two days"),
        _("Who appointed, who announced it, who left: all that differs between two days."),
        within="countries",
    ),
    SitePage(
        "focal-points",
        _("Focal points"),
        _(
            "The posts, since when each is recorded, and when it was last attested. A name is"
            " shown only where the person has chosen so."
        ),
    ),
    SitePage(
        "meetings",
        _("Meetings"),
        _(
            "Annual, regional and preparatory meetings of the network, and the occasions that"
            " the sources refer to. The newest stand first."
        ),
    ),
    SitePage(
        "sources",
        _("Sources"),
        _(
            "The documents that the facts of this register are drawn from, and those that "
            "they refer to. Each shows its passages, and every fact that rests on them."
        ),
    ),
    SitePage(
        "differences",
        _("Where the sources differ"),
        _(
            "What sources tell in two ways stands here side by side, each with its passages. "
            "Where the register shows one of them elsewhere, it is marked, and it says why; "
            "where it prefers none, it says so."
        ),
        within="sources",
    ),
    SitePage(
        "data",
        _("Open data"),
        _(
            "All that the register tells of states, organizations, meetings and sources, as "
            "files that programs and spreadsheets read. No person is part of the data."
        ),
    ),
    SitePage(
        "api",
        _("API"),
        _(
            "What the register tells, for programs: each table of the open data, and the "
            "register on any day. It is read-only and takes no key."
        ),
    ),
    SitePage(
        "about",
        _("About the register"),
        _(
            "What is known about the Global Network of R2P Focal Points stands in press "
            "releases, summaries and web pages. This register turns it into facts that can be"
            " looked up, each with the passage it rests on."
        ),
    ),
    SitePage(
        "how-to-appoint",
        _("How a state appoints a focal point"),
        _(
            "What the sources of this register say, in our words, each sentence with the "
            "passage that it rests on. Nothing else is advised here."
        ),
    ),
    SitePage(
        "contact",
        _("Contact"),
        _("The register is kept by a secretariat. A form reaches it, without an account."),
    ),
    SitePage(
        "tell-us",
        _("Something wrong? Tell us"),
        _(
            "What you write here reaches the secretariat that keeps the register. You need no"
            " account."
        ),
    ),
    SitePage(
        "privacy",
        _("Privacy notice"),
        _(
            "You can read the whole register without telling it who you are. What it does "
            "keep, of whom, and until when, stands here."
        ),
    ),
    SitePage(
        "accessibility",
        _("Accessibility statement"),
        _(
            "Everybody should be able to use the register: with a keyboard alone, with a "
            "screen reader, in large print, on a small screen."
        ),
    ),
    SitePage(
        "licence",
        _("Licence of the data"),
        _(
            "You may copy, change and publish the data of the register, for any purpose, if "
            "you say where it comes from."
        ),
    ),
]
BY_NAME = {page.name: page for page in PAGES}
