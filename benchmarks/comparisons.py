"""What is measured against what."""

from .asking import PAGES
from .report import Ratio
from .stand_ins import LARGE, STATIC, TABLE
from .wrk import Target

# The least ratio that is wanted of each kind, by database. Where freshness costs a round trip to a
# server, a bare answer after one SELECT shows what is left to win.
BARS = {
    "SQLite": {"cached": 0.85, "not modified": 0.90, "not cached": 0.40},
    "PostgreSQL": {"cached": 0.60, "not cached": 0.40},
}


KINDS = ("not modified", "cached", "after one SELECT", "beside", "not cached")


def comparisons(servers, answers, database, kinds=KINDS):
    """The ratios of these kinds, and their targets, such that two of a ratio stand close by."""
    pairs = [
        *_not_modified(servers, answers),
        *_cached(servers),
        *_beside(servers),
        *_not_cached(servers),
    ]
    pairs = [pair for pair in pairs if pair[2] in kinds]
    ratios = [
        Ratio(target.name, against.name, BARS[database].get(kind))
        for target, against, kind in pairs
    ]
    each_once = {each.name: each for pair in pairs for each in (pair[1], pair[0])}
    return ratios, list(each_once.values())


def _not_modified(servers, answers):
    large = Target("bare: 15 kB", servers["bare"], LARGE)
    for page, path in PAGES.items():
        if etag := answers[page].header("etag"):
            held = {"If-None-Match": etag}
            target = Target(f"portal, 304: {page}", servers["portal"], path, held, 304)
            yield target, large, "not modified"


def _cached(servers):
    for page, path in PAGES.items():
        target = Target(f"portal: {page}", servers["portal"], path)
        yield target, Target(f"bare: {page}", servers["bare"], path), "cached"
        if server := servers.get("one SELECT"):
            yield target, Target(f"bare, one SELECT: {page}", server, path), "after one SELECT"


def _beside(servers):
    target = Target("portal: register", servers["portal"], PAGES["register"])
    without_work = Target("Django without work: register", servers["Django"], PAGES["register"])
    yield target, without_work, "beside"
    yield target, Target("whitenoise: register", servers["whitenoise"], STATIC), "beside"


def _not_cached(servers):
    target = Target("portal, no cache: register", servers["no cache"], PAGES["register"])
    yield target, Target("plain template: register", servers["Django"], TABLE), "not cached"
