"""Where sources differ: what each claims, which claim the register shows, and why."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from countries.models import Party
from focalpoints.models import Appointment, NetworkCount, Step
from sources.citations import Cited, CitedQuerySet, naming_nobody
from sources.identity import Identified, IdentifiedQuerySet
from sources.models import Source
from sources.protection import ProtectingManyToManyField
from sources.translations import told

from .hosts import Host
from .meetings import Meeting, OtherTitle


class DifferenceQuerySet(IdentifiedQuerySet):
    def for_open_data(self):
        fields = [field.name for field in self.model.subject_fields()]
        return self.prefetch_related(*fields).order_by("slug")

    def for_page(self):
        """With its claims and what they rest on, in the order of the page."""
        return self.with_claims().with_subjects().in_order()

    def for_list(self):
        return self.in_order()

    def in_order(self):
        return self.order_by("position", "pk")

    def with_claims(self):
        return self.prefetch_related(
            models.Prefetch("claims", queryset=Claim.objects.for_difference())
        )

    def with_subjects(self):
        """With what it is about, and what the names of that print."""
        return self.prefetch_related(
            "parties",
            "appointments__party",
            "steps__party",
            "network_counts",
            "meetings",
            "hosts__meeting",
            "hosts__party",
        )

    def with_claim_count(self):
        """With `claim_count`, and `shows_one`: whether the register shows one of them."""
        shown = Claim.objects.displayed().filter(difference=models.OuterRef("pk"))
        return self.annotate(claim_count=models.Count("claims"), shows_one=models.Exists(shown))

    def one_sided(self):
        """Those with fewer than two claims, in which nothing differs."""
        return self.with_claim_count().filter(claim_count__lt=2)

    def about(self, row):
        """Those that concern a party, a fact or a source; of a kind that none concerns, none.

        A claim concerns its own, a title the names of its meeting, a source what its passages
        claim.
        """
        match row:
            case Claim():
                return self.filter(claims=row.pk)
            case OtherTitle():
                return self.filter(kind=Difference.Kind.NAMES, meetings=row.meeting_id)
            case Source():
                passages = Claim.passages.through.objects.filter(passage__source=row.pk)
                claims = Claim.objects.filter(pk__in=passages.values("claim"))
                return self.filter(pk__in=claims.values("difference"))
        for field in self.model.subject_fields():
            if isinstance(row, field.related_model):
                return self.filter(**{field.name: row.pk})
        return self.none()


class Difference(Identified):
    """A question to which sources give differing answers. Each stands, with its passages."""

    class Kind(models.TextChoices):
        PRECISION = "precision", _("more or less precise")
        NAMES = "names", _("other names")
        TENSION = "tension", _("in tension")

    identity = ("slug",)

    slug = models.SlugField(
        _("address"), unique=True, max_length=80, help_text=_("Set once; links depend on it.")
    )
    position = models.PositiveIntegerField(pgettext_lazy("order", "position"), default=0)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    question = models.CharField(
        _("question"), max_length=200, help_text=naming_nobody(_("Such as: when was it launched?"))
    )
    reason = models.TextField(
        _("why it is shown so"),
        help_text=naming_nobody(
            _("Why the register shows one claim before the others, or prefers none.")
        ),
    )
    parties = ProtectingManyToManyField(
        Party, verbose_name=_("parties"), blank=True, related_name="differences"
    )
    appointments = ProtectingManyToManyField(
        Appointment, verbose_name=_("appointments"), blank=True, related_name="differences"
    )
    steps = ProtectingManyToManyField(
        Step, verbose_name=_("steps"), blank=True, related_name="differences"
    )
    network_counts = ProtectingManyToManyField(
        NetworkCount, verbose_name=_("reported sizes"), blank=True, related_name="differences"
    )
    meetings = ProtectingManyToManyField(
        Meeting, verbose_name=_("meetings"), blank=True, related_name="differences"
    )
    hosts = ProtectingManyToManyField(
        Host, verbose_name=_("hosts"), blank=True, related_name="differences"
    )

    objects = DifferenceQuerySet.as_manager()
    history = HistoricalRecords(
        m2m_fields=["parties", "appointments", "steps", "network_counts", "meetings", "hosts"]
    )

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("difference between sources")
        verbose_name_plural = _("differences between sources")

    def __str__(self):
        return str(told(self.question))

    def get_absolute_url(self):
        return f"{reverse('differences')}#{self.slug}"

    @classmethod
    def subject_fields(cls):
        """The fields that say what it is about."""
        return cls._meta.many_to_many

    def subjects(self):
        """The parties and meetings that it is about. Reads `with_subjects`."""
        return [*self.parties.all(), *self.meetings.all()]

    def facts(self):
        """The other facts that it is about. Reads `with_subjects`."""
        fields = [self.appointments, self.steps, self.network_counts, self.hosts]
        return [fact for field in fields for fact in field.all()]

    def displayed_claim(self):
        """The one that the register shows before the others, if any. Reads `claims`."""
        return next((claim for claim in self.claims.all() if claim.is_displayed), None)


class ClaimQuerySet(CitedQuerySet):
    def displayed(self):
        return self.filter(is_displayed=True)

    def for_open_data(self):
        rows = super().for_open_data().select_related("difference")
        return rows.order_by("difference__slug", "position")

    def for_difference(self):
        """The one that is shown first, then as they stand."""
        return self.public().with_citations().order_by("-is_displayed", "position", "pk")


class Claim(Cited):
    """What one or several sources answer to the question, in our words."""

    collection = "claims"
    identity = ("difference", "position")

    difference = models.ForeignKey(
        Difference,
        verbose_name=_("difference between sources"),
        on_delete=models.CASCADE,
        related_name="claims",
    )
    position = models.PositiveIntegerField(pgettext_lazy("order", "position"))
    states = models.TextField(
        pgettext_lazy("what a claim says", "states"),
        help_text=naming_nobody(_("In our own words.")),
    )
    is_displayed = models.BooleanField(
        _("shown by the register"),
        default=False,
        help_text=_("One at most. Where none is preferred, none."),
    )

    objects = ClaimQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["passages"])

    class Meta:
        ordering = ["difference", "position"]
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        constraints = [
            models.UniqueConstraint(
                fields=["difference", "position"],
                name="claim_position_unique",
                violation_error_message=_("Another claim stands at this place already."),
            ),
            models.UniqueConstraint(
                fields=["difference"],
                condition=Q(is_displayed=True),
                name="claim_one_displayed",
                violation_error_message=_("Only one claim can be the one that is shown."),
            ),
        ]

    def __str__(self):
        return f"{self.difference} {told(self.states).shortened(12)}"

    def get_absolute_url(self):
        return self.difference.get_absolute_url()
