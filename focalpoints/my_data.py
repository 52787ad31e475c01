"""The pages on which a person fetches what is held about them, and asks for its erasure."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import erasure_requests, own_data


@never_cache
@login_required
@require_safe
def my_data_file(request):
    """All that is held about the person, as a file."""
    held = own_data.hand_out(request.user, at=timezone.now())
    response = JsonResponse(held, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response


@never_cache
@login_required
@require_safe
def my_data(request):
    """The same, to be read."""
    kinds = own_data.held_about(request.user)
    return render(
        request,
        "focalpoints/my_data.html",
        {
            "kinds": [kind for kind in kinds if kind.rows],
            "nothing_of": [kind.title for kind in kinds if not kind.rows],
        },
    )


@never_cache
@login_required
def my_erasure(request):
    """Asking for it; carrying it out is a matter of the secretariat."""
    if request.method == "POST":
        erasure_requests.ask(request.user, at=timezone.now())
        return redirect("my-erasure")
    asked = erasure_requests.asked_by(request.user)
    return render(
        request, "focalpoints/my_erasure.html", {"asked_at": asked.asked_at if asked else None}
    )


@never_cache
@login_required
def withdraw_erasure(request):
    """What was asked for does not happen, as long as it has not."""
    if request.method == "POST" and erasure_requests.withdraw(request.user, at=timezone.now()):
        messages.success(request, _("Withdrawn: nothing is erased."))
    return redirect("my-erasure")
