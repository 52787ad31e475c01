"""All addresses of the portal. They are promises: links to them stay."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, register_converter

from accounts.views import invitation, invitation_refused
from countries.views import (
    countries,
    country,
    organization,
    organizations,
    states,
    states_file,
)
from focalpoints import (
    confirmation_pages,
    contact_pages,
    drafting,
    entry,
    handover_pages,
    my_data,
    network,
    official,
    people,
    portrait_pages,
)
from focalpoints.views import changes, changes_file, posts
from meetings.calendar import meeting_calendar, meetings_calendar
from meetings.views import differences, meeting, meetings
from outbox.views import local_mail
from remarks.views import tell_us, tell_us_sent
from sources.views import resting, source, sources

from .cite import cite
from .facts import fact
from .feeds import meetings_feed, network_feed
from .ledgers import meeting_ledger, source_ledger
from .open_data.api import urlpatterns as api_addresses
from .open_data.api_page import api, api_description
from .open_data.pages import DataEnding, data, data_file, data_package, data_zip
from .picture_files import Ending, picture_file
from .robots import robots_txt, security_txt, sitemap
from .search_page import search_page
from .views import (
    about,
    accessibility,
    contact,
    healthz,
    home,
    how_to_appoint,
    licence,
    privacy,
)

handler400 = "r2pnet.errors.bad_request"
handler500 = "r2pnet.errors.server_error"

register_converter(Ending, "ending")
register_converter(DataEnding, "data-ending")

# What stands in every language, English without a prefix.
pages = [
    path("", home, name="home"),
    path("countries/", countries, name="countries"),
    path("countries/<slug:code>/", country, name="country"),
    path("states/", states, name="states"),
    path("changes/", changes, name="changes"),
    path("organizations/", organizations, name="organizations"),
    path("organizations/<slug:slug>/", organization, name="organization"),
    path("focal-points/", posts, name="focal-points"),
    path("focal-points/<uuid:key>/", people.focal_point, name="focal-point"),
    path("me/", people.me, name="me"),
    path("me/posts/<int:pk>/hand-over/", handover_pages.hand_over, name="hand-over"),
    path(
        "me/handovers/<int:pk>/withdraw/",
        handover_pages.withdraw_handover,
        name="withdraw-handover",
    ),
    path("me/hide/", people.hide_me, name="hide-me"),
    path("me/show/", people.show_me, name="show-me"),
    path("me/decisions/<slug:kind>/<int:pk>/stop/", people.stop_decision, name="stop-decision"),
    path("me/mail-language/", people.read_mails_in, name="my-mail-language"),
    path("me/sign-out-everywhere/", people.sign_out_everywhere, name="sign-out-everywhere"),
    path("me/entry/", entry.my_entry, name="my-entry"),
    path("me/entry/discard-draft/", entry.discard_draft, name="discard-draft"),
    path("me/public/", entry.my_public, name="my-public"),
    path("me/portrait/", portrait_pages.my_portrait, name="my-portrait"),
    path("me/contact/add/", contact_pages.add_contact, name="add-contact"),
    path("me/contact/<int:pk>/", contact_pages.my_contact, name="my-contact"),
    path("me/posts/<int:pk>/propose/", official.propose, name="propose"),
    path("me/proposals/<int:pk>/withdraw/", official.withdraw_proposal, name="withdraw-proposal"),
    path("me/as/<slug:audience>/", entry.as_others, name="as-others"),
    path("me/confirm/", confirmation_pages.confirm, name="confirm"),
    path("me/draft/", drafting.draft, name="draft"),
    path("me/assistants/<int:pk>/end/", drafting.end_my_assistance, name="end-assistance"),
    path("me/data/", my_data.my_data, name="my-data"),
    path("me/data.json", my_data.my_data_file, name="my-data-file"),
    path("me/erasure/", my_data.my_erasure, name="my-erasure"),
    path("me/erasure/withdraw/", my_data.withdraw_erasure, name="withdraw-erasure"),
    path("network/", network.network, name="network"),
    path("network/<uuid:key>/", network.colleague, name="colleague"),
    path("network/<uuid:key>/write/", network.write_to_colleague, name="write-to-colleague"),
    path("meetings/", meetings, name="meetings"),
    path("meetings/<slug:slug>/", meeting, name="meeting"),
    path("meetings/<slug:slug>/ledger/", meeting_ledger, name="meeting-ledger"),
    path("meetings.ics", meetings_calendar, name="meetings-calendar"),
    path("meetings/<slug:slug>.ics", meeting_calendar, name="meeting-calendar"),
    path("feeds/network.atom", network_feed, name="network-feed"),
    path("feeds/meetings.atom", meetings_feed, name="meetings-feed"),
    path("sources/", sources, name="sources"),
    path("sources/<slug:slug>/", source, name="source"),
    path("sources/<slug:slug>/ledger/", source_ledger, name="source-ledger"),
    path(
        "sources/<slug:slug>/<slug:anchor>/<slug:collection>/",
        resting,
        name="resting",
    ),
    path("differences/", differences, name="differences"),
    path("facts/<slug:collection>/<slug:key>/", fact, name="fact"),
    path("cite/", cite, name="cite"),
    path("search/", search_page, name="search"),
    path("data/", data, name="data"),
    path("about/", about, name="about"),
    path("how-to-appoint/", how_to_appoint, name="how-to-appoint"),
    path("contact/", contact, name="contact"),
    path("tell-us/", tell_us, name="tell-us"),
    path("tell-us/sent/", tell_us_sent, name="tell-us-sent"),
    path("privacy/", privacy, name="privacy"),
    path("accessibility/", accessibility, name="accessibility"),
    path("licence/", licence, name="licence"),
    path("pictures/<slug:name>.<ending:ending>", picture_file, name="picture"),
    path("pictures/<slug:name>/<slug:of>.<ending:ending>", picture_file, name="picture"),
    path("api/v1/", api, name="api"),
    path("mail/", local_mail, name="local-mail"),
    path("invitations/refused/", invitation_refused, name="invitation-refused"),
    path("invitations/<str:token>/", invitation, name="invitation"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]

# What has no language, or has them all: files for programs, pictures, the pulse.
urlpatterns = [
    path("states.csv", states_file, name="states-file"),
    path("changes.csv", changes_file, name="changes-file"),
    path("focal-points/<uuid:key>/portrait.webp", portrait_pages.portrait, name="portrait"),
    path("me/portrait.webp", portrait_pages.my_portrait_image, name="my-portrait-image"),
    path(
        "network/<uuid:key>/portrait.webp",
        portrait_pages.colleague_portrait,
        name="colleague-portrait",
    ),
    path("data/datapackage.json", data_package, name="data-package"),
    path("data/r2pnet.zip", data_zip, name="data-zip"),
    path("data/<slug:name>.<data-ending:ending>", data_file, name="data-file"),
    path("api/v1/openapi.json", api_description, name="api-description"),
    path("robots.txt", robots_txt, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("healthz", healthz, name="healthz"),
    *i18n_patterns(*pages, prefix_default_language=False),
    *api_addresses,  # the last of which answers whatever else is asked for there
]
