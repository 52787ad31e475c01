"""What the browser tests need of the machine."""

import os
import shutil
from pathlib import Path

HERE = Path(__file__).parent
CHECKER = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"

# The pages of the tests alone are fetched: a browser that looks for updates or tells its maker
# of itself would make the network part of a test.
QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # small in a container
]


def chromium():
    """The Chromium of this machine, or of $CHROMIUM; None where there is none."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def launch_options():
    """How Playwright starts it. Chromium refuses to be root's without this one flag."""
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": chromium(), "args": [*QUIET, *as_root], "headless": True}


def missing():
    """What is not there, each in a few words; empty where the browser tests can run."""
    needed = {
        "Chromium (or its path in CHROMIUM)": chromium(),
        "a Java runtime": shutil.which("java"),
        "the HTML checker (npm installs it, in `make test`)": CHECKER.exists(),
    }
    return [name for name, found in needed.items() if not found]
