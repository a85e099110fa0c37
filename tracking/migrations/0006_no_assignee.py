"""A file is held by an office, never assigned to one person: the column was never written."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("tracking", "0005_request_to_withdraw_on_paper"),
    ]

    operations = [
        migrations.RemoveField(model_name="dossier", name="assignee"),
    ]
