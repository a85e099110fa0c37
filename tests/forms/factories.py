"""A request's form with one question of each awkward kind, drafts and uploads of it. Everybody here is invented."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from PIL import Image

from forms.models import Draft, Upload
from portal.kernel.codes import digest_code
from portal.kernel.files import store
from portal.kernel.paper import Paper
from portal.territory.models import Commune
from procedures.models import ProcedureVersion
from procedures.snapshot import DocumentRule, Option, Question, Step, Text
from tests.factories import REFECTION, make_person, make_town, make_version

AT = datetime(2026, 11, 24, 10, tzinfo=UTC)
_numbers = itertools.count(1)


def _text(fr: str, ar: str) -> Text:
    return Text(ar=ar, fr=fr)


FORM = replace(
    REFECTION,
    documents=(
        DocumentRule("identity_copy", "main", _text("Carte d'identité", "بطاقة التعريف"), max_files=2, max_megabytes=1),
        DocumentRule("plan", "main", _text("Plan", "تصميم"), kinds=("pdf",)),
        DocumentRule("title_deed", "main", _text("Certificat", "شهادة"), asked_if='land_right == "title"'),
        DocumentRule("photos", "information", _text("Photos", "صور"), kinds=("image",)),
    ),
    steps=(
        Step(
            "applicant",
            _text("Vous", "أنتم"),
            questions=(
                Question("full_name", "text", _text("Nom et prénom", "الاسم الكامل")),
                Question("identity", "identity", _text("Pièce d'identité", "وثيقة الهوية")),
                Question("phone", "phone", _text("Téléphone", "الهاتف")),
            ),
        ),
        Step(
            "place",
            _text("Le lieu", "المكان"),
            questions=(
                Question("address", "address", _text("Adresse", "العنوان")),
                Question(
                    "land_right",
                    "one",
                    _text("Droit", "الحق"),
                    options=(
                        Option("title", _text("Titre foncier", "رسم عقاري")),
                        Option("other", _text("Autre", "آخر")),
                    ),
                ),
                Question(
                    "land_reference", "land_reference", _text("Références", "المراجع"), asked_if='land_right == "title"'
                ),
            ),
        ),
        Step(
            "deed",
            _text("Le titre", "الرسم"),
            questions=(
                Question("deed_name", "text", _text("Nom du titre", "اسم الرسم"), asked_if='land_right == "title"'),
            ),
        ),
        Step(
            "works",
            _text("Les travaux", "الأشغال"),
            questions=(
                Question("description", "long_text", _text("Description", "الوصف")),
                Question("owner", "text", _text("Propriétaire", "المالك"), asked_if='land_right == "other"'),
                Question("area", "number", _text("Surface", "المساحة"), required=False, params={"unit": "m2"}),
            ),
        ),
    ),
)
POSTED: dict[str, dict[str, str]] = {
    "applicant": {
        "full_name": "مرتفق",
        "identity__kind": "cnie",
        "identity__number": "ab 123456",
        "phone": "0612345678",
        "shown": "full_name,identity,phone",
    },
    "place": {
        "address__place": "حي",
        "address__street": "",
        "address__fraction": "",
        "land_right": "other",
        "shown": "address,land_right",
    },
    "works": {"description": "إصلاح السقف", "owner": "شخص", "area": "12,5", "shown": "description,owner,area"},
}
ANSWERS: dict[str, dict[str, Any]] = {
    "applicant": {
        "full_name": "مرتفق",
        "identity": {"kind": "cnie", "number": "AB123456"},
        "phone": "+212612345678",
    },
    "place": {"address": {"place": "حي"}, "land_right": "other"},
    "works": {"description": "إصلاح السقف", "owner": "شخص", "area": "12.5"},
}


def make_draft(
    *,
    version: ProcedureVersion | None = None,
    commune: Commune | None = None,
    token: str = "",
    at: datetime = AT,
    filled: bool = False,
    **fields: Any,
) -> Draft:
    """An open draft: of `owner`, of the browser with `token`, or else of a new person; `filled`: nothing is left to answer."""
    if commune is None:
        commune = Commune.objects.first() or make_town().commune
    version = version or ProcedureVersion.objects.first() or make_version(FORM)
    if not token and "owner" not in fields:
        fields["owner"] = make_person()
    draft = Draft(
        key=version.key,
        version=version,
        commune=commune,
        token_digest=digest_code(token) if token else "",
        language="fr",
        created_at=at,
        **fields,
    )
    draft.touch(at=at)
    if filled:
        draft.data = {
            "step": "documents",
            "step_data": {
                step: {f"{step}-{name}": [value] for name, value in posted.items()} for step, posted in POSTED.items()
            },
            "step_files": {},
            "extra_data": {},
            "answers": {step: dict(given) for step, given in ANSWERS.items()},
        }
    draft.save()
    return draft


def picture(*, width: int = 40) -> bytes:
    """A small photo."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, 30), (120, 90, 60)).save(buffer, "JPEG")
    return buffer.getvalue()


def pdf() -> bytes:
    """A one-page PDF."""
    paper = Paper(title="وثيقة", lang="ar", created=AT, demo=True, reference=f"T{next(_numbers)}")
    paper.paragraph("وثيقة.")
    return paper.pdf()


def make_upload(draft: Draft, document_code: str = "identity_copy", *, name: str = "صورة.jpg") -> Upload:
    """A photo given for one document of the draft; its bytes are in the private store."""
    return Upload.objects.create(
        draft=draft,
        document_code=document_code,
        file=store(picture(), name=name, at=AT),
        name=name,
        given_at=AT + timedelta(minutes=next(_numbers)),
    )
