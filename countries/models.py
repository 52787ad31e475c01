"""Whoever can appoint, host or attend: countries and organizations, one table."""

from django.conf import settings
from django.db import models
from django.db.models import Q, signals
from django.db.models.functions import Coalesce, Length, Lower, NullIf
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from simple_history.models import HistoricalRecords

from sources.citations import naming_nobody
from sources.fields import EDTFField
from sources.identity import Identified, IdentifiedQuerySet
from sources.order import in_order
from sources.translations import Told, spoken

from .names import answer, everyday_names
from .regions import M49Region, M49Subregion, RegionalGroup

# By the code of the language, the field that holds the name in it; by default in English.
NAMES_IN_LANGUAGES = ["name_ar", "name_zh_hans", "name_fr", "name_ru", "name_es"]
NAME_IN = {
    settings.LANGUAGE_CODE: "name",
    **{field.removeprefix("name_").replace("_", "-"): field for field in NAMES_IN_LANGUAGES},
}


def local_name(party=""):
    """In SQL, the name of a party in the language that is spoken; `party` is the way to it."""
    field = NAME_IN[spoken()]
    in_english = models.F(f"{party}name")
    if field == "name":
        return in_english
    return Coalesce(NullIf(models.F(f"{party}{field}"), models.Value("")), in_english)


# Kept by name, so that the proxies below write the same history.
party_history = HistoricalRecords()


def name_in_another_language(label):
    """A name that may be lacking: then the one in English is shown."""
    return models.CharField(label, max_length=200, blank=True)


def one_name_each():
    """In each of the other languages too, a name belongs to one party."""
    return [
        models.UniqueConstraint(
            fields=[field],
            condition=~Q(**{field: ""}),
            name=f"party_{field}_unique",
            violation_error_message=_("Another party has this name already."),
        )
        for field in NAMES_IN_LANGUAGES
    ]


class ByName(models.F):
    """In SQL, the place of a party among all by the name that it has in the language spoken.

    Named by the way to the party's key. The places are read when the query is written: databases
    lack the collations (`sources.order`).
    """

    def resolve_expression(self, *args, **kwargs):
        in_place = sorted(Party.objects.only(*NAME_IN.values()).order_by("pk"), key=in_order)
        if not in_place:
            return super().resolve_expression(*args, **kwargs)
        places = PlaceAmong(self.name, keys=tuple(party.pk for party in in_place))
        return places.resolve_expression(*args, **kwargs)


class PlaceAmong(models.Func):
    """In SQL, the place of a key among keys, none of which is unknown.

    Django's own `Case` takes longer to be written than all else on a list of the desk.
    """

    output_field = models.IntegerField()

    def __init__(self, key, *, keys):
        super().__init__(key)
        self.keys = keys

    def as_sql(self, compiler, connection):
        key, params = compiler.compile(self.source_expressions[0])
        places = [number for place in enumerate(self.keys) for number in reversed(place)]
        return f"CASE {key} {'WHEN %s THEN %s ' * len(self.keys)}END", [*params, *places]


class PartyQuerySet(IdentifiedQuerySet):
    def countries(self):
        return self.filter(kind=Party.Kind.COUNTRY)

    def organizations(self):
        return self.filter(kind=Party.Kind.ORGANIZATION)

    def in_group(self, group):
        """The states of a UN regional group; without one, those that are in none."""
        return self.countries().filter(un_group=group)

    def in_region(self, region):
        """The states of an M49 region."""
        return self.filter(m49_region=region)

    def with_code(self, code):
        """The country with this alpha-3 or alpha-2 code, in whatever case."""
        return self.filter(Q(slug=code.lower()) | Q(iso=code.upper()))

    def for_open_data(self):
        return self.select_related("parent").prefetch_related("other_names").order_by("slug")

    def with_names(self):
        """With what `answers_to` reads, in order of name."""
        return self.prefetch_related("other_names").order_by("name", "pk")

    def answering_to(self, words):
        """The keys of those whom the words name, without regard to accents and case, as a set."""
        return {party.pk for party in self.with_names() if party.answers_to(words)}


