"""How large the network was said to be."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from sources import counts_in_words
from sources.citations import Cited, CitedQuerySet
from sources.dates import in_words
from sources.fields import EDTFField


class Qualifier(models.TextChoices):
    """How a source puts a number."""

    AS_STATED = "as-stated", _("as stated")
    MORE_THAN = "more-than", _("more than")
    AT_LEAST = "at-least", _("at least")
    ABOUT = "about", _("about")
    UNNUMBERED = "unnumbered", _("unnumbered")

    def put(self, number):
        """The number as the source puts it: "17", "more than 35"."""
        return counts_in_words.put(number, self)


class NetworkCountQuerySet(CitedQuerySet):
    def of_states(self):
        return self.filter(of=NetworkCount.Of.STATES)

    def known_by(self, day):
        """Counted by that day, whatever the true date turns out to be."""
        return self.filter(as_of__latest__lte=day)

    def for_open_data(self):
        return super().for_open_data().order_by("as_of", "key")

    def for_page(self):
        return self.public().with_citations().order_by("as_of", "pk")


class NetworkCount(Cited):
    """How many parties had appointed, as a source reports it. Stored as reported."""

    class Of(models.TextChoices):
        STATES = "states", _("states")
        ORGANIZATIONS = "organizations", _("organizations")

    collection = "network-counts"
    identity = ("of", "value", "qualifier", "as_of")

    of = models.CharField(
        pgettext_lazy("what is counted", "of"), max_length=20, choices=Of, default=Of.STATES
    )
    value = models.PositiveIntegerField(_("value"))
    qualifier = models.CharField(
        _("qualifier"),
        max_length=20,
        choices=[choice for choice in Qualifier.choices if choice[0] != Qualifier.UNNUMBERED],
        default=Qualifier.AS_STATED,
    )
    as_of = EDTFField(_("as of"), help_text=_("The day of the count, or its bounds."))

    objects = NetworkCountQuerySet.as_manager()
    history = HistoricalRecords(m2m_fields=["passages"])

    class Meta:
        ordering = ["as_of", "pk"]
        verbose_name = _("reported size of the network")
        verbose_name_plural = _("reported sizes of the network")
        constraints = [
            models.UniqueConstraint(
                fields=["of", "value", "qualifier", "as_of"],
                name="network_count_unique",
                violation_error_message=_("This number is recorded already."),
            ),
        ]

    def __str__(self):
        return _("%(counted)s, %(date)s") % {
            "counted": counts_in_words.counted(self.value, self.of),
            "date": in_words(self.as_of),
        }

    def get_absolute_url(self):
        return f"{reverse('home')}#reported"

    @property
    def as_put(self):
        """The number as its source puts it: "17", "more than 35"."""
        return Qualifier(self.qualifier).put(self.value)

    @property
    def counted(self):
        """What is counted, as its source puts it: "more than 35 states"."""
        return counts_in_words.counted(self.value, self.of, self.qualifier)

    @property
    def reported(self):
        """The same as reported: "more than 35 states reported"."""
        return counts_in_words.reported(self.value, self.of, self.qualifier)
