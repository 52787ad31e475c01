"""How long the whole export takes, and how much memory, for ever more delegations.

    export R2PNET_MODE=local DATABASE_URL=sqlite:////tmp/bench.sqlite3
    .venv/bin/python benchmarks/export.py

It migrates and seeds the database that it is given, which should be a new one, fills it with a
made-up network of each size in turn and takes that away again. What the pages ask of the database
is counted too: as many queries at each size.
"""

import os
import resource
import sys
import time
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "r2pnet.settings")

SIZES = (1_000, 10_000, 100_000)
PAGES = (
    "/",
    "/countries/",
    "/countries/gha/",
    "/organizations/synthetic-00017/",
    "/focal-points/",
    "/meetings/",
    "/meetings/2013-accra/",
    "/meetings/synthetic-00002/",
    "/sources/",
    "/sources/synthetic-source/",
    "/data/",
    "/api/v1/delegations",
    "/feeds/network.atom",
    "/feeds/meetings.atom",
    "/meetings.ics",
)


def main():
    import django

    django.setup()

    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("seed", verbosity=0)
    for size in SIZES:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            call_command("synthesize", delegations=size, stdout=nowhere)
        # In a process of its own: what the others held at most says nothing of this one.
        with get_context("spawn").Pool(1) as one:
            print(f"{size:>7} delegations: {one.apply(export)}", flush=True)
        print("    queries: " + ", ".join(asked(page) for page in PAGES), flush=True)
        call_command("synthesize", remove=True, verbosity=0)


def export():
    """How long the zip is, how long it took, and what the process held at most."""
    import django

    django.setup()

    from r2pnet.open_data.files import zip_of

    began = time.perf_counter()
    length = sum(len(piece) for piece in zip_of())
    took = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return f"{length / 1e6:.1f} MB of zip in {took:.0f} s, {peak} MB at most"


def asked(page):
    """The page, how many queries it takes, and how long."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    began = time.perf_counter()
    with CaptureQueriesContext(connection) as queries:
        response = Client().get(page)
    took = time.perf_counter() - began
    answer = "" if response.status_code == 200 else f" ({response.status_code})"
    return f"{page}{answer} {len(queries)} in {took:.1f} s"


if __name__ == "__main__":
    main()
