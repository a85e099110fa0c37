"""The demonstration's municipality: hours, contact, a planning document and a piece of news, each marked as invented.

Typed on the Arabic page as an editor would, and published; left as it is once anything of it was changed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from wagtail.models import Page

from portal.kernel.now import local_date
from portal.territory.models import Commune

from ..models import MunicipalityPage, NewsPage
from ..place_facts import FACTS_LANGUAGE

_WEEK: Final = ["0", "1", "2", "3", "4"]
_DESK: Final[dict[str, Any]] = {
    "name": {"ar": "مكتب الضبط (نموذج تجريبي)", "fr": "Bureau d'ordre (démonstration)", "zgh": "ⴰⵙⵉⵔⴰ ⵏ ⵜⴳⵔⴰⵡⵜ"},
    "place": {"ar": "مقر الجماعة، الطابق الأرضي", "fr": "Siège de la commune, rez-de-chaussée", "zgh": ""},
    "phone": "+212500000000",
    "email": "bureau@exemple.invalid",
    "hours": [{"days": _WEEK, "opens": "08:30:00", "closes": "16:30:00"}],
    "ramadan": [{"days": _WEEK, "opens": "09:00:00", "closes": "15:00:00"}],
}
_PLAN: Final = {
    "kind": "development_plan",
    "title_ar": "تصميم تهيئة (نموذج تجريبي)",
    "title_fr": "Plan d'aménagement (démonstration)",
    "perimeter_ar": "نطاق تجريبي",
    "perimeter_fr": "Périmètre de démonstration",
    "study_renewed_on": None,
    "inquiry_closed_on": None,
    "approved_on": None,
    "ended_on": None,
    "source": "نموذج تجريبي: وثيقة غير موجودة",
    "confidence": "low",
}
_NEWS: Final = {
    "ar": ("خبر تجريبي: أوقات الشباك", "<p>هذا الخبر من أجل النموذج التجريبي فقط.</p>"),
    "fr": (
        "Actualité de démonstration : les horaires du guichet",
        "<p>Cette actualité ne sert qu'à la démonstration.</p>",
    ),
    "zgh": ("ⴰⵎⴰⵢⵏⵓ ⵏ ⵓⵔⴰⵎ", "<p>ⵉ ⵓⵔⴰⵎ ⵖⴰⵙ.</p>"),
}


def ensure_town(commune: Commune, *, at: datetime) -> None:
    """Publish the facts and the news of `commune` where its pages have none."""
    for page in MunicipalityPage.objects.filter(commune=commune).select_related("locale"):
        language = page.locale.language_code
        if language == FACTS_LANGUAGE and not page.desks and not page.plans:
            study = (local_date(at) - timedelta(days=60)).isoformat()
            page.desks = [("desk", _DESK)]
            page.plans = [("plan", {**_PLAN, "study_published_on": study})]
            # Coordinates of the town as maps give them; rounded, since nobody measured the town hall.
            page.latitude, page.longitude = "31.51", "-5.53"
            page.save_revision().publish()
        if not Page.objects.child_of(page).filter(slug="demonstration").exists():
            title, body = _NEWS[language]
            news = NewsPage(title=title, slug="demonstration", body=body, day=local_date(at), locale=page.locale)
            page.add_child(instance=news)
