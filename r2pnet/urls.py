"""All addresses of the portal. They are promises: links to them stay."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
