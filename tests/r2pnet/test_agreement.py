"""Page, API and files say the same of a day as a recomputation over the exported tables."""

import csv
import random
from datetime import date, timedelta
from io import BytesIO, StringIO
from urllib.parse import urlsplit
from zipfile import ZipFile

import pytest

from countries.models import Party
from focalpoints import register
from focalpoints.models import Appointment
from tests import make, recomputed
from tests.read import soup_of, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

FIRST, LAST = date(2010, 9, 1), date(2019, 12, 31)


def random_days(number, seed=6):
    luck = random.Random(seed)
    days = (LAST - FIRST).days
    return sorted(FIRST + timedelta(luck.randrange(days)) for _number in range(number))


DAYS = [FIRST, date(2013, 6, 12), *random_days(6), register.today()]
# Beside what is seeded: chains, bounds that overlap, vacancies, intentions taken back.
PERIODS = [
    [("2011-05", "2013-02"), ("2013-02", "[2015..2016]"), ("[2015..2016]", "")],
    [("[2010-09..2014]", "[2013..2015]")],
    [("2012-09-29", "2013-06-12")],
    [("[..2012]", "[2012-06..]")],
    [("2011", "2012"), ("2013-06-12", "2017-01-01")],
    [],
]
SAID = [
    [],
    [("intends", "2011"), ("withdrew", "[2012..2013]")],
    [("intends", "2011"), ("withdrew", "2012-03"), ("intends", "2014-01-15")],
    [("joined", "2011"), ("intends", "[2013-06-11..2013-06-12]")],
]


def make_more():
    """Rows of all kinds, for states that the seeded register says nothing of."""
    luck = random.Random(17)
    dated = [
        make.make_passage(make.make_source(published=each)) for each in ("2013", "[2012..2016]", "")
    ]
    free = Party.objects.countries().filter(appointments=None, steps=None).order_by("slug")[:36]
    parties = [*free, *(make.make_organization() for _number in range(6))]
    for party in parties:
        before = None
        for started, ended in luck.choice(PERIODS):
            succeeds = before if before and before.ended == started else None
            before = make.make_appointment(
                party,
                started=started,
                ended=ended,
                succeeds=succeeds,
                inference=luck.choice(["", "", "We think so."]),
                passages=luck.sample(dated, luck.randint(1, 2)),
            )
        if luck.random() < 0.3:
            make.make_appointment(party, capacity="alternate", started="2011", passages=dated[:1])
        for kind, taken in luck.choice(SAID):
            make.make_step(party, kind=kind, taken=taken, passages=dated[:1])


