"""What readers of the public pages may change: the width, the spacing of the text, what moves."""

import pytest

from .conftest import NARROW, WIDE, visits
from .visits import DOOR, IN_LANGUAGES, PUBLIC

pytestmark = visits([*PUBLIC, *DOOR, *IN_LANGUAGES])

# The innermost of what stands out of the window, where that makes the page scroll.
STICKING_OUT = """() => {
    const page = document.scrollingElement;
    if (page.scrollWidth <= page.clientWidth) {
        return [];
    }
    const sticksOut = element => element.getBoundingClientRect().right > page.clientWidth + 1;
    const all = [...document.body.querySelectorAll("*")].filter(sticksOut);
    const innermost = all.filter(element => ![...element.children].some(sticksOut));
    return [`${page.scrollWidth} of ${page.clientWidth} pixels`,
        ...innermost.slice(0, 5).map(element => element.outerHTML.slice(0, 120))];
}"""

# The spacing of WCAG 1.4.12.
SET_WIDER = """() => {
    const wider = new CSSStyleSheet();
    wider.replaceSync(`
        * { line-height: 1.5 !important; }
        * { letter-spacing: .12em !important; word-spacing: .16em !important; }
        p { margin-block-end: 2em !important; }
    `);
    document.adoptedStyleSheets.push(wider);
}"""

# What hides its overflow and holds text that is larger than itself. Text that is meant for
# screen readers alone is cut to a pixel.
CUT_OFF = """() => [...document.body.querySelectorAll("*")].filter(element => {
    const style = getComputedStyle(element);
    const hides = way => way === "hidden" || way === "clip";
    return element.innerText?.trim()
        && element.checkVisibility()
        && element.clientWidth > 1 && element.clientHeight > 1
        && (hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1
            || hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1);
}).map(element => element.outerHTML.slice(0, 120))"""

MOVING = """() => [
    ...document.getAnimations().map(animation => `runs: ${animation.animationName}`),
    ...[...document.querySelectorAll("*")].filter(element => {
        const style = getComputedStyle(element);
        const lasts = times => times.split(",").some(time => parseFloat(time) > 0);
        return lasts(style.transitionDuration) || style.scrollBehavior === "smooth"
            || style.animationName !== "none" && lasts(style.animationDuration);
    }).map(element => element.outerHTML.slice(0, 120)),
]"""


@pytest.mark.parametrize("window", [WIDE, NARROW], ids=["wide", "narrow"])
def test_page_does_not_scroll_sideways(opened, window):
    opened.page.set_viewport_size(window)

    assert opened.page.evaluate(STICKING_OUT) == []


def test_nothing_moves_for_readers_who_asked_for_less_motion(opened):
    assert opened.page.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    assert opened.page.evaluate(MOVING) == []


def test_text_set_wider_is_not_cut_off(opened):
    opened.page.set_viewport_size(NARROW)
    as_written = opened.page.evaluate(CUT_OFF)
    opened.page.evaluate(SET_WIDER)

    assert as_written == []
    assert opened.page.evaluate(CUT_OFF) == []
    assert opened.page.evaluate(STICKING_OUT) == []
