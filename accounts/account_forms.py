"""allauth's forms in the words of the site."""

from allauth.account import forms as account
from allauth.account.internal.flows.password_reset_by_code import (
    PASSWORD_RESET_VERIFICATION_SESSION_KEY as RESET,
)
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.app_settings import TOTP_PERIOD, TOTP_TOLERANCE
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkey
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import User
from .refusals import REFUSALS

LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "oldpassword": _("Present password"),
    "password1": _("New password"),
    "password2": _("New password again"),
    "code": _("Code"),
    "name": _("Name, to know it by"),
    "passwordless": _("It signs me in by itself"),
}


class Worded:
    """Our labels, and no placeholders: they would say the label again, and go when one types."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label_suffix = ""
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)


def look_as_long(email):
    """Whether an address is known or not, the database is asked as often.

    allauth asks for an account only where it has found no confirmed address.
    """
    if EmailAddress.objects.filter(email=email, verified=True).exists():
        User.objects.filter(email=email).exists()


class LoginForm(Worded, account.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def _setup_password_field(self):
        """Keeps it: allauth drops it where coming in asks for no password."""

    def clean_login(self):
        login = super().clean_login()
        look_as_long(login)
        return login


class RequestLoginCodeForm(Worded, account.RequestLoginCodeForm):
    def clean_email(self):
        look_as_long(self.cleaned_data["email"])
        return super().clean_email()


class ConfirmLoginCodeForm(Worded, account.ConfirmLoginCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(Worded, account.ConfirmEmailVerificationCodeForm):
    pass


class ConfirmPasswordResetCodeForm(Worded, account.ConfirmPasswordResetCodeForm):
    pass


class AddEmailForm(Worded, account.AddEmailForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New e-mail address")


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    def clean_email(self):
        look_as_long(self.cleaned_data["email"])
        return super().clean_email()


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    def clean(self):
        """A code sets no password once the account has another address, or is closed."""
        mailed_to = context.request.session.get(RESET, {}).get("email", "")
        if not self.user.is_active or mailed_to.lower() != self.user.email:
            raise ValidationError(REFUSALS["incorrect_code"])
        return super().clean()


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    pass


class SetPasswordForm(Worded, account.SetPasswordForm):
    pass


class ReauthenticateForm(Worded, account.ReauthenticateForm):
    pass


class OnceOnly:
    """A code of an app is taken once, for as long as it would be taken at all.

    allauth forgets after one period that a code was used, and with a tolerance it takes it longer.
    """

    def clean_code(self):
        code = super().clean_code()
        used = f"factor-code:{self.user.pk}:{code}"
        if not cache.add(used, True, timeout=TOTP_PERIOD * (2 * TOTP_TOLERANCE + 1)):
            raise ValidationError(REFUSALS["incorrect_code"])
        return code


class FactorForm(OnceOnly, Worded, factor.AuthenticateForm):
    pass


class FactorAgainForm(OnceOnly, Worded, factor.ReauthenticateForm):
    pass


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AddPasskeyForm(Worded, passkey.AddWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["name"] = _("My passkey")
        by_itself = self.fields["passwordless"]
        by_itself.initial = True
        by_itself.help_text = _(
            "Your device then asks for your finger, your face or its PIN. Without it, the passkey "
            "is a second factor beside a code by mail or a password."
        )


class RenamePasskeyForm(Worded, passkey.EditWebAuthnForm):
    pass
