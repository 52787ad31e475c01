from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _

from trail.portal_role import CannotGrant, grant_to


class Command(BaseCommand):
    """A command, and no hook of `migrate`: it fails aloud where it cannot do what it says.

    A hook would stay silent where the role is not named, and run at every flush of a database.
    Forgotten, it leaves the portal with less than it needs, never with more.
    """

    help = (
        "Gives the role of R2PNET_PORTAL_ROLE what the portal needs in PostgreSQL: the trail it "
        "may only read and add to. Run it after every migrate, under the role that owns the tables."
    )

    def handle(self, **options):
        if connection.vendor != "postgresql":
            self.stdout.write(
                _("This database has no roles. Whether the trail is whole, its chain tells.")
            )
            return
        role = settings.PORTAL_ROLE
        if not role:
            raise CommandError(_("R2PNET_PORTAL_ROLE names the role under which the portal runs."))
        try:
            grant_to(role)
        except CannotGrant as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("%(role)s may add to the trail and read it, and change nothing there.")
            % {"role": role}
        )
