"""The only writer of a dossier's and an act's state: lock, check, state, clock, journal, outbox, in one transaction.

Every action ends here. The dossier is locked before anything is read, so that of two people who act at once the second
is told; a term that ended in silence before the moment of an action is granted first, at its exact moment.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.errors import Conflict, NotAllowed, Refused
from portal.kernel.text import language_of
from portal.territory.days import calendar

from .. import journal
from ..clock.deadline import ClockState, deadline_at
from ..clock.segments import Clock, Kind
from ..models import Act, ActState, Decision, Dossier, Event
from ..models.states import DossierState, StateCause
from ..policies import may
from . import act_table, due
from .case import GIVEN, Case
from .table import RUNNING, SYSTEM, Holder, Transition, Turn, find

Teller = Callable[[Event, Dossier, Transition], None]
# Filled by the app when it is ready: what is told stands left of here (`tracking.notifications.outbox`).
tellers: Final[list[Teller]] = []
_WAITS_FOR_APPLICANT: Final = frozenset({DossierState.HELD_INCOMPLETE, DossierState.MODIFICATION_REQUESTED})


def lock(dossier: Dossier, *, at: datetime) -> Dossier:
    """Lock the row until the transaction ends, read it again into `dossier`, and settle a silence that has come.

    Raises `TransactionManagementError` outside a transaction.
    """
    dossier.refresh_from_db(from_queryset=Dossier.objects.select_for_update())
    if dossier.state in RUNNING and dossier.silence_grants:
        moment = due.silence_of(dossier, at=at)
        if moment is not None and moment <= at:
            _grant_by_silence(dossier, moment, recorded_at=at)
    return dossier


@transaction.atomic
def apply(
    *,
    dossier: Dossier,
    transition: str,
    actor: User | None,
    at: datetime,
    role: str | None = None,
    facts: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
    wait_until: date | None = None,
    act: Act | None = None,
) -> Event:
    """Do one transition and give its entry in the journal; the same `idempotency_key` again changes nothing.

    `actor` `None` is the portal itself. `role`: found by the policy unless the caller did. `facts` are plain and name
    nobody; `detail` may be personal. `wait_until`: the day on which what the file now waits for lapses.
    Raises `NotAllowed`, `Conflict` (`state_changed`, `key_reused`) or `Refused` with the code of the guard.
    """
    lock(dossier, at=at)
    done = journal.recorded(dossier, idempotency_key)
    if done is not None:
        return _again(done, kind=transition, actor=actor, facts=facts, detail=detail)
    found = find(transition)
    role = role or may(actor, transition, dossier, at=at)
    if role is None:
        raise NotAllowed(_("You may not do this on this file."), transition=transition)
    if dossier.state not in found.sources:
        raise Conflict(
            _("The file has moved on in the meantime. Look at it again before you act."),
            code="state_changed",
            transition=transition,
            state=str(dossier.state),
        )
    case = Case(dossier, at, facts or {}, detail or {})
    for guard in found.guards:
        if not guard.holds(case):
            raise Refused(guard.sentence, code=guard.name, basis=guard.basis, transition=transition)
    return _move(
        dossier,
        found,
        actor=actor,
        role=role,
        at=at,
        facts=facts,
        detail=detail,
        key=idempotency_key,
        wait_until=wait_until,
        act=act,
    )


def _again(
    done: Event,
    *,
    kind: str,
    actor: User | None,
    facts: Mapping[str, Any] | None,
    detail: Mapping[str, Any] | None = None,
) -> Event:
    """The entry already written. The key comes from a form: one that stands for another act would pass by every guard."""
    if not journal.repeats(done, kind=kind, actor=actor, facts=facts, detail=detail):
        raise Conflict(
            _("This form was sent before with other content. Open it again, then send it."), code="key_reused"
        )
    return done


def _move(
    dossier: Dossier,
    transition: Transition,
    *,
    actor: User | None,
    role: str,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    detail: Mapping[str, Any] | None = None,
    key: str | None = None,
    wait_until: date | None = None,
    act: Act | None = None,
) -> Event:
    before = dossier.state
    if transition.name == "file_modified":
        dossier.round += 1
    _turn(dossier, transition, at=at)
    if transition.target is not None:
        dossier.state = transition.target
        dossier.state_since = at
        dossier.wait_until = wait_until
        if transition.target in _WAITS_FOR_APPLICANT:
            dossier.due_on = dossier.overdue_since = None
        if transition.target.ends:
            dossier.closed_at = at
    if transition.holder != Holder.SAME:
        dossier.holder = _next_holder(dossier) if transition.holder == Holder.CIRCUIT else transition.holder
    dossier.save()
    event = journal.append(
        dossier,
        kind=transition.name,
        at=at,
        actor=actor,
        role=role,
        from_state=before,
        to_state=dossier.state,
        facts=facts,
        detail=detail,
        idempotency_key=key,
        act=act,
    )
    for tell in tellers:
        tell(event, dossier, transition)
    return event


def _next_holder(dossier: Dossier) -> str:
    stages = [s for s in dossier.version.snapshot.circuit if s.action not in ("register", "pay")]
    return stages[0].holder if stages else Dossier.Holder.DESK


def _turn(dossier: Dossier, transition: Transition, *, at: datetime) -> None:
    """Write the segment the transition causes, and repeat the clock's result in the row."""
    if transition.clock is Turn.NONE:
        return
    clock = due.clock_of(dossier)
    turned = _turned(dossier, clock, transition, at)
    if turned is not clock:
        due.write_segment(dossier, turned)
    term = due.term_of(dossier)
    if term is None or transition.clock is Turn.STOP:
        return
    read = deadline_at(turned, term, calendar(), at=max(at, turned.segments[-1].since))
    dossier.due_on = read.due_on
    dossier.overdue_since = read.due_moment if read.state is ClockState.OVERDUE else None


