"""What the benchmark of growth says of two sizes; it is run by hand."""

from benchmarks.growth import Taken, of_lists, of_others


def test_each_page_is_held_against_the_first_of_the_short_list():
    once = {"/sources/": Taken(0.02, [0.01, 0.005, 0.001])}
    often = {"/sources/": Taken(0.05, [0.010, 0.013, 0.0131])}

    assert of_lists(once, often).splitlines()[2:] == [
        "| /sources/ | first | 10.0 | 10.0 | 1.00 | 1.30 |",
        "| /sources/ | middle | 10.0 | 13.0 | 1.30 | 1.30 |",
        "| /sources/ | last | 10.0 | 13.1 | 1.31 | 1.30, missed |",
        "|  | first, after a change | 20.0 | 50.0 | 2.50 | – |",
    ]


def test_of_other_pages_no_bar_is_told():
    assert of_others({"/": 0.1}, {"/": 2.0}).splitlines()[2:] == [
        "| / | 100.0 | 2,000.0 | 20.00 | – |"
    ]
