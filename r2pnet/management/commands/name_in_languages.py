"""Names of a register that was filled before it knew them in other languages than English."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from countries.models import NAMES_IN_LANGUAGES, Party
from r2pnet.fixtures import rows

FILES = ["1-countries.yaml", "2-organizations.yaml"]


class Command(BaseCommand):
    help = (
        "Gives states and organizations the names in other languages that the fixtures know. "
        "A name that is recorded already stays; so it is safe to run twice."
    )

    @transaction.atomic
    def handle(self, **options):
        named = 0
        for slug, names in _known_names():
            party = Party.objects.filter(slug=slug).first()
            lacking = {name: text for name, text in names.items() if party and text}
            lacking = {name: text for name, text in lacking.items() if not getattr(party, name)}
            if not lacking:
                continue
            for name, text in lacking.items():
                setattr(party, name, text)
            try:
                party.full_clean()
            except ValidationError as error:
                raise CommandError(f"{slug}: {' '.join(error.messages)}") from error
            party.save()
            named += 1
        self.stdout.write(f"{named} states and organizations have got names.")


def _known_names():
    for file in FILES:
        with open(settings.BASE_DIR / "fixtures" / file, encoding="utf-8") as stream:
            for _line, row in rows(stream):
                if row["model"] == "countries.party":
                    fields = row["fields"]
                    yield fields["slug"], {n: fields.get(n, "") for n in NAMES_IN_LANGUAGES}
