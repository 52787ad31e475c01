"""What allauth's forms say where they refuse, in the words of the site."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "account_inactive": _("This account cannot be used at present."),
    "cannot_delete_authenticator": _(
        "Staff keep one app or passkey: without it the desk stays closed. Add another one first."
    ),
    "duplicate_email": _("That is the address of your account already."),
    "email_password_mismatch": _("This address and this password do not belong together."),
    "enter_current_password": _("This is not your present password."),
    "incorrect_code": _("This is not the right code, or it has expired."),
    "incorrect_password": _("This is not your password."),
    "rate_limited": _("Too many attempts within a short time. Wait a little, and try again."),
    "too_many_login_attempts": _("Too many attempts within a short time. Try again later."),
}
