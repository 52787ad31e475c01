"""Says in one sentence why this Python cannot make the virtual environment; silent when it can.

Written for any Python 3, however old: whoever has the wrong one must still get the sentence.
"""

import sys

if sys.version_info < (3, 11):
    sys.exit(
        "r2pnet needs Python 3.11 or newer and this is %d.%d: name another one, "
        "for example `make run PYTHON=python3.11`." % sys.version_info[:2]
    )

try:
    # Debian and Ubuntu ship it apart from Python, and `venv` fails halfway without it.
    import ensurepip  # noqa: F401
except ImportError:
    sys.exit(
        "This Python cannot make virtual environments: install python3-venv, "
        "or give another interpreter: make run PYTHON=..."
    )
