"""How a page of this site is cited: in plain text and in BibTeX, with the day of its facts."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import unquote, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.models import Country, Organization
from focalpoints.forms import DayForm
from focalpoints.register import today
from meetings.models import Delegate, Meeting
from sources.citations import cited_model
from sources.dates import day_in_words
from sources.models import Source

from .limits import computed
from .open_data.version import SHOWN, known_version
from .site import absolute
from .site_pages import BY_NAME

LONGEST_PAGE = 2000
# What BibTeX or TeX would take for a command.
OF_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
# Pages that show another day where `?on=` asks for it.
OF_A_DAY = {"home", "countries", "country", "organization", "focal-points", "states"}
# Of the pages that are always there: a form says nothing that could be cited.
NOT_CITED = {"tell-us"}


@dataclass(frozen=True)
class Citation:
    """`path` is that of the page with its query, in which the day is written out."""

    title: str
    path: str
    day: date
    seen_on: date
    version: str

    @property
    def address(self):
        return absolute(self.path)

    @property
    def plain(self):
        return _(
            "Register of R2P Focal Points: “%(title)s”. Facts as of %(day)s, as known on "
            "%(seen_on)s. %(address)s (version of the data: %(version)s). CC BY 4.0."
        ) % {
            "title": self.title,
            "day": day_in_words(self.day),
            "seen_on": day_in_words(self.seen_on),
            "address": self.address,
            "version": self.version[:SHOWN],
        }

    @property
    def key(self):
        """The same for the same page and day, whenever it is cited."""
        return "-".join(["r2pnet", *re.findall("[a-z0-9]+", f"{self.path} {self.day}".lower())])

    @property
    def bibtex(self):
        note = _("Facts as of %(day)s. Version of the data: %(version)s. CC BY 4.0") % {
            "day": self.day.isoformat(),
            "version": self.version[:SHOWN],
        }
        fields = {
            "author": f"{{{_tex(_('Register of R2P Focal Points'))}}}",
            "title": f"{{{_tex(self.title)}}}",
            "year": str(self.seen_on.year),
            "url": self.address,
            "urldate": self.seen_on.isoformat(),
            "note": _tex(note),
        }
        lines = [f"  {name} = {{{value}}}," for name, value in fields.items()]
        return "\n".join([f"@misc{{{self.key},", *lines, "}"])


class CiteForm(forms.Form):
    page = forms.CharField(
        label=gettext_lazy("Page of this site"),
        help_text=gettext_lazy("Its address, such as /countries/gha/?on=2013-06-12."),
        max_length=LONGEST_PAGE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": gettext_lazy("Write the address of a page of this site."),
            "max_length": gettext_lazy("No page has an address of so many characters."),
        },
    )

    def clean_page(self):
        page = self.cleaned_data["page"].removeprefix(absolute(""))
        if not page.startswith("/") or page.startswith("//") or "\\" in page:
            raise ValidationError(
                _("“%(page)s” is no page of this site. Its address begins with a “/”."),
                params={"page": page},
            )
        return page


@computed
def cite(request):
    form = CiteForm(request.GET or None)
    if not form.is_valid():
        return _answer(request, form, status=400 if form.is_bound else 200)
    try:
        title, path, asked_on = found(form.cleaned_data["page"])
    except Http404:
        form.add_error("page", _("No public page of this site stands there that could be cited."))
        return _answer(request, form, status=404)
    except ValidationError as refusal:
        form.add_error("page", refusal)
        return _answer(request, form, status=400)
    citation = Citation(title, path, asked_on, seen_on=today(), version=known_version())
    return _answer(request, form, citation=citation)


def _answer(request, form, *, status=200, citation=None):
    return render(request, "cite.html", {"form": form, "citation": citation}, status=status)


def is_citable(name):
    """Whether pages of the route of that name can be cited."""
    return name in ABOUT_ONE or (name in BY_NAME and name not in NOT_CITED)


def found(page):
    """The title of the page at the address, its path as it is cited, and the day of its facts.

    Raises Http404 where no public page stands there, and ValidationError for a day that the page
    would refuse.
    """
    asked = urlsplit(page)
    match = resolve(unquote(asked.path))
    name = match.view_name
    if not is_citable(name):
        raise Http404
    if name in ABOUT_ONE:
        title, path = ABOUT_ONE[name](**match.kwargs)
    else:
        title, path = str(BY_NAME[name].title), BY_NAME[name].get_absolute_url()
    query = QueryDict(asked.query, mutable=True)
    day = today()
    typed = query.pop("on", None)
    if name in OF_A_DAY:
        day = _day(typed[-1] if typed else "")
        query["on"] = day.isoformat()
    return title, f"{path}?{query.urlencode()}" if query else path, day


def _day(typed):
    form = DayForm({"on": typed})
    if not form.is_valid():
        raise ValidationError(form.errors["on"])
    return form.day


def _one(rows, **lookup):
    try:
        return rows.get(**lookup)
    except rows.model.DoesNotExist:
        raise Http404 from None


def _country(code):
    party = _one(Country.objects.with_code(code))
    return party.name, party.get_absolute_url()


def _organization(slug):
    party = _one(Organization.objects, slug=slug)
    return party.name, party.get_absolute_url()


def _meeting(slug):
    meeting = _one(Meeting.objects.public(), slug=slug)
    return meeting.title, meeting.get_absolute_url()


def _source(slug):
    source = _one(Source.objects.public(), slug=slug)
    return source.label, source.get_absolute_url()


def _fact(collection, key):
    try:
        model = cited_model(collection)
    except LookupError:
        raise Http404 from None
    fact = _one(model.objects.for_fact(), key=key)
    named = fact.delegation if isinstance(fact, Delegate) else fact
    return str(named), fact.get_fact_url()


def _ledger(page):
    def ledger(slug):
        title, path = page(slug)
        return _("Ledger: %(title)s") % {"title": title}, f"{path}ledger/"

    return ledger


# By the name of the route of a page about one thing: its title and its path. No person is cited by
# name: the citation would outlive the consent.
ABOUT_ONE = {
    "country": _country,
    "organization": _organization,
    "meeting": _meeting,
    "meeting-ledger": _ledger(_meeting),
    "source": _source,
    "source-ledger": _ledger(_source),
    "fact": _fact,
}


def _tex(text):
    return "".join(OF_TEX.get(sign, sign) for sign in text)
