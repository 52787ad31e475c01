"""The invitation that a visitor came with, kept in the session until it is accepted."""

from django.apps import apps
from django.utils import timezone

KEY = "invitation"


def remember(request, invitation):
    """Leave in the session which invitation the visitor holds, and of what kind."""
    request.session[KEY] = {"kind": invitation._meta.label_lower, "pk": invitation.pk}


def forget(request):
    """Returns what was remembered, or None."""
    return request.session.pop(KEY, None)


def invitation_in(request):
    """The open invitation that the session remembers, or None."""
    left = request.session.get(KEY)
    if not left:
        return None
    now = timezone.now()
    found = apps.get_model(left["kind"]).objects.open(now).filter(pk=left["pk"]).first()
    return found if found and found.may_be_accepted(now) else None
