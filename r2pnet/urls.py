"""All addresses of the portal. They are promises: links to them stay."""

from django.contrib import admin
from django.urls import path

from countries.views import countries, country, organization, organizations
from focalpoints.views import posts
from meetings.views import meeting, meetings
from sources.views import source, sources

from .views import about, healthz, home

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
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
]
