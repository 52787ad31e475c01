"""Takes the examples of the local mode out of a database, which is then served in any mode."""

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError
from django.utils.translation import gettext as _

from r2pnet import examples


class Command(BaseCommand):
    help = "Removes the people who do not exist, made by the local mode, and all that is theirs."

    def handle(self, **options):
        if not examples.are_there():
            self.stdout.write(_("There are no examples in this database."))
            return
        try:
            examples.remove()
        except IntegrityError as error:
            raise CommandError(
                _("Something that was recorded of the examples cannot go: %(error)s")
                % {"error": error}
            ) from error
        self.stdout.write(_("The examples are removed."))
