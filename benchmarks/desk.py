"""How long the pages of the secretariat's desk take, with few delegations and with very many.

    python -m benchmarks.desk [--sizes 1000 100000] [--on SQLite PostgreSQL] [--to FILE]

For each size the portal is filled with a made-up network and with what its recording leaves behind:
versions, entries of the log and of the trail, mails. Then every page of the desk is asked in one
process: each list, sorted by each column, filtered, searched, its last page; and the pages of a
row. Of those alike, the slowest counts. The tables go to benchmarks/desk.md.

Time is that of the processors, of PostgreSQL too. It takes about ten minutes.
"""

import argparse
import signal
import sys
from multiprocessing import get_context
from pathlib import Path

from . import machine, report
from .desk_pages import ON_THE_WAY, in_a_process
from .portal import DATABASES, fill, untold
from .servers import ROOT, Unusable

MOST = 300  # milliseconds that any page may take
LEAST_TOLD = 30  # milliseconds from which on a page stands in the table
HEADING = """# How long the pages of the desk take

Written by `python -m benchmarks.desk`, which says how it is measured. Where a list was not full
with few delegations, its page is larger with many, and takes longer for that: see the kB.
"""
HEAD = ["Of", "Page", "ms", "kB", "Queries", "ms", "kB", "Queries", "Ratio"]


def main(arguments):
    asked = asked_for(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # ended from outside, it ends all else
    parts = [HEADING, "\n".join(f"- {name}: {told}" for name, told in machine.of_itself().items())]
    try:
        for name in asked.on:
            few, many = (measured_on(name, size) for size in asked.sizes)
            parts.append(told(name, asked.sizes, few, many))
            print(parts[-1], flush=True)
    except Unusable as error:
        print(error)
        return 1
    asked.to.write_text("\n\n".join(part.strip() for part in parts) + "\n", encoding="utf-8")
    print(f"Written to {asked.to}")
    return 0


def asked_for(arguments):
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk")
    parser.add_argument("--sizes", type=int, nargs=2, default=[1_000, 100_000])
    parser.add_argument("--on", nargs="+", choices=DATABASES, default=[*DATABASES])
    parser.add_argument("--to", type=Path, default=ROOT / "benchmarks" / "desk.md")
    return parser.parse_args(arguments)


def measured_on(name, size):
    """What each page took on a database of its own. Raises Unusable."""
    print(f"{name}: {size:,} delegations", flush=True)
    with DATABASES[name]() as database:
        environment = untold() | ON_THE_WAY | {"DATABASE_URL": database}
        fill(environment, [*FILLED, ["synthesize", "--delegations", str(size)]])
        with get_context("spawn").Pool(1) as one:
            return one.apply(in_a_process, (environment, size))


FILLED = (["migrate", "--verbosity", "0"], ["seed", "--verbosity", "0"])


def told(name, sizes, few, many):
    """A part of the report: what takes longest, each beside itself with few."""
    pairs = [(key, few[key], now) for key, now in many.items() if key in few]
    pairs.sort(key=lambda pair: -pair[2].cpu)
    over = [key for key, _before, now in pairs if now.cpu * 1000 > MOST]
    ratios = sorted(now.cpu / before.cpu for _key, before, now in pairs)
    refused = [f"{of}, {what}: {now.status}" for (of, what), _b, now in pairs if now.status != 200]
    lines = [
        f"## {name}",
        f"{sizes[0]:,} delegations, then {sizes[1]:,}. {len(pairs)} pages, each the slowest of "
        f"those alike; the median of their ratios is {ratios[len(ratios) // 2]:.2f}. Above {MOST} "
        f"ms: {len(over)}. Those of {LEAST_TOLD} ms and more:",
        report.table(HEAD, [row_of(*pair) for pair in pairs if shown(pair)], texts=2),
    ]
    if refused:
        lines.append(f"Not answered: {'; '.join(refused)}.")
    return "\n\n".join(lines)


def shown(pair):
    return pair[2].cpu * 1000 >= LEAST_TOLD


def row_of(key, before, now):
    figures = [
        figure
        for each in (before, now)
        for figure in (f"{each.cpu * 1000:.0f}", f"{each.size / 1000:.0f}", str(each.queries))
    ]
    return [*key, *figures, f"{now.cpu / before.cpu:.2f}"]


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
