"""What the page of a dossier shows: where it is, who holds it, by when an answer comes, what to do; then everything else.

It only reads: a fixed number of queries, whatever the file holds.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.context import current_language
from portal.kernel.now import local_date, now
from procedures.conditions import Place
from procedures.law import documents_asked
from procedures.local import facts_in_force
from procedures.snapshot import DocumentRule, Text
from procedures.words import duration

from ..acts.receipt import RECEIPTS
from ..clock.deadline import Deadline
from ..lifecycle import due
from ..lifecycle.table import APPLICANT, MANDATARY, find
from ..models import (
    Act,
    ActState,
    Dossier,
    DossierState,
    Event,
    FeeOrder,
    Piece,
    PieceRequest,
    RemarkList,
    RequestedPiece,
)
from ..notifications.kinds import KINDS, Audience
from ..notifications.wording import words_of
from ..payments.orders import total_of
from ..policies import roles_over
from ..verification.sentences import KINDS as KINDS_OF_ACTS
from ..verification.sentences import meaning_of
from .addresses import Addresses
from .receiving import Errors, field_of
from .situation import EXPECTS_ANSWER, NOTHING_TO_DO, SITUATIONS
from .story import story_of
from .words import hour, said

_WITHHELD: Final = (ActState.PREPARED, ActState.SIGNED, ActState.VOIDED)
_TO_APPLICANTS: Final = frozenset(kind.code for kind in KINDS if kind.audience is Audience.APPLICANT)
# What an applicant is told of a file: that it arrived is enough until somebody contests it.
_CHECKS: Final = {
    Piece.Check.UNCHECKED: ("success", _("Received")),
    Piece.Check.ACCEPTED: ("success", _("Accepted")),
    Piece.Check.CONTESTED: ("warning", _("To give again")),
    Piece.Check.REPLACED: ("", _("Replaced")),
}
_MESSAGES: Final = 20
_PHONE: Final = re.compile(r"[+\d][\d .()-]{5,20}")


@dataclass(frozen=True, slots=True)
class Slot:
    """One document to send: its rule, why it is asked, and the name of its input."""

    rule: DocumentRule
    field: str
    requested: RequestedPiece | None = None

    @property
    def reason_label(self) -> Promise | str:
        """Why it is asked."""
        return RequestedPiece.Reason(self.requested.reason).label if self.requested else ""


@dataclass
class DossierPage:
    """One dossier as one reader sees it at one moment."""

    request: HttpRequest
    dossier: Dossier
    addresses: Addresses
    user: User
    at: datetime

    @cached_property
    def mine(self) -> bool:
        """Whether the reader may act: the applicant or their mandatary. Officers act at their desk."""
        return bool({APPLICANT, MANDATARY} & set(roles_over(self.user, self.dossier, at=self.at)))

    def can(self, transition: str) -> bool:
        """Whether the reader could do `transition` in the present state."""
        return self.mine and self.dossier.state in find(transition).sources

    @cached_property
    def events(self) -> list[Event]:
        """The journal, in order."""
        return list(self.dossier.events.order_by("sequence"))

    @cached_property
    def documents(self) -> tuple[DocumentRule, ...]:
        """The closed list of documents for these answers."""
        return documents_asked(self.dossier.version.snapshot, self.dossier.answers, Place.of(self.dossier.commune))

    @cached_property
    def pieces(self) -> dict[str, list[Piece]]:
        """What was given, by document, the newest first."""
        given: dict[str, list[Piece]] = {}
        for piece in self.dossier.pieces.select_related("file").order_by("-given_at", "-pk"):
            given.setdefault(piece.document_code, []).append(piece)
        return given

    @cached_property
    def deadline(self) -> Deadline | None:
        """The last day as the clock reads it now; `None` where no answer is awaited or no text sets one."""
        if self.dossier.state not in EXPECTS_ANSWER or self.dossier.due_on is None:
            return None
        return due.deadline_of(self.dossier, at=self.at)

    @property
    def remaining(self) -> SafeString | str:
        """How many days are left, or by how many the answer is late."""
        read = self.deadline
        if read is None:
            return ""
        unit = "working_days" if read.counted_in_working_days else "calendar_days"
        if read.days_late:
            return said(_("Late by %(duration)s."), duration=lambda: duration(read.days_late, unit))
        left = read.remaining or 0
        if not left:
            return said(_("Today is the last day."))
        return said(_("%(duration)s left."), duration=lambda: duration(left, unit))

    @cached_property
    def order(self) -> FeeOrder | None:
        """The fee order, with its payment."""
        if self.dossier.state not in (DossierState.APPROVED, DossierState.DELIVERED):
            return None
        orders = self.dossier.fee_orders.select_related("payment").prefetch_related("lines")
        return orders.filter(period="").first()

    @cached_property
    def values(self) -> dict[str, Any]:
        """The dates and numbers that the sentence of a state may name; `None` for what is not known."""
        dossier, state = self.dossier, self.dossier.state
        values: dict[str, Any] = {
            "reference": dossier.reference,
            "due_on": self.deadline.due_on if self.deadline else None,
            "wait_until": dossier.wait_until,
        }
        if state == DossierState.IN_CONSULTATION:
            values["asked"] = dossier.consultations.filter(round=dossier.round).count()
        elif state == DossierState.IN_SESSION:
            item = dossier.agenda_items.filter(round=dossier.round).select_related("session").first()
            values["held_on"] = item.session.held_on if item else None
        elif state == DossierState.VISIT_SCHEDULED:
            visit = dossier.visits.filter(reported_at=None, replaced_at=None).first()
            if visit is not None:
                values["visit_on"] = localtime(visit.starts_at).date()
                values["visit_from"], values["visit_until"] = hour(visit.starts_at), hour(visit.ends_at)
        elif state == DossierState.APPROVED and self.order is not None:
            values["amount"] = total_of(self.order) or None
        elif state == DossierState.REDIRECTED:
            told = [event.facts.get("authority") for event in self.events if event.kind == "redirect"]
            values["authority"] = told[-1] if told else None
        return values

    @cached_property
    def acts(self) -> list[dict[str, Any]]:
        """The acts the applicant holds, each with where to read and to verify it."""
        held = self.dossier.acts.exclude(state__in=_WITHHELD).select_related("file").order_by("pk")
        return [
            {
                "act": act,
                "address": self._address_of(act),
                "label": KINDS_OF_ACTS.get(act.kind, ""),
                "kind": meaning_of(act.kind, act.state).kind,
                # A refusal is in force too, but nobody holds it like a permit.
                "state_label": "" if act.kind == "refusal" else ActState(act.state).label,
            }
            for act in held
        ]

    def _address_of(self, act: Act) -> str:
        return f"/files/{act.file_id}/" if act.file_id else self.addresses.of("dossier_act", act=act.pk)

    @cached_property
    def piece_request(self) -> PieceRequest | None:
        """The open list of documents asked."""
        if self.dossier.state != DossierState.HELD_INCOMPLETE:
            return None
        return self.dossier.piece_requests.filter(answered_at=None).prefetch_related("pieces").first()

    @cached_property
    def asked(self) -> list[Slot]:
        """The documents of that list that have not been given since."""
        if self.piece_request is None:
            return []
        rules = {rule.code: rule for rule in self.documents}
        return [
            Slot(rules[piece.document_code], field_of(piece.document_code), piece)
            for piece in self.piece_request.pieces.all()
            if piece.document_code in rules and not self._given_since(piece.document_code, self.piece_request.asked_at)
        ]

    def _given_since(self, code: str, moment: datetime) -> bool:
        standing = (Piece.Check.UNCHECKED, Piece.Check.ACCEPTED)
        return any(p.given_at > moment and p.check_result in standing for p in self.pieces.get(code, []))

    @cached_property
    def remarks(self) -> RemarkList | None:
        """The open list of modifications or reservations."""
        if self.dossier.state not in (DossierState.MODIFICATION_REQUESTED, DossierState.RESERVATIONS_NOTIFIED):
            return None
        return self.dossier.remark_lists.filter(answered_at=None).prefetch_related("remarks").first()

    @cached_property
    def slots(self) -> list[Slot]:
        """Every document of the version, to send a corrected one."""
        return [Slot(rule, field_of(rule.code)) for rule in self.documents]

    @cached_property
    def information(self) -> list[Slot]:
        """Documents for information, which may come until delivery (RGC 33)."""
        return [slot for slot in self.slots if slot.rule.nature != "main"]

    @cached_property
    def given(self) -> list[dict[str, Any]]:
        """Each document of the version with what was given for it."""
        return [
            {
                "rule": rule,
                "pieces": [
                    {
                        "piece": piece,
                        "kind": _CHECKS[Piece.Check(piece.check_result)][0],
                        "label": _CHECKS[Piece.Check(piece.check_result)][1],
                    }
                    for piece in self.pieces.get(rule.code, [])
                ],
            }
            for rule in self.documents
        ]

    @cached_property
    def messages(self) -> list[dict[str, Any]]:
        """What was sent to the applicant, newest first, in the words that were sent."""
        if not self.mine:
            return []
        shown = self.dossier.notices.filter(kind__in=_TO_APPLICANTS).order_by("-created_at", "-pk")
        told = []
        for notice in shown[:_MESSAGES]:
            subject, text = words_of(notice)
            paragraphs = text.split("\n\n")
            told.append({"notice": notice, "language": notice.language, "subject": subject, "paragraphs": paragraphs})
        return told

    @cached_property
    def contact(self) -> dict[str, Any]:
        """The commune's desk as published now, empty if nothing is; a phone number alone is given as one."""
        local = facts_in_force(self.dossier.commune, self.dossier.key, at=self.at)
        facts = local.facts if local else {}
        contact: dict[str, Any] = {name: Text(**(facts.get(name) or {})) for name in ("office", "hours", "contact")}
        words = contact["contact"].read(current_language()).words
        if _PHONE.fullmatch(words):
            contact |= {"phone": words, "contact": Text()}
        return contact if any(contact.values()) else {}

    @property
    def refusal(self) -> dict[str, str] | None:
        """Reasons and legal ground of what was refused, once notified, or of a written answer."""
        for held in self.acts:
            facts = held["act"].facts
            if held["act"].kind in ("refusal", "not_required") and facts.get("reasons"):
                return {"reasons": facts["reasons"], "legal_ground": facts.get("legal_ground", "")}
        return None

    @property
    def fees(self) -> dict[str, Any]:
        """The lines of the fee order in words, and its payment."""
        if self.order is None:
            return {}
        lines = [
            {"label": Text(**line.label), "amount": money(line.amount)}
            for line in sorted(self.order.lines.all(), key=lambda line: line.pk)
        ]
        return {
            "fee_lines": lines,
            "payment": getattr(self.order, "payment", None),
            "order_url": self.addresses.of("dossier_fee_order", order=self.order.pk),
        }

    def context(self) -> dict[str, Any]:
        """Everything the template names."""
        situation = SITUATIONS[self.dossier.state]
        words, values = situation.sentence(self.values)
        snapshot = self.dossier.version.snapshot
        return {
            "page": self.addresses.page,
            "commune": self.dossier.commune,
            "dossier": self.dossier,
            "file": self,
            "title": snapshot.prose.title,
            "appeal": snapshot.prose.appeal,
            "state_kind": situation.kind,
            "state_label": DossierState(self.dossier.state).label,
            "holder": Dossier.Holder(self.dossier.holder).label,
            "sentence": said(words, **values),
            "todo": said(situation.todo or NOTHING_TO_DO) if self.mine else None,
            "since": said(_("since %(day)s"), day=self.dossier.state_since),
            "deadline": self.deadline,
            "remaining": self.remaining,
            "no_term": self.dossier.state in EXPECTS_ANSWER and self.dossier.due_on is None,
            "story": story_of(self.events),
            "has_receipt": any(event.kind in RECEIPTS for event in self.events),
            "filed_now": self.request.GET.get("filed") == "1",
            "today": local_date(self.at),
            # The same form sent twice does one thing.
            "once": secrets.token_urlsafe(16),
            "urls": {
                name: self.addresses.of(f"dossier_{name}")
                for name in ("receipt", "pieces", "information", "modified", "reservations", "certificate", "withdraw")
            },
            "can": {
                "add": self.can("add_piece") and bool(self.information) and self.remarks is None,
                "withdraw": self.can("withdraw"),
                "certificate": self.can("request_silence_certificate"),
            },
            **self.fees,
        }


def money(amount: Decimal | None) -> SafeString:
    """An amount in dirhams, or the words for one that is not known yet."""
    return said(_("to be set by the revenue office")) if amount is None else said(_("%(amount)s DH"), amount=amount)


def render_dossier(
    request: HttpRequest,
    dossier: Dossier,
    addresses: Addresses,
    *,
    errors: Errors | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; with `errors` (anchor, sentence) when a form came back."""
    user = request.user
    assert isinstance(user, User)
    page = DossierPage(request, dossier, addresses, user, now())
    return render(request, "tracking/dossier.html", {**page.context(), "errors": errors or []}, status=status)
