"""Lists in Ukrainian alphabetical order."""

from django.db import migrations

from mistok.lib.alphabet import Alphabetical


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0004_alphabet"),
        ("acts", "0003_uploads"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="actcollection",
            options={
                "ordering": ["order", Alphabetical("name")],
                "verbose_name": "collection of acts",
                "verbose_name_plural": "collections of acts",
            },
        ),
    ]
