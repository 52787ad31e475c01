"""Every page that the browser tests look at. A page that is made anew gets its line here.

What stands in braces in a path is the key of a row, see `example_rows` in served.py.
"""

from collections.abc import Callable
from dataclasses import dataclass

STAFF = "staff@example.org"


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


def sign_in(page, password):
    page.fill("[name=username]", STAFF)
    page.fill("[name=password]", password)
    press("#login-form [type=submit]")(page)


def sign_in_wrongly(page):
    sign_in(page, "not the pass phrase")


def sign_in_and_out(page):
    from tests.make import PASSWORD  # which knows the models, and this file knows no Django

    sign_in(page, PASSWORD)
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
    Visit("meetings", "/meetings/"),
    Visit("meeting-first", "/meetings/2011-new-york/"),
    Visit("meeting-accra", "/meetings/2013-accra/"),
    Visit("meeting-planned", "/meetings/example-planned/"),
    Visit("sources", "/sources/"),
    Visit("sources-second-page", "/sources/?page=2"),
    Visit("source", "/sources/r2p-focal-points-page/"),
    Visit("source-summary", "/sources/2011-06-13-first-meeting-summary/"),
    Visit("source-not-read", "/sources/2005-world-summit-outcome/"),
    Visit("about", "/about/"),
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
]

ERRORS = [
    Visit("error-400", "/fails/400/", status=400),
    Visit("error-403", "/fails/403/", status=403),
    Visit("error-403-form", "/fails/403-form/", status=403),
    Visit("error-404", "/nowhere/", status=404),
    Visit("error-500", "/fails/500/", status=500),
    Visit("error-503", "/fails/503/", status=503),
]

# What anybody meets at the door of the desk.
DOOR = [
    Visit("sign-in", "/admin/login/"),
    Visit("sign-in-refused", "/admin/login/", act=sign_in_wrongly),
    Visit("signed-out", "/admin/login/?next=/admin/", act=sign_in_and_out),
]

DESK = [
    desk("index", ""),
    desk("app", "focalpoints/"),
    desk("open-ends", "open-ends/"),
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
    desk("sources", "sources/source/"),
    desk("passages", "sources/passage/"),
    desk("statements", "sources/statement/"),
    desk("remarks", "remarks/remark/"),
    desk("remark", "remarks/remark/{remark}/change/"),
    desk("accounts", "accounts/user/"),
    desk("groups", "auth/group/"),
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
    desk("source-add", "sources/source/add/"),
    desk("source", "sources/source/{source}/change/"),
    desk("passage", "sources/passage/{passage}/change/"),
    desk("statement", "sources/statement/add/"),
    desk("account-add", "accounts/user/add/"),
    desk("account", "accounts/user/{account}/change/"),
    desk("group-add", "auth/group/add/"),
    desk("facts", "sources/passage/{passage}/facts/"),
    desk("facts-appointments", "sources/passage/{passage}/facts/appointments/"),
    desk("facts-refused", "sources/passage/{passage}/facts/appointments/", act=SUBMIT),
    desk("history", "focalpoints/appointment/{appointment}/history/"),
    desk("version", "focalpoints/appointment/{appointment}/history/{version}/"),
    desk("delete", "focalpoints/appointment/{appointment}/delete/"),
    desk("delete-protected", "sources/passage/{passage}/delete/"),
    desk("delete-selected", "focalpoints/contactdetail/", act=delete_selected),
    desk("delete-selected-protected", "sources/source/?q=r2p-focal", act=delete_selected),
    desk("password", "password_change/"),
    desk("password-of-another", "accounts/user/{account}/password/"),
    desk("nowhere", "nowhere/", status=404),
]

# What is no page, and yet made of templates.
PICTURES = [
    Visit("picture-world", "/pictures/world.svg"),
    Visit("picture-country", "/pictures/timeline/gha.svg"),
]

PUBLIC = [*PAGES, *ERRORS]
ALL = [*PUBLIC, *DOOR, *DESK]
