"""What the settings read from the environment, in tests; pytest loads this before the settings."""

import os

os.environ.setdefault("R2PNET_MODE", "test")
