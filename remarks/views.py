"""Something wrong? Tell us."""

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from .forms import TellUsForm
from .models import Remark, TooMany
from .senders import sender_of


@never_cache
def tell_us(request):
    typed = request.POST if request.method == "POST" else None
    form = TellUsForm(typed, initial={"page": request.GET.get("page")})
    if not form.is_valid():
        status = 400 if form.is_bound else 200
        return render(request, "remarks/tell_us.html", {"form": form}, status=status)
    now = timezone.now()
    try:
        Remark.objects.receive(**form.cleaned_data, sender=sender_of(request, at=now), at=now)
    except TooMany as refusal:
        return _too_many(request, form, refusal)
    return redirect("tell-us-sent")


def _too_many(request, form, refusal):
    """Says when there is room again, and gives back what was typed."""
    context = {"form": form, "minutes": refusal.minutes}
    response = render(request, "remarks/too_many.html", context, status=429)
    response["Retry-After"] = refusal.retry_after
    return response


@never_cache
def tell_us_sent(request):
    return render(request, "remarks/tell_us_sent.html")
