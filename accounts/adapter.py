"""How allauth behaves here: closed to all but the invited, and mail through the outbox."""

from datetime import timedelta
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext

from .invited import forget, invitation_in
from .letters import send
from .refusals import REFUSALS
from .sealing import seal, unseal

PURPOSE = "second-factor"
TO_NOBODY = {"unknown_account", "account_already_exists"}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | REFUSALS

    def is_open_for_signup(self, request):
        """To the invited. Whose invitation has closed meanwhile is told so, as at the link."""
        if invitation_in(request):
            return True
        if forget(request):
            raise ImmediateHttpResponse(redirect("invitation-refused"))
        return False

    def pre_login(self, request, user, *, email, signup, **kwargs):
        """A code that was mailed to an address opens nothing once the account has another."""
        if email and not signup and email.lower() != user.email:
            clear_login(request)
            return redirect("account_login")
        return super().pre_login(request, user, email=email, signup=signup, **kwargs)

    def get_reauthentication_methods(self, user):
        """Where there is a second factor, it is asked for, and a password does not do."""
        methods = super().get_reauthentication_methods(user)
        return [each for each in methods if each["id"] != "reauthenticate"] or methods

    def is_safe_url(self, url):
        """Only a path on this site: no host is named, not even our own."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def send_mail(self, template_prefix, email, context):
        """Into the outbox. What tells strangers that they have no account is written too, and
        never sent: the answer to a known address and to an unknown one takes the same work.
        """
        kind = template_prefix.rpartition("/")[2]

        def letter():
            message = self.render_mail(
                template_prefix, email, {**context, "email": email, "site_url": _site_url()}
            )
            return message.subject, message.body

        send(
            email,
            letter,
            kind=kind.replace("_", "-"),
            useless_after=_end_of_code() if "code" in context else None,
            deliver=kind not in TO_NOBODY,
        )


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | REFUSALS

    def encrypt(self, text):
        return seal(text, purpose=PURPOSE)

    def decrypt(self, encrypted_text):
        return unseal(encrypted_text, purpose=PURPOSE)

    def can_delete_authenticator(self, authenticator):
        """Staff keep one: without it they would stand before a closed door."""
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        is_last = not others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()
        return not (authenticator.user.is_staff and is_last)

    def get_public_key_credential_rp_entity(self):
        """Passkeys are bound to the configured site, whatever host a request names."""
        return {"id": urlsplit(settings.SITE_URL).hostname, "name": self._get_site_name()}

    def _get_site_name(self):
        return gettext("Register of R2P Focal Points")


def _site_url():
    return settings.SITE_URL.rstrip("/")


def _end_of_code():
    longest = max(
        app_settings.LOGIN_BY_CODE_TIMEOUT,
        app_settings.EMAIL_VERIFICATION_BY_CODE_TIMEOUT,
        app_settings.PASSWORD_RESET_BY_CODE_TIMEOUT,
    )
    return timezone.now() + timedelta(seconds=longest)
