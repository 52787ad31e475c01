"""Documents, the passages in them, and what they say in general."""

import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models.functions import MD5, Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from .citations import Cited, CitedQuerySet, naming_nobody
from .enumeration import in_parts
from .fields import EDTFField
from .identity import Identified, IdentifiedQuerySet
from .protection import ProtectingManyToManyField
from .translations import told


class Audience(models.TextChoices):
    PUBLIC = "public", pgettext_lazy("audience", "public")
    SECRETARIAT = "secretariat", _("the secretariat only")


class SourceQuerySet(IdentifiedQuerySet):
    def public(self):
        return self.filter(audience=Audience.PUBLIC)

    def behind(self, *facts):
        """Public sources that the facts of these QuerySets rest on, oldest first."""
        resting = models.Q()
        for rows in facts:
            resting |= models.Q(pk__in=rows.order_by().values("passages__source"))
        return self.public().filter(resting).order_by("published", "slug")

    def referred_to_behind(self, facts):
        """Public documents that the public passages behind the facts of a QuerySet speak of."""
        passages = Passage.objects.public().filter(
            pk__in=facts.order_by().values("passages"), refers_to=models.OuterRef("pk")
        )
        return self.public().filter(models.Exists(passages)).order_by("published", "slug")

    def documenting_meetings(self):
        return self.exclude(meetings_documented=None).distinct()

    def for_open_data(self):
        return (
            self.public()
            .select_related("edition_of")
            .prefetch_related("referred_to_in__source")
            .order_by("slug")
        )

    def for_list(self):
        """Public sources, oldest first, undated last, each with the number of its passages."""
        passages = Passage.objects.filter(source=models.OuterRef("pk")).order_by().values("source")
        counted = models.Subquery(passages.annotate(number=models.Count("pk")).values("number"))
        return (
            self.public()
            .select_related("edition_of")
            .prefetch_related("editions", "edition_of__editions")
            .annotate(passage_count=Coalesce(counted, 0))
            .order_by("published", "slug")
        )

    def for_page(self):
        return (
            self.public()
            .select_related("edition_of")
            .prefetch_related(
                "editions",
                "edition_of__editions",
                "meetings_documented",
                "referred_to_in__source",
            )
        )


