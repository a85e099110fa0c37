"""How a commune's own term is counted is dated data, no longer the code's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tracking", "0003_reason_of_an_act_in_its_language"),
    ]

    operations = [
        migrations.CreateModel(
            name="CountingRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=40, verbose_name="term")),
                (
                    "start_event",
                    models.CharField(
                        choices=[("complete_filing", "filing of the complete file"), ("filing", "filing")],
                        max_length=20,
                        verbose_name="starts at",
                    ),
                ),
                (
                    "stop_event",
                    models.CharField(
                        choices=[("notified", "notification of the decision"), ("signed", "signature of the decision")],
                        max_length=20,
                        verbose_name="stops at",
                    ),
                ),
                ("franc", models.BooleanField(verbose_name="first and last day not counted")),
                ("carry_over", models.BooleanField(verbose_name="a last day off moves to the next working day")),
                ("valid_from", models.DateField(verbose_name="from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="until")),
                ("source", models.CharField(max_length=300, verbose_name="source")),
                ("confidence", models.CharField(max_length=10, verbose_name="confidence")),
            ],
            options={
                "verbose_name": "counting rule",
                "verbose_name_plural": "counting rules",
                "ordering": ["code", "valid_from"],
                "constraints": [
                    models.UniqueConstraint(fields=("code", "valid_from"), name="tracking_counting_rule_one_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_until__isnull", True), ("valid_until__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="tracking_counting_rule_dates_in_order",
                    ),
                ],
            },
        ),
    ]
