"""What makes a procedure impossible to publish: conditions that cannot be read, names nobody asks for, rings, doubles, a
term without a unit.

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
from .models.choices import Unit
from .snapshot import Question, Snapshot


def findings(snapshot: Snapshot, *, publishing: bool = False) -> tuple[Finding, ...]:
    """Everything that blocks `snapshot`, or is worth saying, in the order of the editor's panels.

    `publishing`: with what a draft may still fail and a publication may not (its rehearsal).
    """
    return (
        *_conditions(snapshot),
        *_doubles(snapshot),
        *_fees(snapshot),
        *_terms(snapshot),
        *_circuit(snapshot),
        *_filing(snapshot),
        *(finding for check in attachments.checks(publishing=publishing) for finding in check(snapshot)),
    )


def _questions(snapshot: Snapshot) -> list[Question]:
    return [question for step in snapshot.steps for question in step.questions]


def _written(snapshot: Snapshot) -> Iterator[tuple[str, str, str]]:
    """Every condition with the code of the row it stands in and its place."""
    yield from (
        (question.key, question.asked_if, f"questions/{question.key}/asked_if") for question in _questions(snapshot)
    )
    yield from (
        (document.code, document.asked_if, f"documents/{document.code}/asked_if") for document in snapshot.documents
    )
    yield from ((fee.code, fee.exempt_if, f"fees/{fee.code}/exempt_if") for fee in snapshot.fees)
    for number, term in enumerate(snapshot.terms):
        yield f"{term.amount} {term.unit}", term.when, f"terms/{number}/when"


def _conditions(snapshot: Snapshot) -> Iterator[Finding]:
    known = {question.key for question in _questions(snapshot)}
    for row, source, place in _written(snapshot):
        try:
            names = conditions.parse(source).names
        except Invalid as error:
            sentence = f"{row}: {error.sentence} ({error.data.get('part', '')})"
            yield Finding("condition", sentence, number="C-01", place=place)
            continue
        for name in sorted(names - known):
            sentence = _("%(row)s: the condition reads “%(name)s”, which no question asks.")
            yield Finding("unknown_name", sentence % {"row": row, "name": name}, number="C-02", place=place)
    ring = _ring(snapshot)
    if ring:
        sentence = _("The conditions of these questions depend on each other: %(names)s.")
        place = f"questions/{ring[0]}/asked_if"
        yield Finding("circle", sentence % {"names": ", ".join(ring)}, number="C-03", place=place)


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
        ("questions/{}/key", [question.key for question in _questions(snapshot)]),
        ("steps/{}/key", [step.key for step in snapshot.steps]),
        ("documents/{}/code", [document.code for document in snapshot.documents]),
        ("fees/{}/code", [fee.code for fee in snapshot.fees]),
        ("circuit/{}/code", [stage.code for stage in snapshot.circuit]),
    )
    for place, codes in lists:
        for code, times in Counter(codes).items():
            if times > 1:
                sentence = _("“%(code)s” is used twice.") % {"code": code}
                yield Finding("double", sentence, number="K-01", place=place.format(code))


def _fees(snapshot: Snapshot) -> Iterator[Finding]:
    known = {question.key for question in _questions(snapshot)}
    for fee in snapshot.fees:
        for column in ("quantity", "periods"):
            name = getattr(fee, column)
            if name and name.split(".")[0] not in known:
                sentence = _("%(row)s: the fee reads “%(name)s”, which no question asks.")
                place = f"fees/{fee.code}/{column}"
                yield Finding("unknown_name", sentence % {"row": fee.code, "name": name}, number="F-01", place=place)
        if fee.base.startswith("per_square_metre") and not fee.quantity:
            sentence = _("%(row)s: a fee by area needs the answer that holds it.") % {"row": fee.code}
            yield Finding("fee_without_area", sentence, number="F-02", place=f"fees/{fee.code}/quantity")
        if fee.floor and fee.ceiling and Decimal(fee.floor) > Decimal(fee.ceiling):
            sentence = _("%(row)s: the ceiling is below the floor.") % {"row": fee.code}
            yield Finding("fee_limits", sentence, number="F-03", place=f"fees/{fee.code}/ceiling")


def _terms(snapshot: Snapshot) -> Iterator[Finding]:
    """“15 days” is three weeks or two; a term that begins after its end rules nobody."""
    for number, term in enumerate(snapshot.terms):
        if term.unit not in Unit.values:
            sentence = _("The term has no unit: working days, calendar days or months.")
            yield Finding("term_without_unit", sentence, number="T-01", place=f"terms/{number}/unit")
        if term.filed_from and term.filed_until and term.filed_from > term.filed_until:
            sentence = _("%(row)s: the last day is before the first.") % {"row": f"{term.amount} {term.unit}"}
            yield Finding("term_dates", sentence, number="T-02", place=f"terms/{number}/filed_until")


def _filing(snapshot: Snapshot) -> Iterator[Finding]:
    """Whoever is sent elsewhere must be told where."""
    if snapshot.filing == "elsewhere" and not snapshot.prose.elsewhere:
        sentence = _("The procedure is asked elsewhere: name the authority that decides.")
        yield Finding("elsewhere_unnamed", sentence, number="A-01", place="elsewhere")


def _circuit(snapshot: Snapshot) -> Iterator[Finding]:
    for stage in snapshot.circuit:
        strangers = set(stage.binding) - set(stage.bodies)
        if strangers:
            sentence = _("%(row)s: an opinion is required of %(bodies)s, who are not asked.")
            values = {"row": stage.code, "bodies": ", ".join(sorted(strangers))}
            place = f"circuit/{stage.code}/binding"
            yield Finding("binding_not_asked", sentence % values, number="S-01", place=place)
