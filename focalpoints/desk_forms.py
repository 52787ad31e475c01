"""Forms for focal points on the secretariat's desk."""

from django.utils.translation import gettext_lazy as _

from sources.cited_forms import RowForm

from .entry_forms import LanguagesField


class FocalPointForm(RowForm):
    languages = LanguagesField(label=_("Languages"), required=False)

    def __init__(self, *args, instance=None, initial=None, **kwargs):
        """An entry keeps its languages as one text."""
        if instance is not None:
            initial = {"languages": instance.languages.split(), **(initial or {})}
        super().__init__(*args, instance=instance, initial=initial, **kwargs)
