"""One portal, one Chromium, and every page as each kind of reader sees it."""

from dataclasses import dataclass, field

import pytest
from django.test.signals import template_rendered

from .machine import launch_options
from .served import served
from .visits import Visit

# 320 pixels are also what a window of 1280 shows at a zoom of 400 % (WCAG 1.4.10).
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 320, "height": 800}

# Runs before anything of the page does.
LISTEN = """addEventListener("securitypolicyviolation", event => console.error(
    `The policy refused ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"""


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.parent.name == "browser":
            item.add_marker("browser")


@dataclass
class Opened:
    """A visit in a window of the browser, and what the browser noticed on the way."""

    visit: Visit
    page: object = field(repr=False)
    document: object = field(default=None, repr=False)
    complaints: list = field(default_factory=list, repr=False)


class Windows:
    """Windows of the browser, one for each way in which it can be set up."""

    def __init__(self, browser, site):
        self.browser = browser
        self.site = site
        self.pages = {}
        self.sent = {}
        self.opened = None

    def open(self, visit, **setup):
        key = repr(sorted(setup.items()))
        page = self.pages.get(key) or self.pages.setdefault(key, self._new_page(setup))
        page.set_viewport_size(setup.get("viewport", WIDE))
        page.context.clear_cookies()
        page.context.add_cookies(self.site.cookies(visit))
        self.opened = Opened(visit, page)
        page.goto(self.site.address(visit))
        if visit.act:
            visit.act(page)
        self.sent[visit] = self.opened.document.body()
        return self.opened

    def html(self, visit):
        """The page as the server sent it, when it was opened last."""
        if visit not in self.sent:
            self.open(visit)
        return self.sent[visit]

    def _new_page(self, setup):
        context = self.browser.new_context(**{"viewport": WIDE, **setup})
        context.add_init_script(LISTEN)
        page = context.new_page()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._complain(f"A script failed: {error}"))
        page.on("request", self._request)
        page.on("requestfailed", self._failed)
        page.on("response", self._response)
        return page

    def _complain(self, text):
        self.opened.complaints.append(text)

    def _console(self, message):
        # What could not be loaded is told below, the page's own status is the visit's to judge.
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self._complain(f"{message.text} ({message.location['url']})")

    def _failed(self, request):
        """Except an icon that was on its way as the page was left: nobody refused it."""
        if request.failure != "net::ERR_ABORTED" or not request.url.endswith("/r2pnet.svg"):
            self._complain(f"Not loaded: {request.url} ({request.failure})")

    def _request(self, request):
        if not request.url.startswith((self.site.url, "data:")):
            self._complain(f"Asks another host: {request.url}")

    def _response(self, response):
        if response.request.is_navigation_request():
            self.opened.document = response
        elif response.status >= 400:
            self._complain(f"{response.status}: {response.url}")


@pytest.fixture(scope="session")
def rendered():
    """The files of all templates that the server has rendered so far."""
    files = set()

    def note(template, **kwargs):
        files.add(template.origin.name)

    template_rendered.connect(note)
    yield files
    template_rendered.disconnect(note)


@pytest.fixture(scope="session")
def site(rendered, django_db_blocker):
    with django_db_blocker.unblock(), served() as site:
        yield site


@pytest.fixture(scope="session")
def browser_type_launch_args(site):
    """The system's Chromium, started once the register is filled.

    Django refuses the database to a thread in which Playwright has begun to listen.
    """
    return launch_options()


@pytest.fixture(scope="session")
def windows(browser, site):
    return Windows(browser, site)


@pytest.fixture(scope="session")
def opened(request, windows):
    """The visit, opened once for all that the modules ask of it: pytest puts these side by side."""
    return windows.open(request.param, reduced_motion="reduce")


def visits(chosen):
    """Has each test of a module run for each of the visits."""
    return pytest.mark.parametrize("opened", chosen, ids=str, indirect=True)