class Party(Identified):
    """A UN Member State, a non-member observer State, or an organization."""

    class Kind(models.TextChoices):
        COUNTRY = "country", _("country")
        ORGANIZATION = "organization", _("organization")

    class UNStatus(models.TextChoices):
        MEMBER = "member", _("UN Member State")
        OBSERVER = "observer", _("non-member observer State")

    class OrganizationKind(models.TextChoices):
        INTERNATIONAL = "international", _("regional or international organization")
        CONVENING = "convening", _("convening body")
        CIVIL_SOCIETY = "civil-society", _("academic or civil-society body")

    identity = ("slug",)

    slug = models.SlugField(
        _("address"),
        unique=True,
        max_length=80,
        help_text=_("A country's ISO 3166-1 alpha-3 code in lower case. Set once."),
    )
    name = models.CharField(_("name"), max_length=200, unique=True)
    name_ar = name_in_another_language(_("name in Arabic"))
    name_zh_hans = name_in_another_language(_("name in Chinese"))
    name_fr = name_in_another_language(_("name in French"))
    name_ru = name_in_another_language(_("name in Russian"))
    name_es = name_in_another_language(_("name in Spanish"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    iso = CountryField(_("ISO 3166-1 alpha-2 code"), blank=True)
    m49 = models.CharField(_("M49 code"), max_length=3, blank=True)
    m49_region = models.CharField(_("M49 region"), max_length=3, blank=True, choices=M49Region)
    m49_subregion = models.CharField(
        _("M49 sub-region"), max_length=3, blank=True, choices=M49Subregion
    )
    un_group = models.CharField(
        _("UN regional group"), max_length=40, blank=True, choices=RegionalGroup
    )
    un_status = models.CharField(_("UN status"), max_length=20, blank=True, choices=UNStatus)
    un_status_since = models.DateField(
        _("UN status since"),
        null=True,
        blank=True,
        help_text=_("Only where the status began after September 2010."),
    )
    grouping_note = models.TextField(
        _("note on grouping"),
        blank=True,
        help_text=naming_nobody(_("Where a grouping needs a word more.")),
    )
    acronym = models.CharField(_("acronym"), max_length=20, blank=True)
    organization_kind = models.CharField(
        _("kind of organization"), max_length=20, blank=True, choices=OrganizationKind
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"kind": "organization"},
        related_name="parts",
    )

    objects = PartyQuerySet.as_manager()
    history = party_history

    class Meta:
        ordering = ["name"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.CheckConstraint(
                name="party_is_one_kind",
                condition=(
                    Q(kind="country", organization_kind="", acronym="", parent=None)
                    & ~Q(iso="")
                    & ~Q(m49="")
                    & ~Q(m49_region="")
                    & ~Q(un_status="")
                )
                | (
                    Q(kind="organization", iso="", m49="", m49_region="", m49_subregion="")
                    & Q(un_group="", un_status="", un_status_since=None)
                    & ~Q(organization_kind="")
                ),
                violation_error_message=_(
                    "A country has an ISO code, an M49 code and region and a UN status; an "
                    "organization has none of these, but a kind of its own."
                ),
            ),
            models.CheckConstraint(
                name="country_address_is_alpha_3",
                condition=~Q(kind="country")
                | Q(Exact(Length("slug"), 3), Exact(Lower("slug"), models.F("slug"))),
                violation_error_message=_(
                    "The address of a country is its ISO 3166-1 alpha-3 code in lower case."
                ),
            ),
            models.UniqueConstraint(
                fields=["iso"],
                condition=~Q(iso=""),
                name="party_iso_unique",
                violation_error_message=_("Another country has this ISO code already."),
            ),
            models.CheckConstraint(
                name="party_not_its_own_parent",
                condition=Q(parent=None) | ~Q(parent=models.F("id")),
                violation_error_message=_("An organization cannot be part of itself."),
            ),
            *one_name_each(),
        ]

    def __str__(self):
        """Its name in the language that is spoken, else in English."""
        return str(self.is_called())

    def get_absolute_url(self):
        return reverse(self.kind, args=[self.slug])

    def is_called(self):
        """Its name in the language that is spoken, else in English, as `Told`."""
        language = spoken()
        if name := self.name_in(language):
            return Told(name, language)
        return Told(self.name, settings.LANGUAGE_CODE)

    def name_in(self, language):
        """Its name in the language of that code; empty where it has none."""
        return getattr(self, NAME_IN[language])

    @property
    def is_country(self):
        return self.kind == self.Kind.COUNTRY

    def answers_to(self, words):
        """Whether each of the words stands in one of the names, the acronym or the codes.

        Words are compared folded (see `names.fold`). Reads `other_names`: prefetch them.
        """
        return not words or answer(words, self.known_as())

    def known_as(self):
        """Its names in every language, acronym and codes, and what a state is called day by day.

        Reads `other_names`: prefetch them.
        """
        codes = (self.iso.code or "", self.slug, self.acronym)
        return [*self.names(), *codes, *self.everyday_names()]

    def everyday_names(self):
        """By which a state is found, too; they are shown to nobody."""
        return everyday_names(self.iso.code) if self.iso.code else []

    def names(self):
        """In every language, and the other ones. Reads `other_names`: prefetch them."""
        names = [self.name_in(language) for language in NAME_IN]
        names += [other.name for other in self.other_names.all()]
        return [name for name in dict.fromkeys(names) if name]


class OtherNameQuerySet(IdentifiedQuerySet):
    def for_open_data(self):
        return self.select_related("party").order_by("party__slug", "name")


class OtherName(Identified):
    """Another name of a party, as sources or readers write it."""

    identity = ("party", "name")

    party = models.ForeignKey(
        Party, verbose_name=_("party"), on_delete=models.CASCADE, related_name="other_names"
    )
    name = models.CharField(_("name"), max_length=200)
    used_from = EDTFField(_("used from"), blank=True)
    used_until = EDTFField(_("used until"), blank=True)

    objects = OtherNameQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [
            models.UniqueConstraint(
                fields=["party", "name"],
                name="other_name_unique",
                violation_error_message=_("This name is listed already."),
            ),
            models.CheckConstraint(
                name="other_name_until_not_before_from",
                condition=Q(used_from="")
                | Q(used_until__latest__gte=models.F("used_from__earliest")),
                violation_error_message=_("This name ends before it begins."),
            ),
        ]

    def __str__(self):
        return self.name


class CountryManager(models.Manager.from_queryset(PartyQuerySet)):
    def get_queryset(self):
        return super().get_queryset().countries()


class Country(Party):
    """A party that is a state."""

    objects = CountryManager()

    class Meta:
        proxy = True
        verbose_name = _("country")
        verbose_name_plural = _("countries")


class OrganizationManager(models.Manager.from_queryset(PartyQuerySet)):
    def get_queryset(self):
        return super().get_queryset().organizations()


class Organization(Party):
    """A party that is a regional or international organization, or another body."""

    objects = OrganizationManager()

    class Meta:
        proxy = True
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")


# django-simple-history listens to a model, and a proxy saves under its own name.
for proxy in (Country, Organization):
    signals.post_save.connect(party_history.post_save, sender=proxy)
    signals.pre_delete.connect(party_history.pre_delete, sender=proxy)
    signals.post_delete.connect(party_history.post_delete, sender=proxy)
    proxy._meta.simple_history_manager_attribute = "history"
