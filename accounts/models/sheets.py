"""Sheets that somebody has previewed and not yet imported: kept sealed, and for an hour."""

import json
import uuid
from datetime import timedelta

from django.db import models

from ..sealing import Unsealable, seal, unseal

KEPT_FOR = timedelta(hours=1)
PURPOSE = "sheet"


class PreviewedSheet(models.Model):
    """What a member of staff sent and was shown; whose it is and what it holds is sealed.

    All that travels through the browser is the number.
    """

    number = models.UUIDField(primary_key=True, default=uuid.uuid4)
    previewed_at = models.DateTimeField()
    sealed = models.TextField()

    class Meta:
        default_permissions = []

    def __str__(self):
        return str(self.number)

    @classmethod
    def keep(cls, content, *, at):
        """Keep what can be said in JSON, and return it as a row; forget what was abandoned."""
        cls.forget_abandoned(at=at)
        sealed = seal(json.dumps(content, separators=(",", ":")), purpose=PURPOSE)
        return cls.objects.create(previewed_at=at, sealed=sealed)

    @classmethod
    def take(cls, number, *, at):
        """What was kept under the number, which is then forgotten; None where there is nothing.

        In the transaction of what is done with it: of two at the same time, one gets it.
        """
        kept = cls.objects.select_for_update().filter(number=number, previewed_at__gt=at - KEPT_FOR)
        sheet = kept.first()
        if sheet is None:
            return None
        sheet.delete()
        try:
            return json.loads(unseal(sheet.sealed, purpose=PURPOSE))
        except Unsealable:
            return None

    @classmethod
    def forget_abandoned(cls, *, at):
        """Returns how many there were."""
        return cls.objects.filter(previewed_at__lte=at - KEPT_FOR).delete()[0]
