"""The page of docs/ that shows the tokens and the parts."""

from pathlib import Path

import brotli

from r2pnet.style_sheet import STYLES, tokens
from r2pnet.visual_language import FILE, page


def test_the_page_in_docs_is_what_the_site_draws():
    """`make docs` writes it anew."""
    assert FILE.read_text(encoding="utf-8") == page()


def test_every_token_stands_there_once():
    names = [name for name, _value in tokens()]

    assert len(names) == len(set(names)) > 20
    assert all(page().count(f"<code>{name}</code>") == 1 for name in names)


def test_all_style_sheets_together_weigh_at_most_12_kilobytes():
    sheets = [brotli.compress(each.read_bytes()) for each in Path(STYLES).parent.glob("*.css")]

    assert sum(len(each) for each in sheets) <= 12_000
