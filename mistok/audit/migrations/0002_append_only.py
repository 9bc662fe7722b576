"""The database itself refuses to change or delete what stands in the journal."""

from django.db import migrations

from mistok.audit.protection import protect, release


def forwards(apps, schema_editor):
    protect(schema_editor.connection)


def backwards(apps, schema_editor):
    release(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards, elidable=False)]
