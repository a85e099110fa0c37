"""What waits for one holder, and what was filed last: the lists of those who answer for many communes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracking", "0006_no_assignee"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["holder", "id"], name="tracking_dossier_held"),
        ),
        migrations.AddIndex(
            model_name="dossier",
            index=models.Index(fields=["-filed_at", "-id"], name="tracking_dossier_last"),
        ),
    ]