def _turned(dossier: Dossier, clock: Clock, transition: Transition, at: datetime) -> Clock:
    cause, basis = transition.name, transition.basis
    last = clock.segments[-1]
    if transition.clock is Turn.STOP:
        if last.kind is Kind.STOPPED:
            return clock
        return clock.stop(at=max(at, last.since), cause=cause, basis=basis)
    if transition.clock is Turn.RESTART:
        return clock.restart(at=at, cause=cause, basis=basis)
    dossier.complete_at = complete_at(dossier)
    term = due.term_of(dossier)
    start = term.starts_at(filed_at=dossier.filed_at, complete_at=dossier.complete_at) if term else dossier.complete_at
    assert start is not None
    if last.kind is Kind.STOPPED:
        return clock.restart(at=max(start, last.since), cause=cause, basis=basis)
    return clock.start(at=max(start, last.since), cause=cause, basis=basis)


def complete_at(dossier: Dossier) -> datetime:
    """The moment the last main document was there: for each, its first file that was not contested (RGC 33)."""
    main = [document.code for document in Case(dossier, dossier.filed_at).documents if document.nature == "main"]
    given = dossier.pieces.filter(document_code__in=main, check_result__in=GIVEN)
    first = given.values("document_code").annotate(first=Min("given_at")).values_list("first", flat=True)
    moments: list[datetime] = [dossier.filed_at, *first]
    return max(moments)


def _grant_by_silence(dossier: Dossier, moment: datetime, *, recorded_at: datetime) -> None:
    """The term ended unanswered: what was prepared and not notified is void, except a grant, which may still be delivered."""
    transition = find("grant_by_silence")
    facts = {"granted_at": moment.isoformat(), "recorded_at": recorded_at.isoformat()}
    _move(dossier, transition, actor=None, role=SYSTEM, at=moment, facts=facts)
    pending = Decision.objects.filter(dossier=dossier, act__state__in=(ActState.PREPARED, ActState.SIGNED))
    for decision in pending.filter(outcome=Decision.Outcome.REFUSAL).select_related("act"):
        apply_act(
            act=decision.act,
            transition="void",
            actor=None,
            role=SYSTEM,
            at=recorded_at,
            cause=StateCause.TERM_ENDED,
        )


