"""Gunicorns as in production, each on a free port of this machine; ended one by one."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path

from .asking import HOST, ask

ROOT = Path(__file__).resolve().parent.parent
CONFIGURATION = ROOT / "deploy" / "gunicorn.conf.py"
PATIENCE = 15  # seconds in which a server ends by itself


class Unusable(Exception):
    """Something cannot be measured; the text says why."""


@dataclass(frozen=True)
class Server:
    """A gunicorn that runs, and where it listens."""

    pid: int
    port: int

    def workers(self):
        """The processes that answer, by their ids."""
        return [int(pid) for pid in _children(self.pid)]

    def cpu_seconds(self):
        """What all of its processes have used so far; None where the system does not tell."""
        try:
            own, *others = (_times(pid) for pid in [self.pid, *_children(self.pid)])
        except OSError:
            return None
        # The last two are those of processes that it has replaced.
        return (sum(own) + sum(sum(each[:2]) for each in others)) / os.sysconf("SC_CLK_TCK")


def _children(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _times(pid):
    """Ticks in the process and in the system, then those of its children that have ended."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return [int(ticks) for ticks in after_name[11:15]]


@contextmanager
def served(application, environment, log, *, max_requests, folder=ROOT):
    """The server of a WSGI application, with the settings of production, while the block runs.

    The application and the settings are those in the folder.
    Processes are replaced after `max_requests`, 0 for never: else a fast target would be measured
    while it starts, again and again. Raises Unusable.
    """
    with socket.create_server((HOST, 0)) as door, open(log, "wb") as written:
        port = door.getsockname()[1]
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn"),
                *("--config", folder / CONFIGURATION.relative_to(ROOT)),
                *("--bind", f"fd://{door.fileno()}", "--max-requests", str(max_requests)),
                application,
            ],
            cwd=folder,
            env=environment,
            pass_fds=[door.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,  # Ctrl-C reaches this program alone, which then ends it
        )
    # The door is now the server's alone: once it has ended, it is shut.
    try:
        try:
            ask(port, "/")
        except (OSError, HTTPException) as error:
            said = Path(log).read_text(errors="replace")
            raise Unusable(f"{application} is not served: {error}\n{said}") from error
        yield Server(process.pid, port)
    finally:
        _end(process)


def _end(process):
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
