"""Every page that the browser tests look at. A page that is made anew gets its line here.

What stands in braces in a path is the key of a row, see `example_rows` in served.py.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urljoin

STAFF = "staff@example.org"

# Who signs in on the account pages: what each has to do it with, see people.py.
NEWCOMER = "newcomer@example.org"
PERSON = "mailbox@example.org"
PROTECTED = "protected@example.org"
SUSPENDED = "suspended@example.org"
SECRET = "JBSWY3DPEHPK3PXP"

# Who shows all there is to show in public.
NAMED = "00000000-0000-4000-8000-000000000001"


@dataclass(frozen=True)
class Visit:
    """A page: where it stands, who looks at it, what they do there first."""

    name: str
    path: str
    status: int = 200
    act: Callable | None = None
    by_staff: bool = False

    def __str__(self):
        return self.name


def in_language(visit, code):
    """The same page in another language of the site."""
    before, begins, path = visit.path.rpartition("?at=")
    return replace(visit, name=f"{visit.name}-{code}", path=f"{before}{begins}/{code}{path}")


def desk(name, path, **more):
    return Visit(f"desk-{name}", f"/admin/{path}", by_staff=True, **more)


def press(selector):
    """Press the button, and see what comes of it."""

    def act(page):
        # Whoever leaves a page while its icon is loading cuts that short: wait until all is there.
        page.wait_for_load_state("networkidle")
        with page.expect_navigation():
            page.click(selector)

    return act


def delete_selected(page):
    page.check("input.action-select >> nth=0")
    page.select_option("select[name=action]", "delete_selected")
    press("button[name=index]")(page)


def account(name, path, who="nobody", **more):
    """A page of the accounts, as somebody sees it who has just begun, see people.py."""
    return Visit(f"account-{name}", f"/begin/{who}/?at=/accounts/{path}", **more)


def me(name, path="", who="keeper", **more):
    """A page of the own entry or of the network, as a focal point in office sees it."""
    return Visit(f"me-{name}", f"/begin/{who}/?at=/{path or 'me/'}", **more)


# The first form of that page may be the one that discards a draft.
SAVE_ENTRY = "main form:has([name=seen]) [type=submit]:not([name=preview])"


def in_conflict(page):
    """Send the entry from a page that does not know what was saved since."""
    page.eval_on_selector("main [name=seen]", "field => { field.value = 'old'; }")
    fill_in(SAVE_ENTRY, honorific="Dr")(page)


def desk_in_conflict(page):
    page.eval_on_selector("[name=seen]", "field => { field.value = 'old'; }")
    page.fill("#id_honorific", "Dr")
    SAVE(page)


def language_in_conflict(page):
    """Keep a text in Arabic from a page that does not know what was kept since."""
    page.eval_on_selector("[name=says-seen]", "field => { field.value = 'old'; }")
    page.fill("#id_says-ar", "مثال")
    SUBMIT(page)


def pass_phrase():
    from tests.make import PASSWORD  # which knows the models, and this file knows no Django

    return PASSWORD


def code_of(secret):
    """What an authenticator app shows now."""
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def code_in_mail(page, to):
    said = page.request.get(urljoin(page.url, f"/letter/{to}/")).text()
    return re.search(r"[A-Z]{4}-[A-Z]{4}", said)[0]


def fill_in(button="main form.write [type=submit]", **fields):
    """Fill in fields and send them; what a function gives is asked for then."""

    def act(page):
        for name, value in fields.items():
            page.fill(f"#id_{name}", value(page) if callable(value) else value)
        press(button)(page)

    return act


def one_after_another(*acts):
    def act(page):
        for each in acts:
            each(page)

    return act


def sign_in(email, password):
    return fill_in(
        "main form:has(#id_login) [type=submit]",
        login=email,
        password=lambda page: password or pass_phrase(),
    )


SIGN_IN_TO_SECOND_FACTOR = sign_in(PROTECTED, "")
ASK_FOR_CODE = fill_in(email=PERSON)
ASK_FOR_NEW_PASSWORD = one_after_another(
    fill_in(email=PERSON), fill_in(code=lambda page: code_in_mail(page, PERSON))
)
ENTER_WRONG_CODE = fill_in(code="BCDF-GHJK")
SET_UP_APP = fill_in(code=lambda page: code_of(page.inner_text("#secret")))


def sign_in_and_out(page):
    one_after_another(SIGN_IN_TO_SECOND_FACTOR, fill_in(code=lambda page: code_of(SECRET)))(page)
    page.goto(urljoin(page.url, "/accounts/logout/"))
    press("main form [type=submit]")(page)


def sign_out_of_desk(page):
    """In a session of its own: that of the other visits to the desk goes on."""
    sign_in(STAFF, "")(page)
    fill_in(code=lambda page: code_of(SECRET))(page)
    page.goto(urljoin(page.url, "/admin/"))
    press("#logout-form button")(page)


def tell_nothing(page):
    press("main form [type=submit]")(page)


def tell_too_often(page):
    """As many remarks as it takes to be refused, each of them another."""
    for number in range(100):
        page.goto(page.url.replace("/sent/", "/"))
        page.fill("[name=text]", f"Example remark {number}.")
        press("main form [type=submit]")(page)
        page.wait_for_load_state("networkidle")
        if not page.url.endswith("/sent/"):
            return


SAVE = press("input[name=_save]")
SUBMIT = press("#content-main form [type=submit]")


def send_sheet(*rows):
    """Send a sheet of organizations."""
    names = "name in Arabic,name in Chinese,name in French,name in Russian,name in Spanish"
    head = f"address,name,{names},acronym,kind of organization,part of"
    content = "\n".join([head, *rows])

    def act(page):
        file = {"name": "sheet.csv", "mimeType": "text/csv", "buffer": content.encode()}
        page.set_input_files("#id_sheet", file)
        SUBMIT(page)

    return act


SHEET = send_sheet(
    "european-union,European Union,,,,,,EXAMPLE,regional or international organization,",
    ",Example of a new organization,,,Exemple,,,,convening body,european-union",
)

PAGES = [
    Visit("home", "/"),
    Visit("register", "/countries/"),
    Visit("register-past", "/countries/?on=2013-06-12"),
    Visit("register-filtered", "/countries/?group=african&on=2012-09-29"),
    Visit("register-nothing-fits", "/countries/?q=nowhere"),
    Visit("register-bad-day", "/countries/?on=tomorrow", status=400),
    Visit("register-world", "/countries/?view=world"),
    Visit("country-appointed", "/countries/gha/"),
    Visit("country-past", "/countries/dnk/?on=2012-09-29"),
    Visit("country-none-recorded", "/countries/tuv/"),
    Visit("country-vacant", "/countries/fji/"),
    Visit("country-bad-day", "/countries/gha/?on=2009-01-01", status=400),
    Visit("organization", "/organizations/european-union/"),
    Visit("posts", "/focal-points/"),
    Visit("posts-past", "/focal-points/?on=2012-09-29"),
    Visit("home-past", "/?on=2013-06-12"),
    Visit("changes", "/changes/"),
    Visit("changes-none", "/changes/?from=2020-01-01&to=2020-01-02"),
    Visit("changes-in-wrong-order", "/changes/?from=2013-06-12&to=2013-06-11", status=400),
    Visit("states", "/states/"),
    Visit("states-found", "/states/?names=Ghana;Fiji;Korea;Mu;EU;Tobago&states=dnk&on=2014-12-31"),
    Visit("states-nothing-found", "/states/?names=Atlantis", status=400),
    Visit("focal-point", f"/focal-points/{NAMED}/"),
    Visit("country-named", "/countries/dnk/"),
    Visit("meetings", "/meetings/"),
    Visit("meeting-first", "/meetings/2011-new-york/"),
    Visit("meeting-accra", "/meetings/2013-accra/"),
    Visit("meeting-planned", "/meetings/example-planned/"),
    Visit("sources", "/sources/"),
    Visit("sources-second-page", "/sources/?page=2"),
    Visit("source", "/sources/r2p-focal-points-page/"),
    Visit("source-summary", "/sources/2011-06-13-first-meeting-summary/"),
    Visit("source-resting", "/sources/r2p-focal-points-page/p20/appointments/"),
    Visit("source-not-read", "/sources/2005-world-summit-outcome/"),
    Visit("meeting-ledger", "/meetings/2013-accra/ledger/"),
    Visit("source-ledger", "/sources/r2p-focal-points-page/ledger/"),
    Visit("differences", "/differences/"),
    Visit("fact", "/facts/appointments/{fact}/"),
    Visit("cite", "/cite/?page=/countries/gha/?on=2013-06-12"),
    Visit("cite-refused", "/cite/?page=nowhere", status=400),
    Visit("data", "/data/"),
    Visit("data-past", "/data/?on=2013-06-12"),
    Visit("api", "/api/v1/"),
    Visit("about", "/about/"),
    Visit("search", "/search/"),
    Visit("search-found", "/search/?q=accra"),
    Visit("search-day", "/search/?q=2013-06"),
    Visit("search-second-page", "/search/?q=network&page=2"),
    Visit("search-nothing-found", "/search/?q=nowhere"),
    Visit("search-refused", f"/search/?q={'x' * 101}", status=400),
    Visit("how-to-appoint", "/how-to-appoint/"),
    Visit("contact", "/contact/"),
    Visit("privacy", "/privacy/"),
    Visit("accessibility", "/accessibility/"),
    Visit("licence", "/licence/"),
    Visit("tell-us", "/tell-us/?page=/countries/gha/"),
    Visit("tell-us-refused", "/tell-us/", status=400, act=tell_nothing),
    Visit("tell-us-sent", "/tell-us/sent/"),
    Visit("tell-us-too-often", "/tell-us/", status=429, act=tell_too_often),
    Visit("visual-language", "/visual-language/"),
    Visit("local-mail", "/in-the-local-mode/mail/"),
]

ERRORS = [
    Visit("error-400", "/fails/400/", status=400),
    Visit("error-403", "/fails/403/", status=403),
    Visit("error-403-form", "/fails/403-form/", status=403),
    Visit("error-404", "/nowhere/", status=404),
    Visit("error-500", "/fails/500/", status=500),
    Visit("error-503", "/fails/503/", status=503),
]

# What anybody meets who has an account, or would have one.
DOOR = [
    account("sign-in", "login/"),
    Visit("account-sign-in-to-desk", "/admin/"),
    account("sign-in-refused", "login/", act=sign_in(PROTECTED, "not the pass phrase")),
    account("inactive", "login/", act=sign_in(SUSPENDED, "")),
    account("code", "login/code/"),
    account("code-refused", "login/code/", act=fill_in(email="nobody")),
    account("code-asked-for", "login/code/", act=ASK_FOR_CODE),
    account("code-wrong", "login/code/", act=one_after_another(ASK_FOR_CODE, ENTER_WRONG_CODE)),
    account("second-factor", "login/", act=SIGN_IN_TO_SECOND_FACTOR),
    account(
        "second-factor-wrong",
        "login/",
        act=one_after_another(SIGN_IN_TO_SECOND_FACTOR, ENTER_WRONG_CODE),
    ),
    account("signed-out", "login/", act=sign_in_and_out),
    account("new-password", "password/reset/"),
    account("new-password-code", "password/reset/", act=fill_in(email=PERSON)),
    account("new-password-choice", "password/reset/", act=ASK_FOR_NEW_PASSWORD),
    account("new-password-done", "password/reset/done/"),
    account("uninvited", "signup/"),
    Visit("account-invited", "/invited/"),
    Visit("account-invitation-refused", "/invitations/example/", status=410),
    account("no-factor", "2fa/", "person"),
    account("app", "2fa/totp/activate/", "person"),
    account("app-wrong", "2fa/totp/activate/", "person", act=ENTER_WRONG_CODE),
    account("recovery-codes", "2fa/totp/activate/", "person", act=SET_UP_APP),
    account("passkey-add", "2fa/webauthn/add/", "person"),
    account("no-passkeys", "2fa/webauthn/", "person"),
    account("password-none", "password/change/", "person"),
    account("address", "email/", "person"),
    account(
        "address-code",
        "email/",
        "person",
        act=fill_in("[name=action_add]", email="new-mailbox@example.org"),
    ),
    account("sign-out", "logout/", "person"),
    account("factors", "2fa/", "protected"),
    account("app-remove", "2fa/totp/deactivate/", "protected"),
    account(
        "recovery-codes-left", "2fa/recovery-codes/", "protected", act=lambda page: page.reload()
    ),
    account("recovery-codes-new", "2fa/recovery-codes/generate/", "protected"),
    account("passkeys", "2fa/webauthn/", "protected"),
    account("passkey-rename", "2fa/webauthn/keys/{{key}}/edit/", "protected"),
    account("passkey-remove", "2fa/webauthn/keys/{{key}}/remove/", "protected"),
    account("password", "password/change/", "protected"),
    account("again-by-password", "reauthenticate/", "unguarded"),
    account("again-by-code", "2fa/reauthenticate/", "idle"),
    account("again-by-passkey", "2fa/webauthn/reauthenticate/", "idle"),
    Visit("me", "/begin/beginner/?at=/me/"),
    Visit("me-hidden", "/begin/hidden/?at=/me/"),
    Visit("erasure", "/begin/colleague/?at=/me/erasure/"),
    Visit("erasure-asked", "/begin/asking/?at=/me/erasure/"),
    me("kept"),
    me("of-assistant", who="assistant"),
    me("entry", "me/entry/"),
    me("entry-drafted", "me/entry/%3Fdraft=1"),
    me("entry-preview", "me/entry/", act=press("[name=preview]")),
    me(
        "entry-refused",
        "me/entry/",
        status=400,
        act=fill_in(SAVE_ENTRY, biography="[me](javascript:me)"),
    ),
    me("entry-conflict", "me/entry/", status=409, act=in_conflict),
    me("public", "me/public/"),
    me("public-hidden", "me/public/", "hidden"),
    me("as-public", "me/as/public/"),
    me("as-colleague", "me/as/colleague/"),
    me("as-secretariat", "me/as/secretariat/"),
    me("portrait", "me/portrait/"),
    me("portrait-none", "me/portrait/", "beginner"),
    me("contact", "me/contact/{{contact}}/"),
    me("contact-add", "me/contact/add/"),
    me("contact-add-telephone", "me/contact/add/%3Fkind=office-telephone"),
    me("contact-refused", "me/contact/{{contact}}/", status=400, act=fill_in(value="nobody")),
    me("propose", "me/posts/{{post}}/propose/", "colleague"),
    me("propose-waits", "me/posts/{{post}}/propose/"),
    me("propose-refused", "me/posts/{{post}}/propose/", "colleague", status=400, act=tell_nothing),
    me("hand-over", "me/posts/{{post}}/hand-over/", "colleague"),
    me("hand-over-waits", "me/posts/{{post}}/hand-over/"),
    me(
        "hand-over-refused",
        "me/posts/{{post}}/hand-over/",
        "colleague",
        status=400,
        act=tell_nothing,
    ),
    me("data", "me/data/"),
    me("draft", "me/draft/", "assistant"),
    me("network-filtered", "network/%3Flanguage=zu"),
    me("network-nothing-fits", "network/%3Fq=nowhere"),
    me("network-bad-group", "network/%3Fgroup=atlantis", status=400),
    me("network-without-factor", "network/", "beginner", status=403),
    me("write", f"network/{NAMED}/write/"),
    me("write-refused", f"network/{NAMED}/write/", status=400, act=tell_nothing),
    Visit("network", "/begin/colleague/?at=/network/"),
    Visit("colleague", f"/begin/colleague/?at=/network/{NAMED}/"),
]

DESK = [
    desk("index", ""),
    desk("app", "focalpoints/"),
    desk("open-ends", "open-ends/"),
    desk("translations", "translations/?language=fr"),
    desk("translations-kept", "translations/?language=ar&kept=yes"),
    desk("translations-none-found", "translations/?language=ar&q=nowhere"),
    desk("row-in-languages", "translations/sources.passage/{passage}/"),
    desk(
        "row-in-languages-refused",
        "translations/sources.passage/{passage}/",
        act=language_in_conflict,
    ),
    desk("translation-list", "sources/translation/"),
    desk("translation", "sources/translation/{translation}/change/"),
    desk("countries", "countries/country/"),
    desk("countries-found", "countries/country/?q=ghana&un_group__exact=african"),
    desk("organizations", "countries/organization/"),
    desk("parties", "countries/party/"),
    desk("appointments", "focalpoints/appointment/"),
    desk("appointments-none", "focalpoints/appointment/?q=nobody"),
    desk("steps", "focalpoints/step/"),
    desk("counts", "focalpoints/networkcount/"),
    desk("focal-points", "focalpoints/focalpoint/"),
    desk("contact-details", "focalpoints/contactdetail/"),
    desk("meetings", "meetings/meeting/"),
    desk("delegations", "meetings/delegation/"),
    desk("delegates", "meetings/delegate/"),
    desk("headcounts", "meetings/headcount/"),
    desk("hosts", "meetings/host/"),
    desk("other-titles", "meetings/othertitle/"),
    desk("differences", "meetings/difference/"),
    desk("claims", "meetings/claim/"),
    desk("sources", "sources/source/"),
    desk("passages", "sources/passage/"),
    desk("statements", "sources/statement/"),
    desk("remarks", "remarks/remark/"),
    desk("remark", "remarks/remark/{remark}/change/"),
    desk("trail", "trail/entry/"),
    desk("entry", "trail/entry/{entry}/change/"),
    desk("messages", "outbox/message/"),
    desk("message", "outbox/message/{message}/change/"),
    desk("accounts", "accounts/user/"),
    desk("country-add", "countries/country/add/"),
    desk("country", "countries/country/{country}/change/"),
    desk("country-refused", "countries/country/add/", act=SAVE),
    desk("organization", "countries/organization/{organization}/change/"),
    desk("appointment-add", "focalpoints/appointment/add/"),
    desk("appointment", "focalpoints/appointment/{appointment}/change/"),
    desk("appointment-refused", "focalpoints/appointment/add/", act=SAVE),
    desk("step", "focalpoints/step/add/"),
    desk("count", "focalpoints/networkcount/add/"),
    desk("focal-point", "focalpoints/focalpoint/{focal_point}/change/"),
    desk("contact-detail", "focalpoints/contactdetail/add/"),
    desk("meeting-add", "meetings/meeting/add/"),
    desk("meeting", "meetings/meeting/{meeting}/change/"),
    desk("delegation", "meetings/delegation/{delegation}/change/"),
    desk("delegate", "meetings/delegate/add/"),
    desk("headcount", "meetings/headcount/add/"),
    desk("host", "meetings/host/add/"),
    desk("other-title", "meetings/othertitle/add/"),
    desk("difference", "meetings/difference/{difference}/change/"),
    desk("claim", "meetings/claim/add/"),
    desk("source-add", "sources/source/add/"),
    desk("source", "sources/source/{source}/change/"),
    desk("passage", "sources/passage/{passage}/change/"),
    desk("statement", "sources/statement/add/"),
    desk("account", "accounts/user/{account}/change/"),
    desk("act", "accounts/user/{account}/act/suspend/"),
    desk("act-with-form", "accounts/user/{account}/act/ask-new-address/"),
    desk("act-to-lift", "focalpoints/focalpoint/{hidden}/act/lift/"),
    desk("staff-invitations", "accounts/staffinvitation/"),
    desk("staff-invitation-add", "accounts/staffinvitation/add/"),
    desk("account-decisions", "accounts/accountdecision/"),
    desk("account-decision", "accounts/accountdecision/{decision}/change/"),
    desk("protection-decisions", "focalpoints/protectiondecision/"),
    desk("invitations", "focalpoints/appointmentinvitation/"),
    desk("invitation", "focalpoints/appointmentinvitation/{invitation}/change/"),
    desk("invite", "focalpoints/appointment/invite/{appointment},{held}/"),
    desk("conflict", "focalpoints/focalpoint/{focal_point}/change/", act=desk_in_conflict),
    desk("join", "focalpoints/focalpoint/{focal_point}/join/"),
    desk("join-with", "focalpoints/focalpoint/{focal_point}/join/{twin}/"),
    desk("proposals", "focalpoints/proposal/"),
    desk("proposal", "focalpoints/proposal/{proposal}/change/"),
    desk("proposal-refuse", "focalpoints/proposal/{proposal}/act/refuse/"),
    desk("handovers", "focalpoints/handover/"),
    desk("handover", "focalpoints/handover/{handover}/change/"),
    desk("handover-add", "focalpoints/handover/add/"),
    desk("handover-accept", "focalpoints/handover/{handover}/act/accept/"),
    desk("erasure-requests", "focalpoints/erasurerequest/"),
    desk("erasure-decision", "focalpoints/erasuredecision/{erasure_decision}/change/"),
    desk("assistants", "focalpoints/assistance/"),
    desk("assistant-invite", "focalpoints/focalpoint/{newly}/act/invite-assistant/"),
    desk("letter", "sources/keptfile/{letter}/change/"),
    desk("letter-source", "sources/source/{letter_source}/change/"),
    desk("facts", "sources/passage/{passage}/facts/"),
    desk("facts-appointments", "sources/passage/{passage}/facts/appointments/"),
    desk("facts-refused", "sources/passage/{passage}/facts/appointments/", act=SUBMIT),
    desk("export", "focalpoints/appointment/export/?capacity__exact=primary"),
    desk("import", "focalpoints/appointment/import/"),
    desk(
        "import-refused",
        "countries/organization/import/",
        status=400,
        act=send_sheet(",Example,,,,,,,a club,nowhere", "unknown,,,,,,,,,"),
    ),
    desk("import-preview", "countries/organization/import/", act=SHEET),
    desk("history", "focalpoints/appointment/{appointment}/history/"),
    desk("version", "focalpoints/appointment/{appointment}/history/{version}/"),
    desk("delete", "focalpoints/appointment/{appointment}/delete/"),
    desk("delete-protected", "sources/passage/{passage}/delete/"),
    desk("delete-selected", "focalpoints/contactdetail/", act=delete_selected),
    desk("delete-selected-protected", "sources/source/?q=r2p-focal", act=delete_selected),
    desk("nowhere", "nowhere/", status=404),
    Visit("desk-signed-out", "/begin/nobody/?at=/accounts/login/", act=sign_out_of_desk),
]

# What is no page, and yet made of templates.
PICTURES = [
    Visit("picture-world", "/pictures/world.svg"),
    Visit("picture-country", "/pictures/timeline/gha.svg"),
    Visit("sitemap", "/sitemap.xml"),
]

PUBLIC = [*PAGES, *ERRORS]
# What every reader meets, where letters, lines and directions are other ones than in English.
READ_IN_LANGUAGES = {
    "home",
    "register-past",
    "register-world",
    "country-past",
    "organization",
    "changes",
    "states-found",
    "meetings",
    "meeting-accra",
    "source",
    "fact",
    "differences",
    "about",
    "search-found",
    "data",
    "tell-us-refused",
    "error-404",
    "account-sign-in-refused",
    "me",
    "desk-index",
}
IN_LANGUAGES = [
    in_language(visit, code)
    for visit in [*PUBLIC, *DOOR, *DESK]
    if visit.name in READ_IN_LANGUAGES
    for code in ["ar", "zh-hans"]
]
ALL = [*PUBLIC, *DOOR, *DESK, *IN_LANGUAGES]
