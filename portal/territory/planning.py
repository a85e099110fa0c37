"""What the planning documents of a commune make of a request on a day: to be deferred, bound by a draft, ruled by a plan.

Law 12-90: art. 21-22 (a published study order: every request to build, subdivide or group dwellings in its perimeter is
deferred), art. 27 (from the close of the public inquiry nothing contrary to the draft is authorised). How many months
each lasts is a dated rule given in. No database here; whether land lies in a perimeter is not decided here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from .calendar import add_months


class Ground(StrEnum):
    """What a document makes of a request."""

    STUDIED = "studied"
    DRAFTED = "drafted"
    APPROVED = "approved"
    LAPSED = "lapsed"
    NO_PLAN = "no_plan"


@dataclass(frozen=True, slots=True)
class Plan:
    """One planning document. `study_published_on`: publication of the study order, from which its months run.

    `kind`: as `PlanningDocument.Kind`. `ended_on`: the first day on which it no longer counts.
    """

    kind: str
    title_fr: str = ""
    title_ar: str = ""
    perimeter_fr: str = ""
    perimeter_ar: str = ""
    study_published_on: date | None = None
    study_renewed_on: date | None = None
    inquiry_closed_on: date | None = None
    approved_on: date | None = None
    ended_on: date | None = None
    source: str = ""
    confidence: str = "low"

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Plan:
        """From plain values by name, days as dates or as ISO text; what else is in `plain` is left."""
        return cls(**{each.name: _value(each.name, plain.get(each.name)) for each in fields(cls)})


@dataclass(frozen=True, slots=True)
class PlanningRule:
    """A number of the planning law while it was in force: `code` as in `data/planning_rules.csv`."""

    code: str
    amount: float
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """What `plan` makes of a request. `until`: the first day on which it no longer does; `None` where no rule says."""

    plan: Plan
    ground: Ground
    since: date | None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """All that stands in a commune on a day, what binds most first."""

    effects: tuple[Effect, ...]

    @property
    def known(self) -> bool:
        """Whether something is known of what rules the land today; a lapsed order or draft tells nothing of that."""
        return any(effect.ground is not Ground.LAPSED for effect in self.effects)

    @property
    def must_defer(self) -> tuple[Effect, ...]:
        """The study orders that run: inside their perimeters the president defers (art. 22)."""
        return tuple(effect for effect in self.effects if effect.ground is Ground.STUDIED)

    @property
    def bound_by_draft(self) -> tuple[Effect, ...]:
        """The drafts that already bind (art. 27)."""
        return tuple(effect for effect in self.effects if effect.ground is Ground.DRAFTED)


def planning_of(plans: Iterable[Plan], on: date, rules: Iterable[PlanningRule]) -> Standing:
    """What stands on the local day `on`. Each number is the one in force on the day from which it is counted."""
    rules = tuple(rules)
    order = list(Ground)
    effects = [effect for plan in plans for effect in _effects(plan, on, rules)]
    return Standing(tuple(sorted(effects, key=lambda effect: order.index(effect.ground))))


def _effects(plan: Plan, on: date, rules: tuple[PlanningRule, ...]) -> list[Effect]:
    if plan.ended_on is not None and plan.ended_on <= on:
        return []
    if plan.kind == Ground.NO_PLAN:
        return [Effect(plan, Ground.NO_PLAN, None)]
    if plan.approved_on is not None and plan.approved_on <= on:
        return [Effect(plan, Ground.APPROVED, plan.approved_on)]
    running, lapsed = [], []
    for ground, since, until in (
        (Ground.STUDIED, plan.study_published_on, study_ends(plan, rules)),
        (Ground.DRAFTED, plan.inquiry_closed_on, _later(plan.inquiry_closed_on, "draft_months", rules)),
    ):
        if since is None or since > on:
            continue
        if until is None or on < until:
            running.append(Effect(plan, ground, since, until))
        else:
            lapsed.append(Effect(plan, Ground.LAPSED, since, until))
    # An order and the draft it led to may hold together; once either holds, what lapsed before says nothing more.
    return running or lapsed[-1:]


def study_ends(plan: Plan, rules: Iterable[PlanningRule]) -> date | None:
    """The first day on which the study order of `plan` no longer runs; a renewal after its end renewed nothing."""
    rules = tuple(rules)
    first = _later(plan.study_published_on, "study_months", rules)
    if first is None or plan.study_renewed_on is None or plan.study_renewed_on > first:
        return first
    return _later(first, "study_renewal_months", rules)


def amount_of(code: str, on: date, rules: Iterable[PlanningRule]) -> float | None:
    """The number `code` in force on `on`; `None` where none is."""
    in_force = [
        rule
        for rule in rules
        if rule.code == code and rule.valid_from <= on and (rule.valid_until is None or rule.valid_until >= on)
    ]
    return max(in_force, key=lambda rule: rule.valid_from).amount if in_force else None


def _later(since: date | None, code: str, rules: tuple[PlanningRule, ...]) -> date | None:
    months = amount_of(code, since, rules) if since is not None else None
    return add_months(since, int(months)) if since is not None and months is not None else None


def _value(name: str, value: Any) -> Any:
    if name.endswith("_on"):
        return date.fromisoformat(value) if isinstance(value, str) and value else value or None
    return value or ("low" if name == "confidence" else "")
