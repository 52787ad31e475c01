"""What makes a row a fact: the passages it rests on, and what in it is our inference."""

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from . import keys
from .enumeration import listed
from .identity import Identified, IdentifiedQuerySet, identity_lookups
from .protection import ProtectingManyToManyField


def naming_nobody(help_text):
    """The help text of a field in which staff write freely, with the rule that holds there."""
    return format_lazy("{} {}", help_text, _("Name no focal point here without their consent."))


def refuse_uncited(passages, *, is_from_secretariat):
    """Raise ValidationError where a fact would stand with nothing behind it.

    Asked of what is submitted, because passages are saved after their row.
    """
    if not passages and not is_from_secretariat:
        raise ValidationError(
            {
                "passages": _(
                    "Say how this is known: choose the passage it rests on, or mark it as known "
                    "to the secretariat."
                )
            },
            code="uncited",
        )


def cited_models():
    """Every model whose rows are facts, in the order of the apps."""
    return [model for model in apps.get_models() if issubclass(model, Cited)]


def cited_model(collection):
    """The model of the facts that are called so in addresses. Raises LookupError."""
    for model in cited_models():
        if model.collection == collection:
            return model
    raise LookupError(collection)


class CitedQuerySet(IdentifiedQuerySet):
    def with_citations(self):
        return self.prefetch_related("passages__source")

    def public(self):
        """Those that may be shown to everyone: all, unless a model says otherwise."""
        return self.all()

    def for_open_data(self):
        """Those that everyone may have, with what they rest on, in an order that stays."""
        return self.public().with_citations().order_by("key")

    def for_fact(self):
        """Those that everyone may see, each for the page of its own."""
        return self.for_open_data()

    def resting_on(self, passages):
        """Facts that rest on the passages, once for each, with its key as `passage`."""
        named_by = {lookup.rpartition("__")[0] for lookup in identity_lookups(self.model)}
        return (
            self.filter(passages__in=passages)
            .annotate(passage=models.F("passages"))
            .select_related(*(named_by - {""}))
        )

    def uncited(self):
        """Facts that a public page would show with nothing behind them."""
        through = self.model.passages.through
        citations = through.objects.filter(**{self.model._meta.model_name: models.OuterRef("pk")})
        return self.filter(~models.Exists(citations), is_from_secretariat=False)

    def inferred(self):
        return self.exclude(inference="")

    def among(self, facts):
        """The rows of the facts at hand, for whoever asks the database about them."""
        return self.filter(pk__in=[each.pk for each in facts])

    @transaction.atomic
    def record(self, *, passages=(), **fields):
        """Record a fact with its passages, or cite them for the fact where it is recorded already.

        Returns the fact and whether it is new. Raises ValidationError.
        """
        new = self.model(**fields)
        fact = self._same_as(new)
        if fact is None:
            refuse_uncited(passages, is_from_secretariat=new.is_from_secretariat)
            new.full_clean()
            try:
                with transaction.atomic():
                    new.save()
            except IntegrityError:
                # Somebody else recorded the same in this moment: a second click, say.
                fact = self._same_as(new)
                if fact is None:
                    raise
            else:
                new.passages.set(passages)
                return new, True
        refuse_uncited(passages, is_from_secretariat=fact.is_from_secretariat)
        fact.refuse_other_values(fields)
        fact.passages.add(*passages)
        return fact, False

    def _same_as(self, new):
        return self.filter(**{name: getattr(new, name) for name in new.identity}).first()


@dataclass(frozen=True)
class Support:
    """What everyone may see of what a fact rests on: equal for two facts that look alike."""

    passages: tuple
    holds_document: bool
    is_from_secretariat: bool
    inference: str

    @property
    def confirmations(self):
        """How many documents it rests on; editions of one document count as one."""
        return len({passage.source.edition_of_id or passage.source_id for passage in self.passages})


class Cited(Identified):
    """A fact: it rests on passages, or is known to the secretariat.

    `collection` is what its kind is called in addresses, files and the API.
    """

    collection = ""

    key = models.CharField(
        _("key"), max_length=keys.LENGTH, default=keys.new_key, unique=True, editable=False
    )
    passages = ProtectingManyToManyField(
        "sources.Passage",
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("passages"),
        help_text=_("Where the sources say so."),
    )
    inference = models.TextField(
        _("inference"),
        blank=True,
        help_text=naming_nobody(
            _("What in this fact no source says outright, and why it is recorded. Shown as such.")
        ),
    )
    is_from_secretariat = models.BooleanField(
        _("known to the secretariat"),
        default=False,
        help_text=_("Known to the secretariat without a document that could be cited."),
    )

    objects = CitedQuerySet.as_manager()

    class Meta:
        abstract = True

    def get_fact_url(self):
        """The address of the fact itself; `get_absolute_url` is where a page prints it."""
        return reverse("fact", args=[self.collection, self.key])

    def support(self):
        """What everyone may see of what this rests on: of a letter, only that one is held.

        Reads `passages__source`: fetch facts `with_citations()`.
        """
        passages = list(self.passages.all())
        public = tuple(passage for passage in passages if passage.source.is_public)
        return Support(
            passages=public,
            holds_document=len(public) < len(passages),
            is_from_secretariat=self.is_from_secretariat,
            inference=self.inference,
        )

    def refuse_other_values(self, fields):
        """Raise ValidationError where the fields say something else than this fact.

        A passage that contradicts the record must not be cited for it. Empty fields say nothing.
        """
        differing = [
            str(self._meta.get_field(name).verbose_name)
            for name, value in fields.items()
            if value and getattr(self, name) != value
        ]
        if differing:
            raise ValidationError(
                _(
                    "This is recorded already, with something else under: %(fields)s. "
                    "Change it there."
                ),
                code="contradicted",
                params={"fields": listed(differing)},
            )
