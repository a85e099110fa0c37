"""What makes a procedure impossible to publish: conditions that cannot be read, names nobody asks for, rings, doubles.

Used by the editor's form, the catalogue loader and the freezing. What other apps demand (a known question type) comes
through `procedures.attachments.attach_check`. No law is judged here, only whether the text can be applied.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from portal.kernel.errors import Invalid

from . import attachments, conditions
from .attachments import Finding
from .snapshot import Question, Snapshot


def findings(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Everything that blocks `snapshot`, or is worth saying, in the order of the editor's panels."""
    return (
        *_conditions(snapshot),
        *_doubles(snapshot),
        *_fees(snapshot),
        *_circuit(snapshot),
        *(finding for check in attachments.checks() for finding in check(snapshot)),
    )


def _questions(snapshot: Snapshot) -> list[Question]:
    return [question for step in snapshot.steps for question in step.questions]


def _written(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Every condition with the code of the row it stands in."""
    yield from ((question.key, question.asked_if) for question in _questions(snapshot))
    yield from ((document.code, document.asked_if) for document in snapshot.documents)
    yield from ((fee.code, fee.exempt_if) for fee in snapshot.fees)
    yield from ((f"{term.amount} {term.unit}", term.when) for term in snapshot.terms)


def _conditions(snapshot: Snapshot) -> Iterator[Finding]:
    known = {question.key for question in _questions(snapshot)}
    for row, source in _written(snapshot):
        try:
            names = conditions.parse(source).names
        except Invalid as error:
            yield Finding("condition", f"{row}: {error.sentence} ({error.data.get('part', '')})")
            continue
        for name in sorted(names - known):
            sentence = _("%(row)s: the condition reads “%(name)s”, which no question asks.")
            yield Finding("unknown_name", sentence % {"row": row, "name": name})
    ring = _ring(snapshot)
    if ring:
        sentence = _("The conditions of these questions depend on each other: %(names)s.")
        yield Finding("circle", sentence % {"names": ", ".join(ring)})


def _ring(snapshot: Snapshot) -> tuple[str, ...]:
    needed: dict[str, Iterable[str]] = {}
    for question in _questions(snapshot):
        try:
            needed[question.key] = conditions.parse(question.asked_if).names
        except Invalid:
            needed[question.key] = ()
    return conditions.circle(needed)


def _doubles(snapshot: Snapshot) -> Iterator[Finding]:
    lists = (
        [question.key for question in _questions(snapshot)],
        [step.key for step in snapshot.steps],
        [document.code for document in snapshot.documents],
        [fee.code for fee in snapshot.fees],
        [stage.code for stage in snapshot.circuit],
    )
    for codes in lists:
        for code, times in Counter(codes).items():
            if times > 1:
                yield Finding("double", _("“%(code)s” is used twice.") % {"code": code})


def _fees(snapshot: Snapshot) -> Iterator[Finding]:
    known = {question.key for question in _questions(snapshot)}
    for fee in snapshot.fees:
        for name in (fee.quantity, fee.periods):
            if name and name.split(".")[0] not in known:
                sentence = _("%(row)s: the fee reads “%(name)s”, which no question asks.")
                yield Finding("unknown_name", sentence % {"row": fee.code, "name": name})
        if fee.base.startswith("per_square_metre") and not fee.quantity:
            yield Finding(
                "fee_without_area", _("%(row)s: a fee by area needs the answer that holds it.") % {"row": fee.code}
            )
        if fee.floor and fee.ceiling and Decimal(fee.floor) > Decimal(fee.ceiling):
            yield Finding("fee_limits", _("%(row)s: the ceiling is below the floor.") % {"row": fee.code})


def _circuit(snapshot: Snapshot) -> Iterator[Finding]:
    for stage in snapshot.circuit:
        strangers = set(stage.binding) - set(stage.bodies)
        if strangers:
            sentence = _("%(row)s: an opinion is required of %(bodies)s, who are not asked.")
            yield Finding("binding_not_asked", sentence % {"row": stage.code, "bodies": ", ".join(sorted(strangers))})
