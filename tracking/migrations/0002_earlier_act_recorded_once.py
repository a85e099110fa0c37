"""A paper or Rokhas act stands in the register once, also when two clerks record it at the same moment."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tracking", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("paper_number", ""), _negated=True), models.Q(("state", "voided"), _negated=True)
                ),
                fields=("commune", "key", "origin", "paper_number"),
                name="tracking_act_earlier_recorded_once",
            ),
        ),
    ]
