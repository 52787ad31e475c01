"""The addresses of the portal, and some more: pages that fail on purpose, and the one in docs/."""

from csp.decorators import csp_exempt
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError
from django.http import HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.test import override_settings
from django.urls import path
from django.views.csrf import csrf_failure

from outbox.views import local_mail
from r2pnet import urls as portal
from r2pnet.visual_language import page

from .people import begin, invited, letter, mailed_invitation

handler500 = portal.handler500


def fail(request, error):
    raise error("as asked")


def expired_form(request):
    return csrf_failure(request, REASON_NO_CSRF_COOKIE)


@csp_exempt()  # in docs/ it is a file that brings its style along
def visual_language(request):
    return HttpResponse(page())


def mail_in_the_local_mode(request):
    with override_settings(IS_LOCAL=True):
        return local_mail(request)


urlpatterns = [
    path("fails/400/", fail, {"error": SuspiciousOperation}),
    path("fails/403/", fail, {"error": PermissionDenied}),
    path("fails/403-form/", expired_form),
    path("fails/500/", fail, {"error": RuntimeError}),
    path("fails/503/", fail, {"error": OperationalError}),
    path("visual-language/", visual_language),
    path("begin/<slug:who>/", begin),
    path("invited/", invited),
    path("mailed-invitation/", mailed_invitation),
    path("letter/<str:address>/", letter),
    path("in-the-local-mode/mail/", mail_in_the_local_mode),
    *portal.urlpatterns,
]
