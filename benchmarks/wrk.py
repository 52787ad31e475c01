"""Rounds of wrk: one server after the other, again and again, so that all share the weather.

Once wrk stops, a server still works off what was queued, which would spoil the next round: so it
is waited for.
"""

import os
import re
import shutil
import statistics
import subprocess
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException

from .asking import BROWSER, HOST, ask
from .servers import Server, Unusable

WARM_UP = 1  # seconds, in which caches fill; not counted
CALM = 20  # seconds within which a server has worked off what was queued
LOOKS = 4  # after each round, for other processes may answer otherwise
ERRORS = re.compile(
    r"Non-2xx or 3xx responses: (\d+)|connect (\d+), read (\d+), write (\d+), timeout (\d+)"
)
MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000}


class Lacking(Exception):
    """The machine has no wrk; the text says how it comes to have it."""


@dataclass(frozen=True)
class Target:
    """One request to one server, and the status of its answer."""

    name: str
    server: Server
    path: str
    headers: dict = field(default_factory=dict)
    status: int = 200

    def ask(self):
        return ask(self.server.port, self.path, self.headers)


@dataclass
class Round:
    """What wrk has counted in one round: times in milliseconds, the processor's in seconds."""

    rate: float
    p50: float
    p99: float
    requests: int
    errors: int
    cpu: float | None = None  # of the server, for one request


@dataclass(frozen=True)
class Summary:
    """The rate of each round, and otherwise the medians of all."""

    rates: list[float]
    p50: float
    p99: float
    cpu: float | None
    errors: int

    @property
    def rate(self):
        return statistics.median(self.rates)

    def beside(self, other):
        """How fast it is as a part of another: the median of what it was in each round.

        The two stand close by in a round, and a machine may be twice as fast in the next.
        """
        pairs = zip(self.rates, other.rates, strict=True)
        return statistics.median(own / others for own, others in pairs)


def summary_of(rounds):
    known = [each.cpu for each in rounds if each.cpu is not None]
    return Summary(
        rates=[each.rate for each in rounds],
        p50=statistics.median(each.p50 for each in rounds),
        p99=statistics.median(each.p99 for each in rounds),
        cpu=statistics.median(known) if known else None,
        errors=sum(each.errors for each in rounds),
    )


def find():
    """Where wrk is; root on Debian is given one. Raises Lacking."""
    if not shutil.which("wrk") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing wrk, which asks the servers.", flush=True)
        how = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        quietly = {"env": how, "stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], **quietly)  # an older list may do
        subprocess.run(
            ["apt-get", "install", "-qq", "--yes", "--no-install-recommends", "wrk"], **quietly
        )
    if found := shutil.which("wrk"):
        return found
    raise Lacking("This needs wrk: apt-get install wrk, or brew install wrk.")


def read(printed):
    """What `wrk --latency` printed. Raises Unusable."""
    rate = re.search(r"^Requests/sec:\s+([\d.]+)", printed, re.MULTILINE)
    requests = re.search(r"^\s*(\d+) requests in ", printed, re.MULTILINE)
    if not rate or not requests or not int(requests[1]):
        raise Unusable(f"not one answer:\n{printed}")
    return Round(
        rate=float(rate[1]),
        p50=_percentile(printed, 50),
        p99=_percentile(printed, 99),
        requests=int(requests[1]),
        errors=sum(int(each) for found in ERRORS.findall(printed) for each in found if each),
    )


def _percentile(printed, number):
    found = re.search(rf"^\s+{number}%\s+([\d.]+)(us|ms|s|m)\b", printed, re.MULTILINE)
    if not found:
        raise Unusable(f"no times:\n{printed}")
    return float(found[1]) * MILLISECONDS[found[2]]


def measure(targets, wrk, *, rounds, seconds, concurrency):
    """By name, the summary of each. Raises Unusable.

    Every other round goes the other way: whatever drifts is to the good of none.
    """
    counted = {target.name: [] for target in targets}
    for target in targets:
        with _as_unusable(target):
            _printed(target, wrk, WARM_UP, concurrency)  # a slow one may not answer in time yet
            _wait_until_calm(target.server)
    for number in range(rounds):
        print(f"  round {number + 1} of {rounds}", flush=True)
        for target in targets if number % 2 else reversed(targets):
            with _as_unusable(target):
                counted[target.name].append(_round(target, wrk, seconds, concurrency))
    return {name: summary_of(each) for name, each in counted.items()}


def _round(target, wrk, seconds, concurrency):
    before = target.server.cpu_seconds()
    counted = read(_printed(target, wrk, seconds, concurrency))
    after = target.server.cpu_seconds()
    if before is not None and after is not None:
        counted.cpu = (after - before) / counted.requests
    _wait_until_calm(target.server)
    counted.errors += sum(target.ask().status != target.status for _ in range(LOOKS))
    return counted


def _printed(target, wrk, seconds, concurrency):
    command = [wrk, "--latency", "-t", "1", "-c", str(concurrency), "-d", f"{seconds}s"]
    for name, value in (BROWSER | target.headers).items():
        command += ["-H", f"{name}: {value}"]
    command += ["--timeout", "10s", f"http://{HOST}:{target.server.port}{target.path}"]
    return subprocess.run(
        command, capture_output=True, text=True, check=True, timeout=seconds + 60
    ).stdout


@contextmanager
def _as_unusable(target):
    try:
        yield
    except (Unusable, OSError, HTTPException, subprocess.SubprocessError) as error:
        raise Unusable(f"{target.name}: {error}") from error


def _wait_until_calm(server):
    ends = time.monotonic() + CALM
    calm = 0
    while calm < 2:
        if time.monotonic() > ends:
            raise Unusable(f"still busy {CALM} seconds after its round")
        before = server.cpu_seconds()
        time.sleep(0.1)
        after = server.cpu_seconds()
        if before is None or after is None:  # not to be seen: give it a while
            return time.sleep(0.5)
        calm = calm + 1 if after - before <= 0.01 else 0
