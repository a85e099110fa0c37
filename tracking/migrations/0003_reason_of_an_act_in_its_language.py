"""Why an act is in its state: a cause told in the reader's language, or a person's words with the language they are in."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0001_initial"),
        ("procedures", "0001_initial"),
        ("territory", "0001_initial"),
        ("tracking", "0002_earlier_act_recorded_once"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="act",
            name="state_cause",
            field=models.CharField(
                blank=True,
                choices=[
                    ("withdrawn", "The applicant withdrew the request."),
                    ("term_ended", "The term ended before the refusal was notified."),
                ],
                max_length=16,
                verbose_name="cause of the state",
            ),
        ),
        migrations.AddField(
            model_name="act",
            name="state_reason_language",
            field=models.CharField(blank=True, editable=False, max_length=5, verbose_name="language of the reason"),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.CheckConstraint(
                condition=models.Q(("state_cause", ""), ("state_reason", ""), _connector="OR"),
                name="tracking_act_one_reason_of_its_state",
            ),
        ),
    ]
