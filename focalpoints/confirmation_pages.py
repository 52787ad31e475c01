"""The one click by which a focal point says that the own entry is still right."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from . import confirmations
from .register import today


@never_cache
@login_required
def confirm(request):
    """Whoever had to sign in first comes here without the button pressed, and finds it at `me`."""
    own = get_object_or_404(confirmations.to_confirm(request.user, day=today()))
    if request.method == "POST":
        confirmations.confirm(own, by=request.user, at=timezone.now())
        messages.success(request, _("Your entry is confirmed for a year."))
    return redirect("me")
