"""Takes pictures of every page, and those of the README.

    python -m tests.browser.look [--to FOLDER] [--language CODE] [visit or readme ...]

Each page is taken whole, at 320 and at 1280 pixels, light and dark, with the example rows of the
browser tests. Where visits are named, only those are taken. `readme` names the pictures in docs/,
which show the register as seeded and nothing else, and which no other call touches.
"""

import argparse
import contextlib
import os
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import django
from playwright.sync_api import sync_playwright

from .machine import launch_options
from .visits import ALL, Visit, in_language

ROOT = Path(__file__).resolve().parent.parent.parent
WIDTHS = [320, 1280]
SCHEMES = ["light", "dark"]
HEIGHT = 800  # of the window; the picture is as high as the page


@dataclass(frozen=True)
class Picture:
    """One of the README: a file in docs/ and what it shows."""

    file: str
    visit: Visit
    width: int = 1280
    height: int = 1080
    scheme: str = "light"


README = [
    Picture("home.png", Visit("home", "/"), height=1118),
    Picture("register.png", Visit("register", "/countries/?on=2013-06-12&view=world"), height=1545),
    Picture("country.png", Visit("country", "/countries/dnk/"), height=1180, scheme="dark"),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--to", metavar="FOLDER", type=Path, default=ROOT / "var" / "look")
    parser.add_argument("--language", metavar="CODE", help="in which, instead of English")
    parser.add_argument("names", nargs="*", metavar="visit", help="readme, or a visit's name")
    asked = parser.parse_args()
    known = {"readme", *(visit.name for visit in ALL)}
    if unknown := set(asked.names) - known:
        parser.error(f"no visit is called {', '.join(sorted(unknown))}")

    os.environ |= {"R2PNET_MODE": "test", "DJANGO_SETTINGS_MODULE": "r2pnet.settings"}
    os.environ.pop("DATABASE_URL", None)
    django.setup()

    if "readme" in asked.names:
        with seen(with_examples=False) as look:
            for picture in README:
                page = look(picture.visit)
                page.set_viewport_size({"width": picture.width, "height": picture.height})
                page.emulate_media(color_scheme=picture.scheme)
                save(page, ROOT / "docs" / picture.file)

    if chosen := [visit for visit in ALL if not asked.names or visit.name in asked.names]:
        if asked.language:
            chosen = [in_language(visit, asked.language) for visit in chosen]
        asked.to.mkdir(parents=True, exist_ok=True)
        with seen() as look:
            for visit in chosen:
                page = look(visit)
                for width, scheme in product(WIDTHS, SCHEMES):
                    page.set_viewport_size({"width": width, "height": HEIGHT})
                    page.emulate_media(color_scheme=scheme)
                    save(page, asked.to / f"{visit.name}-{width}-{scheme}.png", full_page=True)


@contextlib.contextmanager
def seen(*, with_examples=True):
    """Gives a function that opens a visit in a browser."""
    from .served import served  # which knows the models, so Django has to stand

    with (
        served(with_examples=with_examples) as site,
        sync_playwright() as playwright,
        contextlib.closing(playwright.chromium.launch(**launch_options())) as browser,
    ):
        page = browser.new_page(reduced_motion="reduce")

        def look(visit):
            page.context.clear_cookies()
            page.context.add_cookies(site.cookies(visit))
            page.goto(site.address(visit))
            if visit.act:
                visit.act(page)
            return page

        yield look


def save(page, file, **how):
    page.screenshot(path=file, **how)
    print(file)


if __name__ == "__main__":
    main()
