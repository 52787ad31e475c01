from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoints import erasure, ledger


class Command(BaseCommand):
    help = (
        "After a backup was put back: erases again whoever the ledger of erasures names and the "
        "backup has brought back. Without --erase it only says how many there are, by keys and "
        "pseudonyms; it never prints a name. Safe to run twice."
    )

    def add_arguments(self, parser):
        parser.add_argument("--erase", action="store_true", help="do it")

    def handle(self, *, erase, **options):
        try:
            noted = ledger.read()
        except ledger.NoLedger:
            raise CommandError(
                _("There is no ledger where R2PNET_ERASURE_LEDGER says: nothing is erased again.")
            ) from None
        found = [
            (scope, row, getattr(row, "pseudonym", None) or row.key)
            for scope, row in erasure.brought_back(noted)
        ]
        if erase:
            self._erase(found)
        if noted.unreadable:
            self._warn(noted.unreadable)
        self._say(found, is_done=erase)

    def _erase(self, found):
        for scope, row, _key in found:
            try:
                erasure.erase_again(scope, row, at=timezone.now())
            except ValidationError as refusal:
                raise CommandError(" ".join(refusal.messages)) from None

    def _warn(self, count):
        sentence = ngettext(
            "%(n)s line of the ledger cannot be read: whom it names is not erased again.",
            "%(n)s lines of the ledger cannot be read: whom they name is not erased again.",
            count,
        )
        self.stderr.write(sentence % {"n": count})

    def _say(self, found, *, is_done):
        said = (
            ngettext("%(n)s is erased again.", "%(n)s are erased again.", len(found))
            if is_done
            else ngettext(
                "%(n)s is to be erased again.", "%(n)s are to be erased again.", len(found)
            )
        )
        self.stdout.write(said % {"n": len(found)})
        for scope, _row, key in found:
            self.stdout.write(f"  {scope} {key}")
        if found and not is_done:
            self.stdout.write(_("Nothing is done: run it with --erase."))
