from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoints import retention


class Command(BaseCommand):
    help = (
        "Erases what is private of whoever left office twelve months ago, and tells them 30 days "
        "before. Without --erase it only says what is due, by the keys of the entries; it never "
        "prints a name. For a timer, once a day; safe to run twice, and several at a time."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--erase", action="store_true", help="do it: write the notices, and erase"
        )

    def handle(self, *, erase, **options):
        now = timezone.now()
        found = retention.due(at=now)
        if erase:
            found = [each for each in found if self._carry_out(each, now)]
        self._say(found, is_done=erase)

    def _carry_out(self, what, now):
        try:
            return retention.carry_out(what, at=now)
        except ValidationError as refusal:
            raise CommandError(" ".join(refusal.messages)) from None

    def _say(self, found, *, is_done):
        told = [each for each in found if not each.is_told]
        erased = [each for each in found if each.is_told]
        notices, erasures = (
            (
                ngettext("%(n)s notice is written.", "%(n)s notices are written.", len(told)),
                ngettext("%(n)s entry is erased.", "%(n)s entries are erased.", len(erased)),
            )
            if is_done
            else (
                ngettext("%(n)s notice is due.", "%(n)s notices are due.", len(told)),
                ngettext("%(n)s erasure is due.", "%(n)s erasures are due.", len(erased)),
            )
        )
        for sentence, rows in [(notices, told), (erasures, erased)]:
            self.stdout.write(sentence % {"n": len(rows)})
            for each in rows:
                self.stdout.write(self._line(each))
        if found and not is_done:
            self.stdout.write(_("Nothing is done: run it with --erase."))

    def _line(self, each):
        if each.has_address or each.is_told:
            return f"  {each.key}"
        return "  " + _("%(key)s: no address, on the desk's list of open ends") % {"key": each.key}
