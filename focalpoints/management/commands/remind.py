from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoints.confirmations import KINDS, remind


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("A day is written as in 2026-11-22.")) from error


class Command(BaseCommand):
    help = (
        "Reminds focal points in office to confirm their entry: 30 days before the confirmation "
        "runs out, on the day, and 30 days after. For a timer, once a day; safe to run twice, and "
        "a day that was missed is made up for. Prints how many, and names nobody."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--on",
            metavar="YYYY-MM-DD",
            type=_day,
            help="as if it were that day (UTC), instead of today",
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing, only count")

    def handle(self, *, on, dry_run, **options):
        now = timezone.now()
        written = remind(day=on or now.date(), at=now, is_tried_only=dry_run)
        total = sum(written.values())
        said = (
            ngettext("%(n)s reminder is due.", "%(n)s reminders are due.", total)
            if dry_run
            else ngettext("%(n)s reminder is written.", "%(n)s reminders are written.", total)
        )
        self.stdout.write(said % {"n": total})
        for kind in KINDS:
            self.stdout.write(f"{kind.label}: {written[kind]}")
