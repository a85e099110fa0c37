"""A mandate names the written act it is founded on, and who recorded it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_one_name_a_script"),
    ]

    operations = [
        migrations.AddField(
            model_name="mandate",
            name="founded_on",
            field=models.CharField(blank=True, max_length=200, verbose_name="act of mandate"),
        ),
        migrations.AddField(
            model_name="mandate",
            name="recorded_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="recorded by",
            ),
        ),
    ]
