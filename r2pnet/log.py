"""Takes personal data and secrets out of every line of every log, tracebacks included.

The one place for it: a message of Django, gunicorn or the database holds what a reader typed.
Nothing of the portal is imported here; gunicorn needs it before there are settings.
"""

import logging
import re

# What a person's address may be made of; an apostrophe only inside, for it also quotes.
_LOCAL = r"""(?:[^\s"'<>(),;:=/@\[\]{}|]|(?<=\w)'(?=\w))"""
_GAP = r"(?:%20|[ \u00a0().\-/]){0,3}"

# In this order. Each is tried once at a place, so that no line takes long.
_TAKEN_OUT = [
    # PostgreSQL prints the values of the row: after DETAIL, until the traceback goes on.
    (
        re.compile(
            r"(DETAIL:\s+)(Key \([^=\n]*\)=)?.*?"
            r"(?=\n\nThe above exception was|\n\nDuring handling of|\n(?:HINT|CONTEXT):|\Z)",
            re.DOTALL,
        ),
        lambda found: f"{found[1]}{found[2] or ''}[value]",
    ),
    (re.compile(r'(invalid input (?:syntax|value) for [^:\n]+: )".*'), r"\1[value]"),
    # An address as it stands in a query or a path, encoded once or twice.
    (re.compile("%(?:25)*40"), "@"),
    (re.compile(r"(?<=[\w/.%~-])\?[^\s\"'<>]+"), ""),
    (re.compile(r"(?<=/invitations/)[^\s\"'<>?]+"), "[token]"),
    (
        re.compile(rf"""(?:"[^"\n]{{1,64}}"|(?<!{_LOCAL}){_LOCAL}++)@(?:\[[^\]\s]*\]|[\w.\\-]+)"""),
        "[address]",
    ),
    (re.compile(rf"(?:\+|%2[Bb])\(?\d(?:{_GAP}\d){{6,}}"), "[number]"),
    (re.compile(r"[A-Za-z0-9_-]{32,}"), lambda found: _told(found[0])),
]


def without_personal_data(text):
    for pattern, instead in _TAKEN_OUT:
        text = pattern.sub(instead, text)
    return text


def _told(text):
    """The name of a function or a rule as it stands, and a line of hyphens; else it is a token."""
    is_name = re.fullmatch("[a-z_]+|-+", text) and not text.isalpha()
    return text if is_name else "[token]"


class WithoutPersonalData(logging.Formatter):
    def format(self, record):
        try:
            line = super().format(record)
        except Exception:
            # The arguments do not fit the message: logging would print them as they are.
            line = f"{record.levelname} {record.msg}"
        return without_personal_data(line)
