"""Who may sign in."""

from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings


class AccountBackend(AuthenticationBackend):
    """allauth's, except that a demo account exists only in the local mode.

    A database that was filled in the local mode and then published opens no door.
    """

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and (settings.IS_LOCAL or not user.is_demo)
