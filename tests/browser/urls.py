"""The addresses of the portal, and some more: pages that fail on purpose, and the one in docs/."""

from csp.decorators import csp_exempt
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.urls import path
from django.views.csrf import csrf_failure

from r2pnet import urls as portal
from r2pnet.visual_language import page

handler500 = portal.handler500


def fail(request, error):
    raise error("as asked")


def expired_form(request):
    return csrf_failure(request, REASON_NO_CSRF_COOKIE)


@csp_exempt()  # in docs/ it is a file that brings its style along
def visual_language(request):
    return HttpResponse(page())


urlpatterns = [
    path("fails/400/", fail, {"error": SuspiciousOperation}),
    path("fails/403/", fail, {"error": PermissionDenied}),
    path("fails/403-form/", expired_form),
    path("fails/500/", fail, {"error": RuntimeError}),
    path("fails/503/", fail, {"error": OperationalError}),
    path("visual-language/", visual_language),
    *portal.urlpatterns,
]
