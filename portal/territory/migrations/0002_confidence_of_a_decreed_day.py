"""A decreed day says how sure its source is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("territory", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="decreedday",
            name="confidence",
            field=models.CharField(
                choices=[
                    ("high", "The text was read"),
                    ("medium", "Excerpt or press"),
                    ("low", "Practice or memory: to be confirmed"),
                ],
                default="low",
                max_length=10,
                verbose_name="confidence",
            ),
        ),
    ]
