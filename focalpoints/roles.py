"""Who somebody is to the portal, on a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .models import Appointment, FocalPoint
from .register import today


class Role(models.TextChoices):
    """What an account may do follows from this, and from nothing that is kept beside it."""

    ANONYMOUS = "anonymous", _("reader")
    SUSPENDED = "suspended", pgettext_lazy("role", "suspended")
    FORMER = "former", _("former focal point")
    ASSISTANT = "assistant", _("assistant")
    FOCAL_POINT = "focal-point", _("focal point")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")


def role_of(user, *, on=None):
    """The role of an account on a day, today if none is given.

    Whoever surely holds an appointment on the day is a focal point, and whoever drafts for one an
    assistant. An account that is none of this was so once, and may still fetch what is held about
    its person.
    """
    if not user.is_authenticated:
        return Role.ANONYMOUS
    if not user.is_active:
        return Role.SUSPENDED
    if user.is_staff:
        return Role.ADMINISTRATOR if user.is_superuser else Role.EDITOR
    day = on or today()
    if Appointment.objects.certain(day).held_by(user).exists():
        return Role.FOCAL_POINT
    if FocalPoint.objects.in_office(day).assisted_by(user).exists():
        return Role.ASSISTANT
    return Role.FORMER
