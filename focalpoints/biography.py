"""A biography, written in Markdown, and what a page shows of it."""

from functools import lru_cache

import nh3
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

LONGEST = 3000  # characters

# CommonMark, without HTML, pictures, code and rulers; what is left is cleaned once more. A heading
# becomes a line in bold: a page has headings of its own.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "code", "fence", "backticks", "hr"]
)
_MARKDOWN.add_render_rule("heading_open", lambda *_of_the_renderer: "<p><strong>")
_MARKDOWN.add_render_rule("heading_close", lambda *_of_the_renderer: "</strong></p>\n")
# Reads more than is shown, to tell whoever wrote it: HTML, and links that are no links here.
_SUSPICIOUS = MarkdownIt("commonmark", {"html": True}).disable(
    ["image", "code", "fence", "backticks", "hr"]
)
_SUSPICIOUS.validateLink = lambda link: True
_TAGS = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a"}
_SCHEMES = {"https", "http"}
_TO_THE_WEB = ("https://", "http://")


@lru_cache(maxsize=256)
def as_html(text):
    """The biography as HTML that holds nothing but text, lists, emphasis and links to the web."""
    cleaned = nh3.clean(
        _MARKDOWN.render(text),
        tags=_TAGS,
        attributes={"*": set(), "a": {"href"}},
        url_schemes=_SCHEMES,
        url_relative="deny",
        link_rel="nofollow noopener noreferrer",
    )
    return SafeString(cleaned)


def links_to_the_web_only(text):
    """Raise ValidationError where a link leads elsewhere than to the web, or where HTML stands.

    A text that is too long is not read: it is refused for that.
    """
    if len(text) > LONGEST:
        return
    for token in _SUSPICIOUS.parse(text):
        for part in (token, *(token.children or ())):
            if part.type in ("html_block", "html_inline"):
                raise ValidationError(
                    _("“%(start)s” is HTML, and would not work here: write Markdown."),
                    code="html",
                    params={"start": Truncator(part.content.strip()).chars(60)},
                )
            link = str(part.attrs.get("href", "")) if part.type == "link_open" else _TO_THE_WEB[0]
            if not link.lower().startswith(_TO_THE_WEB):
                raise ValidationError(
                    _("A link leads to the web: “%(link)s” does not begin with https://."),
                    code="link",
                    params={"link": Truncator(link).chars(60)},
                )
