"""Every point gets its first edition: as it is, from its opening on."""

from datetime import timedelta

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def write(apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    edition = apps.get_model("network", "PointEdition")
    for point in apps.get_model("network", "ServicePoint").objects.filter(editions=None).iterator():
        until = max(point.closed_on - timedelta(days=1), point.opened_on) if point.closed_on else None
        edition.objects.create(
            point=point,
            name=point.name,
            kind=point.kind,
            organisation_id=point.organisation_id,
            territory_id=point.territory_id,
            address=point.address,
            since=point.opened_on,
            until=until,
        )


class Migration(migrations.Migration):
    dependencies = [("network", "0002_places_history_equipment_partners")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
