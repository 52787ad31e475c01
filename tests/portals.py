"""Two portals as on two machines: each with a folder of its own, and one database between them."""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import connection

from benchmarks.asking import HOST, WAIT, Answer
from benchmarks.portal import production
from benchmarks.servers import ROOT, served
from r2pnet.public_version import move
from tests.races import sent_from
from tests.read import soup_from

SITE = "r2pnet.example"
# What a portal on a server does without.
NOT_COPIED = [".*", "var", "tests", "benchmarks", "docs", "node_modules"]
LONGEST = 60  # seconds in which a command ends, or a program has begun


@dataclass(frozen=True)
class Portal:
    """One that is served: the folder it stands in, its port, and what it is told."""

    folder: Path
    port: int
    environment: dict


class Reader:
    """A browser, whose requests go now to the one and now to the other portal."""

    def __init__(self, *, address="192.0.2.1"):
        self.address, self.cookies = address, SimpleCookie()

    def get(self, portal, path, **headers):
        return self._ask(portal, "GET", path, headers)

    def post(self, portal, path, data):
        return self._ask(
            portal,
            "POST",
            path,
            {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"https://{SITE}"},
            urlencode(data, doseq=True),
        )

    def form(self, portal, path, selector="main form"):
        """What the browser would send from the form on that page."""
        return sent_from(soup_from(self.get(portal, path).text).select_one(selector))

    def _ask(self, portal, method, path, headers, body=None):
        """As through the proxy in front."""
        headers = {
            "Host": SITE,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": self.address,
            **headers,
        }
        if self.cookies:
            headers["Cookie"] = "; ".join(
                f"{name}={cookie.value}" for name, cookie in self.cookies.items()
            )
        asking = HTTPConnection(HOST, portal.port, timeout=WAIT)
        try:
            asking.request(method, path, body, headers)
            reply = asking.getresponse()
            answer = Answer(reply.status, reply.getheaders(), reply.read())
        finally:
            asking.close()
        for name, value in answer.headers:
            if name.lower() == "set-cookie":
                self.cookies.load(value)
        return answer


@contextmanager
def two_portals(folder, **told):
    """Both, on a database to which the rows of the block are written too; `told` to both."""
    with ExitStack() as stack:
        database = stack.enter_context(_database_between(folder))
        secret = {"R2PNET_SECRET_KEY": settings.SECRET_KEY, "WEB_CONCURRENCY": "1"}
        portals = []
        for name in ("one", "another"):
            here = _copied(folder / name)
            environment = {**production(database, here), "R2PNET_ALLOWED_HOSTS": f"{SITE},{HOST}"}
            environment |= {**secret, "R2PNET_SITE_URL": f"https://{SITE}", **told}
            if portals:
                shutil.copytree(portals[0].folder / "var", here / "var")
            else:
                _run(here, environment, "collectstatic", "--noinput", "--ignore", "flags")
            server = stack.enter_context(
                served("r2pnet.wsgi", environment, here / "log", max_requests=0, folder=here)
            )
            portals.append(Portal(here, server.port, environment))
        yield portals


@contextmanager
def worker(portal, log):
    """The process that sends the mails of a portal, once it has begun."""
    command = [sys.executable, "manage.py", "mail_worker", "--interval", "0.1"]
    with open(log, "wb") as written:
        process = subprocess.Popen(
            [*command, "--no-startup-delay", "--worker-id", secrets.token_hex(8)],
            cwd=portal.folder,
            env=portal.environment,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(LONGEST)


def _copied(folder):
    """The code of the portal, as on a machine that has nothing else of us."""
    shutil.copytree(ROOT, folder, ignore=shutil.ignore_patterns(*NOT_COPIED))
    return folder


def _run(folder, environment, *command):
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        timeout=LONGEST,
    )


@contextmanager
def _database_between(folder):
    """That of the tests, which is asked in the block too; yields its address.

    A SQLite in memory is one process's own: so a copy in a file.
    """
    of_vendor = {"sqlite": _file_of_sqlite, "postgresql": _database_of_the_tests}
    with of_vendor[connection.vendor](folder) as address:
        move(connection)  # the tests before may have emptied the table
        yield address


@contextmanager
def _file_of_sqlite(folder):
    path = folder / "register.sqlite3"
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    with sqlite3.connect(path) as copy:
        in_memory.backup(copy)
    connection.connection, connection.settings_dict["NAME"] = None, str(path)
    try:
        yield f"sqlite:///{path}"
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name


@contextmanager
def _database_of_the_tests(folder):
    address = urlsplit(os.environ["DATABASE_URL"])
    yield address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
