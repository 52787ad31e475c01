"""What follows when somebody signs in, is refused, or changes how they sign in.

These are the moments that Django and allauth announce; the portal's own acts have verbs.
"""

from allauth.account import signals as account
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa import signals as factors
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.utils import timezone

from trail.models import Entry

from .middleware import begin_session

What = Entry.What


@receiver(user_logged_in)
def signed_in(request, user, **kwargs):
    begin_session(request, user)
    _note(What.SIGNED_IN, user)


@receiver(user_logged_out)
def signed_out(request, user, **kwargs):
    if user is not None:
        _note(What.SIGNED_OUT, user)


@receiver(user_login_failed)
def refused(request, **kwargs):
    """Whose account was tried is not kept: it may be nobody's."""
    _note(What.SIGN_IN_REFUSED, None, detail="password")


@receiver(account.login_code_rejected)
def code_refused(request, user, **kwargs):
    _note(What.SIGN_IN_REFUSED, None, about=user, detail="code")


@receiver(factors.authentication_failed)
def factor_refused(request, user, **kwargs):
    _note(What.SIGN_IN_REFUSED, None, about=user, detail="second-factor")


@receiver(factors.authenticator_added)
def factor_proved(request, user, authenticator, **kwargs):
    """Whoever has just set it up is not asked for it again, to be shown the recovery codes."""
    record_authentication(request, user, "mfa", id=authenticator.pk, reauthenticated=True)


@receiver([factors.authenticator_added, factors.authenticator_reset])
def factor_added(request, user, authenticator, **kwargs):
    _end_other_sessions(request, user)
    _note(What.FACTOR_ADDED, user, detail=_slug(authenticator.type))


@receiver(factors.authenticator_removed)
def factor_removed(request, user, authenticator, **kwargs):
    _end_other_sessions(request, user)
    _note(What.FACTOR_REMOVED, user, detail=_slug(authenticator.type))


@receiver(account.email_changed)
def address_changed(request, user, **kwargs):
    user.refresh_from_db()
    _end_other_sessions(request, user)
    _note(What.ADDRESS_CHANGED, user)


@receiver([account.password_set, account.password_changed, account.password_reset])
def password_changed(request, user, **kwargs):
    _end_other_sessions(request, user)
    _note(What.PASSWORD_CHANGED, user)


def _end_other_sessions(request, user):
    """All but the one in which the change was made, which the change itself has proved."""
    user.end_sessions()
    if request.user == user:
        update_session_auth_hash(request, user)


def _note(what, who, *, about=None, detail=""):
    Entry.objects.record(
        what,
        who=who and who.pseudonym,
        about=about and about.pseudonym,
        at=timezone.now(),
        detail=detail,
    )


def _slug(text):
    return str(text).replace("_", "-")