class Source(Identified):
    """A document that facts are drawn from, or that such a document refers to."""

    class Kind(models.TextChoices):
        PRESS_RELEASE = "press-release", _("press release")
        SUMMARY = "summary", _("meeting summary")
        WEB_PAGE = "web-page", _("web page")
        POLICY_MEMO = "policy-memo", _("policy memo")
        LETTER = "letter", _("letter")
        REFERRED_TO = "referred-to", _("referred to, not read")
        OTHER = "other", _("other document")

    identity = ("slug",)

    slug = models.SlugField(
        _("address"), unique=True, max_length=80, help_text=_("Set once; links depend on it.")
    )
    label = models.CharField(
        _("label"),
        max_length=200,
        help_text=naming_nobody(_("What we call it, in a few words.")),
    )
    title = models.CharField(
        _("title"), max_length=300, blank=True, help_text=_("As printed; empty if it has none.")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    issued_by = models.CharField(_("issued by"), max_length=300, blank=True)
    published = EDTFField(
        _("published"),
        blank=True,
        takes_doubt=True,
        help_text=_("2013, 2013-06, 2013-06-15, [2013-06-12..2014], or empty if undated."),
    )
    published_inference = models.TextField(
        _("how the date is known"),
        blank=True,
        help_text=naming_nobody(
            _("What in the date the document does not say itself, and why we think so.")
        ),
    )
    url = models.URLField(_("web address"), max_length=500, blank=True)
    language = models.CharField(
        _("language"), max_length=10, default="en", help_text=_("A language tag such as en or fr.")
    )
    edition_of = models.ForeignKey(
        "self",
        verbose_name=_("another edition of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="editions",
        help_text=_("Editions of one document count as one confirmation."),
    )
    read_on = models.DateField(_("read on"), null=True, blank=True)
    audience = models.CharField(
        _("audience"),
        max_length=20,
        choices=Audience,
        default=Audience.PUBLIC,
        help_text=_("A letter of appointment is for the secretariat only."),
    )
    referred_to_in = ProtectingManyToManyField(
        "sources.Passage",
        verbose_name=_("referred to in"),
        blank=True,
        related_name="refers_to",
        help_text=_("The passages that speak of this document."),
    )
    note = models.TextField(_("note for staff"), blank=True, help_text=_("Never shown in public."))

    objects = SourceQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["referred_to_in"])

    class Meta:
        ordering = ["published", "slug"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.CheckConstraint(
                name="source_not_its_own_edition",
                condition=models.Q(edition_of=None) | ~models.Q(edition_of=models.F("id")),
                violation_error_message=_("A document cannot be another edition of itself."),
            ),
        ]

    def __str__(self):
        """Asks for the translations of a language once a request, never for one row."""
        return str(self.is_called())

    def is_called(self):
        """Its label, as `Told`."""
        return told(self.label)

    def get_absolute_url(self):
        return reverse("source", args=[self.slug])

    @property
    def is_public(self):
        return self.audience == Audience.PUBLIC

    @property
    def is_read(self):
        return self.kind != self.Kind.REFERRED_TO

    def public_references(self):
        """The passages that speak of this document and that everyone may see."""
        return [passage for passage in self.referred_to_in.all() if passage.source.is_public]

    def public_editions(self):
        """The other editions of this document that everyone may see."""
        first = self.edition_of or self
        editions = [first, *first.editions.all(), *self.editions.all()]
        return [each for each in dict.fromkeys(editions) if each != self and each.is_public]


LARGEST_FILE = 5 * 1024 * 1024  # bytes


class KeptFile(models.Model):
    """A letter as it came in, for the secretariat and for whoever sent it.

    It stands in the database: what is erased there is erased, and a copy of the database is whole.
    """

    class MediaType(models.TextChoices):
        PDF = "application/pdf", "PDF"
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"

    key = models.UUIDField(_("key"), default=uuid.uuid4, unique=True, editable=False)
    source = models.OneToOneField(
        Source,
        verbose_name=_("source"),
        on_delete=models.CASCADE,
        null=True,
        editable=False,
        related_name="file",
    )
    media_type = models.CharField(_("kind of file"), max_length=40, choices=MediaType)
    content = models.BinaryField(_("content"))
    size = models.PositiveIntegerField(_("size in bytes"))
    received_at = models.DateTimeField(_("received at"))

    class Meta:
        ordering = ["-received_at", "pk"]
        verbose_name = _("file")
        verbose_name_plural = _("files")
        # It comes with what it is a letter for, and goes with it.
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="file_size",
                condition=models.Q(size__gte=1, size__lte=LARGEST_FILE),
                violation_error_message=_("A file holds something, and at most 5 MB."),
            ),
        ]

    def __str__(self):
        return in_parts([self.get_media_type_display(), f"{self.received_at:%Y-%m-%d %H:%M}"])


class PassageQuerySet(IdentifiedQuerySet):
    def public(self):
        return self.filter(source__audience=Audience.PUBLIC)

    def for_open_data(self):
        return self.public().select_related("source").order_by("source__slug", "position", "pk")

    def for_page(self):
        """In the order of the document, with the public documents that they speak of."""
        documents = models.Prefetch("refers_to", queryset=Source.objects.public())
        return self.select_related("source").prefetch_related(documents).order_by("position", "pk")

    def dated(self):
        return self.exclude(source__published="")


class Passage(Identified):
    """The place in a source that a fact rests on, and what it says there in our words."""

    identity = ("source", "anchor")

    source = models.ForeignKey(
        Source, verbose_name=_("source"), on_delete=models.CASCADE, related_name="passages"
    )
    anchor = models.SlugField(
        _("anchor"),
        max_length=20,
        help_text=_("Such as p13: the thirteenth line of the document that is not empty."),
    )
    locator = models.CharField(
        _("locator"),
        max_length=120,
        blank=True,
        help_text=naming_nobody(_("How to find the place.")),
    )
    position = models.PositiveIntegerField(pgettext_lazy("order", "position"))
    says = models.TextField(
        _("says"),
        help_text=naming_nobody(_("In our own words.")),
    )
    quotation = models.TextField(
        _("quotation"),
        blank=True,
        help_text=naming_nobody(_("Verbatim, and only where it is free to quote.")),
    )

    objects = PassageQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["source", "position", "pk"]
        verbose_name = _("passage")
        verbose_name_plural = _("passages")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "anchor"],
                name="passage_anchor_unique",
                violation_error_message=_("This source has a passage with this anchor already."),
            ),
        ]

    def __str__(self):
        return f"{self.source.slug} {self.anchor}"

    def get_absolute_url(self):
        return f"{self.source.get_absolute_url()}#{self.anchor}"


