"""What `make run` calls: makes everything ready that is not, then becomes the web server."""

import errno
import hashlib
import os
import socket
import sys
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.management.commands.demo_staff import EMAIL, open_demo_account
from r2pnet import examples
from r2pnet.management.commands.seed import register_is_empty

HOST = "127.0.0.1"
# What a timer calls on a server.
DAILY = ["carry_out_handovers", "remind", "forget_sheets", "forget_counts"]


class Command(BaseCommand):
    help = "Starts the site on this machine: PORT=8000, its data in var/."

    def handle(self, **options):
        if not settings.IS_LOCAL:
            raise CommandError(
                _("This starts the local mode (R2PNET_MODE=local), which make run sets.")
            )
        port = chosen_port(os.environ.get("PORT") or "8000")
        refuse_taken(port)
        try:
            self.make_ready()
            self.tell_where(f"http://localhost:{port}")
        except KeyboardInterrupt:
            sys.exit(130)
        serve(port)

    def make_ready(self):
        if migrations_are_pending():
            self.stdout.write(_("Making the tables of the database."))
            call_command("migrate", interactive=False, verbosity=0)
        if register_is_empty():
            call_command("seed", stdout=self.stdout)
        for name in DAILY:
            if name in get_commands():
                try:
                    call_command(name, stdout=StringIO())
                except (
                    CommandError
                ) as error:  # what stands in the way there is no reason not to start
                    self.stderr.write(str(error))
        stamp, kept = static_stamp(), settings.VAR_DIR / "static-stamp"
        if not Path(settings.STATIC_ROOT).exists() or read(kept) != stamp:
            self.stdout.write(_("Collecting the static files."))
            # Flags of countries come with django-countries; the portal shows none.
            call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["flags"])
            kept.write_text(stamp, encoding="utf-8")

    def tell_where(self, site):
        password = open_demo_account()
        self.stdout.write("")
        self.stdout.write(_("The site:    %(url)s") % {"url": site + "/"})
        self.stdout.write(_("Its admin:   %(url)s") % {"url": site + reverse("admin:index")})
        self.stdout.write(
            _("Sign in as:  %(email)s with the password %(password)s")
            % {"email": EMAIL, "password": password}
        )
        self.tell_example(site)
        mails = site + reverse("local-mail")
        self.stdout.write(_("Its mails:   %(url)s, none leaves this machine") % {"url": mails})
        self.stdout.write(_("Ctrl-C ends it."))

    def tell_example(self, site):
        password = examples.open_example(at=timezone.now())
        if password:
            self.stdout.write(
                _("or as:       %(email)s with the password %(password)s, an example focal point")
                % {"email": examples.FOCAL_POINT, "password": password}
            )
            self.stdout.write(_("Its entry:   %(url)s") % {"url": site + reverse("me")})
        else:
            self.stdout.write(
                _(
                    "The example focal point is in office no more. To begin with it anew, end "
                    "this, call manage.py remove_examples, and start again."
                )
            )


def chosen_port(text):
    """The port (1 to 65535) that the text names. Raises CommandError."""
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= 65535):
        raise CommandError(
            _("PORT is a number from 1 to 65535, such as 8000, not “%(text)s”.") % {"text": text}
        )
    return int(text)


def refuse_taken(port):
    """Raise CommandError where the port cannot be opened, before anything else is touched."""
    with socket.socket() as attempt:
        # As gunicorn does: a port that was in use a moment ago is free.
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                reason = _(
                    "Port %(port)s is in use. End what uses it, or choose another: PORT=%(other)s."
                )
            else:
                reason = _("Port %(port)s may not be opened here. Choose another: PORT=%(other)s.")
            raise CommandError(
                reason % {"port": port, "other": port + 1 if 1024 <= port < 65535 else 8000}
            ) from error


def migrations_are_pending():
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def static_stamp():
    """What the collected static files depend on: their sources, and the Django that hashes them."""
    files = sorted(
        (path, *file_state(storage.path(path)))
        for finder in get_finders()
        for path, storage in finder.list([])
    )
    return hashlib.sha256(repr([django.get_version(), files]).encode()).hexdigest()


def file_state(path):
    state = os.stat(path)
    return state.st_size, state.st_mtime_ns


def read(path):
    """The text of a file, or none where there is no file."""
    return path.read_text(encoding="utf-8") if path.exists() else ""


def serve(port):
    """Become gunicorn, which Ctrl-C ends; does not return."""
    connections.close_all()
    sys.stdout.flush()
    os.environ["PORT"] = str(port)
    os.environ.setdefault("R2PNET_SITE_URL", f"http://localhost:{port}")
    os.chdir(settings.BASE_DIR)
    configuration = settings.BASE_DIR / "deploy" / "gunicorn.conf.py"
    os.execv(  # noqa: S606 - no word in it comes from outside
        sys.executable, [sys.executable, "-m", "gunicorn", "--config", str(configuration)]
    )
