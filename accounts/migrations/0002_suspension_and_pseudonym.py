import uuid

from django.db import migrations, models


def give_each_its_own(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    for user in User.objects.only("pk").iterator():
        User.objects.filter(pk=user.pk).update(pseudonym=uuid.uuid4())


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_epoch",
            field=models.PositiveIntegerField(default=0, editable=False, help_text="Counts up when all sessions of the account end.", verbose_name="session epoch"),
        ),
        migrations.AddField(
            model_name="user",
            name="suspended_at",
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name="suspended at"),
        ),
        # A default is asked for once, not once a row: each gets its own before they must differ.
        migrations.AddField(
            model_name="user",
            name="pseudonym",
            field=models.UUIDField(editable=False, null=True, verbose_name="pseudonym"),
        ),
        migrations.RunPython(give_each_its_own, migrations.RunPython.noop, elidable=True),
    ]
