"""Lists in Ukrainian alphabetical order, and what PostgreSQL sorts them by."""

from django.db import migrations

from mistok.lib.alphabet import Alphabetical, create_collation, drop_collation


def forwards(apps, schema_editor):
    create_collation(schema_editor.connection)


def backwards(apps, schema_editor):
    drop_collation(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [
        ("network", "0003_first_editions"),
    ]

    operations = [
        migrations.RunPython(forwards, backwards, elidable=False),
        migrations.AlterModelOptions(
            name="contact",
            options={
                "ordering": ["-speaks_for_it", Alphabetical("name")],
                "verbose_name": "contact person",
                "verbose_name_plural": "contact persons",
            },
        ),
        migrations.AlterModelOptions(
            name="organisation",
            options={
                "ordering": [Alphabetical("name")],
                "verbose_name": "organisation",
                "verbose_name_plural": "organisations",
            },
        ),
        migrations.AlterModelOptions(
            name="place",
            options={
                "ordering": [Alphabetical("name"), "pk"],
                "verbose_name": "office",
                "verbose_name_plural": "offices",
            },
        ),
        migrations.AlterModelOptions(
            name="pointdocument",
            options={
                "ordering": ["kind", "-dated", Alphabetical("title")],
                "verbose_name": "document of the shelf",
                "verbose_name_plural": "documents of the shelf",
            },
        ),
        migrations.AlterModelOptions(
            name="servicepoint",
            options={
                "ordering": [Alphabetical("name")],
                "verbose_name": "service point",
                "verbose_name_plural": "service points",
            },
        ),
        migrations.AlterModelOptions(
            name="visitorcategory",
            options={
                "ordering": ["order", Alphabetical("name")],
                "verbose_name": "category of visitors",
                "verbose_name_plural": "categories of visitors",
            },
        ),
    ]
