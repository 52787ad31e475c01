"""Of a contact that was recorded twice, one row is enough: the next migration asks for that."""

from django.db import migrations
from django.db.models import Min


def keep_the_first(apps, schema_editor):
    details = apps.get_model("focalpoints", "ContactDetail").objects.order_by()
    first = details.values("focal_point", "kind", "value").annotate(first=Min("pk"))
    details.exclude(pk__in=list(first.values_list("first", flat=True))).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('focalpoints', '0003_consents_and_protections'),
    ]

    operations = [
        migrations.RunPython(keep_the_first, migrations.RunPython.noop),
    ]
