"""Django with nothing around it: a view without work, and one that prints the register's table.

No middleware, no database: what the second prints is there before it is asked for.
"""

import json
import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, re_path

from .bare import ANSWERS

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"],
    MIDDLEWARE=[],
    ROOT_URLCONF=__name__,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [Path(__file__).parent],
        }
    ],
)

SECTIONS = json.loads(Path(os.environ["STAND_INS"], "table.json").read_text(encoding="utf-8"))


def without_work(request):
    headers, body = ANSWERS[request.path]
    return HttpResponse(body, headers=dict(headers))


def table(request):
    return render(request, "table.html", {"sections": SECTIONS})


urlpatterns = [path("table", table), re_path("", without_work)]
application = get_wsgi_application()
