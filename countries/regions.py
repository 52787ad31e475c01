"""The two schemes that group states: M49 regions and UN regional groups.

They disagree (Cyprus, Georgia, Australia ...), so every grouping on a page names its scheme.
M49 codes are text: "002" is Africa.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class M49Region(models.TextChoices):
    """Standard Country or Area Codes for Statistical Use (Series M, No. 49): regions."""

    AFRICA = "002", _("Africa")
    AMERICAS = "019", _("Americas")
    ASIA = "142", _("Asia")
    EUROPE = "150", _("Europe")
    OCEANIA = "009", _("Oceania")


class M49Subregion(models.TextChoices):
    """The same standard: sub-regions."""

    NORTHERN_AFRICA = "015", _("Northern Africa")
    SUB_SAHARAN_AFRICA = "202", _("Sub-Saharan Africa")
    NORTHERN_AMERICA = "021", _("Northern America")
    LATIN_AMERICA = "419", _("Latin America and the Caribbean")
    CENTRAL_ASIA = "143", _("Central Asia")
    EASTERN_ASIA = "030", _("Eastern Asia")
    SOUTHERN_ASIA = "034", _("Southern Asia")
    SOUTH_EASTERN_ASIA = "035", _("South-eastern Asia")
    WESTERN_ASIA = "145", _("Western Asia")
    EASTERN_EUROPE = "151", _("Eastern Europe")
    NORTHERN_EUROPE = "154", _("Northern Europe")
    SOUTHERN_EUROPE = "039", _("Southern Europe")
    WESTERN_EUROPE = "155", _("Western Europe")
    AUSTRALIA_NEW_ZEALAND = "053", _("Australia and New Zealand")
    MELANESIA = "054", _("Melanesia")
    MICRONESIA = "057", _("Micronesia")
    POLYNESIA = "061", _("Polynesia")


class RegionalGroup(models.TextChoices):
    """The regional groups of United Nations Member States."""

    AFRICAN = "african", _("African States")
    ASIA_PACIFIC = "asia-pacific", _("Asia-Pacific States")
    EASTERN_EUROPEAN = "eastern-european", _("Eastern European States")
    LATIN_AMERICAN = "latin-american-caribbean", _("Latin American and Caribbean States")
    WESTERN_EUROPEAN = "western-european-other", _("Western European and other States")
