"""The door: what stands before allauth's own pages."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from .invited import remember
from .models import find_invitation


@never_cache
@require_safe
def invitation(request, token):
    """The link in the mail. Opening it uses nothing up, however often and by whomever."""
    found = find_invitation(token, timezone.now())
    if found is None:
        return redirect("invitation-refused")
    remember(request, found)
    return redirect("account_signup")


@never_cache
@require_safe
def invitation_refused(request):
    return render(request, "accounts/invitation_refused.html", status=410)