class StatementQuerySet(CitedQuerySet):
    def about(self, topic):
        return self.filter(topic=topic)

    def for_open_data(self):
        return super().for_open_data().order_by("topic", "position")

    def for_page(self):
        """In the order of the topics."""
        topics = enumerate(Statement.Topic)
        place = models.Case(*(models.When(topic=topic, then=at) for at, topic in topics))
        return self.public().with_citations().order_by(place, "position", "pk")


class Statement(Cited):
    """What sources say in general, in our words: a definition, a purpose, a recommendation."""

    class Topic(models.TextChoices):
        RESPONSIBILITY = "responsibility", _("The Responsibility to Protect")
        FOCAL_POINT = "focal-point", _("What a focal point is")
        NETWORK = "network", _("What the network is for")
        APPOINTING = "appointing", _("What is advised on appointing one")
        TENSION = "tension", _("Where the sources stand in tension")

    collection = "statements"
    identity = ("topic", "position")

    topic = models.CharField(_("topic"), max_length=20, choices=Topic)
    position = models.PositiveIntegerField(pgettext_lazy("order", "position"))
    text = models.TextField(_("text"), help_text=naming_nobody(_("In our own words.")))

    objects = StatementQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["passages"])

    class Meta:
        ordering = ["topic", "position"]
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        constraints = [
            models.UniqueConstraint(
                fields=["topic", "position"],
                name="statement_position_unique",
                violation_error_message=_("Another statement stands at this place already."),
            ),
        ]

    def __str__(self):
        return _("%(topic)s: %(text)s") % {
            "topic": self.get_topic_display(),
            "text": told(self.text).shortened(12),
        }

    def get_absolute_url(self):
        return f"{reverse('about')}#{self.topic}"


class TranslationQuerySet(IdentifiedQuerySet):
    def of(self, *texts):
        """Of these texts, in all languages."""
        return self.filter(text__in=texts)

    def by_text(self):
        """By text, what is kept of it: a translation by language."""
        found = {}
        for text, language, translation in self.values_list("text", "language", "translation"):
            found.setdefault(text, {})[language] = translation
        return found

    @transaction.atomic
    def keep(self, text, in_languages, *, kept=()):
        """Keep what the text says in other languages: by code, a text, or nothing to forget it.

        `kept` are the rows of the text as whoever decides has read them, locked. Raises
        ValidationError or IntegrityError where somebody has kept one since, rather than undo that.
        """
        kept = {each.language: each for each in kept}
        for language, translation in in_languages.items():
            row = kept.get(language) or self.model(text=text, language=language)
            if not translation:
                if row.pk:
                    row.delete()
            elif translation != row.translation:
                row.translation = translation
                row.full_clean()
                row.save()

    def for_readers_of(self, language):
        """What is told in that language, and the texts that are not recorded in English."""
        recorded_in = models.Q(translation=models.F("text"))
        return self.filter(models.Q(language=language) | recorded_in)


class Translation(Identified):
    """What a text of the record says in one of the languages of the site.

    It belongs to the words, not to a row: what two rows say alike is translated once. And where
    the words are changed, nobody reads in another language what they do not say any more.

    Texts are taken to be in English. One that is recorded in another language is its own
    translation into that.
    """

    identity = ("text", "language")

    text = models.TextField(_("text as recorded"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    translation = models.TextField(
        _("in that language"),
        help_text=naming_nobody(
            _("Where the text is recorded in this language, the same text once more.")
        ),
    )

    objects = TranslationQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["language", "text"]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            # A whole text is too long for an index.
            models.UniqueConstraint(
                MD5("text"),
                "language",
                name="translation_unique",
                violation_error_message=_("This text is translated into that language already."),
            ),
            models.CheckConstraint(
                name="translation_says_something",
                condition=~models.Q(text="") & ~models.Q(translation=""),
                violation_error_message=_("A translation is of some text, and says something."),
            ),
        ]

    def __str__(self):
        return f"{self.get_language_display()} · {self.translation[:80]}"
