"""All addresses of the portal. They are promises: links to them stay."""

from django.contrib import admin
from django.urls import include, path, register_converter

from accounts.views import invitation, invitation_refused
from countries.views import countries, country, organization, organizations
from focalpoints import people
from focalpoints.views import posts
from meetings.views import meeting, meetings
from outbox.views import local_mail
from remarks.views import tell_us, tell_us_sent
from sources.views import source, sources

from .picture_files import Ending, picture_file
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

handler500 = "r2pnet.errors.server_error"

register_converter(Ending, "ending")

urlpatterns = [
    path("", home, name="home"),
    path("countries/", countries, name="countries"),
    path("countries/<slug:code>/", country, name="country"),
    path("organizations/", organizations, name="organizations"),
    path("organizations/<slug:slug>/", organization, name="organization"),
    path("focal-points/", posts, name="focal-points"),
    path("focal-points/<uuid:key>/", people.focal_point, name="focal-point"),
    path("me/", people.me, name="me"),
    path("me/hide/", people.hide_me, name="hide-me"),
    path("me/show/", people.show_me, name="show-me"),
    path("me/decisions/<slug:kind>/<int:pk>/stop/", people.stop_decision, name="stop-decision"),
    path("me/sign-out-everywhere/", people.sign_out_everywhere, name="sign-out-everywhere"),
    path("me/data/", people.my_data, name="my-data"),
    path("me/erasure/", people.my_erasure, name="my-erasure"),
    path("network/", people.network, name="network"),
    path("network/<uuid:key>/", people.colleague, name="colleague"),
    path("meetings/", meetings, name="meetings"),
    path("meetings/<slug:slug>/", meeting, name="meeting"),
    path("sources/", sources, name="sources"),
    path("sources/<slug:slug>/", source, name="source"),
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
    path("healthz", healthz, name="healthz"),
    path("mail/", local_mail, name="local-mail"),
    path("invitations/refused/", invitation_refused, name="invitation-refused"),
    path("invitations/<str:token>/", invitation, name="invitation"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
