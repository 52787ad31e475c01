"""The site's style sheet, read: its tokens, and what it says of drawings."""

import re

from django.conf import settings

TOKENS, STYLES = (settings.BASE_DIR / "static" / name for name in ["tokens.css", "r2pnet.css"])


def tokens():
    """The design tokens in the order of their sheet: (name, value), such as ("--ink", ...)."""
    root = _block(TOKENS.read_text(encoding="utf-8"), ":root {")
    return re.findall(r"(--[a-z-]+): ([^;]+);", root)


def light_style():
    """What the site's sheet says of drawings, with its light colours in place of the tokens."""
    by_day = {name: re.sub(r"light-dark\(([^,]+),.*", r"\1", value) for name, value in tokens()}
    drawings = _block(STYLES.read_text(encoding="utf-8"), "@layer drawings {")
    return re.sub(r"var\((--[a-z-]+)\)", lambda found: by_day[found[1]], drawings)


def _block(css, head):
    """What stands in the braces of the first block that begins with the head."""
    begin = end = css.index(head) + len(head)
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(css[end], 0)
        end += 1
    return css[begin : end - 1]
