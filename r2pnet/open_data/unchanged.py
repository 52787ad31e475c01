"""Answers that whoever asks again and again need not be sent again and again."""

from django.conf import settings
from django.utils.cache import get_conditional_response, set_response_etag
from django.utils.http import http_date
from django.utils.translation import get_language


def unless_unchanged(request, response, changed_at):
    """The response, or 304 where the reader has it already.

    Its ETag is made of what stands in it and of nothing else; the time is that of the newest
    public change in it.
    """
    set_response_etag(response)
    if get_language() != settings.LANGUAGE_CODE:
        # A text may be told in this language since, without any change of what is told.
        return get_conditional_response(request, response["ETag"], response=response)
    changed = int(changed_at.timestamp())
    response["Last-Modified"] = http_date(changed)
    return get_conditional_response(request, response["ETag"], changed, response)
