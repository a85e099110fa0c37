"""On which condition a transition is possible: named, with its legal basis and the sentence that tells a person why not.

A guard reads a `Case`: one dossier at one moment, with what the version frozen at filing says. It changes nothing and
never asks who acts: that is `tracking.policies`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.kernel.now import local_date

from ..models import Act, ActState, AgendaItem, Consultation, Decision, Opinion, SiteVisit
from . import due
from .case import OPINION_STAGES, Case

_ARABIC_LETTER: Final = re.compile(r"[\u0621-\u064a]")


@dataclass(frozen=True, slots=True)
class Guard:
    """`sentence` says to a person why it is not possible; `basis` is the text as cited.

    `by_input`: the person doing it makes it true by what they enter, so that it hides no button.
    """

    name: str
    sentence: Promise
    basis: str
    holds: Callable[[Case], bool]
    by_input: bool = False


def _value(consultation: Consultation) -> str:
    opinion: Opinion | None = getattr(consultation, "opinion", None)
    return opinion.value if opinion else ""


def _binding_favourable(case: Case) -> bool:
    favourable = (Opinion.Value.FAVOURABLE, Opinion.Value.WITH_RESERVATIONS)
    asked = {c.body.kind for c in case.consultations if c.binding}
    wanted = {kind for stage in case.snapshot.circuit for kind in stage.binding}
    return wanted <= asked and all(_value(c) in favourable for c in case.consultations if c.binding)


def _no_blocking_negative(case: Case) -> bool:
    negative = any(
        _value(c) == Opinion.Value.UNFAVOURABLE and c.ground != Consultation.Ground.CONSULTATIVE
        for c in case.consultations
    )
    return not negative or case.one_negative_blocks is False


def _everyone_spoke(case: Case) -> bool:
    heard = [c for c in case.consultations if c.ground != Consultation.Ground.CONSULTATIVE]
    return bool(heard) and all(_value(c) or c.absent for c in heard)


def _reasoned(case: Case) -> bool:
    reasons, ground = case.reasons
    return bool(reasons.strip()) and bool(ground.strip())


def _in_arabic(case: Case) -> bool:
    return bool(_ARABIC_LETTER.search(case.reasons[0]))


def _in_time_to_contest(case: Case) -> bool:
    complete = case.dossier.complete_at or case.dossier.filed_at
    return local_date(case.at) <= due.last_day("contest_piece", after=complete, dossier=case.dossier)


def _in_time_to_modify(case: Case) -> bool:
    item = AgendaItem.objects.filter(dossier=case.dossier, round=case.dossier.round).first()
    minutes = item.closed_at if item and item.closed_at else case.dossier.state_since
    return local_date(case.at) <= due.last_day("request_modifications", after=minutes, dossier=case.dossier)


def _wait_over(case: Case) -> bool:
    until = case.dossier.wait_until
    return until is not None and local_date(case.at) > until


def _fee_settled(case: Case) -> bool:
    order = case.fee_order
    if order is None:
        return False
    if order.exempt or hasattr(order, "payment"):
        return True
    return all(amount == 0 for amount in order.lines.values_list("amount", flat=True))


def _session_competent(case: Case) -> bool:
    item = AgendaItem.objects.filter(dossier=case.dossier, round=case.dossier.round).select_related("session").first()
    if item is None:
        return False
    body, day = item.session.review_body, item.session.held_on
    in_force = body.valid_from <= day and (body.valid_until is None or day <= body.valid_until)
    return in_force and body.communes.filter(pk=case.dossier.commune_id).exists()


def _session_held(case: Case) -> bool:
    item = AgendaItem.objects.filter(dossier=case.dossier, round=case.dossier.round).select_related("session").first()
    return item is not None and item.session.held_on <= local_date(case.at)


def _visit_took_place(case: Case) -> bool:
    last = (
        SiteVisit.objects.filter(dossier=case.dossier, round=case.dossier.round, replaced_at=None)
        .order_by("-pk")
        .first()
    )
    return last is not None and last.starts_at <= case.at


def _sealed(case: Case) -> bool:
    return case.decision is not None and case.decision.act.file_id is not None


def _silence_certificate(case: Case) -> Act | None:
    return case.dossier.acts.filter(kind="silence_certificate").exclude(state=ActState.VOIDED).first()


def _certificate_sealed(case: Case) -> bool:
    act = _silence_certificate(case)
    return act is not None and act.file_id is not None


MAIN_DOCUMENTS_PRESENT = Guard(
    "main_documents_present",
    _("A main document of the list is still missing."),
    "RGC 33",
    lambda case: not case.missing,
)
MAIN_DOCUMENT_MISSING = Guard(
    "main_document_missing", _("No main document is missing."), "RGC 33", lambda case: bool(case.missing)
)
IN_TIME_TO_CONTEST = Guard(
    "in_time_to_contest",
    _("The time in which the desk may contest a document is over: the file is complete."),
    "RGC 30, 33",
    _in_time_to_contest,
)
PIECES_LISTED = Guard(
    "pieces_listed",
    _("Name at least one main document, with what is wrong with it."),
    "RGC 33",
    lambda case: case.request is not None,
    by_input=True,
)
LISTED_PIECES_GIVEN = Guard(
    "listed_pieces_given",
    _("Every document of the list must be given before the file is complete."),
    "RGC 33",
    lambda case: case.request is None and not case.missing,
    by_input=True,
)
WAIT_OVER = Guard("wait_over", _("The time allowed is not over yet."), "", _wait_over)
CIRCUIT_REGISTERS = Guard(
    "circuit_registers",
    _("This request is not a declaration: it needs a decision."),
    "",
    lambda case: case.stage("register") is not None,
)
CIRCUIT_DECIDES = Guard(
    "circuit_decides",
    _("A declaration is registered: nobody decides on it, and it cannot be refused."),
    "",
    lambda case: case.stage("decide") is not None,
)
CIRCUIT_ASKS_NOBODY = Guard(
    "circuit_asks_nobody",
    _("Opinions or a visit come before the decision on this request."),
    "12-90 art. 40",
    lambda case: all(case.stage(action) is None for action in OPINION_STAGES),
)
CIRCUIT_CONSULTS = Guard(
    "circuit_consults",
    _("No opinion is asked on this request."),
    "RGC 18; 12-90 art. 40",
    lambda case: case.stage("consult") is not None,
)
CIRCUIT_SITS = Guard(
    "circuit_sits",
    _("This request is not examined in session."),
    "RGC 17-19",
    lambda case: case.stage("session") is not None,
)
CIRCUIT_VISITS = Guard(
    "circuit_visits",
    _("No visit is foreseen for this request."),
    "RGC 42-45",
    lambda case: case.stage("visit") is not None,
)
CIRCUIT_TAKES_OPINIONS = Guard(
    "circuit_takes_opinions",
    _("Only a request on which opinions are given can be sent back for changes."),
    "RGC 37-38",
    lambda case: case.stage("session") is not None or case.stage("consult") is not None,
)
SESSION_COMPETENT = Guard(
    "session_competent",
    _("This review body does not sit for this commune on that day."),
    "RGC 15, 25",
    _session_competent,
    by_input=True,
)
SESSION_HELD = Guard("session_held", _("The session has not been held yet."), "RGC 34", _session_held)
VISIT_TOOK_PLACE = Guard("visit_took_place", _("The visit has not taken place yet."), "RGC 42-44", _visit_took_place)
EVERYONE_SPOKE = Guard(
    "everyone_spoke",
    _("Each body must have given its opinion, or be recorded absent, first."),
    "RGC 26-27, 34",
    _everyone_spoke,
    by_input=True,
)
BINDING_FAVOURABLE = Guard(
    "binding_favourable",
    _("This cannot be granted without the favourable opinion that the law requires (urban agency)."),
    "RGC 35",
    _binding_favourable,
)
NO_BLOCKING_NEGATIVE = Guard(
    "no_blocking_negative",
    _("An unfavourable opinion stands, and the commune's circuit does not say that it may be passed over."),
    "",
    _no_blocking_negative,
)
UNDECIDED = Guard(
    "undecided",
    _("A decision is already prepared. Sign it, or void its number first."),
    "",
    lambda case: case.decision is None,
)
DECIDED_GRANT = Guard(
    "decided_grant",
    _("No grant has been decided."),
    "RGC 35",
    lambda case: case.decision is not None and case.decision.outcome == Decision.Outcome.GRANT,
)
DECIDED_REFUSAL = Guard(
    "decided_refusal",
    _("No refusal has been decided."),
    "RGC 36",
    lambda case: case.decision is not None and case.decision.outcome == Decision.Outcome.REFUSAL,
)
REASONED = Guard(
    "reasoned",
    _("Give the reasons and the article they rest on."),
    "RGC 36; law 03-01",
    _reasoned,
    by_input=True,
)
IN_ARABIC = Guard(
    "in_arabic",
    _("The reasons must be written in Arabic: they are read by the person and by a judge."),
    "Law 03-01",
    _in_arabic,
    by_input=True,
)
SEALED = Guard("sealed", _("The act is not signed yet."), "RGC 39", _sealed, by_input=True)
PROVEN = Guard(
    "proven",
    _("Say how the applicant received the decision: in their space, by letter or by hand."),
    "RGC 37, 40",
    lambda case: bool(case.facts.get("means")),
    by_input=True,
)
FEE_SETTLED = Guard("fee_settled", _("The fee is not paid yet."), "RGC 28; law 47-06", _fee_settled)
IN_TIME_TO_MODIFY = Guard(
    "in_time_to_modify",
    _("Modifications may be asked within two working days of the minutes: that time is over."),
    "RGC 37",
    _in_time_to_modify,
)
REMARKS_LISTED = Guard(
    "remarks_listed",
    _("List every remark, each with the text it rests on."),
    "RGC 37-38",
    lambda case: case.remarks is not None,
    by_input=True,
)
REMARKS_ANSWERED = Guard(
    "remarks_answered",
    _("The remarks are not answered yet."),
    "RGC 37-38",
    lambda case: case.remarks is None,
    by_input=True,
)
SILENCE_COME = Guard(
    "silence_come",
    _("The term is not over, or silence does not grant this request."),
    "Law 55-19 art. 19; decree 2-22-141",
    lambda case: case.silence_at is not None and case.silence_at <= case.at,
)
CERTIFICATE_SEALED = Guard(
    "certificate_sealed", _("The certificate is not signed yet."), "Decree 2-22-141", _certificate_sealed, by_input=True
)
# Three facts only: the act is not on the list, the term had not passed, the answer came in time.
DECLINE_GROUNDS: Final = ("not_listed", "term_not_passed", "answered_in_time")
DECLINED_ON_FACTS = Guard(
    "declined_on_facts",
    _(
        "The governor may decline only because the act is not listed, the term had not passed or the answer came in time."
    ),
    "Decree 2-22-141",
    lambda case: case.facts.get("ground") in DECLINE_GROUNDS,
    by_input=True,
)
