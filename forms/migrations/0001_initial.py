import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("kernel", "0001_initial"),
        ("procedures", "0001_initial"),
        ("territory", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("token_digest", models.CharField(blank=True, db_index=True, editable=False, max_length=64)),
                ("language", models.CharField(max_length=5, verbose_name="language")),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Being filled"), ("filed", "Filed"), ("closed", "Closed")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("data", models.JSONField(default=dict, editable=False)),
                ("revision", models.PositiveIntegerField(default=0, editable=False)),
                ("created_at", models.DateTimeField(verbose_name="begun on")),
                ("touched_at", models.DateTimeField(verbose_name="last saved on")),
                ("closes_at", models.DateTimeField(verbose_name="closes by itself on")),
                (
                    "dossier_reference",
                    models.CharField(blank=True, max_length=40, verbose_name="reference of the file"),
                ),
                (
                    "commune",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="territory.commune",
                        verbose_name="commune",
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedurekey",
                        verbose_name="procedure",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="held by",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="procedures.procedureversion",
                        verbose_name="version",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
                "ordering": ["-touched_at"],
            },
        ),
        migrations.CreateModel(
            name="DraftLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("sent_at", models.DateTimeField(verbose_name="sent on")),
                ("expires_at", models.DateTimeField(verbose_name="expires on")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="used on")),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="dossier_forms.draft",
                        verbose_name="draft",
                    ),
                ),
            ],
            options={
                "verbose_name": "link to a draft",
                "verbose_name_plural": "links to drafts",
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("document_code", models.CharField(max_length=60, verbose_name="document")),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                ("given_at", models.DateTimeField(verbose_name="given on")),
                (
                    "draft",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="uploads",
                        to="dossier_forms.draft",
                        verbose_name="draft",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="kernel.storedfile",
                        verbose_name="file",
                    ),
                ),
            ],
            options={
                "verbose_name": "upload",
                "verbose_name_plural": "uploads",
                "ordering": ["document_code", "given_at"],
            },
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(fields=["owner", "state", "-touched_at"], name="forms_draft_mine"),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(fields=["state", "closes_at"], name="forms_draft_expiry"),
        ),
        migrations.AddConstraint(
            model_name="draft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("owner__isnull", False), models.Q(("token_digest", ""), _negated=True), _connector="OR"
                ),
                name="forms_draft_is_held_by_someone",
            ),
        ),
        migrations.AddIndex(
            model_name="upload",
            index=models.Index(fields=["draft", "document_code"], name="forms_upload_of_document"),
        ),
    ]
