"""What the last day makes of an act is law data: a repair permit expires, a building permit not begun is presumed lapsed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="procedure",
            name="validity_ends",
            field=models.CharField(
                blank=True,
                choices=[
                    ("expired", "the act expires"),
                    ("lapse_presumed", "the act is presumed lapsed if the works have not begun"),
                ],
                help_text="Empty: a period asked for ends; any other act is only presumed lapsed.",
                max_length=16,
                verbose_name="after its last day",
            ),
        ),
    ]
