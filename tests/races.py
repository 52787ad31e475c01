"""Two people who send at the same moment, each from a thread and a connection of their own."""

import sqlite3
import tempfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier

from django.conf import settings
from django.db import connection, connections

from tests.people import Browser
from tests.read import soup_from


@contextmanager
def shared_database():
    """One that takes writers in turns, as it does in use, for the threads of the block.

    SQLite in memory refuses the second writer instead of having it wait: so a copy in a file.
    """
    if connection.vendor != "sqlite":
        yield
        return
    database = connection.settings_dict
    in_memory = database["NAME"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "races.sqlite3")
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        database["NAME"] = str(path)
        try:
            yield
        finally:
            database["NAME"] = in_memory


class Racer:
    """Somebody who is signed in, as in a browser. The test client would mix up their templates."""

    def __init__(self, client):
        self.cookie = client.cookies[settings.SESSION_COOKIE_NAME].value

    def form_of(self, address, selector):
        """What the browser would send from a form of that page."""
        return sent_from(soup_from(self._browser().get(address).content).select_one(selector))

    def send(self, address, data, at_once):
        at_once.wait(timeout=30)
        return self._browser().post(address, data)

    def _browser(self):
        browser = Browser()
        browser.cookies[settings.SESSION_COOKIE_NAME] = self.cookie
        return browser


def race(one, other, *, rounds):
    """Call both with the number of the round and a barrier, in threads, once each round.

    Returns a pair of what they gave for each round.
    """
    results = []
    with shared_database(), ThreadPoolExecutor(1) as first, ThreadPoolExecutor(1) as second:
        try:
            for number in range(rounds):
                at_once = Barrier(2)
                running = first.submit(one, number, at_once), second.submit(other, number, at_once)
                results.append(tuple(each.result(timeout=60) for each in running))
        finally:
            for thread in (first, second):
                thread.submit(connections.close_all).result(timeout=60)
    return results


def sent_from(form):
    """The fields of a form as they stand in the page; no button is pressed."""
    sent = {}
    for field in form.select("input[name], select[name], textarea[name]"):
        name = field["name"]
        if field.name == "select":
            chosen = [each["value"] for each in field.select("option[selected]")]
            if field.has_attr("multiple"):
                sent[name] = chosen
            else:
                sent[name] = chosen[0] if chosen else field.select_one("option")["value"]
        elif field.name == "textarea":
            sent[name] = field.get_text().removeprefix("\n")
        elif field.get("type") in ("checkbox", "radio"):
            if field.has_attr("checked"):
                sent.setdefault(name, []).append(field.get("value", "on"))
        elif field.get("type") not in ("submit", "button", "image", "reset", "file"):
            sent[name] = field.get("value", "")
    return sent
