"""Who did what, and when: written once, never changed, and without personal data."""

from datetime import UTC
from uuid import UUID

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.validators import RegexValidator
from django.db import connection, models, transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# Neither an e-mail address nor a name as people write it can be said in these characters.
WORDS = r"\A[a-z0-9-]{0,60}\Z"

has_only_words = RegexValidator(
    WORDS, _("A detail of the trail is at most 60 of these: a to z, 0 to 9 and hyphens.")
)

# SQLite takes any text as a time, and breaks off in the row where it reads one that is none.
ROWS_AT_A_TIME = {"sqlite": 1, "postgresql": 2000}


class WrittenForGood(TypeError):
    """The trail is neither changed nor shortened; its entries come from `Entry.objects.record`."""

    def __init__(self):
        super().__init__(self.__doc__)


class EntryQuerySet(models.QuerySet):
    def up_to(self, number):
        return self.filter(number__lte=number)

    def naming(self, text):
        """What the account with that pseudonym did and what was done about it; else nothing."""
        try:
            pseudonym = UUID(text.strip())
        except ValueError:
            return self.none()
        return self.filter(Q(who=pseudonym) | Q(about=pseudonym))

    @transaction.atomic
    def record(self, what, *, at, who=None, about=None, detail=""):
        """Write one entry, in the caller's transaction: with its act, or not at all.

        `who` and `about` are pseudonyms of accounts (UUIDs). Without `who`, nobody was signed in.
        The turn is kept until that transaction ends, and others wait for it: so record last.
        Raises ValidationError.
        """
        entry = self.model(what=what, at=at, who=who, about=about, detail=detail)
        entry.clean_fields(exclude=["number", "digest"])
        self._wait_for_the_turn()
        last = self.model.objects.order_by("number").last()
        entry.number = last.number + 1 if last else 1
        entry.digest = entry.digest_after(last.digest if last else "", settings.SECRET_KEY)
        entry.save()
        return entry

    def first_broken(self):
        """The number of the first entry that is not as it was written, or None.

        It was changed, left out, put in between or put elsewhere. That the last ones were cut off
        is not seen here: what is left is whole. That takes a digest which is kept elsewhere.
        """
        whole, digest = 0, ""
        try:
            for entry in self.order_by("number").iterator(ROWS_AT_A_TIME[connection.vendor]):
                if not entry.follows(digest):
                    return whole + 1
                whole, digest = entry.number, entry.digest
        except (AttributeError, ValueError):
            return whole + 1  # It holds a time or a pseudonym that is none.
        return None

    def _wait_for_the_turn(self):
        """One entry is written after another, in all processes.

        The lock is on a row that always stands: to lock a row of the trail itself one would need
        the privilege to change it. SQLite takes writers one at a time anyway.
        """
        ContentType.objects.select_for_update(no_key=True).get(app_label="trail", model="entry")

    def _refuse(self, *args, **kwargs):
        raise WrittenForGood

    update = delete = bulk_create = bulk_update = update_or_create = _refuse


