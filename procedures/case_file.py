"""Rehearsal cases of the catalogue: `catalogue/cases/<CODE>.yaml`, beside the procedure they rehearse.

A case that an editor changed since it was loaded is left alone; what the file says anew replaces what the file said.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from .models import ProcedureKey, RehearsalCase
from .models.blocks import KEY
from .rehearsal import Outcome

_KEYS = frozenset({"code", "name", "place", "filed_on", "answers", "rates", "expected"})


@dataclass(frozen=True, slots=True)
class FiledCase:
    """One case as a file gives it. `expected`: `procedures.rehearsal.Outcome.to_plain`."""

    code: str
    name_fr: str
    name_ar: str
    urban: bool
    population: int | None
    filed_on: str
    answers: Mapping[str, Any]
    rates: Mapping[str, str]
    expected: Mapping[str, Any]


def read_cases(path: Path) -> tuple[FiledCase, ...]:
    """The cases in `path`; none if there is no such file. Raises `ValueError` with the case and what is wrong with it."""
    if not path.exists():
        return ()
    plain = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(plain, dict) or plain.keys() != {"cases"} or not isinstance(plain["cases"], list):
        raise ValueError(f"{path.name}: a list under `cases` was expected")
    cases = tuple(_case(row) for row in plain["cases"])
    codes = [case.code for case in cases]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"{path.name}: {', '.join(twice)} stands there twice")
    return cases


def _case(row: Any) -> FiledCase:
    if not isinstance(row, dict) or not {"code", "name", "filed_on", "expected"} <= row.keys() <= _KEYS:
        raise ValueError(f"a case has {', '.join(sorted(_KEYS))}, found {row!r}")
    code, name, place = row["code"], row["name"], row.get("place") or {}
    if not isinstance(code, str) or not KEY.regex.fullmatch(code):
        raise ValueError(f"{code!r} is no code")
    if not isinstance(name, dict) or name.keys() != {"fr", "ar"}:
        raise ValueError(f"{code}: a name in French and in Arabic is required")
    if not isinstance(row["filed_on"], date):
        raise ValueError(f"{code}: filed_on is a day (2026-03-02)")
    if not isinstance(place, dict) or not place.keys() <= {"urban", "population"}:
        raise ValueError(f"{code}: a place is urban or not, with its population")
    try:
        expected = Outcome.from_plain(_text(row["expected"])).to_plain()
    except (KeyError, TypeError) as error:
        raise ValueError(f"{code}: the expected outcome has documents, fees, term, due_on and circuit") from error
    return FiledCase(
        code=code,
        name_fr=name["fr"],
        name_ar=name["ar"],
        urban=bool(place.get("urban", True)),
        population=place.get("population"),
        filed_on=row["filed_on"].isoformat(),
        answers=_text(row.get("answers") or {}),
        rates={fee: str(rate) for fee, rate in (row.get("rates") or {}).items()},
        expected=expected,
    )


def _text(value: Any) -> Any:
    """Days as YAML has them, as a draft keeps them: ISO text."""
    if isinstance(value, dict):
        return {name: _text(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_text(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def load_cases(key: ProcedureKey, cases: tuple[FiledCase, ...]) -> tuple[list[str], list[str]]:
    """Bring the cases of a file in; the codes of those taken, and of those left to an editor."""
    taken: list[str] = []
    kept: list[str] = []
    known = {row.code: row for row in RehearsalCase.objects.filter(key=key)}
    for case in cases:
        plain = asdict(case)
        row = known.get(case.code) or RehearsalCase(key=key)
        if row.loaded == plain:
            continue
        if row.pk and _plain(row) != row.loaded:
            kept.append(case.code)
            continue
        for name, value in plain.items():
            setattr(row, name, value)
        row.loaded = plain
        row.save()
        taken.append(case.code)
    return taken, kept


def _plain(row: RehearsalCase) -> dict[str, Any]:
    """The row as a file would say it; a commune of the editor's choice is in no file."""
    plain = {name: getattr(row, name) for name in FiledCase.__dataclass_fields__}
    plain["filed_on"] = row.filed_on.isoformat()
    return plain if row.commune_id is None else {}
