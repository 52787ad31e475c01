"""What the targets beside the portal answer with: taken from the portal's own answers.

A folder of files, which each target reads once, when it starts (`targets/`).
"""

import json

from bs4 import BeautifulSoup

from .asking import PAGES

OF_THE_SERVER = ["connection", "content-length", "date", "server", "transfer-encoding"]
ENDINGS = {"gzip": ".gz", "br": ".br"}
LARGE = "/15-kB"
TABLE = "/table"
STATIC = "/static/register.html"


def write(folder, answers):
    """Write down the answers of the portal, by page, for those who stand beside it."""
    told = {PAGES[name]: like(answer) for name, answer in answers.items()}
    told[LARGE] = like(answers["register"]) | {"body": "r" * 15_000}
    (folder / "answers.json").write_text(json.dumps(told), encoding="utf-8")

    register = answers["register"]
    table = json.dumps(sections_of(register.text), ensure_ascii=False)
    (folder / "table.json").write_text(table, encoding="utf-8")

    static = folder / "static"
    static.mkdir()
    (static / "register.html").write_text(register.text, encoding="utf-8")
    if register.encoding:
        (static / f"register.html{ENDINGS[register.encoding]}").write_bytes(register.body)


def like(answer):
    """The same headers and the same bytes, as JSON can hold them."""
    headers = [[key, value] for key, value in answer.headers if key.lower() not in OF_THE_SERVER]
    return {"headers": headers, "body": answer.body.decode("latin-1")}


def sections_of(page):
    """The tables of the register as its page shows them: of each, its caption, columns, rows."""
    return [
        {
            "caption": _text(table.caption),
            "columns": [_text(each) for each in table.thead.find_all("th")],
            "rows": [
                {
                    "address": row.th.a["href"],
                    "name": _text(row.th),
                    "cells": [_text(each) for each in row.find_all("td")],
                }
                for row in table.tbody.find_all("tr")
            ],
        }
        for table in BeautifulSoup(page, "html.parser").find_all("table", class_="register")
    ]


def _text(element):
    return " ".join(element.get_text().split())
