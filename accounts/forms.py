"""Coming in."""

from allauth.account.adapter import get_adapter
from allauth.account.forms import SignupForm
from allauth.core import context
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .account_forms import Worded
from .invitations import note_acceptance
from .invited import forget, invitation_in
from .models import Refused


class MailLanguageForm(forms.Form):
    """In which language somebody is written to; each language is named in itself."""

    language = forms.ChoiceField(label=_("Language of mails"), choices=settings.LANGUAGES)


class AcceptForm(Worded, SignupForm):
    """Accept an invitation, under the address that was invited."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.invitation = invitation_in(context.request)
        address = self.fields["email"]
        self.initial["email"] = self.invitation.address if self.invitation else ""
        address.help_text = _("The address that was invited. You can change it once you are in.")
        address.widget.attrs.update(readonly=True, autocomplete="username")

    def validate_unique_email(self, value):
        return value  # the database says so, in the transaction that makes the account

    def try_save(self, request):
        """The account, or the answer to whoever cannot have one: none, or one and all of it."""
        invitation = invitation_in(request)
        address = self.cleaned_data["email"]
        try:
            # Compared here: databases disagree on which letters of all scripts are the same.
            if invitation is None or address != invitation.address:
                raise Refused
            with transaction.atomic():
                invitation.use_up(address=address, at=timezone.now())
                # Whoever holds the link reads the mailbox: nothing is left to confirm.
                get_adapter().stash_verified_email(request, address)
                user = self.save(request)
                user.read_mails_in(get_language())  # in which the invitation was accepted
                invitation.accepted(user)
                note_acceptance(invitation, user)
        except (Refused, ValidationError, IntegrityError):
            forget(request)
            return None, redirect("invitation-refused")
        forget(request)
        return user, None
