"""Signing in, as a test needs it."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as OF_USER,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODS


def sign_in(client, user, *, afresh=True):
    """Sign the account in; `afresh`: it has shown its second factor a moment ago."""
    client.force_login(user)
    if afresh:
        session = client.session
        session[METHODS] = [{"method": "mfa", "at": time.time(), "reauthenticated": True}]
        session[OF_USER] = str(user.pk)
        session.save()
    return client
