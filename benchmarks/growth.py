"""What a hundred times the rows cost: pages of long lists, other pages, and the whole export.

    python -m benchmarks.growth [--rounds 15] [--on SQLite PostgreSQL] [--to FILE]

A SQLite and a PostgreSQL of its own are seeded and filled with a made-up network of one size, and
then of a hundred times that. The first, the middle and the last full page of each list are asked
for in one process, past the page cache, and held against the first page of the short list. Time is
that of the processor, in the median of the rounds, that of PostgreSQL with it. What the portal
keeps of the order of a list (`r2pnet/prepared.py`) is forgotten once before, and that first time is
told below. The tables go to benchmarks/growth.md.
"""

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from . import machine
from .portal import DATABASES, fill, untold, vacuum
from .report import NOTHING, table
from .servers import ROOT, Unusable

BAR = 1.3  # how many times as long a page of a list may take
DELEGATIONS = 1_000
TIMES = 100
LONG = 2  # seconds after which there are no more rounds
EXPORTED = (1_000, 10_000, 100_000)  # delegations
LIMIT = 50  # rows of the API, unless another number is asked for
HTML = (
    "/meetings/",
    "/sources/",
    "/focal-points/",
    "/search/?q=Example",
)
API = (
    "/api/v1/register",
    "/api/v1/parties",
    "/api/v1/sources",
    "/api/v1/passages",
    "/api/v1/appointments",
    "/api/v1/steps",
    "/api/v1/meetings",
    "/api/v1/delegations",
)
# Not lists by pages. What they show may grow, where it is told whole.
OTHERS = (
    "/",
    "/countries/",
    "/organizations/synthetic-00001/",
    "/meetings/synthetic-00001/",
    "/sources/synthetic-00001/",
    "/sources/synthetic-00001/ledger/",
    "/sources/synthetic-00001/p1/appointments/",
    "/feeds/network.atom",
    "/feeds/meetings.atom",
    "/meetings.ics",
)
HEADING = """# What a hundred times the rows cost

Written by `python -m benchmarks.growth`. What is measured is told in [growth.py](growth.py).
"""


@dataclass(frozen=True)
class Taken:
    """Seconds of the processor for a list.

    at_first  for its first page, when nothing is kept of the order
    then      for the first, the middle and the last full page
    """

    at_first: float
    then: list


def main(arguments):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--on", nargs="+", choices=DATABASES, default=[*DATABASES])
    parser.add_argument("--to", type=Path, default=ROOT / "benchmarks" / "growth.md")
    asked = parser.parse_args(arguments)
    lines = machine.of_itself() | {
        "Rounds": f"{asked.rounds}, in one process",
        "Network": f"{DELEGATIONS:,} delegations, a quarter as many parties, meetings "
        f"and sources, five passages for each; then {TIMES} times as many of all of them",
    }
    parts = [HEADING, "\n".join(f"- {name}: {told}" for name, told in lines.items()) + "\n"]
    try:
        for name in asked.on:
            with DATABASES[name]() as database:
                parts.append(f"## {name} {machine.version_of_database(database)}\n")
                parts += measured_on(database, asked.rounds)
    except Unusable as error:
        print(error)
        return 1
    asked.to.write_text("\n".join(parts), encoding="utf-8")
    print(f"Written to {asked.to}")
    return 0


def measured_on(database, rounds):
    """What the report says of a database, in tables."""
    environment = untold() | {
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "r2pnet.settings",
        "R2PNET_MODE": "test",
    }
    os.environ.update(environment)
    fill(environment)
    sizes = []
    for times in (1, TIMES):
        number = DELEGATIONS * times
        synthesize(environment, delegations=number)
        sizes.append(in_a_process_of_its_own(times_of_all, rounds))
        synthesize(environment, "--remove")
        print(f"{database.partition(':')[0]}: {number:,} delegations measured", flush=True)
    yield of_lists(*(each["lists"] for each in sizes))
    yield of_others(*(each["others"] for each in sizes))
    exports = []
    for number in EXPORTED:
        synthesize(environment, delegations=number)
        exports.append([f"{number:,}", *in_a_process_of_its_own(export)])
        synthesize(environment, "--remove")
    head = ["Delegations", "MB of zip", "Seconds", "MB of memory at most"]
    yield table(head, exports, texts=0) + "\n"


