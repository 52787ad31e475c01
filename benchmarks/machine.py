"""What was measured on, and with what; never which machine it is."""

import os
import platform
import re
import runpy
import sqlite3
import subprocess
from importlib.metadata import version
from pathlib import Path

import psycopg

from .servers import CONFIGURATION


def of_itself():
    """By name, the machine and what every benchmark runs on, in words."""
    return {
        "Processor": f"{_processor()}, {os.cpu_count()} cores",
        "Kernel": f"{platform.system()} {platform.release()}",
        "Load before": " ".join(f"{load:.2f}" for load in os.getloadavg()),
        "Python": platform.python_version(),
        "Django": version("django"),
    }


def description(wrk):
    """The same, with the servers and what asks them."""
    gunicorn = runpy.run_path(str(CONFIGURATION))
    return of_itself() | {
        "gunicorn": f"{version('gunicorn')}, {gunicorn['workers']} processes of "
        f"{gunicorn['threads']} threads ({gunicorn['worker_class']})",
        "whitenoise": version("whitenoise"),
        "wrk": _version_of(wrk),
    }


def version_of_database(url):
    if not url.startswith("postgres"):
        return sqlite3.sqlite_version
    with psycopg.connect(url) as connection:
        return connection.info.parameter_status("server_version")


def _processor():
    told = Path("/proc/cpuinfo")
    if told.exists() and (
        found := re.search(r"^model name\s*: (.+)$", told.read_text(), re.MULTILINE)
    ):
        return " ".join(found[1].split())
    return platform.machine()


def _version_of(wrk):
    printed = subprocess.run([wrk, "-v"], capture_output=True, text=True).stdout
    found = re.search(r"\d+(\.\d+)+", printed)
    return found[0] if found else "of unknown version"
