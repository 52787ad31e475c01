from argparse import ArgumentTypeError
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from focalpoints import handovers
from focalpoints.models import Handover
from sources.dates import day_in_words


def _day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(_("A day is written as in 2026-11-22.")) from error


class Command(BaseCommand):
    help = (
        "Carries out the handovers that are accepted and whose day has come. For a timer, soon "
        "after midnight UTC; safe to run twice, and while another one runs. Says what it did and "
        "what stood in the way, and names nobody; ends in an error where anything did."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--on",
            metavar="YYYY-MM-DD",
            type=_day,
            help="only those whose day had come on that day (UTC), instead of today",
        )

    def handle(self, *, on, **options):
        now = timezone.now()
        day = on or now.date()
        if day > now.date():
            raise CommandError(_("That day is still to come: nothing is carried out before it."))
        done, hindered = [], []
        due = Handover.objects.due(day).first_day_first().select_related("appointment__party")
        for handover in due:
            what = {
                "party": handover.appointment.party,
                "day": day_in_words(handover.takes_over_on),
            }
            if handovers.carry_out(handover, at=now):
                done.append(handover)
                self.stdout.write(_("%(party)s, %(day)s: handed over.") % what)
            elif handover.obstacle:
                hindered.append(handover)
                what["obstacle"] = handover.obstacle
                self.stdout.write(_("%(party)s, %(day)s: not handed over. %(obstacle)s") % what)
        self.stdout.write(
            ngettext(
                "%(n)s handover is carried out.", "%(n)s handovers are carried out.", len(done)
            )
            % {"n": len(done)}
        )
        if hindered:
            raise CommandError(
                ngettext(
                    "Something stood in the way of %(n)s handover: see the desk.",
                    "Something stood in the way of %(n)s handovers: see the desk.",
                    len(hindered),
                )
                % {"n": len(hindered)}
            )
