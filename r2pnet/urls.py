"""All addresses of the portal. They are promises: links to them stay."""

from django.contrib import admin
from django.urls import path, register_converter

from countries.views import countries, country, organization, organizations
from focalpoints.views import posts
from meetings.views import meeting, meetings
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
    path("admin/", admin.site.urls),
]
