from django.core.management.base import BaseCommand

from outbox.tasks import run


class Command(BaseCommand):
    help = "Sends the mails that are due, once: for a timer, where no mail_worker runs."

    def handle(self, **options):
        run()
