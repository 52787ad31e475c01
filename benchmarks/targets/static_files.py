"""Whitenoise, which serves the bytes of the register's page as a file."""

import os
from pathlib import Path

from whitenoise import WhiteNoise


def not_found(environ, start_response):
    start_response("404 Not Found", [("Content-Length", "0")])
    return []


application = WhiteNoise(not_found, root=Path(os.environ["STAND_INS"], "static"), prefix="static/")
