"""How a page of this site is cited: in plain text and in BibTeX, with the days of its facts."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode, urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countries.forms import RegisterForm, StatesForm
from countries.models import Country, Organization, Party
from focalpoints.forms import ChangesForm, DayForm
from focalpoints.register import today
from meetings.models import Delegate, Meeting
from sources.citations import cited_model
from sources.enumeration import in_parts
from sources.models import Passage, Source
from sources.translations import joined_up

from .heads import permalink, title_on_its_days
from .languages import page_at
from .limits import computed
from .open_data.version import SHOWN, how_cited, known_version, of_days
from .site import LICENCE, NAME, absolute
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
# By the name of the route, what a page of a day, or of two, is asked with.
FORMS = {
    "home": DayForm,
    "countries": RegisterForm,
    "country": DayForm,
    "organization": DayForm,
    "focal-points": DayForm,
    "states": lambda asked: StatesForm(Party.objects.with_names(), asked),
    "changes": lambda asked: ChangesForm(Party.objects.with_names(), asked),
}
# Of the pages that are always there: a form says nothing that could be cited.
NOT_CITED = {"tell-us"}


@dataclass(frozen=True)
class Citation:
    """`path` is that of the page with its query, in which its `days` are written out."""

    title: str
    path: str
    days: tuple[date, ...]
    seen_on: date
    version: str

    @property
    def address(self):
        return absolute(self.path)

    @property
    def plain(self):
        return how_cited(
            self.address,
            *self.days,
            title=self.title,
            seen_on=self.seen_on,
            version=self.version,
        )

    @property
    def key(self):
        """The same for the same page and days, whenever it is cited."""
        told = " ".join([self.path, *map(str, self.days)])
        return "-".join(["r2pnet", *re.findall("[a-z0-9]+", told.lower())])

    @property
    def bibtex(self):
        note = _("Facts as of %(days)s. Version of the data: %(version)s. %(licence)s") % {
            "days": of_days(day.isoformat() for day in self.days),
            "version": self.version[:SHOWN],
            "licence": LICENCE.name,
        }
        fields = {
            "author": f"{{{_tex(str(NAME))}}}",
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
        title, path, days = found(form.cleaned_data["page"])
    except Http404:
        form.add_error("page", _("No public page of this site stands there that could be cited."))
        return _answer(request, form, status=404)
    except ValidationError as refusal:
        form.add_error("page", refusal)
        return _answer(request, form, status=400)
    citation = Citation(title, path, days, seen_on=today(), version=known_version())
    return _answer(request, form, citation=citation)


def _answer(request, form, *, status=200, citation=None):
    context = {"form": form, "citation": citation, "licence": LICENCE}
    return render(request, "cite.html", context, status=status)


def is_citable(name):
    """Whether pages of the route of that name can be cited."""
    return name in ABOUT_ONE or (name in BY_NAME and name not in NOT_CITED)


def found(page):
    """The title of the page at the address, its path as it is cited, and the days of its facts.

    Raises Http404 where no public page stands there, and ValidationError for what the page would
    refuse.
    """
    try:
        asked = urlsplit(page)
    except ValueError:  # an opening bracket that is not closed, say
        raise Http404 from None
    match = page_at(page)
    name = match.view_name
    if not is_citable(name):
        raise Http404
    query = QueryDict(asked.query, mutable=True)
    form = _filled_in(FORMS[name], query) if name in FORMS else None
    if name in ABOUT_ONE:
        title, path = ABOUT_ONE[name](**match.kwargs)
    else:
        site_page = BY_NAME[name]
        title = title_on_its_days(site_page, form) if form else str(site_page.title)
        path = site_page.get_absolute_url()
    if form:
        return title, f"{path}{permalink(form)}{_further(query)}", _days(form)
    query.pop("on", None)
    path = f"{path}?{query.urlencode()}" if query else path
    if name == "source" and Passage.objects.filter(
        source__slug=match.kwargs["slug"], anchor=asked.fragment
    ):
        title, path = in_parts([title, asked.fragment]), f"{path}#{asked.fragment}"
    return title, path, (today(),)


def _filled_in(make_form, query):
    form = make_form(query)
    if not form.is_valid():
        raise ValidationError([each for errors in form.errors.values() for each in errors])
    return form


def _days(form):
    return tuple(form.days) if isinstance(form, ChangesForm) else (form.day,)


def _further(query):
    """Of a long list, the page that is cited."""
    return f"&{urlencode({'page': query['page']})}" if query.get("page") else ""


def _one(rows, **lookup):
    try:
        return rows.get(**lookup)
    except rows.model.DoesNotExist:
        raise Http404 from None


def _country(code):
    party = _one(Country.objects.with_code(code))
    return joined_up(party), party.get_absolute_url()


def _organization(slug):
    party = _one(Organization.objects, slug=slug)
    return joined_up(party), party.get_absolute_url()


def _meeting(slug):
    meeting = _one(Meeting.objects.public(), slug=slug)
    return joined_up(meeting), meeting.get_absolute_url()


def _source(slug):
    source = _one(Source.objects.public(), slug=slug)
    return joined_up(source), source.get_absolute_url()


def _fact(collection, key):
    try:
        model = cited_model(collection)
    except LookupError:
        raise Http404 from None
    fact = _one(model.objects.for_fact(), key=key)
    named = fact.delegation if isinstance(fact, Delegate) else fact
    return joined_up(named), fact.get_fact_url()


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
