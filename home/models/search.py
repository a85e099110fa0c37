"""What people type and where it leads, as rows that law editors keep: public search reads them, the law does not.

Loaded from `home/search/words/*.yaml`; what an editor changed stays (`home.search.loading`).
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from procedures.models.choices import Confidence
from procedures.snapshot import Text

_CODE = RegexValidator(r"^[A-Z]\d{1,2}$", _("The code of a procedure, for example U6."))


class SearchAnswer(ClusterableModel):
    """What search tells before any procedure. `loaded` is what a file last brought; empty for an editor's own."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("A question that parts several procedures")
        NOTE = "note", _("A note above the procedures it names")
        PAGE = "page", _("A page of the portal")
        PART = "part", _("A part of a guide: cost, documents, term")
        FAMILIES = "families", _("The list of all procedures")
        ELSEWHERE = "elsewhere", _("Another authority")

    code = models.SlugField(_("address word"), max_length=40, unique=True)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind.choices)
    title_ar = models.CharField(_("title in Arabic"), max_length=200)
    title_fr = models.CharField(_("title in French"), max_length=200)
    title_zgh = models.CharField(_("title in Amazigh"), max_length=200, blank=True)
    text_ar = models.TextField(_("text in Arabic"), blank=True)
    text_fr = models.TextField(_("text in French"), blank=True)
    text_zgh = models.TextField(_("text in Amazigh"), blank=True)
    link = models.CharField(
        _("link"),
        max_length=300,
        blank=True,
        validators=[RegexValidator(r"^(https://\S+|[a-z/-]+/)$", _("An https address, or the words of a page here."))],
        help_text=_("A web address of the authority, or the words of a page of the portal: follow/, verify/, me/."),
    )
    lists_families = models.BooleanField(_("shows the list of all procedures"), default=False)
    source = models.CharField(_("source"), max_length=300)
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.LOW)
    loaded = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("answer of the search")
        verbose_name_plural = _("answers of the search")
        ordering = ["kind", "code"]

    def __str__(self) -> str:
        return f"{self.code} - {self.title_fr}"

    @property
    def title(self) -> Text:
        return Text(self.title_ar or None, self.title_fr or None, self.title_zgh or None)

    @property
    def text(self) -> Text:
        return Text(self.text_ar or None, self.text_fr or None, self.text_zgh or None)


class SearchCandidate(Orderable):
    """A procedure that an answer leads to; `when`: what the person answers to be led there."""

    answer = ParentalKey(
        SearchAnswer, on_delete=models.CASCADE, related_name="candidates", verbose_name=_("answer of the search")
    )
    procedure = models.CharField(_("code of the procedure"), max_length=12, validators=[_CODE])
    when_ar = models.CharField(_("when, in Arabic"), max_length=120, blank=True)
    when_fr = models.CharField(_("when, in French"), max_length=120, blank=True)
    when_zgh = models.CharField(_("when, in Amazigh"), max_length=120, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("procedure of an answer")
        verbose_name_plural = _("procedures of an answer")

    def __str__(self) -> str:
        return self.procedure

    @property
    def when(self) -> Text:
        return Text(self.when_ar or None, self.when_fr or None, self.when_zgh or None)


class SearchWord(models.Model):
    """A phrase that people type, and what it leads to: a procedure, or an answer.

    `loaded_as` is the phrase and its goal as a file brought them (`home.search.loading.mark_of`); empty for an editor's own.
    An editor takes a phrase out of use instead of deleting it, so that no file brings it back.
    """

    class Language(models.TextChoices):
        ARABIC = "ar", _("Arabic")
        DARIJA = "ary", _("Darija")
        FRENCH = "fr", _("French")
        AMAZIGH = "zgh", _("Amazigh")

    phrase = models.CharField(_("phrase as people type it"), max_length=120)
    language = models.CharField(_("language"), max_length=3, choices=Language.choices)
    procedure = models.CharField(_("code of the procedure"), max_length=12, blank=True, validators=[_CODE])
    answer = models.ForeignKey(
        SearchAnswer,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="words",
        verbose_name=_("answer of the search"),
    )
    in_use = models.BooleanField(_("in use"), default=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    loaded_as = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("word of the search")
        verbose_name_plural = _("words of the search")
        ordering = ["procedure", "answer", "language", "phrase"]
        constraints = [
            models.CheckConstraint(
                condition=Q(procedure="", answer__isnull=False) | (~Q(procedure="") & Q(answer__isnull=True)),
                name="home_search_word_one_goal",
            ),
            models.UniqueConstraint(
                fields=["phrase", "language", "procedure", "answer"],
                name="home_search_word_unique",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return self.phrase

    def clean(self) -> None:
        super().clean()
        self.phrase = " ".join(self.phrase.split())
        if bool(self.procedure) == bool(self.answer_id):
            raise ValidationError(_("A phrase leads to one procedure or to one answer."))
