"""Write plain values (the shape of a snapshot in one language) into the rows and blocks of a procedure.

A row or block keeps its identity as long as its code does, since its translations hang on it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from .models import DocumentRow, FeeRow, LegalBasisRow, Procedure, StageRow, TermRow
from .models.procedure import PLAIN_WORDS, RICH_WORDS

# Identities are derived from the code of the procedure, so that two portals exchange translations (PO files).
_NAMESPACE: Final = uuid.UUID("7b1e2a5c-7f0c-5c53-9a51-6d2f2f7f3c11")
_ROWS: Final[Mapping[str, type]] = {
    "circuit": StageRow,
    "documents": DocumentRow,
    "fees": FeeRow,
    "legal_bases": LegalBasisRow,
}


def write_rows(procedure: Procedure, plain: Mapping[str, Any]) -> None:
    """Set every column, child row and block of `procedure` from `plain`; nothing is saved."""
    _write_columns(procedure, plain)
    procedure.terms = [TermRow(sort_order=number, **_columns(row)) for number, row in enumerate(plain["terms"])]
    for relation, model in _ROWS.items():
        known = {row.code: row for row in getattr(procedure, relation).all()}
        rows = [
            _row(procedure, relation, model, known.get(values["code"]), number, values)
            for number, values in enumerate(plain[relation])
        ]
        setattr(procedure, relation, rows)
    procedure.form = _form(procedure, plain["steps"])


def _write_columns(procedure: Procedure, plain: Mapping[str, Any]) -> None:
    procedure.act = plain["act"]
    procedure.authority = plain["authority"]
    procedure.documents_confirmed = plain["documents_confirmed"]
    written = plain["in_force_from"]
    procedure.in_force_from = date.fromisoformat(written) if written else None
    for name in (*PLAIN_WORDS, *RICH_WORDS):
        setattr(procedure, name, plain["prose"][name])
    procedure.silence_grants = plain["silence"]["grants"]
    procedure.silence_source = plain["silence"]["origin"]["source"]
    procedure.silence_confidence = plain["silence"]["origin"]["confidence"]
    validity = plain["validity"]
    procedure.validity_amount = validity["amount"] if validity else None
    if validity:
        procedure.validity_unit = validity["unit"]
        procedure.validity_starts = validity["starts"]
        procedure.validity_renewable = validity["renewable"]
        procedure.validity_ends = validity["ends"]
        procedure.validity_source = validity["origin"]["source"]
        procedure.validity_confidence = validity["origin"]["confidence"]


def _columns(row: Mapping[str, Any]) -> dict[str, Any]:
    """A rule's values as the columns of its row."""
    values = dict(row)
    origin = values.pop("origin")
    values |= {"source": origin["source"], "confidence": origin["confidence"]}
    if "kinds" in values:
        values["kinds"] = ",".join(values["kinds"])
    for name in ("floor", "ceiling"):
        if name in values:
            values[name] = Decimal(values[name]) if values[name] else None
    return values


def _row(procedure: Procedure, relation: str, model: type, known: Any, number: int, values: Mapping[str, Any]) -> Any:
    row = known
    if row is None:
        row = model(translation_key=_identity(procedure, relation, values["code"]), locale_id=procedure.locale_id)
    for name, value in _columns(values).items():
        setattr(row, name, value)
    row.sort_order = number
    return row


def _identity(procedure: Procedure, *parts: str) -> uuid.UUID:
    return uuid.uuid5(_NAMESPACE, "/".join((procedure.key.code, *parts)))


def _form(procedure: Procedure, steps: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The raw blocks; a block that exists keeps its id."""
    known = _known_blocks(procedure)

    def block_id(*parts: str) -> str:
        return known.get(parts) or str(_identity(procedure, "form", *parts))

    def item(value: Mapping[str, Any], *parts: str) -> dict[str, Any]:
        return {"type": "item", "id": block_id(*parts), "value": value}

    def question(row: Mapping[str, Any]) -> dict[str, Any]:
        key = row["key"]
        return {
            **{name: row[name] for name in ("key", "type", "label", "help", "required", "asked_if")},
            "options": [item(option, key, option["value"]) for option in row["options"]],
            "params": [
                item({"name": name, "value": _written(value)}, key, "params", name)
                for name, value in sorted(row["params"].items())
            ],
        }

    return [
        {
            "type": "step",
            "id": block_id("step", step["key"]),
            "value": {
                **{name: step[name] for name in ("key", "title", "intro")},
                "questions": [item(question(row), row["key"]) for row in step["questions"]],
            },
        }
        for step in steps
    ]


def _known_blocks(procedure: Procedure) -> dict[tuple[str, ...], str]:
    known: dict[tuple[str, ...], str] = {}
    for block in procedure.form:
        known["step", block.value["key"]] = block.id
        for item in block.value["questions"].bound_blocks:
            key = item.value["key"]
            known[key,] = item.id
            for option in item.value["options"].bound_blocks:
                known[key, option.value["value"]] = option.id
            for parameter in item.value["params"].bound_blocks:
                known[key, "params", parameter.value["name"]] = parameter.id
    return known


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
