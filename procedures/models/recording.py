"""A short recording of a procedure for those who listen rather than read: by an editor, in Darija or in Tamazight."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .key import ProcedureKey

_TAKEN = _("There is already a recording in this language at this place: replace it.")


def place_of_file(recording: Recording, filename: str) -> str:
    """A random name with the ending of what the file really is (set by the form): nothing of the sender's name."""
    return f"audio/{secrets.token_hex(12)}.{recording.extension}"


class RecordingQuerySet(models.QuerySet["Recording"]):
    def heard(self, key_id: int, commune_id: int | None, place: str, part: str = "") -> RecordingQuerySet:
        """Those heard at one place: the commune's own and those for all communes, by language."""
        everywhere_or_here = Q(commune=None) | Q(commune=commune_id)
        return self.filter(everywhere_or_here, key=key_id, place=place, part=part).order_by(
            "language", F("commune").desc(nulls_last=True), "-pk"
        )


class Recording(models.Model):
    """Heard at the head of `place`: the guide, the step of the form with the key `part`, the notice of the kind `part`.

    Without a commune, in all of them. `language` is its tag (BCP 47).
    """

    class Place(models.TextChoices):
        GUIDE = "guide", _("Head of the guide")
        STEP = "step", _("Head of a step of the form")
        NOTICE = "notice", _("Head of a notice to the applicant")

    class Language(models.TextChoices):
        DARIJA = "ary", _("Darija")
        TAMAZIGHT = "zgh", _("Tamazight")

    key = models.ForeignKey(ProcedureKey, models.PROTECT, related_name="recordings", verbose_name=_("procedure"))
    commune = models.ForeignKey(
        "territory.Commune",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recordings",
        verbose_name=_("commune"),
    )
    place = models.CharField(_("heard at"), max_length=8, choices=Place.choices, default=Place.GUIDE)
    part = models.SlugField(_("step or notice"), max_length=60, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=Language.choices)
    title = models.CharField(_("title"), max_length=120)
    transcript = models.TextField(_("what is said, in writing"), max_length=4000)
    file = models.FileField(_("sound file"), upload_to=place_of_file)
    # Ending of the file by its content; never the sender's.
    extension = models.CharField(max_length=4, editable=False)
    recorded_at = models.DateTimeField(_("received on"))

    objects: ClassVar[models.Manager[Recording]] = RecordingQuerySet.as_manager()

    class Meta:
        verbose_name = _("recording")
        verbose_name_plural = _("recordings")
        constraints = [
            models.UniqueConstraint(
                fields=["key", "commune", "place", "part", "language"],
                condition=Q(commune__isnull=False),
                name="procedures_recording_once_a_commune",
                violation_error_message=_TAKEN,
            ),
            models.UniqueConstraint(
                fields=["key", "place", "part", "language"],
                condition=Q(commune__isnull=True),
                name="procedures_recording_once_for_all",
                violation_error_message=_TAKEN,
            ),
            models.CheckConstraint(
                condition=Q(place="guide", part="") | (~Q(place="guide") & ~Q(part="")),
                name="procedures_recording_part",
                violation_error_message=_("Say which step or which notice; the guide has no parts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.get_language_display()})"
