"""Makes the account with which to look at the admin on one's own machine."""

import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User

EMAIL = "staff@example.localhost"  # under a reserved name: no mail to it can leave the machine
OF_STAFF = ("is_staff", "is_superuser")


class Command(BaseCommand):
    help = "Makes the demo account of the local mode, and says how to sign in with it."

    def handle(self, **options):
        if not settings.IS_LOCAL:
            raise CommandError(_("There is a demo account in the local mode only."))
        self.stdout.write(
            _("Sign in at %(url)s as %(email)s with the password %(password)s")
            % {
                "url": settings.SITE_URL + reverse("admin:index"),
                "email": EMAIL,
                "password": open_demo_account(),
            }
        )


def open_demo_account(email=EMAIL, *, kept_in="demo-staff.txt", flags=OF_STAFF):
    """See to it that the account can sign in, that of staff to do everything; returns its password.

    The password stays the same as long as the file that keeps it does, whatever became of the
    database; and the account stays as long as the database does, whatever became of the file.
    """
    password = kept_password(kept_in)
    user = User.objects.filter(email=email).first() or User(email=email)
    flags = {"is_demo", "is_active", *flags}
    if not all(getattr(user, flag) for flag in flags) or not user.check_password(password):
        for flag in flags:
            setattr(user, flag, True)
        user.suspended_at = None
        user.set_password(password)
        user.full_clean()
        user.save()
    # Its address takes no mail, and so no code that would confirm it.
    EmailAddress.objects.update_or_create(
        user=user, email=email, defaults={"verified": True, "primary": True}
    )
    return password


def kept_password(name):
    """The password in the file, made where it is missing. Only the owner can read the file."""
    kept = settings.VAR_DIR / name
    password = kept.read_text(encoding="utf-8").strip() if kept.exists() else ""
    if not password:
        password = secrets.token_urlsafe(12)
        kept.parent.mkdir(exist_ok=True)
        kept.touch(mode=0o600)
        kept.chmod(0o600)
        kept.write_text(password + "\n", encoding="utf-8")
    return password
