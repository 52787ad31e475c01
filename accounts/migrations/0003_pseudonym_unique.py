import uuid

from django.core.management import call_command
from django.db import migrations, models
from django.db.models import Q


def make_cache(apps, schema_editor):
    """The table in which all workers count the limits."""
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    # On PostgreSQL a table whose rows were just written cannot be altered in the same transaction.

    dependencies = [
        ("accounts", "0002_suspension_and_pseudonym"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="pseudonym",
            field=models.UUIDField(default=uuid.uuid4, editable=False, help_text="Stands for the account in the trail, and says of nobody who it is.", unique=True, verbose_name="pseudonym"),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(condition=Q(("suspended_at", None), ("is_active", False), _connector="OR"), name="user_suspended_is_not_active", violation_error_message="A suspended account cannot be active."),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(condition=Q(("is_superuser", False), ("is_staff", True), _connector="OR"), name="user_superuser_is_staff", violation_error_message="An administrator is a member of staff."),
        ),
        migrations.RunPython(make_cache, migrations.RunPython.noop),
    ]
