"""How much memory a full page cache takes in each process."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

from .asking import ask

# As many as fill the cache of each of two processes, and more: the country on as many days.
ADDRESSES = [
    f"/countries/aus/?on={date(2010, 9, 1) + timedelta(days=number)}" for number in range(3_000)
]
AT_ONCE = 8


def told(servers):
    """A sentence for the report: the largest process of a portal, with its cache and without."""
    largest = {}
    for name in ("no cache", "portal"):
        with ThreadPoolExecutor(AT_ONCE) as threads:
            list(threads.map(lambda path, port=servers[name].port: ask(port, path), ADDRESSES))
        largest[name] = max(map(_resident, servers[name].workers()))
    added = largest["portal"] - largest["no cache"]
    return (
        f"Memory: after {len(ADDRESSES):,} pages a process takes {largest['portal']:.0f} MB with "
        f"a full cache and {largest['no cache']:.0f} MB without: {added:.0f} MB more (16 at most)."
    )


def _resident(pid):
    """Megabytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0
