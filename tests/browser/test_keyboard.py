"""A walk through each page with the Tab key alone."""

from .conftest import visits
from .visits import DESK, DOOR, PUBLIC

# The desk's other pages are made of the same parts.
WALKED_ON_THE_DESK = [
    "desk-index",
    "desk-open-ends",
    "desk-countries-found",
    "desk-appointment",
    "desk-meeting",
    "desk-account",
    "desk-facts-appointments",
    "desk-version",
    "desk-delete",
]

pytestmark = visits(
    [*PUBLIC, *DOOR, *(visit for visit in DESK if visit.name in WALKED_ON_THE_DESK)]
)

# Numbers the controls that a reader can see, in the order of the document, and notes how each looks
# while it is not focused. Of a group of radio buttons the Tab key reaches one.
NUMBER = """() => {
    window.lookOf = element => {
        const { outlineStyle, outlineWidth, outlineColor, boxShadow, backgroundColor, borderColor,
            textDecoration, color } = getComputedStyle(element);
        return JSON.stringify([
            outlineStyle === "none" ? "" : [outlineWidth, outlineColor],
            boxShadow, backgroundColor, borderColor, textDecoration, color,
        ]);
    };
    const groups = new Set();
    const isFirstOfGroup = ({ type, name, form }) => {
        if (type !== "radio" || form?.elements[name].value) {
            return true;
        }
        return !groups.has(name) && groups.add(name);
    };
    const isChosen = ({ type, checked, name, form }) =>
        type !== "radio" || checked || !form?.elements[name].value;
    const isShown = element => element.checkVisibility({ visibilityProperty: true })
        && element.getClientRects().length > 0;
    window.controls = [...document.querySelectorAll(
        "a[href], button, input, select, textarea, summary, [tabindex]"
    )].filter(element => element.tabIndex >= 0 && !element.disabled && isShown(element)
        && isChosen(element) && isFirstOfGroup(element));
    document.activeElement.blur();
    window.looks = controls.map(lookOf);
    // The walk starts above the first of them, wherever the page itself put the focus.
    const start = document.createElement("span");
    start.tabIndex = -1;
    document.body.prepend(start);
    start.focus();
    start.remove();
    return controls.map(element => element.outerHTML.slice(0, 120));
}"""

# Where the focus stands: its number, null on what scrolls with the keyboard, and what is wrong.
LOOK = """() => {
    const element = document.activeElement;
    if (element === document.body) {
        return null;
    }
    const number = controls.indexOf(element);
    const wrong = [];
    const name = element.outerHTML.slice(0, 120);
    if (number < 0) {
        const scrolls = element.scrollWidth > element.clientWidth
            || element.scrollHeight > element.clientHeight;
        return { number: null, wrong: scrolls ? [] : [`not a control: ${name}`] };
    }
    if (!element.matches(":focus-visible") || lookOf(element) === looks[number]) {
        wrong.push(`looks as before: ${name}`);
    }
    const isHit = ({ left, right, top, bottom }) => [.5, .1, .9].some(part => {
        const hit = document.elementFromPoint(
            left + part * (right - left), top + part * (bottom - top)
        );
        return hit && (element.contains(hit) || hit.contains(element)
            && hit !== document.body && hit !== document.documentElement);
    });
    if (![...element.getClientRects()].some(isHit)) {
        wrong.push(`out of sight: ${name}`);
    }
    return { number, wrong };
}"""


def test_tab_reaches_every_control_in_order_and_one_sees_where_it_is(opened):
    controls = opened.page.evaluate(NUMBER)
    reached, wrong = [], []

    for _press in range(len(controls) + 50):
        opened.page.keyboard.press("Tab")
        seen = opened.page.evaluate(LOOK)
        if seen is None or seen["number"] in reached:
            break  # through, or caught
        wrong += seen["wrong"]
        if seen["number"] is not None:
            reached.append(seen["number"])

    assert [controls[number] for number in range(len(controls)) if number not in reached] == []
    assert reached == list(range(len(controls)))
    assert wrong == []


def test_the_first_stop_leads_past_the_navigation(opened):
    opened.page.evaluate(NUMBER)

    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.activeElement.hash") in ("#content", "#content-start")
    opened.page.keyboard.press("Enter")
    opened.page.keyboard.press("Tab")

    is_past = """document.querySelector("#content, #content-start")
        .compareDocumentPosition(document.activeElement) & Node.DOCUMENT_POSITION_FOLLOWING"""
    assert opened.page.evaluate(is_past)
