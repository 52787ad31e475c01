from django_tasks_db.management.commands import db_worker

from outbox.tasks import deliver_due


class Command(db_worker.Command):
    """The worker of django-tasks-db, which first looks for what another has left behind."""

    help = "Sends mails as they are written, until it is ended."

    def handle(self, **options):
        deliver_due.enqueue()
        super().handle(**options)
