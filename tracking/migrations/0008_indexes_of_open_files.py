"""The indexes of the inbox hold open files only: they do not grow with what is closed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracking", "0007_lists_of_many_communes"),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="dossier",
            name="tracking_dossier_due",
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["commune", "due_on", "id"],
                name="tracking_dossier_due",
            ),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["commune", "id"],
                name="tracking_dossier_open",
            ),
        ),
    ]
