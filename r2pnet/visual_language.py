"""The page of docs/ that shows the tokens and the parts, each once, as the site draws them.

It is rendered from the site's own partials and read from the site's own sheet, so that it cannot
tell another story; `make docs` writes it anew.
"""

from datetime import date
from types import SimpleNamespace

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from countries.forms import RegisterForm
from focalpoints.forms import DayForm
from focalpoints.register import Pair, Rung
from sources.citations import Support
from sources.models import Source
from sources.translations import none_kept

from .pictures import Dated, Key, Picture, Row, Table
from .style_sheet import tokens

FILE = settings.BASE_DIR / "docs" / "visual-language.html"


def page():
    """The whole page, as text of HTML."""
    with none_kept():
        return render_to_string("visual_language.html", _parts(), request=HttpRequest())


def _parts():
    refused = DayForm({"on": "12 June 2013"}, auto_id="refused-%s")
    refused.is_valid()
    return {
        "colours": [(name, value) for name, value in tokens() if "#" in value],
        "measures": [(name, value) for name, value in tokens() if "#" not in value],
        "standings": [
            SimpleNamespace(rung=rung, is_inferred=is_inferred)
            for rung, is_inferred in [(Rung.APPOINTED, True), *((rung, False) for rung in Rung)]
        ],
        "fact": _fact(),
        "filters": RegisterForm({}),
        "refused": refused,
        "page": Paginator(range(300), 100).page(2),
        "pair": Pair(4, 37),
        "picture": _picture(),
        "day": date(2013, 6, 12),
    }


def _fact():
    source = Source(pk=1, label=_("Example press release"))
    passages = [
        SimpleNamespace(source=source, anchor=anchor, get_absolute_url=f"#{anchor}")
        for anchor in ["p4", "p8"]
    ]
    support = Support(
        passages=tuple(passages),
        holds_document=False,
        is_from_secretariat=False,
        inference=_("The page bears no date; the latest start is inferred."),
    )
    return _Fact(support=lambda: support, get_fact_url=lambda: "#p4")


class _Fact(SimpleNamespace):
    def __str__(self):
        return _("Example state: focal point")


def _picture():
    return Picture(
        name="example",
        title=_("A question, as a picture answers it"),
        caption=_("The sentence says what the picture shows, for whoever does not see it."),
        drawing=None,
        table=Table(
            [_("Example state"), _("Standing"), _("Since")],
            [
                Row([_("Example state one"), Rung.APPOINTED.label, Dated("[..2013-04-10]")]),
                Row([_("Example state two"), Rung.NONE.label, _("not recorded")]),
            ],
        ),
        sources=[],
        height=60,
        keys=[
            Key("dot", f"dot {style}", label)
            for style, label in [
                ("appointed inferred", _("appointed (by inference)")),
                *((rung.value, rung.label) for rung in Rung),
            ]
        ],
    )
