"""Four synthetic procedures, so that no test needs the catalogue; their documents, fees and terms are invented.

The circuits are those of a refection (nobody asked), a small project (on the spot, urban agency binding), an occupation
(joint visit, the commune's data decide) and a declaration (registered).
"""

from __future__ import annotations

from typing import Any

from procedures.snapshot import (
    DocumentRule,
    FeeRule,
    Prose,
    Question,
    SilenceRule,
    Snapshot,
    Sourced,
    Stage,
    Step,
    TermRule,
    Text,
    ValidityRule,
)


def _text(fr: str, ar: str = "نص") -> Text:
    return Text(ar=ar, fr=fr)


def _documents() -> tuple[DocumentRule, ...]:
    return (
        DocumentRule("identity_copy", "main", _text("Copie de la carte d'identité")),
        DocumentRule("right_on_place", "main", _text("Droit sur le lieu")),
        DocumentRule("photos", "information", _text("Photos")),
    )


def _steps(*questions: Question) -> tuple[Step, ...]:
    return (Step("works", _text("Travaux"), questions=questions),)


REFECTION = Snapshot(
    code="U6",
    family="urbanism",
    act="permit",
    authority="commune",
    prose=Prose(title=_text("Permis de réfection", "رخصة الإصلاح")),
    terms=(TermRule(10, "working_days", origin=Sourced("475 art. 3", "high")),),
    silence=SilenceRule(True),
    validity=ValidityRule(6, "months", ends="expired"),
    circuit=(
        Stage("check", "check", "technical", 5),
        Stage("decide", "decide", "president", 2),
        Stage("pay", "pay", "cashier"),
    ),
    documents=_documents(),
    fees=(FeeRule("repair_tax", "fixed", _text("Taxe"), ceiling="500"),),
    steps=_steps(Question("land_reference", "land_reference", _text("Terrain"), required=False)),
)
SMALL_PROJECT = Snapshot(
    code="U1",
    family="urbanism",
    act="permit",
    authority="commune",
    prose=Prose(title=_text("Permis de construire", "رخصة البناء")),
    terms=(TermRule(15, "calendar_days"),),
    silence=SilenceRule(True),
    validity=ValidityRule(12, "months", ends="lapse_presumed"),
    circuit=(
        Stage(
            "session",
            "session",
            "secretariat",
            5,
            bodies=("province", "commune", "urban_agency"),
            binding=("urban_agency",),
        ),
        Stage("decide", "decide", "president", 2),
        Stage("pay", "pay", "cashier"),
    ),
    documents=_documents(),
    fees=(
        FeeRule(
            "construction_tax",
            "per_square_metre",
            _text("Taxe"),
            quantity="covered_area",
            exempt_if='use == "rural_house" and not commune.urban',
            origin=Sourced("Loi 47-06, art. 52", "medium"),
        ),
    ),
    steps=_steps(
        Question("covered_area", "number", _text("Surface")),
        Question("use", "one", _text("Usage")),
    ),
)
OCCUPATION = Snapshot(
    code="D1",
    family="occupation",
    act="order",
    authority="commune",
    prose=Prose(title=_text("Occupation du domaine public", "احتلال الملك العمومي")),
    terms=(TermRule(15, "calendar_days"),),
    silence=SilenceRule(False),
    validity=ValidityRule(0, "asked", renewable=True, ends="expired"),
    circuit=(
        Stage(
            "visit",
            "visit",
            "desk",
            7,
            "calendar_days",
            bodies=("commune", "local_authority"),
            one_negative_blocks=None,
        ),
        Stage("decide", "decide", "president", 3, "calendar_days"),
        Stage("pay", "pay", "cashier"),
    ),
    documents=_documents(),
    fees=(
        FeeRule("occupation_fee", "per_square_metre_quarter", _text("Redevance"), quantity="area", periods="quarters"),
    ),
    steps=_steps(
        Question("area", "number", _text("Surface")),
        Question("quarters", "whole_number", _text("Trimestres")),
        Question("period", "period", _text("Période")),
    ),
)
DECLARATION = Snapshot(
    code="E1",
    family="economic",
    act="declaration_receipt",
    authority="commune",
    prose=Prose(title=_text("Déclaration d'activité", "التصريح بمزاولة نشاط")),
    circuit=(Stage("register", "register", "desk"),),
    documents=_documents(),
    steps=_steps(Question("activity", "text", _text("Activité"))),
)
ANSWERS: dict[str, dict[str, Any]] = {
    "U6": {"land_reference": {"kind": "title", "number": "12345/28", "name": "Dar"}},
    "U1": {"covered_area": "120", "use": "house"},
    "D1": {"area": "12", "quarters": 2, "period": {"from": "2026-11-01", "until": "2027-04-30"}},
    "E1": {"activity": "Épicerie"},
}
