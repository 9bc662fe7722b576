"""Lists in Ukrainian alphabetical order."""

from django.db import migrations

from mistok.lib.alphabet import Alphabetical


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0004_alphabet"),
        ("directory", "0004_health_and_notes"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="collection",
            options={
                "ordering": ["order", Alphabetical("name")],
                "verbose_name": "collection",
                "verbose_name_plural": "collections",
            },
        ),
        migrations.AlterModelOptions(
            name="guide",
            options={
                "ordering": [Alphabetical("name")],
                "verbose_name": "guide",
                "verbose_name_plural": "guides",
            },
        ),
        migrations.AlterModelOptions(
            name="lifesituation",
            options={
                "ordering": ["order", Alphabetical("name")],
                "verbose_name": "life situation",
                "verbose_name_plural": "life situations",
            },
        ),
        migrations.AlterModelOptions(
            name="service",
            options={
                "ordering": [Alphabetical("name")],
                "verbose_name": "service",
                "verbose_name_plural": "services",
            },
        ),
    ]