@transaction.atomic
def grant_by_silence(dossier: Dossier, *, at: datetime) -> bool:
    """Settle the silence of one dossier if it has come by `at`; whether it is granted by silence now."""
    lock(dossier, at=at)
    return dossier.state == DossierState.TACITLY_GRANTED


@transaction.atomic
def mark_overdue(dossier: Dossier, *, at: datetime) -> bool:
    """Repeat in the row that the clock runs past its last day; whether it was marked now."""
    lock(dossier, at=at)
    read = due.deadline_of(dossier, at=at)
    if read is None or read.state is not ClockState.OVERDUE or dossier.overdue_since is not None:
        return False
    dossier.overdue_since = read.due_moment
    dossier.save(update_fields=["overdue_since"])
    journal.append(
        dossier,
        kind="overdue",
        at=at,
        actor=None,
        role=SYSTEM,
        from_state=dossier.state,
        to_state=dossier.state,
        facts={"due_on": read.due_on.isoformat() if read.due_on else None, "holder": dossier.holder},
    )
    return True


@transaction.atomic
def recompute_due(dossier: Dossier, *, at: datetime) -> bool:
    """Repeat the last day again after a decree moved a day off; whether it moved, with a line in the journal."""
    lock(dossier, at=at)
    read = due.deadline_of(dossier, at=at)
    if read is None or read.state not in (ClockState.RUNNING, ClockState.OVERDUE) or read.due_on == dossier.due_on:
        return False
    was, dossier.due_on = dossier.due_on, read.due_on
    dossier.overdue_since = read.due_moment if read.state is ClockState.OVERDUE else None
    dossier.save(update_fields=["due_on", "overdue_since"])
    journal.append(
        dossier,
        kind="due_moved",
        at=at,
        actor=None,
        role=SYSTEM,
        from_state=dossier.state,
        to_state=dossier.state,
        facts={
            "from": was.isoformat() if was else None,
            "to": read.due_on.isoformat() if read.due_on else None,
        },
    )
    return True


@transaction.atomic
def apply_act(
    *,
    act: Act,
    transition: str,
    actor: User | None,
    role: str,
    at: datetime,
    reason: str = "",
    cause: StateCause | None = None,
    facts: Mapping[str, Any] | None = None,
    idempotency_key: str | None = None,
) -> Event:
    """Move one act to another state, with an entry in its dossier's chain, or in its own where it has no dossier.

    The caller has asked the policy. `reason`: a person's own words; `cause`: why the portal moves it by itself, never a
    sentence, which would be in one language. `act`'s other changed columns are saved too. Raises `Conflict` (`act_state_changed`,
    `key_reused`).
    """
    row = Act.objects.select_for_update().get(pk=act.pk)
    told = {**(facts or {}), "number": act.number, "series": act.series, **({"cause": str(cause)} if cause else {})}
    detail = {"reason": reason} if reason else None
    done = journal.recorded(act, idempotency_key)
    if done is not None:
        return _again(done, kind=f"act_{transition}", actor=actor, facts=told, detail=detail)
    found = act_table.find(transition)
    if row.state not in found.sources:
        raise Conflict(
            _("This act has changed in the meantime. Look at it again before you act."),
            code="act_state_changed",
            transition=transition,
            state=row.state,
        )
    act.state = found.target
    act.state_since = at
    act.state_cause = cause or ""
    act.state_reason = reason[:300]
    act.state_reason_language = language_of(act.state_reason)
    act.save()
    return journal.append(
        act,
        kind=f"act_{transition}",
        at=at,
        actor=actor,
        role=role,
        from_state=row.state,
        to_state=act.state,
        facts=told,
        detail=detail,
        idempotency_key=idempotency_key,
    )
