"""Django's makemessages, as the catalogues of this project are kept."""

import re
from pathlib import Path

from django.core.management.commands import makemessages

WRITTEN_ANEW_EACH_TIME = re.compile(r'^"POT-Creation-Date:.*\n', re.MULTILINE)


class Command(makemessages.Command):
    """What nobody has changed stays as it stands, to the letter: a translator's change is seen."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--no-wrap"]
    msguniq_options = [*makemessages.Command.msguniq_options, "--no-wrap"]
    msgattrib_options = [*makemessages.Command.msgattrib_options, "--no-wrap"]
    # Nothing is guessed: a string that has changed is translated anew, or a test says so.
    msgmerge_options = [
        *makemessages.Command.msgmerge_options,
        "--no-wrap",
        "--no-fuzzy-matching",
    ]

    def write_po_file(self, potfile, locale):
        super().write_po_file(potfile, locale)
        catalogue = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        written = catalogue.read_text(encoding="utf-8")
        catalogue.write_text(WRITTEN_ANEW_EACH_TIME.sub("", written), encoding="utf-8")
