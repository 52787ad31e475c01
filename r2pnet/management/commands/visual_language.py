from django.core.management.base import BaseCommand

from r2pnet.visual_language import FILE, page


class Command(BaseCommand):
    help = "Write docs/visual-language.html anew from the sheet and the partials of the site."

    def handle(self, **options):
        FILE.write_text(page(), encoding="utf-8")
        self.stdout.write(f"{FILE.name} is written.")
