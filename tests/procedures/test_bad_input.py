"""Law that cannot be applied, typed by an editor: each fault has its number and its sentence beside the field."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from procedures import checks, local_facts
from procedures.snapshot import FeeRule, TermRule

from .test_changes import AREA, KIND, OLD, TAX, one_step
from .test_editing import _edit_address, _listed, _typed, streamfield

pytestmark = pytest.mark.django_db

RING = one_step(replace(AREA, asked_if='kind == "roof"'), replace(KIND, asked_if="area > 1"))
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("parts", "number", "place", "sentence"),
    [
        (
            {"steps": RING},
            "C-03",
            "questions/area/asked_if",
            "Les conditions de ces questions dépendent l'une de l'autre : area, kind.",
        ),
        (
            {"terms": (TermRule(15, ""),)},
            "T-01",
            "terms/0/unit",
            "Le délai n'a pas d'unité : jours ouvrables, jours calendaires ou mois.",
        ),
        (
            {"fees": (replace(TAX, floor="600"),)},
            "F-03",
            "fees/tax/ceiling",
            "tax : le plafond est inférieur au plancher.",
        ),
    ],
)
def test_a_fault_has_a_number_a_place_and_a_sentence(parts, number, place, sentence):
    with override("fr"):
        (finding,) = checks.findings(replace(OLD, **parts))
        assert (finding.number, finding.place, str(finding.sentence)) == (number, place, sentence)
        assert finding.numbered == f"{number} · {sentence}"


def test_every_number_is_told_in_the_documentation():
    told = (ROOT / "docs" / "catalogue.md").read_text(encoding="utf-8")
    sources = [ROOT / "procedures" / "checks.py", ROOT / "procedures" / "versions.py", ROOT / "forms" / "checks.py"]
    sources.append(ROOT / "procedures" / "rehearsal_check.py")
    numbers = {number for path in sources for number in re.findall(r'number="([A-Z]-\d\d)"', path.read_text())}
    assert len(numbers) > 15
    assert {number for number in numbers if f"| {number} |" not in told} == set()


def test_a_rate_above_the_laws_ceiling_is_refused_and_the_ceiling_named():
    fee = FeeRule("tax", "fixed", OLD.fees[0].label, floor="20", ceiling="500")
    field = local_facts.fields_of(replace(OLD, fees=(fee,)))["local_rate_tax"]
    with override("fr"):
        for typed, sentence in (
            ("501", "Le plafond de la loi est de 500 DH"),
            ("19", "Le plancher de la loi est de 20 DH"),
        ):
            with pytest.raises(ValidationError) as refusal:
                field.clean(typed)
            assert sentence in refusal.value.messages[0]


def _question(key: str, asked_if: str = "", kind: str = "number") -> dict:
    names = {"key": key, "type": kind, "label": key, "help": "", "required": "on", "asked_if": asked_if}
    return {**names, "options": _listed([]), "params": _listed([])}


def _form(*questions: dict) -> dict[str, str]:
    step = {"key": "works", "title": "Travaux", "intro": "", "questions": _listed(list(questions))}
    return {f"form-{name}": value for name, value in _flat(streamfield([("step", step)])).items()}


def _flat(data, prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in data.items():
        full = f"{prefix}-{name}" if prefix else str(name)
        if isinstance(value, dict):
            flat |= _flat(value, full)
        else:
            flat[full] = value
    return flat


def test_a_ring_is_refused_beside_its_question_and_what_was_typed_stays(cms, loaded):
    row = loaded.row("fr")
    typed = {name: value for name, value in _typed(row).items() if not name.startswith("form-")}
    typed |= _form(_question("area", "floor_area > 3"), _question("floor_area", "area > 3"))
    response = cms.post(_edit_address(row), {**typed, "action-publish": "1"})
    page = response.content.decode()
    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["form"]
    # The editor draws the blocks from data: the sentence hangs on the condition of its question.
    assert "asked_if&quot;: {&quot;messages&quot;: [&quot;C-03 \\u00b7 Les conditions de ces questions" in page
    assert "&quot;asked_if&quot;: &quot;floor_area &gt; 3&quot;" in page


def test_a_term_without_a_unit_is_refused_beside_the_field(cms, loaded):
    row = loaded.row("fr")
    response = cms.post(_edit_address(row), {**_typed(row), "terms-0-unit": "", "action-publish": "1"})
    assert response.status_code == 200
    assert list(response.context["form"].formsets["terms"].errors[0]) == ["unit"]


def test_script_typed_into_the_prose_reaches_no_version(cms, loaded, django_capture_on_commit_callbacks):
    row = loaded.row("fr")
    row.explanation = '<p onclick="x()">Avant<script>alert(1)</script><a href="javascript:x()">ici</a></p>'
    with django_capture_on_commit_callbacks(execute=True):
        row.save_revision().publish()
    from procedures.previews import draft_snapshot

    assert draft_snapshot(loaded.row("fr")).prose.explanation.fr == "<p>Avant<a>ici</a></p>"
