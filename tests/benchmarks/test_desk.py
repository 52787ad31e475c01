"""What `python -m benchmarks.desk` asks, and what it says; it is run by hand."""

import pytest
from django.contrib import admin

from benchmarks.desk import told
from benchmarks.desk_pages import Answered, pages
from tests import make

FEW = {
    ("meetings", "list"): Answered(0.02, 9, 30_400, 200),
    ("steps", "list"): Answered(0.02, 9, 30_000, 200),
    ("sources", "add"): Answered(0.02, 9, 30_000, 200),
}


def test_tells_what_takes_long_beside_itself_with_few_the_slowest_first():
    many = {
        ("steps", "list"): Answered(0.0299, 9, 30_000, 200),
        ("meetings", "list"): Answered(0.05, 10, 60_600, 200),
        ("sources", "add"): Answered(0.3001, 11, 30_000, 400),
        ("parties", "list"): Answered(0.5, 9, 30_000, 200),
    }

    said = told("SQLite", (1_000, 100_000), FEW, many)

    assert "1,000 delegations, then 100,000. 3 pages" in said
    assert "the median of their ratios is 2.50" in said
    assert "Above 300 ms: 1." in said
    assert said.split("---: |\n")[1].splitlines()[:2] == [
        "| sources | add | 20 | 30 | 9 | 300 | 30 | 11 | 15.00 |",
        "| meetings | list | 20 | 30 | 9 | 50 | 61 | 10 | 2.50 |",
    ]
    assert "| steps |" not in said
    assert said.endswith("Not answered: sources, add: 400.")


def test_says_nothing_of_refusals_where_there_were_none():
    assert "Not answered" not in told("SQLite", (1, 2), FEW, FEW)


@pytest.mark.django_db
def test_asks_every_list_of_the_desk():
    make.make_delegation()

    asked = {page.of for page in pages(make.make_staff())}

    assert asked == {
        "desk",
        *(str(model._meta.verbose_name_plural) for model in admin.site._registry),
    }
