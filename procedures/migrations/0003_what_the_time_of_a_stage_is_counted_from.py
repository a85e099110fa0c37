"""The time of a stage runs from its beginning, or from the complete filing where the text says so (RGC 18)."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("procedures", "0002_what_the_end_of_validity_means"),
    ]

    operations = [
        migrations.AddField(
            model_name="stagerow",
            name="counted_from",
            field=models.CharField(
                choices=[("stage", "the beginning of the stage"), ("filing", "the complete filing")],
                default="stage",
                max_length=8,
                verbose_name="time counted from",
            ),
        ),
    ]
