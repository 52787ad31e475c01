"""In the local mode nothing is sent: mails are read here."""

import re

from django.conf import settings
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from accounts.sealing import Unsealable
from r2pnet.paging import page_or_404

from .models import Message


@never_cache
def local_mail(request):
    if not settings.IS_LOCAL:
        raise Http404
    page = page_or_404(request, Message.objects.kept_here())
    mails = [_mail(message) for message in page]
    return render(request, "outbox/local_mail.html", {"page": page, "mails": mails})


def _mail(message):
    """The message and what it says, its text in pieces: every second one is a link to this site."""
    try:
        letter = message.letter
    except Unsealable:  # written with the key of an earlier var/
        return {"message": message}
    # Up to white space, without the mark that ends a sentence.
    link = rf"({re.escape(settings.SITE_URL.rstrip('/'))}/(?:\S*[^\s.,;:!?)])?)"
    pieces = [
        {"text": text, "is_link": number % 2 == 1}
        for number, text in enumerate(re.split(link, letter.body))
    ]
    return {"message": message, "subject": letter.subject, "pieces": pieces}
