"""What the tests of the outbox have at hand."""

import signal

import pytest
from django.core.management import call_command


@pytest.fixture
def mail_server(settings):
    """Has mails sent to the server at that port of this machine, which has a moment to answer."""

    def send_to(port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 0.3

    return send_to


@pytest.fixture
def work():
    """Runs a worker until it finds nothing more to do: the real one, or a command around it."""
    listened = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)}
    listened[signal.SIGQUIT] = signal.getsignal(signal.SIGQUIT)

    def work(command="db_worker"):
        call_command(command, batch=True, interval=0, startup_delay=False)

    yield work
    for each, listener in listened.items():
        signal.signal(each, listener)
