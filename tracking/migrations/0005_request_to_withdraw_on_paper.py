"""An applicant may withdraw at the counter: the scan of what they signed stays with the file."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0001_initial"),
        ("tracking", "0004_counting_rule"),
    ]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="withdrawal_scan",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="kernel.storedfile",
                verbose_name="scan of the request to withdraw",
            ),
        ),
    ]
