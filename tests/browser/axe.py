"""The rules of accessibility, asked of the page that stands in the window."""

from axe_playwright_python.sync_playwright import Axe

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {"type": "tag", "values": LEVELS}
# All that can come out otherwise where nothing but the colours is another.
RULES_OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}

# Where the system's colours are forced upon a page, Chromium tells the forced `color` of a text but
# still the page's own `-webkit-text-fill-color`, and it is the latter that axe would believe.
FILLED_AS_COLOURED = """() => {
    const { getPropertyValue } = CSSStyleDeclaration.prototype;
    const isForced = () => matchMedia("(forced-colors: active)").matches;
    CSSStyleDeclaration.prototype.getPropertyValue = function (name) {
        const asked = name === "-webkit-text-fill-color" && isForced() ? "color" : name;
        return getPropertyValue.call(this, asked);
    };
}"""

axe = Axe()


def violations(page, rules=EVERY_RULE):
    """What breaks a rule: its name, where to read about it, and each place that breaks it."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(axe.axe_script)
        page.evaluate(FILLED_AS_COLOURED)
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [
        "\n".join([f"{rule['id']}: {rule['help']}, {rule['helpUrl']}", *map(_place, rule["nodes"])])
        for rule in found
    ]


def _place(node):
    return "  {}: {}".format(node["target"][0], "; ".join(node["failureSummary"].splitlines()[1:]))
