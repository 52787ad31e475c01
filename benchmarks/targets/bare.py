"""Answers without any work: all that is left is gunicorn's own."""

import json
import os
from pathlib import Path


def answers():
    """By path, the headers and the body of the portal's answer."""
    told = Path(os.environ["STAND_INS"], "answers.json").read_text(encoding="utf-8")
    return {
        path: (
            [*map(tuple, each["headers"]), ("Content-Length", str(len(each["body"])))],
            each["body"].encode("latin-1"),
        )
        for path, each in json.loads(told).items()
    }


ANSWERS = answers()


def application(environ, start_response):
    headers, body = ANSWERS[environ["PATH_INFO"]]
    start_response("200 OK", headers)
    return [body]
