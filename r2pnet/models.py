"""What belongs to the whole register: by which its caches know whether anything public changed."""

from django.db import models


class PublicVersion(models.Model):
    """A token of what is public: another one with each commit that may have changed it.

    The database writes it by itself, in the transaction of the change, whoever makes it and by
    whatever way: see `public_version.py`. It is no counter but a random text, so that a database
    that was restored never comes upon a token that stood for something else.
    """

    token = models.CharField(max_length=32)

    class Meta:
        default_permissions = []
        constraints = [
            models.CheckConstraint(name="public_version_is_one_row", condition=models.Q(pk=1)),
        ]

    def __str__(self):
        return self.token
