from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from r2pnet.models import CountedMinute


class Command(BaseCommand):
    help = (
        "Forgets what was counted for limits that are over: of sign-ins, and of what has to be "
        "computed. For a timer, once a day; safe to run twice."
    )

    def handle(self, **options):
        now = timezone.now()
        CountedMinute.objects.over(now).delete()
        with connection.cursor() as cursor:  # Django itself deletes only where there are too many
            over = connection.ops.adapt_datetimefield_value(now)
            cursor.execute("DELETE FROM cache WHERE expires <= %s", [over])