class Entry(models.Model):
    """One thing that somebody did, or tried: who it was only a pseudonym tells.

    Each entry is sealed together with the one before it, under a key that the database does not
    have. Whoever changes an entry, leaves one out or puts one in between breaks the chain there.
    """

    class What(models.TextChoices):
        SIGNED_IN = "signed-in", _("signed in")
        SIGNED_OUT = "signed-out", _("signed out")
        SIGN_IN_REFUSED = "sign-in-refused", _("sign-in refused")
        INVITED = "invited", _("invited")
        INVITATION_ACCEPTED = "invitation-accepted", _("invitation accepted")
        INVITATION_REVOKED = "invitation-revoked", _("invitation revoked")
        LOOKED_AT_CONTACT = "looked-at-contact", _("looked at contact details")
        PROTECTED = "protected", _("protected")
        PROTECTION_LIFTED = "protection-lifted", _("protection lifted")
        SUSPENDED = "suspended", _("suspended")
        ROLE_CHANGED = "role-changed", _("role changed")
        FACTOR_ADDED = "factor-added", _("second factor added")
        FACTOR_REMOVED = "factor-removed", _("second factor removed")
        ADDRESS_CHANGED = "address-changed", _("address changed")
        PASSWORD_CHANGED = "password-changed", _("password changed")
        SESSIONS_ENDED = "sessions-ended", _("sessions ended")
        DECISION_ASKED = "decision-asked", _("decision asked for")
        DECISION_SECONDED = "decision-seconded", _("decision seconded")
        DECISION_CARRIED_OUT = "decision-carried-out", _("decision carried out")
        DECISION_WITHDRAWN = "decision-withdrawn", _("decision withdrawn")
        EXPORTED = "exported", _("exported")
        ERASURE_ASKED = "erasure-asked", _("erasure asked for")
        ERASED = "erased", _("erased")
        CONFIRMED = "confirmed", _("entry confirmed")
        CONSENTED = "consented", _("agreed to show in public")
        CONSENT_WITHDRAWN = "consent-withdrawn", _("no longer shown in public")
        WROTE = "wrote", _("wrote through the portal")
        PROPOSED = "proposed", _("proposed")
        PROPOSAL_ACCEPTED = "proposal-accepted", _("proposal accepted")
        PROPOSAL_REFUSED = "proposal-refused", _("proposal refused")
        HANDED_OVER = "handed-over", _("handed over")
        ASSISTANCE_ENDED = "assistance-ended", _("assistant left")
        JOINED = "joined", _("two entries joined")

    number = models.PositiveBigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(pgettext_lazy("time", "at"))
    what = models.CharField(_("what"), max_length=60, choices=What)
    who = models.UUIDField(pgettext_lazy("whoever did it", "who"), null=True, blank=True)
    about = models.UUIDField(_("about whom"), null=True, blank=True)
    detail = models.CharField(_("detail"), max_length=60, blank=True, validators=[has_only_words])
    digest = models.CharField(_("digest"), max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = pgettext_lazy("of the trail", "entry")
        verbose_name_plural = pgettext_lazy("of the trail", "entries")
        default_permissions = ["view"]
        indexes = [
            models.Index(fields=["who"], name="trail_entry_who"),
            models.Index(fields=["about"], name="trail_entry_about"),
            models.Index(fields=["what", "-number"], name="trail_entry_what"),
        ]
        constraints = [
            models.CheckConstraint(
                name="trail_entry_number",
                condition=Q(number__gte=1),
                violation_error_message=_("Entries are numbered from 1."),
            ),
            models.CheckConstraint(
                name="trail_entry_what_in_words",
                condition=Q(what__regex=r"\A[a-z-]{1,60}\Z"),
                violation_error_message=_("What was done is said in a word of the trail."),
            ),
            models.CheckConstraint(
                name="trail_entry_detail_in_words",
                condition=Q(detail__regex=WORDS),
                violation_error_message=has_only_words.message,
            ),
            models.CheckConstraint(
                name="trail_entry_digest",
                condition=Q(digest__regex=r"\A[0-9a-f]{64}\Z"),
                violation_error_message=_("A digest is 64 hexadecimal digits."),
            ),
        ]

    def __str__(self):
        return f"{self.number}, {self.get_what_display()}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise WrittenForGood
        super().save(force_insert=True)

    def delete(self, *args, **kwargs):
        raise WrittenForGood

    def digest_after(self, before, key):
        """The seal on this entry and on the digest of the entry before it, under a secret key."""
        sealed = [
            before,
            str(self.number),
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.what,
            str(self.who or ""),
            str(self.about or ""),
            self.detail,
        ]
        # None of the parts holds a line break: nothing can be moved from one into the next.
        return salted_hmac("trail.entry", "\n".join(sealed), key, algorithm="sha256").hexdigest()

    def follows(self, before):
        """Whether it is as it was written, right after the entry with that digest."""
        keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
        return any(
            constant_time_compare(self.digest, self.digest_after(before, key)) for key in keys
        )
