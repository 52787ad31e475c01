import re
from argparse import ArgumentTypeError

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trail.models import Entry
from trail.portal_role import may_change_trail


def kept_elsewhere(text):
    """The number and the digest of an entry."""
    if not re.fullmatch("[1-9][0-9]{0,17}:[0-9a-f]{64}", text, re.ASCII):
        raise ArgumentTypeError(_("NUMBER:DIGEST is as in 7:0c5a…, with 64 hexadecimal digits."))
    number, digest = text.split(":")
    return int(number), digest


class Command(BaseCommand):
    help = (
        "Reads the whole trail and says the first entry that was changed, left out, put in between "
        "or put elsewhere. Entries cut off at the end are not missed that way, for what is left is "
        "whole: keep the number and the digest of the last entry outside the database, and compare "
        "with --expect. An entry sealed under a key that is neither R2PNET_SECRET_KEY nor one of "
        "its fallbacks counts as changed."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--expect",
            metavar="NUMBER:DIGEST",
            type=kept_elsewhere,
            help="an entry as this command once printed it, kept outside the database",
        )

    def handle(self, *, expect, **options):
        last = Entry.objects.order_by("number").last()
        entries = Entry.objects.up_to(last.number if last else 0)
        if broken := entries.first_broken():
            raise CommandError(
                _("The trail is broken at entry %(number)s: it or one before it is not as written.")
                % {"number": broken}
            )
        if expect and not entries.filter(number=expect[0], digest=expect[1]).exists():
            raise CommandError(
                _("Entry %(number)s is gone or is another one: the trail was cut off or rewritten.")
                % {"number": expect[0]}
            )
        self.stdout.write(in_words(last))
        if connection.vendor == "postgresql" and may_change_trail():
            self.stdout.write(
                _("The role that is connected could change it; the portal's own should not.")
            )


def in_words(last):
    if last is None:
        return _("0 entries; unbroken")
    return ngettext(
        "%(count)s entry, the last is %(digest)s; unbroken",
        "%(count)s entries, the last is %(digest)s; unbroken",
        last.number,
    ) % {"count": last.number, "digest": last.digest}
