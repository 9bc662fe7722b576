"""Lists in Ukrainian alphabetical order."""

from django.db import migrations

from mistok.lib.alphabet import Alphabetical


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0004_alphabet"),
        ("desk", "0009_marks_of_facts"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="computerplace",
            options={
                "ordering": ["order", Alphabetical("name")],
                "verbose_name": "place at a computer",
                "verbose_name_plural": "places at computers",
            },
        ),
    ]
