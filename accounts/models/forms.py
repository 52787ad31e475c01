"""Forms that were sent, so that none is taken twice."""

import uuid
from datetime import timedelta

from django.db import IntegrityError, models, transaction

KEPT_FOR = timedelta(days=2)
AT_ONCE = 100


class SpentForm(models.Model):
    """The number of a form that was taken. It says nothing of who sent it, or what."""

    number = models.UUIDField(primary_key=True)
    spent_at = models.DateTimeField()

    class Meta:
        default_permissions = []

    def __str__(self):
        return str(self.number)

    @classmethod
    def spend(cls, number, *, at):
        """Take the form of that number. Returns whether it had not been taken before.

        In the transaction of what the form does: of two at the same time, one waits for the other.
        Numbers of two days ago are forgotten: those that nobody else is about to forget, for whom
        one would have to wait.
        """
        old = cls.objects.select_for_update(skip_locked=True).filter(spent_at__lt=at - KEPT_FOR)
        cls.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:AT_ONCE])).delete()
        try:
            with transaction.atomic():
                cls.objects.create(number=number, spent_at=at)
        except IntegrityError:
            return False
        return True

    @staticmethod
    def new_number():
        return uuid.uuid4()
