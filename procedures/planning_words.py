"""What the planning documents of a commune mean for who is about to pay for plans, in plain words and with their dates.

What is not known is said to be unknown. A reader of Amazigh is told in Arabic, as of every effect of the law. Law 12-90
art. 21-22, 27, 45-46; decree 2-92-832 art. 34-37.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.formats import number_format
from django.utils.translation import gettext, override

from portal.context import current_language
from portal.kernel.written import day_in_words
from portal.territory.planning import Effect, Ground, Plan, PlanningRule, Standing, amount_of

from .snapshot import Text

# What a study order defers and a draft binds: to build, to change a building, to subdivide, to group dwellings (12-90 art.
# 22, 27).
CONCERNED: Final = frozenset({"U1", "U2", "U3", "U4"})
_OUTSIDE: Final = ("outside_plot_square_metres", "outside_plot_per_built", "outside_built_square_metres")


@dataclass(frozen=True, slots=True)
class PlanNotice:
    """One notice of the guide: `kind` as the element's; `title` names the plan, `lines` are sentences."""

    kind: str
    title: Text
    perimeter: Text
    lines: tuple[str, ...]
    source: str = ""
    low: bool = False


def notices_of(standing: Standing, *, urban: bool, on: date, rules: Iterable[PlanningRule]) -> tuple[PlanNotice, ...]:
    """What to tell, what binds most first; at least one notice, since silence would be read as "no obstacle"."""
    rules = tuple(rules)
    with override("ar" if current_language() == "zgh" else current_language()):
        notices = [_notice(effect, urban=urban, on=on, rules=rules) for effect in standing.effects]
        if not standing.known:
            notices.append(PlanNotice("warning", Text(), Text(), (_unknown(),)))
    return tuple(notices)


def _notice(effect: Effect, *, urban: bool, on: date, rules: tuple[PlanningRule, ...]) -> PlanNotice:
    plan = effect.plan
    if effect.ground is Ground.NO_PLAN:
        lines = _without_plan(urban, on, rules)
    else:
        lines = _of_plan(effect)
    return PlanNotice(
        kind="info" if effect.ground is Ground.APPROVED else "warning",
        title=Text(ar=plan.title_ar or None, fr=plan.title_fr or None),
        lines=lines,
        perimeter=Text(ar=plan.perimeter_ar or None, fr=plan.perimeter_fr or None),
        source=plan.source,
        low=plan.confidence == "low",
    )


def _of_plan(effect: Effect) -> tuple[str, ...]:
    assert effect.since is not None
    days = {"since": day_in_words(effect.since), "until": day_in_words(effect.until) if effect.until else ""}
    if effect.ground is Ground.STUDIED:
        return (
            gettext("The plan of this place has been under study since %(since)s.") % days,
            gettext(
                "Until %(until)s the president must defer every request to build, to subdivide or to group dwellings there."
            )
            % days
            if effect.until
            else gettext("The president must defer every request to build, to subdivide or to group dwellings there."),
            gettext("A project may be authorised before, if the urban agency or the ministry agrees to it: ask first."),
        )
    if effect.ground is Ground.DRAFTED:
        return (
            gettext("The public inquiry on the draft plan closed on %(since)s.") % days,
            gettext("Until it is approved, and until %(until)s at most, nothing contrary to the draft is authorised.")
            % days
            if effect.until
            else gettext("Until it is approved, nothing contrary to the draft is authorised."),
            gettext("The former plan no longer holds: ask to see the draft before paying for plans."),
        )
    if effect.ground is Ground.LAPSED:
        return (_lapsed(effect.plan, effect.since, days),)
    return (
        gettext("A plan approved on %(since)s says what may be built here.") % days,
        gettext("Ask the urban agency for the information note on your land before paying for plans."),
    )


def _lapsed(plan: Plan, since: date, days: dict[str, str]) -> str:
    if plan.inquiry_closed_on == since:
        return gettext("The draft plan has bound nobody since %(until)s: it was not approved in time.") % days
    return gettext("The study order of %(since)s lapsed on %(until)s.") % days


def _without_plan(urban: bool, on: date, rules: tuple[PlanningRule, ...]) -> tuple[str, ...]:
    """Art. 45 within towns and delimited centres, art. 46 elsewhere; without its numbers the law is not quoted."""
    first = gettext("No plan covers this place.")
    if urban:
        months = amount_of("unassigned_deferral_months", on, rules)
        if months is None:
            return (first, _unknown())
        sentence = gettext("The president may defer a request for up to %(months)s months, and says why.")
        return (first, sentence % {"months": _number(months)})
    amounts = [amount_of(code, on, rules) for code in (*_OUTSIDE, "outside_height_metres")]
    if any(amount is None for amount in amounts):
        return (first, _unknown())
    plot, share, built, height = (amount or 0 for amount in amounts)
    numbers = {
        "hectares": _number(plot / 10_000),
        "share": _number(share),
        "built": _number(built),
        "height": _number(height),
    }
    sentence = gettext(
        "Outside towns and delimited centres, one may build on a plot of at least %(hectares)s ha, on 1/%(share)s of it and "
        "%(built)s m² at most, up to %(height)s m high."
    )
    return (
        first,
        sentence % numbers,
        gettext(
            "On a smaller plot, or for a larger or higher building, a commission must agree first: ask before paying for plans."
        ),
    )


def _unknown() -> str:
    return gettext(
        "The portal does not know which plan rules here: ask the commune or the urban agency before paying for plans."
    )


def _number(amount: float) -> str:
    return str(number_format(Decimal(str(amount)).normalize(), use_l10n=True))
