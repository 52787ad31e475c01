"""A biography in Markdown: what is refused, and what a page shows of the rest."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString

from focalpoints.biography import LONGEST, as_html, links_to_the_web_only
from focalpoints.models import FocalPoint

DANGEROUS = [
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x]( javascript:alert(1) )",
    "[x](<javascript:alert(1)>)",
    "[x](\njavascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript:alert(1))",
    "[x](javas&Tab;cript:alert(1))",
    "[x](javascript%3Aalert(1))",
    r"[x](javascript\:alert(1))",
    "<javascript:alert(1)>",
    "[x][1]\n\n[1]: javascript:alert(1)",
    "[x]\n\n[x]: <javascript:alert(1)> 'title'",
    "![x](javascript:alert(1))",
    "> - [x](javascript:alert(1))",
    "**[x](vbscript:alert(1))**",
    "# [x](data:text/html,<b>)",
    "[x](file:///etc/passwd)",
]
ELSEWHERE = ["[x](/admin/)", "[x](//evil.example)", "[x](mailto:a@b.example)", "<a@b.example>"]
HTML = [
    "<script>alert(1)</script>",
    'Hello <img src="x" onerror="alert(1)">',
    "<style>p { display: none }</style>",
    '<a href="javascript:alert(1)">x</a>',
    '<p onclick="alert(1)">x</p>',
    "<!-- hidden -->",
]
NO_HTML_BUT_TEXT = ["<svg/onload=alert(1)>", "&lt;script&gt;", "<<script>"]


def refusals(text):
    with pytest.raises(ValidationError) as refused:
        links_to_the_web_only(text)
    return refused.value.messages


@pytest.mark.parametrize("text", [*DANGEROUS, *ELSEWHERE])
def test_a_link_that_does_not_lead_to_the_web_is_refused(text):
    assert re.fullmatch(
        r"A link leads to the web: “[^”]+” does not begin with https://\.", *refusals(text)
    )


def test_the_refusal_names_the_link_and_not_all_of_a_long_one():
    assert refusals("[x](/admin/)") == [
        "A link leads to the web: “/admin/” does not begin with https://."
    ]
    assert len(*refusals(f"[x](javascript:{'a' * 2000})")) < 130


@pytest.mark.parametrize("text", HTML)
def test_html_is_refused(text):
    (refusal,) = refusals(text)

    assert refusal.endswith("is HTML, and would not work here: write Markdown.")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "She speaks of javascript: and data:",
        "a < b, c > d, I <3 it, R&D",
        "[x](https://example.org) and <https://example.org>",
        "[x](HTTP://example.org/a?b=c#d)",
        "[x][1]\n\n[1]: https://example.org 'A title'",
        "[x](java\nscript:alert(1))",  # no link to anybody who reads it
    ],
)
def test_text_and_links_to_the_web_are_taken(text):
    assert links_to_the_web_only(text) is None


@pytest.mark.parametrize("text", [*DANGEROUS, *ELSEWHERE, *HTML, *NO_HTML_BUT_TEXT])
def test_what_came_in_nevertheless_is_text_on_the_page_and_leads_nowhere(text):
    tags = re.findall(r"<[^>]*>", as_html(text))

    allowed = r"</?(p|br|em|strong|ul|ol|li|blockquote|a)>"
    assert not [
        tag
        for tag in tags
        if not re.fullmatch(allowed, tag) and tag != '<a rel="nofollow noopener noreferrer">'
    ]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("**Bold** and *not*", "<p><strong>Bold</strong> and <em>not</em></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("1. one", "<ol>\n<li>one</li>\n</ol>"),
        ("> quoted", "<blockquote>\n<p>quoted</p>\n</blockquote>"),
        ("# Career", "<p><strong>Career</strong></p>"),
        ("Career\n------", "<p><strong>Career</strong></p>"),
        ("    four spaces", "<p>four spaces</p>"),
        ("![A picture](https://a.example/a.png)", "<p>!{}</p>"),
        ('[x](https://a.example "title")', "<p>{}</p>"),
        ("a & b < c", "<p>a &amp; b &lt; c</p>"),
    ],
)
def test_shows_text_lists_emphasis_and_links(text, html):
    words, address = ("A picture", "/a.png") if "picture" in text else ("x", "")
    link = f'<a href="https://a.example{address}" rel="nofollow noopener noreferrer">{words}</a>'

    assert as_html(text).strip() == html.format(link)
    assert isinstance(as_html(text), SafeString)


def problems(biography):
    with pytest.raises(ValidationError) as refused:
        FocalPoint(name="Example Person", biography=biography).clean_fields()
    return refused.value.message_dict["biography"]


def test_a_biography_has_at_most_3000_characters():
    assert LONGEST == 3000
    FocalPoint(name="Example Person", biography="é" * LONGEST).clean_fields()

    assert problems("é" * (LONGEST + 1)) == [
        "Ensure this value has at most 3000 characters (it has 3001)."
    ]


def test_a_text_that_is_far_too_long_is_refused_for_that_alone():
    """Nobody reads two megabytes of brackets."""
    assert problems("[x](javascript:" * 150_000) == [
        "Ensure this value has at most 3000 characters (it has 2250000)."
    ]


def test_a_biography_is_judged_by_all_three_rules():
    assert problems("[x](javascript:alert(1))") == refusals("[x](javascript:alert(1))")
    assert problems("a\u202eb")[0].startswith("There is a character in this text")
