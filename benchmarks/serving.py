"""How fast the portal is served, beside answers that take less work, on the same gunicorn.

    python -m benchmarks.serving [--rounds 15] [--seconds 1] [--concurrency 8]
                                 [--on SQLite PostgreSQL] [--only cached ...]
                                 [--to FILE] [--max-requests 0]

The portal runs as in production, seeded, on a SQLite and on a PostgreSQL of its own, with its page
cache and, where R2PNET_PAGE_CACHE=off switches that off, without. Beside it stand bare WSGI answers
with the same headers and bytes, the same after one SELECT, a Django view without work, whitenoise
with the same bytes as a file, and a plain template that prints the register's table. wrk asks all
of them in turn, as a browser would; the tables go to benchmarks/serving.md. Errors end it in 1.
Then data are changed by SQL, a thousand times, and two portals asked for the page; and a cache is
filled, to see what memory it takes.

By CPU, each server counts with all of its own processes, PostgreSQL's not among them.
"""

import argparse
import signal
import sys
import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from . import freshness, machine, memory, report, stand_ins, wrk
from .asking import PAGES, ask
from .comparisons import KINDS, comparisons
from .portal import DATABASES, fill, production, untold
from .servers import ROOT, Unusable, served

MEASURED = [*KINDS, "freshness", "memory"]
BESIDE = {
    "bare": "benchmarks.targets.bare",
    "one SELECT": "benchmarks.targets.one_select",
    "Django": "benchmarks.targets.plain_django",
    "whitenoise": "benchmarks.targets.static_files",
}
HEADING = """# How fast the portal is served

Written by `make bench`. What stands beside the portal is told in [serving.py](serving.py).
"""


def main(arguments):
    asked = asked_for(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ended from outside, it ends all else
    try:
        program = wrk.find()
        parts, errors = [HEADING, described(program, asked)], 0
        for name in asked.on:
            print(f"{name}: filling a register", flush=True)
            part, some = measured_on(name, program, asked)
            print(part, flush=True)
            parts.append(part)
            errors += some
    except (wrk.Lacking, Unusable) as error:
        print(error)
        return 1
    text = "\n".join(parts)
    asked.to.write_text(text, encoding="utf-8")
    print(f"{errors} errors. Written to {asked.to}")
    return 1 if errors else 0


def asked_for(arguments):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--seconds", type=int, default=1, help="of a round, for each target")
    parser.add_argument("--concurrency", type=int, default=8, help="connections at once")
    parser.add_argument("--on", nargs="+", choices=DATABASES, default=[*DATABASES])
    parser.add_argument("--only", nargs="+", choices=MEASURED, default=MEASURED, help="of all this")
    parser.add_argument("--to", type=Path, default=ROOT / "benchmarks" / "serving.md")
    parser.add_argument(
        "--max-requests",
        type=int,
        default=0,
        help="after which gunicorn replaces a process, 0 for never",
    )
    return parser.parse_args(arguments)


def described(program, asked):
    """What was measured on, and how, as a list."""
    lines = machine.description(program) | {
        "Rounds": f"{asked.rounds}, each of {asked.seconds} s for every target in turn, over "
        f"loopback, {asked.concurrency} connections at once",
        "max_requests of gunicorn": f"{asked.max_requests or 'none'}",
    }
    return "\n".join(f"- {name}: {told}" for name, told in lines.items()) + "\n"


def measured_on(name, program, asked):
    """What the report says of a database, and how many errors there were."""
    with (
        tempfile.TemporaryDirectory(prefix="r2pnet-bench-") as folder,
        DATABASES[name]() as database,
        side_by_side(database, Path(folder), asked.max_requests) as (servers, answers),
    ):
        ratios, targets = comparisons(servers, answers, name, asked.only)
        sizes = {target.name: size_of(target) for target in targets}
        summaries = wrk.measure(
            targets,
            program,
            rounds=asked.rounds,
            seconds=asked.seconds,
            concurrency=asked.concurrency,
        )
        version = machine.version_of_database(database)
        missed, told = 0, []
        if "freshness" in asked.only:
            print(f"{name}: committing, and asking for what was committed", flush=True)
            portals = [servers["portal"].port, servers["on another machine"].port]
            is_fresh, missed = freshness.told(database, portals)
            told.append(is_fresh)
        if "memory" in asked.only:
            told.append(memory.told(servers))
    parts = [
        f"## {name} {version}",
        report.of_ratios(ratios, summaries),
        report.of_targets(sizes, summaries),
        *told,
    ]
    if without := [page for page, answer in answers.items() if not answer.header("etag")]:
        parts.append(f"No ETag, and so no 304: {', '.join(without)}.")
    return "\n\n".join(parts) + "\n", missed + sum(each.errors for each in summaries.values())


@contextmanager
def side_by_side(database, folder, max_requests):
    """All servers by name, for as long as the block runs, and what the portal answers, by page."""
    environment = production(database, folder)
    fill(environment)
    with ExitStack() as stack:

        def serve(application, told, log):
            server = served(application, told, folder / log, max_requests=max_requests)
            return stack.enter_context(server)

        uncached = environment | {"R2PNET_PAGE_CACHE": "off"}
        servers = {
            "portal": serve("r2pnet.wsgi", environment, "portal.log"),
            "on another machine": serve("r2pnet.wsgi", environment, "another.log"),
            "no cache": serve("r2pnet.wsgi", uncached, "no-cache.log"),
        }
        answers = {page: portal_shows(page, servers["portal"]) for page in PAGES}
        stand_ins.write(folder, answers)
        told = untold() | {"STAND_INS": str(folder), "DATABASE_URL": database}
        for name, application in BESIDE.items():
            if name != "one SELECT" or database.startswith("postgres"):
                servers[name] = serve(application, told, f"{application}.log")
        yield servers, answers


def portal_shows(page, server):
    """Its answer. Raises Unusable where it is another one: what is like that says nothing."""
    answer = ask(server.port, PAGES[page])
    if answer.status != 200:
        raise Unusable(f"The portal answers with {answer.status} where {page} is asked for.")
    return answer


def size_of(target):
    """How many bytes its answer has. Raises Unusable where it is another answer."""
    answer = target.ask()
    if answer.status != target.status:
        raise Unusable(f"{target.name} answers with {answer.status}, not {target.status}.")
    return len(answer.body)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
