"""A small open province: one town, one rural commune, one procedure in force."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from wagtail.models import Locale

from home.opening import open_province
from portal.territory.models import Commune, Province, Region
from procedures.models import ProcedureKey, ProcedureVersion, VersionPeriod
from procedures.snapshot import Prose, Question, Snapshot, Step, Text
from procedures.versions import law_digest

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def make_procedure(code: str, slug: str, *, fr: str, ar: str, zgh: str | None = None) -> ProcedureKey:
    """A key with one version in force since 2023, without the editor's rows."""
    locale, _created = Locale.objects.get_or_create(language_code="fr")
    key = ProcedureKey.objects.create(code=code, slug=slug, family="urbanism", source_locale=locale)
    title = Text(ar=ar, fr=fr, zgh=zgh)
    snapshot = Snapshot(
        code=code,
        family="urbanism",
        act="permit",
        authority="president",
        prose=Prose(title, summary=Text(fr="Toiture et cuisine", ar="السقف والمطبخ")),
        steps=(Step("one", title, questions=(Question("area", "number", title),)),),
    )
    version = ProcedureVersion.objects.create(
        key=key,
        number=1,
        content=snapshot.to_json(),
        digest=snapshot.digest(),
        law_digest=law_digest(snapshot),
        frozen_at=AT,
    )
    VersionPeriod.objects.create(version=version, since=date(2023, 7, 13))
    return key


@pytest.fixture
def key(db) -> ProcedureKey:
    return make_procedure("T1", "permis-essai", fr="Permis d'essai", ar="رخصة الاختبار")


@pytest.fixture
def province(db) -> Province:
    region = Region.objects.create(code="98", slug="region", name_fr="Région", name_ar="جهة")
    return Province.objects.create(code="98.001", slug="essai", name_fr="Essai", name_ar="اختبار", region=region)


@pytest.fixture
def communes(province) -> list[Commune]:
    town = Commune.objects.create(
        code="98.001.01.01",
        slug="tinerhir",
        name_fr="Tinghir",
        name_ar="تنغير",
        name_zgh="ⵜⵉⵏⵖⵉⵔ",
        zgh_confidence="low",
        population=44239,
        province=province,
        is_urban=True,
    )
    village = Commune.objects.create(
        code="98.001.05.01",
        slug="ait-hani",
        name_fr="Aït Hani",
        name_ar="آيت هاني",
        population=11120,
        province=province,
    )
    return [town, village]


@pytest.fixture
def site(key, province, communes) -> Province:
    open_province(province, at=AT)
    return province
