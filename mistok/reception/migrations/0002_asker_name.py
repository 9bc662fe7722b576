from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reception", "0001_questions")]

    operations = [migrations.RenameField("case", "name", "asker_name")]
