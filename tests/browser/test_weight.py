"""How much a reader on a slow line waits for."""

import brotli
import pytest

from .visits import PAGES

MOST_BYTES = 60_000
MOST_REQUESTS = 6


@pytest.mark.parametrize(
    "visit", [visit for visit in PAGES if visit.name in ("home", "register")], ids=str
)
def test_page_with_all_that_it_loads_is_light(browser, site, visit):
    """The text is compressed as WhiteNoise and a proxy do it; pictures too, where that is less."""
    with browser.new_context() as context:
        page = context.new_page()
        answers = []
        page.on("response", lambda answer: answers.append(answer))
        page.goto(site.address(visit), wait_until="networkidle")
        bodies = {answer.url: answer.body() for answer in answers}
        # Playwright does not tell of the icon, which the browser fetches by itself.
        icons = page.eval_on_selector_all(
            "link[rel~=icon]", "links => links.map(link => link.href)"
        )
        for icon in set(icons) - bodies.keys():
            bodies[icon] = context.request.get(icon).body()

    sizes = {url: min(len(body), len(brotli.compress(body))) for url, body in bodies.items()}
    assert sum(sizes.values()) <= MOST_BYTES, sizes
    assert len(sizes) <= MOST_REQUESTS, sizes
