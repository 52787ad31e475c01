"""Who signs in: the e-mail address is the login."""

import uuid

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager, Group
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

EDITORS = "Editors"  # the name of the group: its permissions are given after each migration


class UserQuerySet(models.QuerySet):
    def in_use(self):
        """Neither suspended nor closed."""
        return self.filter(is_active=True)

    def staff(self):
        return self.in_use().filter(is_staff=True)

    def with_second_factor(self):
        """Annotates `has_second_factor`."""
        factors = Authenticator.objects.filter(user=OuterRef("pk"))
        return self.annotate(has_second_factor=Exists(factors))

    def administrators(self):
        return self.staff().filter(is_superuser=True)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    use_in_migrations = True

    def get_by_natural_key(self, email):
        return self.alias(folded=Lower("email")).get(folded=Lower(models.Value(email)))

    def create_user(self, email, password=None, **fields):
        user = self.model(email=email, **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(
            email, password, **{"is_staff": True, "is_superuser": True, **fields}
        )


class User(AbstractUser):
    """An account: of a member of staff or of a focal point.

    An administrator is staff and superuser, an editor is staff and no superuser.
    """

    username = None
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={"unique": _("There is an account with this e-mail address already.")},
    )
    is_demo = models.BooleanField(
        _("demo account"),
        default=False,
        editable=False,
        help_text=_("Made by the local mode; signs in nowhere else."),
    )

    pseudonym = models.UUIDField(
        _("pseudonym"),
        default=uuid.uuid4,
        unique=True,
        editable=False,
        help_text=_("Stands for the account in the trail, and says of nobody who it is."),
    )
    suspended_at = models.DateTimeField(_("suspended at"), null=True, blank=True, editable=False)
    session_epoch = models.PositiveIntegerField(
        _("session epoch"),
        default=0,
        editable=False,
        help_text=_("Counts up when all sessions of the account end."),
    )

    language = models.CharField(
        _("language of mails"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        ordering = ["email"]
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("There is an account with this e-mail address already."),
            ),
            models.CheckConstraint(
                name="user_suspended_is_not_active",
                condition=Q(suspended_at=None) | Q(is_active=False),
                violation_error_message=_("A suspended account cannot be active."),
            ),
            models.CheckConstraint(
                name="user_superuser_is_staff",
                condition=Q(is_superuser=False) | Q(is_staff=True),
                violation_error_message=_("An administrator is a member of staff."),
            ),
        ]

    def __str__(self):
        return self.email

    def _get_session_auth_hash(self, secret=None):
        """Django's, which a new password changes; here a new address and a new epoch do too.

        A session that carries another hash is nobody's, from the next request on.
        """
        ends_with = f"{self.password} {self.email} {self.session_epoch}"
        return salted_hmac(
            "accounts.User.session", ends_with, secret=secret, algorithm="sha256"
        ).hexdigest()

    def clean(self):
        """An address is kept in lower case, in which it is asked for."""
        super().clean()
        self.email = self.email.lower()

    @property
    def is_administrator(self):
        return self.is_staff and self.is_superuser

    @property
    def staff_role(self):
        """As `become()` takes it."""
        if not self.is_staff:
            return ""
        return "administrator" if self.is_superuser else "editor"

    def get_role_display(self):
        return {
            "administrator": _("administrator"),
            "editor": _("editor"),
            "": _("focal point, or former"),
        }[self.staff_role]

    def read_mails_in(self, language):
        """From now on, in the language of that code. Raises ValidationError."""
        self.language = language
        self.full_clean(exclude=["password"])
        self.save(update_fields=["language"])

    @property
    def is_suspended(self):
        return self.suspended_at is not None

    @transaction.atomic
    def become(self, role):
        """Editor or administrator, or, with "", neither. Sessions begun in another role end."""
        self.is_staff = role in ("editor", "administrator")
        self.is_superuser = role == "administrator"
        self.full_clean(exclude=["password"])
        self.save()
        editors = Group.objects.get_or_create(name=EDITORS)[0]
        (self.groups.add if role == "editor" else self.groups.remove)(editors)

    def end_sessions(self):
        """End all of them, in all browsers, from the next request on."""
        User.objects.filter(pk=self.pk).update(session_epoch=F("session_epoch") + 1)
        self.refresh_from_db(fields=["session_epoch"])

    @transaction.atomic
    def suspend(self, *, at):
        """Close the account until two of the secretariat open it again."""
        self.suspended_at = self.suspended_at or at
        self.is_active = False
        self.full_clean(exclude=["password"])
        self.save()
        self.end_sessions()

    def reinstate(self):
        self.suspended_at = None
        self.is_active = True
        self.full_clean(exclude=["password"])
        self.save()
