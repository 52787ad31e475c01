"""Many-to-many fields whose rows cannot be unlinked by deleting what they point to."""

from django.db import models
from django.db.models.utils import make_model_tuple


class ProtectingManyToManyField(models.ManyToManyField):
    """Deleting a row that is pointed to is refused; deleting the one that points is not.

    Django's own join table lets go of both in silence.
    """

    def contribute_to_class(self, cls, name, **kwargs):
        super().contribute_to_class(cls, name, **kwargs)
        if not cls._meta.abstract:
            pointed_to = make_model_tuple(self.remote_field.model)[1]
            to_it = self.remote_field.through._meta.get_field(pointed_to)
            to_it.remote_field.on_delete = models.PROTECT
