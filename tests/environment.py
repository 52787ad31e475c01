"""What the settings read from the environment, in tests; pytest loads this before the settings."""

import gc
import os

os.environ.setdefault("R2PNET_MODE", "test")


def pytest_collection_finish():
    """What was imported and collected stays: looking through it for garbage took a tenth."""
    gc.collect()
    gc.freeze()
