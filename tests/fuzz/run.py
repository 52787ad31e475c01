"""Asks the API from outside for whatever its description allows, and for what it does not.

    python -m tests.fuzz.run [arguments of schemathesis ...]

The portal runs behind gunicorn on this machine, filled from fixtures/, in a database that goes
with the run. Schemathesis asks it, with all its checks and the same seed each time. In the end
stands how many requests the server had, by status. A check that fails, or an answer of 5xx, ends
the run in 1.
"""

import os
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
EACH = 50  # cases at most for an operation, in each of the phases that draw them
WAIT = 60  # seconds within which the portal answers for the first time
HOW = [
    *("--checks", "all", "--max-examples", str(EACH), "--seed", "6", "--continue-on-failure"),
    *("--workers", "2", "--request-timeout", str(WAIT)),
]


def main(arguments):
    with tempfile.TemporaryDirectory(prefix="r2pnet-fuzz-") as name:
        folder = Path(name)
        with served(folder) as site:
            asked = subprocess.run(
                [
                    *(sys.executable, "-m", "schemathesis.cli", "run"),
                    *(f"{site}/api/v1/openapi.json", *HOW, *arguments),
                ],
                cwd=folder,
                env=os.environ | {"COLUMNS": "100"},
            )
        statuses = Counter((folder / "statuses").read_text().split())
    failures = sum(count for status, count in statuses.items() if status.startswith("5"))
    print(
        f"{statuses.total()} requests:", *(f"{n} x {each}" for each, n in sorted(statuses.items()))
    )
    print(f"{failures} answers of 5xx; schemathesis ended with {asked.returncode}")
    return 1 if failures or asked.returncode else 0


@contextmanager
def served(folder):
    """The portal as seeded, for as long as the block runs: where it stands.

    It writes down the status of each answer.
    """
    with socket.create_server(("127.0.0.1", 0)) as door, open(folder / "log", "wb") as log:
        site = f"http://127.0.0.1:{door.getsockname()[1]}"
        environment = os.environ | {
            "R2PNET_MODE": "test",
            "R2PNET_SITE_URL": site,
            "R2PNET_COMPUTED_A_MINUTE": "1000000",
            "DATABASE_URL": f"sqlite:///{folder}/register.sqlite3",
        }
        for command in "migrate", "seed":
            subprocess.run(
                [sys.executable, "manage.py", command, "--verbosity", "0"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                check=True,
            )
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "r2pnet.wsgi"),
                *("--bind", f"fd://{door.fileno()}", "--workers", "2"),
                *("--limit-request-line", "0"),  # an address of any length reaches the portal
                *("--access-logfile", str(folder / "statuses"), "--access-logformat", "%(s)s"),
            ],
            cwd=ROOT,
            env=environment,
            pass_fds=[door.fileno()],
            stdout=log,
            stderr=log,
        )
        try:
            first = HTTPConnection(*door.getsockname(), timeout=WAIT)
            first.request("GET", "/healthz")
            first.getresponse()
            first.close()
            yield site
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
