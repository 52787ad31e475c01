"""What makes a row a fact: the passages it rests on, and what in it is our inference."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from .identity import Identified, IdentifiedQuerySet


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


class PassagesField(models.ManyToManyField):
    """Passages of a fact, whose join table protects them: a cited passage cannot be deleted."""

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            to_passage = self.remote_field.through._meta.get_field("passage")
            to_passage.remote_field.on_delete = models.PROTECT


class CitedQuerySet(IdentifiedQuerySet):
    def with_citations(self):
        return self.prefetch_related("passages__source")

    def uncited(self):
        """Facts that a public page would show with nothing behind them."""
        through = self.model.passages.through
        citations = through.objects.filter(**{self.model._meta.model_name: models.OuterRef("pk")})
        return self.filter(~models.Exists(citations), is_from_secretariat=False)

    def inferred(self):
        return self.exclude(inference="")

    @transaction.atomic
    def record(self, *, passages=(), **fields):
        """Record a fact with its passages, or cite them for the fact where it is recorded already.

        Returns the fact and whether it is new. Raises ValidationError.
        """
        identity = {name: fields.get(name) for name in self.model.identity}
        fact = self.filter(**identity).first()
        if fact:
            refuse_uncited(passages, is_from_secretariat=fact.is_from_secretariat)
            fact.passages.add(*passages)
            return fact, False
        fact = self.model(**fields)
        refuse_uncited(passages, is_from_secretariat=fact.is_from_secretariat)
        fact.full_clean()
        fact.save()
        fact.passages.set(passages)
        return fact, True


class Cited(Identified):
    """A fact: it rests on passages, or is known to the secretariat."""

    passages = PassagesField(
        "sources.Passage",
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("passages"),
        help_text=_("Where the sources say so."),
    )
    inference = models.TextField(
        _("inference"),
        blank=True,
        help_text=_(
            "What in this fact no source says outright, and why it is recorded. Shown as such. "
            "Name no focal point here without their consent."
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
