"""The portal as in production, seeded, on a database of its own."""

import os
import secrets
import subprocess
import sys
import tempfile
from contextlib import ExitStack, contextmanager

import psycopg

from tests.run import NoServer, postgresql

from .servers import ROOT, Unusable

COMMANDS = (
    ["migrate", "--verbosity", "0"],
    ["seed", "--verbosity", "0"],
    ["collectstatic", "--noinput", "--verbosity", "0", "--ignore", "flags"],
)


def untold():
    """The environment without the site that it may describe: that one is not measured."""
    return {
        name: value
        for name, value in os.environ.items()
        if name != "DATABASE_URL" and not name.startswith("R2PNET_")
    }


def production(database, folder):
    """What the portal is told on a server; the files that it keeps stand in the folder."""
    return untold() | {
        "DATABASE_URL": database,
        "R2PNET_ALLOWED_HOSTS": "127.0.0.1",
        "R2PNET_COMPUTED_A_MINUTE": "1000000000",  # all come from one sender here
        "R2PNET_EMAIL_URL": "smtp+tls://mail.r2pnet.example:587",  # nothing is sent
        "R2PNET_ERASURE_LEDGER": str(folder / "erasures.ledger"),
        "R2PNET_FROM_EMAIL": "register@r2pnet.example",
        "R2PNET_SECRET_KEY": secrets.token_urlsafe(64),
        "R2PNET_SITE_URL": "https://r2pnet.example",
        "R2PNET_TRUSTS_PROXY": "true",
    }


def fill(environment, commands=COMMANDS):
    """Make the portal ready, as the README says unless told otherwise. Raises Unusable."""
    for command in commands:
        made = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        if made.returncode:
            raise Unusable(f"manage.py {command[0]} failed.\n{made.stderr}")
    vacuum(environment["DATABASE_URL"])


def vacuum(database):
    """Tell PostgreSQL how much there is: it would find out by itself, in the middle of a round."""
    if database.startswith("postgres"):
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


@contextmanager
def sqlite():
    with tempfile.TemporaryDirectory(prefix="r2pnet-bench-") as folder:
        yield f"sqlite:///{folder}/register.sqlite3"


@contextmanager
def own_postgresql():
    """A server for this run alone, even where the environment names another. Raises Unusable."""
    os.environ.pop("DATABASE_URL", None)
    with ExitStack() as stack:
        try:
            url = stack.enter_context(postgresql())
        except NoServer as error:
            raise Unusable(f"PostgreSQL did not start.\n{error}") from error
        with psycopg.connect(url, dbname="postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE r2pnet")
        yield url


DATABASES = {"SQLite": sqlite, "PostgreSQL": own_postgresql}
