"""Lists of deals and meetings that were sent before such lists were kept from colleagues."""

from typing import Any

from django.db import migrations


def restrict(apps: Any, editor: Any) -> None:
    runs = apps.get_model("office", "ImportRun").objects
    runs.filter(kind__in=["deals", "meetings"], is_restricted=False).update(is_restricted=True)


class Migration(migrations.Migration):
    dependencies = [("office", "0004_office_file_key")]
    operations = [migrations.RunPython(restrict, migrations.RunPython.noop)]