def synthesize(environment, *arguments, **numbers):
    for name, number in numbers.items():
        arguments += (f"--{name}", str(number))
    manage(environment, "synthesize", *arguments)
    vacuum(environment["DATABASE_URL"])


def manage(environment, *arguments):
    made = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise Unusable(f"manage.py {arguments[0]} failed.\n{made.stderr}")


def in_a_process_of_its_own(measure, *arguments):
    """What the others held at most, or kept, says nothing of this one."""
    with get_context("spawn").Pool(1) as one:
        return one.apply(measure, arguments)


def times_of_all(rounds):
    """By address, the `Taken` of each list, and the seconds that each other page takes."""
    import django

    django.setup()
    client = _client()
    return {
        "lists": {address: taken_by_list(client, address, rounds) for address in (*HTML, *API)},
        "others": {address: taken(client, address, rounds) for address in OTHERS},
    }


def taken_by_list(client, address, rounds):
    """The seconds of the first page after a change; and those of each of three pages then."""
    from r2pnet import prepared

    pages = first_middle_last(client, address)
    prepared.forget()
    at_first = seconds_of(client, pages[0])
    return Taken(at_first, [taken(client, page, rounds) for page in pages])


def _client():
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = ["testserver"]
    return Client()


def first_middle_last(client, address):
    """The addresses of three full pages, which are one and the same where there is only one."""
    answer = client.get(address)
    joined = "&" if "?" in address else "?"
    if address in API:
        count = json.loads(answer.content)["count"]
        places = [0, count // 2, max(count - LIMIT, 0)]
        return [f"{address}{joined}offset={place}" for place in places]
    told = re.search(r"Page 1 of ([0-9]+)", answer.text)
    last = max(int(told[1]) - 1, 1) if told else 1  # the very last may hold one row
    return [f"{address}{joined}page={number}" for number in (1, (last + 1) // 2, last)]


def taken(client, address, rounds):
    """The median of the rounds; of what takes long there are fewer."""
    all_taken = []
    while not all_taken or (len(all_taken) < rounds and sum(all_taken) < LONG):
        all_taken.append(seconds_of(client, address))
    return median(all_taken)


def seconds_of(client, address):
    """Of the processor: this process and, where there is one, the server of the database."""
    before = _processor_seconds()
    answer = client.get(address)
    answer.getvalue()
    if answer.status_code != 200:
        raise Unusable(f"{address} is answered with {answer.status_code}.")
    return _processor_seconds() - before


def _processor_seconds():
    from django.db import connection

    connection.ensure_connection()
    of_database = 0
    if connection.vendor == "postgresql":
        told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
        of_database = int(told.split()[0])  # nanoseconds
    return time.process_time() + of_database / 1e9


def export():
    """How long the zip is, how long it took, and what the process held at most."""
    import django

    django.setup()

    from r2pnet.open_data.files import zip_of

    began = time.perf_counter()
    length = sum(len(piece) for piece in zip_of())
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{length / 1e6:.1f}", f"{took:.0f}", f"{peak:,}"


def of_lists(once, often):
    head = ["List", "Page", "ms", f"ms at {TIMES}x", "Ratio", "Bar"]
    rows = []
    for address, pages in often.items():
        first = once[address].then[0]
        for place, page in zip(("first", "middle", "last"), pages.then, strict=True):
            rows.append([address, place, *compared(first, page, BAR)])
        rows.append(
            ["", "first, after a change", *compared(once[address].at_first, pages.at_first, None)]
        )
    return table(head, rows, texts=2) + "\n"


def of_others(once, often):
    head = ["Page", "ms", f"ms at {TIMES}x", "Ratio", "Bar"]
    rows = [[address, *compared(once[address], page, None)] for address, page in often.items()]
    return table(head, rows, texts=1) + "\n"


def compared(once, often, bar):
    """The two in milliseconds, the ratio, and beside it the bar and whether it is missed."""
    ratio = often / once
    judged = NOTHING if bar is None else f"{bar:.2f}" if ratio <= bar else f"{bar:.2f}, missed"
    return _ms(once), _ms(often), f"{ratio:.2f}", judged


def _ms(seconds):
    return f"{seconds * 1000:,.1f}"


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
