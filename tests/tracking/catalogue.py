"""The four procedures of the catalogue, each filed and decided in a town of the factories. Everybody is invented."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from procedures.catalogue_file import read_folder
from tests.factories import MONDAY, Town, filed_dossier, give_opinions
from tracking.actions.close_session import close_session
from tracking.actions.decide_dossier import decide_dossier
from tracking.actions.open_session import open_session
from tracking.actions.prepare_decision import prepare_decision
from tracking.actions.report_visit import report_visit
from tracking.actions.schedule_visit import schedule_visit
from tracking.models import Act, Decision, Dossier

ROOT = Path(__file__).resolve().parents[2]
DAY = timedelta(days=1)
_PLACE = {"place": "حي أفانور", "street": "زنقة 12 رقم 7"}
_TITLE = {"kind": "title", "number": "12345/28", "name": "ملك تودغى"}
ANSWERS: dict[str, dict[str, Any]] = {
    "U6": {
        "full_name": "فاطمة آيت علي",
        "identity": {"kind": "cnie", "number": "PA998877"},
        "quality": "owner",
        "address": _PLACE,
        "land_right": "title",
        "land_reference": _TITLE,
        "scope": "inside",
        "nature": ["roof", "plaster"],
        "description": "إصلاح سقف يتسرب منه الماء وإعادة طلاء غرفتين.",
        "area": "40",
        "duration": 20,
    },
    "U1": {
        "full_name": "حسن أوبيهي",
        "identity": {"kind": "cnie", "number": "PA998877"},
        "quality": "owner",
        "has_architect": True,
        "architect_name": "Salma El Idrissi",
        "architect_number": "4471",
        "address": _PLACE,
        "land_right": "title",
        "land_reference": _TITLE,
        "land_area": "120",
        "zone": "subdivision",
        "connected": True,
        "nature": "new",
        "use": "house",
        "levels": 3,
        "height": "10.80",
        "covered_area": "240",
        "dwellings": 2,
        "description": "بناء منزل من طابق أرضي وطابقين (R+2) يضم مسكنين.",
    },
    "D1": {
        "full_name": "سمير بناني",
        "identity": {"kind": "cnie", "number": "PA998877"},
        "legal_form": "company",
        "company_name": "Café Todgha SARL",
        "ice": "001525713000084",
        "shop_name": "مقهى تودغى",
        "address": {"place": "شارع محمد الخامس"},
        "object": ["tables", "awning"],
        "length": "6",
        "width": "2.5",
        "area": "15",
        "pavement_left": "2",
        "period": {"from": "2026-11-01", "until": "2027-10-31"},
        "quarters": 4,
    },
    "E1": {
        "full_name": "Khadija Ouhssain",
        "identity": {"kind": "cnie", "number": "PA998877"},
        "legal_form": "person",
        "activity": "بقالة",
        "opening": "2026-11-02",
        "area": "25",
        "address": {"place": "ⴰⴼⴰⵏⵓⵔ", "street": "N° 4"},
        "occupation": "tenant",
    },
}
MAIN: dict[str, tuple[str, ...]] = {
    "U6": ("identity_copy", "right_on_place", "photos"),
    "U1": ("identity_copy", "ownership", "situation_plan", "boundary_plan", "architectural_plans"),
    "D1": ("identity_copy", "right_on_place"),
    "E1": ("identity_copy", "right_on_place"),
}
SNAPSHOTS = {file.snapshot.code: file.snapshot for file in read_folder(ROOT / "procedures" / "catalogue")}


def settle(town: Town) -> Town:
    """The factories' town under its real names, with what the commune published of each procedure."""
    commune, province = town.commune, town.province
    commune.name_ar, commune.name_fr, commune.name_zgh = "تنغير", "Tinghir", "ⵜⵉⵏⵖⵉⵔ"
    province.name_ar, province.name_fr, province.name_zgh = "تنغير", "Tinghir", "ⵜⵉⵏⵖⵉⵔ"
    commune.save()
    province.save()
    town.president.full_name_ar = "يوسف المرابط"
    town.president.save()
    desk = {
        "office": {"fr": "Bureau d'ordre, rez-de-chaussée", "ar": "مكتب الضبط، الطابق الأرضي"},
        "hours": {"fr": "Lundi à vendredi, 8 h 30 à 16 h 30", "ar": "من الاثنين إلى الجمعة، من 8:30 إلى 16:30"},
        "contact": {"fr": "05 24 00 00 00", "ar": "05 24 00 00 00"},
    }
    town.publish(SNAPSHOTS["U6"], **desk, rates={"repair_tax": "300"}, order="4/2026")
    town.publish(SNAPSHOTS["U1"], **desk, rates={"construction_tax": "20"}, order="4/2026")
    town.publish(SNAPSHOTS["D1"], **desk, one_negative_blocks=True, bodies=["commune", "local_authority"])
    return town


def file_in(town: Town, code: str, *, given: tuple[str, ...] | None = None, **fields: Any) -> Dossier:
    """A request of the catalogue's procedure `code`, complete unless `given` leaves a main document out."""
    fields.setdefault("answers", ANSWERS[code])
    dossier = filed_dossier(town, SNAPSHOTS[code], given=MAIN[code] if given is None else given, **fields)
    Dossier.objects.filter(pk=dossier.pk).update(applicant_name=ANSWERS[code]["full_name"])
    dossier.refresh_from_db()
    return dossier


def examine(town: Town, dossier: Dossier) -> datetime:
    """Everything between admission and decision, by the circuit of the version; the moment of the end."""
    at = MONDAY + 2 * DAY
    actions = {stage.action for stage in dossier.version.snapshot.circuit}
    if "session" in actions:
        open_session(dossier=dossier, held_on=date(2026, 10, 7), actor=town.secretary, at=at)
        give_opinions(town, dossier, at=at)
        close_session(dossier=dossier, minutes="", actor=town.secretary, at=at + timedelta(hours=2))
    elif "visit" in actions:
        schedule_visit(dossier=dossier, starts_at=at, ends_at=at + timedelta(hours=1), actor=town.clerk, at=MONDAY)
        give_opinions(town, dossier, at=at + timedelta(hours=1))
        report_visit(dossier=dossier, report="", actor=town.clerk, at=at + timedelta(hours=2))
    else:
        prepare_decision(dossier=dossier, finding="Conforme", actor=town.technician, at=at)
    return at + timedelta(hours=3)


def decide_in(town: Town, code: str, *, outcome: str = Decision.Outcome.GRANT, **fields: Any) -> Act:
    """The prepared act of a request of the procedure `code`."""
    dossier = file_in(town, code, **fields)
    at = examine(town, dossier)
    refusal = outcome == Decision.Outcome.REFUSAL
    return decide_dossier(
        dossier=dossier,
        outcome=outcome,
        reasons="علو البناية المطلوب (10,80 أمتار) يتجاوز العلو المسموح به في هذه المنطقة." if refusal else "",
        legal_ground="المادة 43 من القانون رقم 12.90" if refusal else "",
        conditions="" if refusal else "احترام ارتداد قدره 4 أمتار من جهة الطريق.",
        actor=town.president,
        at=at,
    )
