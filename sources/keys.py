"""The keys by which facts are found: drawn, so that they say nothing, and kept."""

from django.utils.crypto import get_random_string

# Without vowels, which make words, and without what is taken for something else.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 10


def new_key():
    return get_random_string(LENGTH, ALPHABET)


def draw_keys(app_label, *models):
    """What a migration runs that gives a key to the facts there are, and to their versions."""

    def draw(apps, schema_editor):
        for name in models:
            versions = apps.get_model(app_label, f"historical{name}").objects
            rows = apps.get_model(app_label, name).objects
            for pk in rows.values_list("pk", flat=True):
                key = new_key()
                rows.filter(pk=pk).update(key=key)
                versions.filter(id=pk).update(key=key)

    return draw
