"""What may follow what: every transition of a dossier on one screen, with who, on which condition, and what it moves.

Sources: the lifecycle of law 55-19, the general building regulation (RGC, decree 2-13-424), law 12-90 and decrees
2-18-475, 2-22-141. Which of these a dossier meets follows from the circuit of its version: no procedure is named here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Role

from ..models import Dossier
from ..models.states import DossierState as S
from . import guards as g

APPLICANT: Final = "applicant"
MANDATARY: Final = "mandatary"
SYSTEM: Final = "system"
# Whoever convenes and keeps the minutes: the province's secretary, or the desk of a commune with its own (RGC 15, 25).
SECRETARIAT: Final = "secretariat"


class Turn(StrEnum):
    """What a transition does to the clock."""

    NONE = "none"
    START = "start"
    """From the complete filing; again from zero if it ran before."""
    STOP = "stop"
    RESTART = "restart"


class Holder(StrEnum):
    """Who holds the file next, where it is not one of `Dossier.Holder`."""

    SAME = "same"
    CIRCUIT = "circuit"
    """The holder of the first stage of the circuit."""


@dataclass(frozen=True, slots=True)
class Transition:
    """`target` `None`: the state stays. `sources` empty: any. `label` is what an officer's button says."""

    name: str
    sources: frozenset[S]
    target: S | None
    roles: frozenset[str]
    guards: tuple[g.Guard, ...] = ()
    clock: Turn = Turn.NONE
    holder: str = Holder.SAME
    notices: tuple[str, ...] = ()
    basis: str = ""
    label: Promise | str = ""


H = Dossier.Holder
BEFORE_SIGNATURE: Final = frozenset(
    {
        S.FILED,
        S.HELD_INCOMPLETE,
        S.ADMITTED,
        S.IN_CONSULTATION,
        S.IN_SESSION,
        S.VISIT_SCHEDULED,
        S.AWAITING_DECISION,
        S.RESERVATIONS_NOTIFIED,
        S.MODIFICATION_REQUESTED,
    }
)
# While the clock runs in one of these, the end of the term may grant.
RUNNING: Final = frozenset(
    {
        S.ADMITTED,
        S.IN_CONSULTATION,
        S.IN_SESSION,
        S.VISIT_SCHEDULED,
        S.AWAITING_DECISION,
        S.RESERVATIONS_NOTIFIED,
        S.SIGNED,
    }
)
_AT_THE_COUNTER = (APPLICANT, MANDATARY, Role.CLERK)
_DECIDERS = (Role.PRESIDENT, Role.DELEGATE)
_REVIEWED = (S.ADMITTED, S.IN_CONSULTATION, S.IN_SESSION, S.VISIT_SCHEDULED)


def _t(
    name: str,
    sources: tuple[S, ...] | frozenset[S],
    target: S | None,
    roles: tuple[str, ...],
    guards: tuple[g.Guard, ...] = (),
    *,
    clock: Turn = Turn.NONE,
    holder: str = Holder.SAME,
    notices: tuple[str, ...] = (),
    basis: str = "",
    label: Promise | str = "",
) -> Transition:
    return Transition(
        name,
        frozenset(sources),
        target,
        frozenset(str(r) for r in roles),
        guards,
        clock,
        str(holder),
        notices,
        basis,
        label,
    )


