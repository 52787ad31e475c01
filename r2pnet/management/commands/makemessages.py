"""Django's makemessages, as the catalogues of this project are kept."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    # Nothing is guessed: a string that has changed is translated anew, or a test says so.
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]
