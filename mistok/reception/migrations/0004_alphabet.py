"""Lists in Ukrainian alphabetical order."""

from django.db import migrations

from mistok.lib.alphabet import Alphabetical


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0004_alphabet"),
        ("reception", "0003_staff_reminded"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="answer",
            options={
                "ordering": [Alphabetical("question")],
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
            },
        ),
    ]
