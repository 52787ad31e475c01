"""Six languages: what stands at an address is in the language that the address says."""

from datetime import date
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.utils import translation

from countries.models import Party
from r2pnet.languages import in_language, language_of, versions
from sources.dates import day_in_words
from sources.order import in_order
from tests.make import make_country
from tests.read import soup_from, soup_of, text_of

OTHERS = ["ar", "zh-hans", "fr", "ru", "es"]
NAMES = {
    "en": "Ghana",
    "ar": "غانا",
    "zh-hans": "加纳",
    "fr": "Le Ghana",
    "ru": "Гана",
    "es": "La Ghana",
}


@pytest.fixture
def ghana(db):
    return make_country(
        "gha",
        **{f"name_{code.replace('-', '_')}": NAMES[code] for code in OTHERS},
    )


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "en"),
        ("/countries/gha/", "en"),
        ("/fr/", "fr"),
        ("/zh-hans/countries/?on=2013-06-12", "zh-hans"),
        ("/france/", "en"),
        ("/de/", "en"),
        ("/en/", "en"),
        ("/FR/", "en"),
        ("", "en"),
    ],
)
def test_an_address_says_its_language(path, language):
    assert language_of(path) == language


def test_a_path_is_the_same_in_each_language():
    paths = [each.path for each in versions("/fr/countries/?on=2013-06-12&group=african")]

    assert paths == [
        "/countries/?on=2013-06-12&group=african",
        "/ar/countries/?on=2013-06-12&group=african",
        "/zh-hans/countries/?on=2013-06-12&group=african",
        "/fr/countries/?on=2013-06-12&group=african",
        "/ru/countries/?on=2013-06-12&group=african",
        "/es/countries/?on=2013-06-12&group=african",
    ]
    assert [in_language(path, "fr") for path in paths] == [paths[3]] * 6


@pytest.mark.parametrize("path", ["/fr//evil.example/", "/fr//evil.example", "/fr///x"])
def test_no_version_of_a_page_is_on_another_site(path):
    assert [each.path for each in versions(path) if each.path.startswith("//")] == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_page_is_in_the_language_of_its_address(client, ghana, code):
    page = soup_of(client, f"/{code}/countries/gha/")

    assert page.html["lang"] == code
    assert page.html["dir"] == ("rtl" if code == "ar" else "ltr")
    assert page.h1.get_text(strip=True) == NAMES[code]


def test_neither_the_browser_nor_a_cookie_changes_what_stands_at_an_address(client, ghana):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "ar"
    asked = {"headers": {"accept-language": "fr, ru;q=0.9"}}

    english, spanish = client.get("/countries/", **asked), client.get("/es/countries/", **asked)

    assert soup_from(english.content).html["lang"] == "en"
    assert soup_from(spanish.content).html["lang"] == "es"
    for answer in (english, spanish):
        assert answer.status_code == 200
        assert "Vary" not in answer or "language" not in answer["Vary"].lower()
        assert not answer.cookies


def test_the_switch_keeps_the_page_the_day_and_the_filters(client, ghana):
    page = soup_of(client, "/es/countries/?on=2013-06-12&group=african")

    links = page.select("nav.languages a")

    assert [(each["hreflang"], each["lang"], each["href"]) for each in links][:2] == [
        ("en", "en", "/countries/?on=2013-06-12&group=african"),
        ("ar", "ar", "/ar/countries/?on=2013-06-12&group=african"),
    ]
    assert [each.get_text() for each in links] == [
        "English",
        "العربية",
        "中文",
        "Français",
        "Русский",
        "Español",
    ]
    assert [each["hreflang"] for each in links if each.get("aria-current")] == ["es"]


def test_each_version_names_the_others_and_is_its_own_canonical_one(client, ghana):
    page = soup_of(client, "/fr/countries/gha/?on=2013-06-12")

    told = {each["hreflang"]: each["href"] for each in page.select("link[hreflang]")}

    site = settings.SITE_URL
    assert told == {
        "en": f"{site}/countries/gha/?on=2013-06-12",
        **{code: f"{site}/{code}/countries/gha/?on=2013-06-12" for code in OTHERS},
        "x-default": f"{site}/countries/gha/?on=2013-06-12",
    }
    assert page.select_one("link[rel=canonical]")["href"] == told["fr"]