def exported(client):
    """The text of each table, as anybody downloads it."""
    with ZipFile(BytesIO(client.get("/data/r2pnet.zip").getvalue())) as archive:
        return {
            name.removesuffix(".csv"): archive.read(name).decode()
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def of_file(client, day):
    """What the file of the register says of each party."""
    text = client.get(f"/data/register.csv?on={day}").getvalue().decode()
    return {
        row["party"]: recomputed.Stands(
            rung=row["rung"],
            is_certain=row["is_certain"] == "true",
            is_possible=row["is_possible"] == "true",
            is_inferred=row["is_inferred"] == "true",
            had_un_status=row["had_un_status"] == "true",
            appointments=frozenset(row["appointments"].split()),
            steps=frozenset(row["steps"].split()),
            last_attested=row["last_attested"],
        )
        for row in csv.DictReader(StringIO(text))
    }


def of_api(client, day):
    """What the API says of each party, and its totals."""
    found, address = {}, f"/api/v1/register?on={day}&limit=200"
    while address:
        answer = client.get(address).json()
        for row in answer["results"]:
            found[row["party"]] = recomputed.Stands(
                **{
                    name: row[name]
                    for name in (
                        "rung",
                        "is_certain",
                        "is_possible",
                        "is_inferred",
                        "had_un_status",
                    )
                },
                appointments=frozenset(row["appointments"]),
                steps=frozenset(row["steps"]),
                last_attested=row["last_attested"] or "",
            )
        address = answer["next"] and "{0.path}?{0.query}".format(urlsplit(answer["next"]))
    totals = [
        (answer[of]["certain"], answer[of]["possible"], answer[of]["certain_by_inference"])
        for of in ("states", "organizations")
    ]
    return found, totals


def of_page(client, day):
    """The rung of each party on the page of the register, and whether it is drawn dashed."""
    soup = soup_of(client, f"/countries/?on={day}")
    rungs = {}
    for table in soup.select("table.register[id]"):
        rung, _dash, inferred = table["id"].partition("-")
        for link in table.select("th[scope=row] > a"):
            rungs[urlsplit(link["href"]).path.split("/")[2]] = (rung, bool(inferred))
    for line in soup.select("section[aria-labelledby=organizations] .names > li"):
        chip = line.select_one(".chip")["class"]
        rungs[urlsplit(line.a["href"]).path.split("/")[2]] = (chip[1], "inferred" in chip)
    return rungs, [words(each) for each in soup.select("p.headline")]


def in_words(pair, of):
    certain, possible = pair
    if certain != possible:
        return f"Between {certain} and {possible} {of}"
    return f"{certain} {of if certain != 1 else of.removesuffix('s')}"


@pytest.mark.parametrize(
    "days",
    [
        pytest.param(DAYS, id="some days"),
        pytest.param(random_days(60, seed=60), id="many days", marks=pytest.mark.slow),
    ],
)
def test_page_api_and_files_agree_on_any_day(client, days):
    make_more()
    files = exported(client)
    parties = recomputed.rows(files["parties"])
    kinds = {row["id"]: row["kind"] for row in parties}
    rungs = set()

    for day in days:
        told = recomputed.register_on(day, files)
        states = [each for id_, each in told.items() if kinds[id_] == "country"]
        organizations = [each for id_, each in told.items() if kinds[id_] == "organization"]

        assert of_file(client, day) == told, day
        rows, totals = of_api(client, day)
        assert rows == told, day
        assert totals == [
            (*recomputed.pair(those), sum(each.is_inferred for each in those))
            for those in (states, organizations)
        ], day
        shown, headlines = of_page(client, day)
        assert shown == {id_: (each.rung, each.is_inferred) for id_, each in told.items()}, day
        assert headlines[0].startswith(in_words(recomputed.pair(states), "states")), day
        assert headlines[1].startswith(in_words(recomputed.pair(organizations), "organizations")), (
            day
        )
        rungs |= {(each.rung, each.is_inferred) for each in told.values()}

    assert rungs == {
        ("appointed", False),
        ("appointed", True),
        ("possible", False),
        ("vacant", False),
        ("intends", False),
        ("none", False),
    }
    assert Appointment.objects.exclude(succeeds=None).count() > 5


def test_the_page_of_a_party_agrees_too(client):
    make_more()
    files = exported(client)
    luck = random.Random(15)
    spoken_of = sorted({row["party"] for row in recomputed.rows(files["appointments"])})
    paths = {row["id"]: urlsplit(row["url"]).path for row in recomputed.rows(files["parties"])}

    for day in luck.sample(DAYS, 5):
        told = recomputed.register_on(day, files)
        for party in luck.sample(spoken_of, 3):
            chip = soup_of(client, f"{paths[party]}?on={day}").select_one(".page-head .chip")
            assert chip["class"][1] == told[party].rung, (day, party)
            assert ("inferred" in chip["class"]) == told[party].is_inferred, (day, party)


def test_the_groups_agree_too(client):
    make_more()
    files = exported(client)
    parties = recomputed.rows(files["parties"])

    for day in DAYS[::4]:
        told = recomputed.groups(parties, recomputed.register_on(day, files))
        computed = {
            each.label: (each.pair.certain, each.pair.possible, each.size)
            for each in register.by_group(register.on(day).states)
        }
        assert sorted(told.values()) == sorted(computed.values()), day


def test_every_bound_is_that_of_its_text(client):
    make_more()
    checked = 0

    for text in exported(client).values():
        for row in recomputed.rows(text):
            for column in row:
                if f"{column}_earliest" in row:
                    earliest, latest = recomputed.bounds(row[column])
                    told = [
                        "" if day in (date.min, date.max) else day.isoformat()
                        for day in (earliest, latest)
                    ]
                    assert [row[f"{column}_earliest"], row[f"{column}_latest"]] == told
                    checked += 1

    assert checked > 500
