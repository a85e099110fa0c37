"""The few words the paper itself prints, in each language of a document.

A document speaks its own language, not its reader's, and must come out byte for byte the same whichever catalogues are
installed; so these words stand here and not among the translations of the interface.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Sentences with named places."""

    page: str
    article: str
    done_at: str
    check_online: str
    only_article: str
    first_article: str = ""

    def article_label(self, number: int) -> str:
        """`Article premier`, `Article 2`, ...; `المادة الأولى`, `المادة 2`, ..."""
        if number == 1 and self.first_article:
            return self.first_article
        return self.article.format(number=number)


WORDS = {
    "ar": Words(
        page="صفحة {page} من {pages}",
        article="المادة {number}",
        done_at="حرر ب{place} في {date}",
        check_online="التحقق من صحة هذه الوثيقة عبر الأنترنت",
        only_article="مادة فريدة",
        first_article="المادة الأولى",
    ),
    "fr": Words(
        page="Page {page} sur {pages}",
        article="Article {number}",
        first_article="Article premier",
        done_at="Fait à {place}, le {date}",
        check_online="Vérifier ce document en ligne",
        only_article="Article unique",
    ),
    # Where no safe Tifinagh word is known the Arabic one stands, as everywhere in the portal.
    "zgh": Words(
        page="ⵜⴰⵙⵏⴰ {page} / {pages}",
        article="ⴰⵎⴰⴳⵔⴰⴷ {number}",
        done_at="{place}، {date}",
        check_online="التحقق من صحة هذه الوثيقة عبر الأنترنت",
        only_article="ⴰⵎⴰⴳⵔⴰⴷ",
    ),
}

DEMO_MARK = ("نموذج تجريبي", "بدون قيمة قانونية")
DEMO_LINE = "نموذج تجريبي، بدون قيمة قانونية  ·  Spécimen de démonstration, sans valeur légale"
