"""Production refuses to start without what it needs."""

import os
import subprocess
import sys

import pytest

from r2pnet.settings import BASE_DIR

WHOLE = {
    "R2PNET_SECRET_KEY": "$" + "k" * 60,
    "R2PNET_ALLOWED_HOSTS": "register.example",
    "R2PNET_SITE_URL": "https://register.example",
    "DATABASE_URL": "sqlite://:memory:",
    "R2PNET_EMAIL_URL": "smtp+tls://register:p%40ss@mail.example:587",
    "R2PNET_FROM_EMAIL": "register@register.example",
}


def start(**variables):
    """Read the settings as production does; what they say, or why they refuse."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("R2PNET_")}
    code = "from r2pnet import settings; print(settings.SECRET_KEY, settings.ALLOWED_HOSTS)"
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=BASE_DIR,
        env={**kept, **WHOLE, **variables},
        capture_output=True,
        text=True,
    )


def test_starts_with_all_of_it_and_takes_the_key_as_it_stands():
    started = start()

    assert started.stdout.strip() == f"{WHOLE['R2PNET_SECRET_KEY']} ['register.example']"


@pytest.mark.parametrize("name", WHOLE)
def test_refuses_to_start_without(name):
    assert f"Set the environment variable {name}" in start(**{name: ""}).stderr


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("R2PNET_SECRET_KEY", "short", "has at least 50 characters"),
        ("R2PNET_ALLOWED_HOSTS", "*", "names each host"),
        ("R2PNET_MODE", "debug", "R2PNET_MODE is local, test or unset"),
        ("R2PNET_SECURITY_CONTACT", "somebody", "begins with mailto: or https:"),
        ("R2PNET_SECURITY_CONTACT", "mailto:a@register.example b", "is one address"),
    ],
)
def test_refuses_what_would_be_unsafe(name, value, sentence):
    assert sentence in start(**{name: value}).stderr
