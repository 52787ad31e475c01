import uuid

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0006_keeping_the_own_entry'),
    ]

    operations = [
        migrations.CreateModel(
            name='PreviewedSheet',
            fields=[
                ('number', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('previewed_at', models.DateTimeField()),
                ('sealed', models.TextField()),
            ],
            options={
                'default_permissions': [],
            },
        ),
    ]
