"""What `make bench` reads, and what it says; it is run by hand."""

import gzip
import json

import brotli
import pytest
from whitenoise import WhiteNoise

from benchmarks.asking import BROWSER, PAGES, Answer
from benchmarks.comparisons import comparisons
from benchmarks.report import Ratio, of_ratios, of_targets
from benchmarks.servers import Server, Unusable
from benchmarks.stand_ins import STATIC, sections_of, write
from benchmarks.wrk import Round, read, summary_of

PRINTED = """Running 3s test @ http://127.0.0.1:40000/
  1 threads and 8 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   920.21ms  480.78ms   1.69s    57.14%
    Req/Sec     8.80      4.89    20.00     70.00%
  Latency Distribution
     50%  750.00us
     75%    1.27s 
     90%    1.68s 
     99%    1.69s 
  6862 requests in 3.04s, 1.97MB read
"""  # noqa: W291 - as wrk prints it
RATE = "Requests/sec:   2257.24\nTransfer/sec:      0.97MB\n"


def test_reads_what_wrk_prints():
    assert read(PRINTED + RATE) == Round(2257.24, 0.75, 1690, requests=6862, errors=0)


def test_counts_refusals_and_broken_connections_as_errors():
    errors = (
        "  Socket errors: connect 1, read 20, write 300, timeout 4000\n"
        "  Non-2xx or 3xx responses: 50000\n"
    )

    assert read(PRINTED + errors + RATE).errors == 54321


def test_refuses_a_round_without_an_answer():
    with pytest.raises(Unusable, match="not one answer"):
        read("  0 requests in 3.04s, 0.00B read\nRequests/sec:      0.00\n")


def summary(*rates, cpu=None, errors=0):
    return summary_of([Round(rate, 1.25, 9.5, 100, errors, cpu) for rate in rates])


def test_a_target_has_the_median_of_its_rounds_and_how_far_apart_they_were():
    printed = of_targets(
        {"portal": 71536}, {"portal": summary(90, 1200, 1100, cpu=0.002, errors=1)}
    )

    assert printed.splitlines()[-1] == (
        "| portal | 71,536 | 1,100 | 90.0 to 1,200 | 1.25 | 9.50 | 2,000 | 3 |"
    )


def test_a_ratio_stands_beside_its_bar():
    summaries = {"portal": summary(400, cpu=0.004), "bare": summary(1000, cpu=0.001)}
    bars = None, 0.4, 0.5

    printed = of_ratios([Ratio("portal", "bare", bar) for bar in bars], summaries)

    assert printed.splitlines()[2:] == [
        "| portal | bare | 0.400 | – | 0.250 |",
        "| portal | bare | 0.400 | 0.40 | 0.250 |",
        "| portal | bare | 0.400 | 0.50, missed | 0.250 |",
    ]


def test_without_the_time_of_the_processor_there_is_no_ratio_of_it():
    summaries = {"portal": summary(400), "bare": summary(1000)}

    printed = of_ratios([Ratio("portal", "bare")], summaries)

    assert printed.splitlines()[-1] == "| portal | bare | 0.400 | – | – |"


def test_the_table_of_the_register_is_taken_from_its_page():
    page = """
      <table><tr><td>another</td></tr></table>
      <table class="register">
        <caption>Appointed <span>1</span></caption>
        <thead><tr><th>State</th><th>Since</th></tr></thead>
        <tbody><tr><th><a href="/countries/gha/">Ghana</a></th><td>by
          2010</td></tr></tbody>
      </table>
    """

    assert sections_of(page) == [
        {
            "caption": "Appointed 1",
            "columns": ["State", "Since"],
            "rows": [{"address": "/countries/gha/", "name": "Ghana", "cells": ["by 2010"]}],
        }
    ]


def test_each_target_is_asked_once_in_a_round_and_only_pages_with_an_etag_for_a_304():
    names = ["portal", "no cache", "bare", "one SELECT", "Django", "whitenoise"]
    servers = {name: Server(0, number) for number, name in enumerate(names)}
    answers = {page: Answer(200, [], b"") for page in PAGES}
    answers["home"] = Answer(200, [("ETag", '"1"')], b"")

    ratios, targets = comparisons(servers, answers, "SQLite")

    asked = [target.name for target in targets]
    assert len(set(asked)) == len(asked)
    assert {name for each in ratios for name in (each.measured, each.against)} == set(asked)
    assert [each for each in targets if each.status == 304] == [targets[1]]
    assert targets[1].headers == {"If-None-Match": '"1"'}


@pytest.mark.parametrize(
    ("encoding", "packed"), [("br", brotli.compress), ("gzip", gzip.compress), ("", bytes)]
)
def test_what_stands_beside_the_portal_has_its_bytes_as_it_sent_them(tmp_path, encoding, packed):
    page = packed(b"<p>as long as a page, so that it is packed</p>" * 9)
    headers = [("Content-Type", "text/html"), ("Content-Encoding", encoding), ("Date", "today")]
    answer = Answer(200, headers if encoding else headers[:1], page)

    write(tmp_path, {"register": answer})

    told = json.loads((tmp_path / "answers.json").read_text())["/countries/"]
    assert told["body"].encode("latin-1") == page
    assert told["headers"] == [list(each) for each in answer.headers if each[0] != "Date"]
    served = WhiteNoise(None, root=tmp_path / "static", prefix="static/").files[STATIC]
    response = served.get_response("GET", {"HTTP_ACCEPT_ENCODING": BROWSER["Accept-Encoding"]})
    with response.file:
        assert response.file.read() == page