@pytest.mark.parametrize("code", OTHERS)
def test_links_stay_in_the_language(client, ghana, code):
    page = soup_of(client, f"/{code}/countries/")

    links = page.select("a[href^='/']:not([hreflang])")

    of_no_language = ("/data/", "/api/", "/states.csv", "/changes.csv", "/static/")
    elsewhere = [
        each["href"]
        for each in links
        if language_of(urlsplit(each["href"]).path) != code
        and not each["href"].startswith(of_no_language)
    ]
    assert elsewhere == []


@pytest.mark.parametrize("code", OTHERS)
def test_an_error_is_in_the_language_and_says_nothing_of_the_address(client, code):
    missing = client.get(f"/{code}/nowhere/?secret=1")

    assert missing.status_code == 404
    page = soup_from(missing.content)
    assert page.html["lang"] == code
    assert "nowhere" not in missing.text
    assert page.select_one("nav.languages [hreflang=en]")["href"] == "/"


def test_what_programs_read_has_one_address_and_is_in_english(client, ghana):
    for address in ("/data/parties.csv", "/api/v1/parties", "/robots.txt", "/healthz"):
        assert client.get(address).status_code == 200, address
        assert client.get(f"/fr{address}").status_code == 404, address


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("en", ["Côte d'Ivoire", "Cuba", "Zambia"]),
        ("es", ["Nueva", "Ñandú", "Omán"]),
        ("fr", ["Érythrée", "Espagne", "Zambie"]),
        ("ru", ["Египет", "Ёлки", "Иран", "Йемен", "Кения"]),
        ("ar", ["الأردن", "ألمانيا", "اليمن", "بلجيكا"]),
        ("zh-hans", ["阿富汗", "法国", "中国"]),
    ],
)
def test_names_are_sorted_as_the_language_sorts_them(code, names):
    with translation.override(code):
        assert sorted(set(names), key=in_order) == names


def test_a_list_is_in_the_order_of_its_language(client, db):
    for slug, russian in [("esp", "Испания"), ("hun", "Венгрия"), ("deu", "Германия")]:
        make_country(slug, name_ru=russian)

    listed = text_of(client, "/ru/countries/")

    assert listed.index("Венгрия") < listed.index("Германия") < listed.index("Испания")


def test_a_state_is_found_by_its_name_in_any_language(client, ghana):
    for name in NAMES.values():
        assert "/countries/gha/" in str(soup_of(client, f"/search/?q={name}").main), name
        assert [party.slug for party in Party.objects.with_names() if party.answers_to(name)] == [
            "gha"
        ]


def test_a_list_of_states_may_have_the_comma_of_its_language(client, ghana):
    make_country("fra", name_ar="فرنسا", name_zh_hans="法国")

    for typed in ("غانا، فرنسا", "加纳、法国", "加纳，法国"):
        page = soup_of(client, f"/states/?names={typed}")
        assert {"/countries/gha/", "/countries/fra/"} <= {
            urlsplit(each["href"]).path for each in page.main.select("a[href]")
        }, typed


@pytest.mark.parametrize(
    "typed",
    [
        "12 June 2013",
        "12 juin 2013",
        "12 de junio de 2013",
        "12 июня 2013 года",
        "12 حزيران/يونيه 2013",
        "12 يونيه 2013",
        "2013年6月12日",
    ],
)
def test_a_day_is_found_as_each_language_writes_it(client, db, typed):
    found = soup_of(client, f"/search/?q={typed}").main

    assert found.select_one("a[href='/countries/?on=2013-06-12']"), typed


def test_what_each_language_says_of_a_day_is_what_it_looks_for(client, db):
    for code in ["en", *OTHERS]:
        with translation.override(code):
            words = day_in_words(date(2013, 6, 12))
        prefix = "" if code == "en" else f"/{code}"
        found = soup_of(client, f"{prefix}/search/?q={words}").main
        assert found.select_one(f"a[href='{prefix}/countries/?on=2013-06-12']"), words


@pytest.mark.django_db
def test_where_a_page_leads_on_to_follows_the_language(client):
    def in_french(answer):
        return soup_from(answer.content).select_one('nav.languages a[hreflang="fr"]')["href"]

    asked = client.get("/ru/accounts/login/?next=/ru/me/entry/%3Fa%3Db")
    refused = client.post(
        "/ru/accounts/login/", {"login": "a@example.org", "password": "x", "next": "/ru/me/"}
    )

    assert in_french(asked) == "/fr/accounts/login/?next=%2Ffr%2Fme%2Fentry%2F%3Fa%3Db"
    assert in_french(refused) == "/fr/accounts/login/?next=%2Ffr%2Fme%2F"
    assert in_language("//example.org", "fr") == "/fr//example.org"
