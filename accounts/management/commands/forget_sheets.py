from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import ngettext

from accounts.models import PreviewedSheet


class Command(BaseCommand):
    help = (
        "Forgets the sheets that somebody previewed more than an hour ago and did not import. "
        "For a timer, once a day; safe to run twice, and several at a time."
    )

    def handle(self, **options):
        n = PreviewedSheet.forget_abandoned(at=timezone.now())
        said = ngettext("%(n)s sheet is forgotten.", "%(n)s sheets are forgotten.", n)
        self.stdout.write(said % {"n": n})