# fmt: off
TRANSITIONS: Final[tuple[Transition, ...]] = (
    # Admissibility: the receipt is the certificate; what is missing is listed once (RGC 30, 33).
    _t("hold_incomplete", (S.FILED,), S.HELD_INCOMPLETE, (SYSTEM,), (g.MAIN_DOCUMENT_MISSING,),
       holder=H.APPLICANT, notices=("held_incomplete",), basis="RGC 30, 33"),
    _t("admit", (S.FILED,), S.ADMITTED, (SYSTEM, Role.CLERK), (g.CIRCUIT_DECIDES, g.MAIN_DOCUMENTS_PRESENT),
       clock=Turn.START, holder=Holder.CIRCUIT, notices=("admitted",), basis="RGC 30, 33", label=_("Declare complete")),
    _t("register", (S.FILED,), S.REGISTERED, (SYSTEM, Role.CLERK), (g.CIRCUIT_REGISTERS, g.MAIN_DOCUMENTS_PRESENT),
       clock=Turn.STOP, holder=H.NOBODY, notices=("registered",), basis="12-90 art. 58", label=_("Register the declaration")),
    _t("contest_pieces", (S.FILED, S.ADMITTED), S.HELD_INCOMPLETE, (Role.CLERK,), (g.IN_TIME_TO_CONTEST, g.PIECES_LISTED),
       clock=Turn.STOP, holder=H.APPLICANT, notices=("pieces_asked",), basis="RGC 33", label=_("Ask for documents")),
    _t("remind_pieces", (S.HELD_INCOMPLETE,), None, (SYSTEM,), notices=("pieces_reminded",), basis="RGC 33"),
    _t("answer_list", (S.HELD_INCOMPLETE,), None, _AT_THE_COUNTER, basis="RGC 33"),
    _t("complete", (S.HELD_INCOMPLETE,), S.FILED, _AT_THE_COUNTER, (g.LISTED_PIECES_GIVEN,),
       holder=H.DESK, basis="RGC 33", label=_("Receive the documents asked for")),
    _t("close_unanswered", (S.HELD_INCOMPLETE,), S.CLOSED_UNANSWERED, (SYSTEM,), (g.WAIT_OVER,),
       clock=Turn.STOP, holder=H.NOBODY, notices=("closed_unanswered",), basis="RGC 33"),
    _t("add_piece", BEFORE_SIGNATURE | {S.SIGNED, S.APPROVED}, None, _AT_THE_COUNTER, basis="RGC 33"),
    _t("check_piece", BEFORE_SIGNATURE, None, (Role.CLERK, Role.TECHNICIAN), basis="RGC 33", label=_("Check a document")),
    _t("withdraw", BEFORE_SIGNATURE, S.WITHDRAWN, _AT_THE_COUNTER,
       clock=Turn.STOP, holder=H.NOBODY, notices=("withdrawn",), label=_("Withdraw at the applicant's request")),
    _t("redirect", (S.FILED, S.ADMITTED), S.REDIRECTED, (Role.CLERK,), (g.REASONED, g.IN_ARABIC), clock=Turn.STOP,
       holder=H.NOBODY, notices=("redirected",), basis="RGC 3-4", label=_("Send to the competent authority")),
    _t("find_not_required", (S.FILED, S.ADMITTED), S.NOT_REQUIRED, (Role.CLERK,), (g.REASONED, g.IN_ARABIC), clock=Turn.STOP,
       holder=H.NOBODY, notices=("not_required",), basis="12-90 art. 40; 475 art. 11", label=_("No permit is required")),

    # Review: opinions are individual, a session only closes (RGC 17-35); refection asks nobody (12-90 art. 40).
    _t("prepare_decision", (S.ADMITTED,), S.AWAITING_DECISION, (Role.TECHNICIAN,), (g.CIRCUIT_DECIDES, g.CIRCUIT_ASKS_NOBODY),
       holder=H.PRESIDENT, notices=("to_decide",), basis="12-90 art. 40; 475 art. 1", label=_("Send to the president")),
    _t("dispatch", (S.ADMITTED,), S.IN_CONSULTATION, (Role.CLERK,), (g.CIRCUIT_CONSULTS,),
       holder=H.BODIES, notices=("opinion_asked",), basis="RGC 18, 21-22", label=_("Ask for opinions")),
    _t("add_member", _REVIEWED, None, (SECRETARIAT, *_DECIDERS), notices=("opinion_asked",),
       basis="RGC 21, 23, 24", label=_("Ask one more body")),
    _t("open_session", (S.ADMITTED, S.IN_CONSULTATION), S.IN_SESSION, (SECRETARIAT,), (g.CIRCUIT_SITS, g.SESSION_COMPETENT),
       holder=H.SECRETARIAT, notices=("session_opened", "opinion_asked"), basis="RGC 19, 25", label=_("Put on the agenda")),
    _t("give_opinion", (S.IN_CONSULTATION, S.IN_SESSION, S.VISIT_SCHEDULED), None, (Role.MEMBER,),
       basis="RGC 26-28", label=_("Give an opinion")),
    _t("close_session", (S.IN_SESSION,), S.AWAITING_DECISION, (SECRETARIAT,), (g.SESSION_HELD, g.EVERYONE_SPOKE),
       holder=H.PRESIDENT, notices=("examined", "to_decide"), basis="RGC 29, 34", label=_("Close with the minutes")),
    _t("schedule_visit", (S.ADMITTED, S.VISIT_SCHEDULED), S.VISIT_SCHEDULED, (Role.CLERK, Role.TECHNICIAN), (g.CIRCUIT_VISITS,),
       holder=H.BODIES, notices=("visit_scheduled", "opinion_asked"), basis="RGC 42-43", label=_("Schedule the visit")),
    _t("report_visit", (S.VISIT_SCHEDULED,), S.AWAITING_DECISION, (Role.CLERK, Role.TECHNICIAN),
       (g.VISIT_TOOK_PLACE, g.EVERYONE_SPOKE), holder=H.PRESIDENT, notices=("examined", "to_decide"), basis="RGC 44",
       label=_("Report the visit")),

    # After admissibility a president may ask two things only (RGC 37, 38).
    _t("request_modifications", (S.AWAITING_DECISION,), S.MODIFICATION_REQUESTED, _DECIDERS,
       (g.CIRCUIT_TAKES_OPINIONS, g.UNDECIDED, g.IN_TIME_TO_MODIFY, g.REMARKS_LISTED), clock=Turn.STOP, holder=H.APPLICANT,
       notices=("modifications_requested",), basis="RGC 37", label=_("Ask for modifications")),
    _t("file_modified", (S.MODIFICATION_REQUESTED,), S.ADMITTED, _AT_THE_COUNTER, (g.REMARKS_ANSWERED,
       g.MAIN_DOCUMENTS_PRESENT), clock=Turn.RESTART, holder=Holder.CIRCUIT, notices=("admitted",), basis="RGC 37",
       label=_("Receive the modified file")),
    _t("notify_reservations", (S.AWAITING_DECISION,), S.RESERVATIONS_NOTIFIED, _DECIDERS,
       (g.CIRCUIT_TAKES_OPINIONS, g.UNDECIDED, g.REMARKS_LISTED), holder=H.APPLICANT, notices=("reservations_notified",),
       basis="RGC 38", label=_("Notify minor reservations")),
    _t("lift_reservations", (S.RESERVATIONS_NOTIFIED,), S.AWAITING_DECISION, _AT_THE_COUNTER, (g.REMARKS_ANSWERED,),
       holder=H.PRESIDENT, notices=("to_decide",), basis="RGC 38", label=_("Receive the answer to the reservations")),
    _t("lapse_reservations", (S.RESERVATIONS_NOTIFIED,), S.AWAITING_DECISION, (SYSTEM,), (g.WAIT_OVER,),
       holder=H.PRESIDENT, notices=("to_decide",), basis="RGC 38"),

    # Decision: the president decides, signs once; notification with proof stops the clock (RGC 35-40; 475 art. 3).
    _t("decide_grant", (S.AWAITING_DECISION, S.TACITLY_GRANTED), None, _DECIDERS,
       (g.CIRCUIT_DECIDES, g.UNDECIDED, g.BINDING_FAVOURABLE, g.NO_BLOCKING_NEGATIVE), basis="RGC 35; 12-90 art. 43",
       label=_("Grant")),
    _t("decide_refusal", (S.AWAITING_DECISION,), None, _DECIDERS,
       (g.CIRCUIT_DECIDES, g.UNDECIDED, g.REASONED, g.IN_ARABIC), basis="RGC 36; law 03-01",
       label=_("Refuse")),
    _t("void_decision", (S.AWAITING_DECISION, S.TACITLY_GRANTED), None, _DECIDERS, label=_("Void the number")),
    _t("sign_grant", (S.AWAITING_DECISION, S.TACITLY_GRANTED), S.SIGNED, _DECIDERS,
       (g.DECIDED_GRANT, g.BINDING_FAVOURABLE, g.NO_BLOCKING_NEGATIVE, g.SEALED), holder=H.DESK, basis="RGC 35, 39",
       label=_("Sign")),
    _t("sign_refusal", (S.AWAITING_DECISION,), S.SIGNED, _DECIDERS,
       (g.DECIDED_REFUSAL, g.REASONED, g.IN_ARABIC, g.SEALED), holder=H.DESK, basis="RGC 36",
       label=_("Sign the refusal")),
    _t("notify_grant", (S.SIGNED, S.TACITLY_GRANTED), S.APPROVED, (SYSTEM, Role.CLERK), (g.DECIDED_GRANT, g.SEALED, g.PROVEN),
       clock=Turn.STOP, holder=H.CASHIER, notices=("approved",), basis="RGC 40; 475 art. 3", label=_("Notify the decision")),
    _t("notify_refusal", (S.SIGNED,), S.REFUSED, (SYSTEM, Role.CLERK), (g.DECIDED_REFUSAL, g.SEALED, g.PROVEN),
       clock=Turn.STOP, holder=H.NOBODY, notices=("refused",), basis="RGC 36, 40", label=_("Notify the decision")),
    _t("enter_fee_amount", (S.APPROVED,), None, (Role.CASHIER,), basis="Law 47-06", label=_("Enter the amount due")),
    _t("record_payment", (S.APPROVED,), None, (Role.CASHIER,), basis="Law 47-06", label=_("Record the payment")),
    _t("remind_fee", (S.APPROVED,), None, (SYSTEM,), notices=("fee_reminded",)),
    _t("deliver", (S.APPROVED,), S.DELIVERED, (SYSTEM, Role.CASHIER, Role.CLERK), (g.FEE_SETTLED,),
       holder=H.NOBODY, notices=("delivered", "copy_of_act"), basis="RGC 28, 39, 40; law 47-06", label=_("Deliver")),

    # Silence: the governor certifies, not the commune (law 55-19 art. 19; decree 2-22-141).
    _t("grant_by_silence", RUNNING, S.TACITLY_GRANTED, (SYSTEM,), (g.SILENCE_COME,), clock=Turn.STOP,
       holder=H.APPLICANT, notices=("granted_by_silence", "silence_reported"), basis="Law 55-19 art. 19"),
    _t("request_silence_certificate", (S.TACITLY_GRANTED,), S.SILENCE_CERTIFICATE_REQUESTED, _AT_THE_COUNTER,
       holder=H.GOVERNOR, notices=("certificate_requested",), basis="Decree 2-22-141"),
    _t("prepare_silence_certificate", (S.SILENCE_CERTIFICATE_REQUESTED,), None, (Role.GOVERNOR,), basis="Decree 2-22-141",
       label=_("Prepare the certificate of silence")),
    _t("void_certificate", (S.SILENCE_CERTIFICATE_REQUESTED,), None, (Role.GOVERNOR,), label=_("Void the number")),
    _t("certify_silence", (S.SILENCE_CERTIFICATE_REQUESTED,), S.SILENCE_CERTIFIED, (Role.GOVERNOR,), (g.CERTIFICATE_SEALED,),
       holder=H.NOBODY, notices=("silence_certified", "copy_of_act"), basis="Decree 2-22-141", label=_("Sign the certificate")),
    _t("decline_silence_certificate", (S.SILENCE_CERTIFICATE_REQUESTED,), S.TACITLY_GRANTED, (Role.GOVERNOR,),
       (g.DECLINED_ON_FACTS, g.REASONED), holder=H.APPLICANT, notices=("certificate_declined",), basis="Decree 2-22-141",
       label=_("Decline the certificate")),
)
# fmt: on


_BY_NAME: Final = {transition.name: transition for transition in TRANSITIONS}


def find(name: str) -> Transition:
    """The transition named `name`. Raises `KeyError`."""
    return _BY_NAME[name]
