"""The door that gunicorn knocks on."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "r2pnet.settings")


def in_utf_8(application):
    """Read every request as UTF-8, in which browsers send whatever they were given in UTF-8.

    Django takes any encoding of Python that a request names: some are none of text, and break it
    before its first middleware; others smuggle in what UTF-8 cannot hold.
    """

    def answer(environ, start_response):
        kind, *parameters = environ.get("CONTENT_TYPE", "").split(";")
        kept = [each for each in parameters if each.partition("=")[0].strip().lower() != "charset"]
        environ["CONTENT_TYPE"] = ";".join([kind, *kept])
        return application(environ, start_response)

    return answer


application = in_utf_8(get_wsgi_application())

if settings.KEEPS_PAGES:
    from r2pnet.page_cache import PageCache
    from r2pnet.public_version import Token

    application = PageCache(application, Token())

if settings.IS_PRODUCTION:
    # Models can be asked only once Django is set up.
    from r2pnet import examples

    examples.refuse()
