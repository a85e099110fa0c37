"""One dossier at one moment, as the guards read it: its rows of the present round beside the version frozen at filing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from procedures.conditions import Place
from procedures.law import documents_asked
from procedures.snapshot import DocumentRule, Snapshot, Stage

from ..models import ActState, Consultation, Decision, Dossier, FeeOrder, Piece, PieceRequest, RemarkList
from . import due

OPINION_STAGES: Final = ("consult", "session", "visit")
GIVEN: Final = (Piece.Check.UNCHECKED, Piece.Check.ACCEPTED)


@dataclass
class Case:
    """One dossier at one moment. `facts` and `detail`: what the action gives along; the detail may be personal."""

    dossier: Dossier
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    detail: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def snapshot(self) -> Snapshot:
        return self.dossier.version.snapshot

    def stage(self, action: str) -> Stage | None:
        """The first stage of the circuit that does `action`."""
        return next((stage for stage in self.snapshot.circuit if stage.action == action), None)

    @cached_property
    def documents(self) -> tuple[DocumentRule, ...]:
        return documents_asked(self.snapshot, self.dossier.answers, Place.of(self.dossier.commune))

    @cached_property
    def missing(self) -> tuple[DocumentRule, ...]:
        """Main documents of the version that are not there, or were contested."""
        given = set(self.dossier.pieces.filter(check_result__in=GIVEN).values_list("document_code", flat=True))
        return tuple(d for d in self.documents if d.nature == "main" and d.code not in given)

    @cached_property
    def consultations(self) -> list[Consultation]:
        """Those of the present round, each with its opinion if there is one."""
        rows = self.dossier.consultations.filter(round=self.dossier.round)
        return list(rows.select_related("opinion", "body").order_by("pk"))

    @cached_property
    def decision(self) -> Decision | None:
        """The decision that stands: the last one whose act was not voided."""
        rows = Decision.objects.filter(dossier=self.dossier).exclude(act__state=ActState.VOIDED)
        return rows.select_related("act").order_by("-pk").first()

    @property
    def reasons(self) -> tuple[str, str]:
        """Reasons and legal ground: those given with the action, or else those of the decision that stands."""
        if "reasons" in self.detail:
            return str(self.detail["reasons"]), str(self.facts.get("legal_ground", ""))
        return (self.decision.reasons, self.decision.legal_ground) if self.decision else ("", "")

    @cached_property
    def request(self) -> PieceRequest | None:
        return self.dossier.piece_requests.filter(answered_at__isnull=True).first()

    @cached_property
    def remarks(self) -> RemarkList | None:
        return self.dossier.remark_lists.filter(answered_at__isnull=True).first()

    @cached_property
    def fee_order(self) -> FeeOrder | None:
        return self.dossier.fee_orders.filter(period="").first()

    @cached_property
    def silence_at(self) -> datetime | None:
        return due.silence_of(self.dossier, at=self.at)

    @cached_property
    def one_negative_blocks(self) -> bool | None:
        """Whether one unfavourable opinion bars the grant; `None` where the commune's data should say it and do not."""
        stages = [stage for stage in self.snapshot.circuit if stage.action in OPINION_STAGES]
        said = [stage.one_negative_blocks for stage in stages]
        if any(said):
            return True
        if None not in said:
            return False
        value = (self.dossier.local.facts if self.dossier.local else {}).get("one_negative_blocks")
        return value if isinstance(value, bool) else None
