"""The directory of the network, for those who are in it."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from r2pnet.paging import page_or_404

from . import disclosure, looks, writing
from .models import Appointment, FocalPoint
from .moved import to_kept
from .network_forms import NetworkForm, WriteForm
from .register import today


def for_the_network(view):
    """Whoever does not belong there finds nothing there; the view is told who looks.

    Whoever does, and has no second factor, is told why that is not enough: a 403, because the page
    is refused to them for now, and the same one whomever they ask for.
    """

    @wraps(view)
    def answer(request, *args, **kwargs):
        viewer = disclosure.viewer_of(request.user)
        if not viewer.is_in_network:
            raise Http404
        if not viewer.opens_network:
            return render(request, "focalpoints/second_factor_first.html", status=403)
        return view(request, viewer, *args, **kwargs)

    return answer


@never_cache
@login_required
@require_safe
@for_the_network
def network(request, viewer):
    form = NetworkForm(request.GET)
    if not form.is_valid():
        return render(request, "focalpoints/network.html", {"form": form}, status=400)
    page = page_or_404(request, form.chosen(Appointment.objects.of_directory(today())))
    held = Appointment.objects.oldest_first().in_bulk(page.object_list)
    in_order = [held[key] for key in page.object_list if key in held]
    return render(
        request,
        "focalpoints/network.html",
        {"form": form, "page": page, "colleagues": disclosure.with_holders(in_order, viewer)},
    )


@never_cache
@login_required
@require_safe
@for_the_network
def colleague(request, viewer, key):
    person = disclosure.find_colleague(key, viewer)
    if person is None:
        return _colleague_of_former_key(key, viewer)
    day = today()
    if person.contact_details and key != viewer.own:
        looks.note(key, by=request.user, at=timezone.now(), on_behalf_of=viewer)
    writes = key != viewer.own and writing.who_writes(request.user, day).exists()
    return render(
        request,
        "focalpoints/colleague.html",
        {
            "viewer": viewer,
            "person": person,
            "appointments": Appointment.objects.of_holder(key).certain(day).for_page(),
            "writes": writes,
            "is_written_to": writes and writing.who_is_written_to(key, day).exists(),
        },
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@for_the_network
def write_to_colleague(request, viewer, key):
    """The secretariat, which holds no office, has other ways to write to a focal point."""
    day = today()
    own = disclosure.find(viewer.own, viewer) if viewer.own else None
    reaches = key != viewer.own and writing.who_is_written_to(key, day).exists()
    if own is None or not reaches or not writing.who_writes(request.user, day).exists():
        raise Http404
    context = {
        "person": disclosure.find_colleague(key, viewer),
        "own": own,
        "posts": writing.posts_of(own.key, day),
    }
    if own.is_hidden:
        return render(request, "focalpoints/write.html", context, status=403)
    form = WriteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            writing.write(by=request.user, to=key, at=timezone.now(), **form.cleaned_data)
        except writing.TooMany as refusal:
            return _too_many(request, context, form, refusal)
        except FocalPoint.DoesNotExist:
            raise Http404 from None
        messages.success(request, _("Your message is on its way."))
        return redirect("colleague", key)
    context["form"] = form
    status = 400 if form.is_bound else 200
    return render(request, "focalpoints/write.html", context, status=status)


def _colleague_of_former_key(key, viewer):
    def is_shown(kept):
        return disclosure.find_colleague(kept, viewer) is not None

    if response := to_kept("colleague", key, shows=is_shown):
        return response
    raise Http404


def _too_many(request, context, form, refusal):
    """Says when there is room again, and gives back what was typed."""
    form.add_error(
        None,
        _(
            "You have written %(count)s messages within an hour, which is as many as are taken. "
            "Send this one at %(time)s UTC or later."
        )
        % {"count": writing.WITHIN_AN_HOUR, "time": date_format(refusal.again_at, "H:i")},
    )
    response = render(request, "focalpoints/write.html", {**context, "form": form}, status=429)
    response["Retry-After"] = refusal.retry_after
    return response
