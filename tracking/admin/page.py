"""One file on one screen: documents on one side, state, next act, answers, opinions and history on the other.

Only reads. What may be done is `lifecycle.available`; the one next act is the first screen open to an officer for whom
the file waits, the others stand in the menu.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.kernel.now import local_date
from procedures.snapshot import DocumentRule, Sentence, Text

from ..answers import AnswerStep, answer_rows
from ..clock.deadline import Deadline
from ..lifecycle import due
from ..models import Act, Consultation, Dossier, DossierState, Event, FeeOrder, Notice, Opinion, Piece, RequestedPiece
from ..notifications.wording import words_of
from ..payments.orders import total_of
from .screens import ASIDE, LEADING, ActionForm, Offers
from .screens.decision import act_to_sign
from .times import SpentRow, late_holders, spent_rows
from .words import REPEATED, Due, due_of, entry_words, masked_address, masked_identity, role_words
from .work import Desk

_TOLD: Final[Mapping[str, Promise]] = {
    "finding": _("Finding"),
    "reasons": _("Reasons"),
    "conditions": _("Specific provisions"),
    "minutes": _("Minutes"),
    "report": _("Report"),
    "answer": _("Answer"),
    "reason": _("Reason"),
    "notes": _("What the applicant has to do"),
    "remarks": _("Remarks"),
}
_OPINION_KINDS: Final = {
    Opinion.Value.FAVOURABLE: "success",
    Opinion.Value.WITH_RESERVATIONS: "warning",
    Opinion.Value.UNFAVOURABLE: "danger",
}


@dataclass(frozen=True, slots=True)
class Document:
    """One document of the version and what was given for it. `contested`: what the desk found wrong with it."""

    rule: DocumentRule
    label: Sentence
    pieces: tuple[Piece, ...]
    replaced: tuple[Piece, ...]
    contested: RequestedPiece | None

    @property
    def is_missing(self) -> bool:
        return self.rule.nature == "main" and not any(piece.check_result != "contested" for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Heard:
    """One body asked in this round. `kind` is the chip of its opinion, or of its lateness."""

    row: Consultation
    opinion: Opinion | None
    kind: str
    late: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the journal in words."""

    event: Event
    title: Promise | str
    role: Promise | str
    state: str
    told: tuple[tuple[Promise, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """A fee order with its lines in words; `total` is `None` while an amount is unknown."""

    order: FeeOrder
    lines: tuple[tuple[Any, Sentence], ...]
    total: Any


@dataclass(frozen=True, slots=True)
class Told:
    """One notice: to which address, in which words and language."""

    notice: Notice
    address: str
    words: str
    language: str


class Page:
    """The file `dossier` before `actor` at `at`, in the reader's `language`. `piece`: the document to show."""

    def __init__(self, dossier: Dossier, actor: User, at: datetime, *, language: str, piece: str = "") -> None:
        self.dossier = dossier
        self.actor = actor
        self.at = at
        self.language = language
        self._asked_piece = piece
        self.desk = Desk(actor, at)
        self.offers = Offers(dossier, actor, at)

    @cached_property
    def title(self) -> Text:
        return self.dossier.version.snapshot.prose.title

    @cached_property
    def today(self) -> date:
        return local_date(self.at)

    @cached_property
    def due(self) -> Due:
        return due_of(self.dossier, today=self.today)

    @cached_property
    def deadline(self) -> Deadline | None:
        """What the clock says, with its state; `None` without a term."""
        return due.deadline_of(self.dossier, at=self.at)

    @cached_property
    def identity(self) -> str:
        return masked_identity(self.dossier.applicant_cnie)

    @cached_property
    def waits_for_me(self) -> bool:
        """Whether the file waits for this officer now."""
        rows = Dossier.objects.visible_to(self.actor).filter(self.desk.mine)  # type: ignore[attr-defined]
        return bool(rows.filter(pk=self.dossier.pk).exists())

    @cached_property
    def leading(self) -> type[ActionForm] | None:
        """The one next act."""
        return next((screen for screen in self._open if screen in LEADING), None) if self.waits_for_me else None

    @property
    def others(self) -> list[type[ActionForm]]:
        """What else can be done now."""
        return [screen for screen in self._open if screen is not self.leading]

    @cached_property
    def _open(self) -> list[type[ActionForm]]:
        return [screen for screen in (*LEADING, *ASIDE) if self.offers.offers(screen)]

    @cached_property
    def may_check(self) -> bool:
        """Whether this officer ticks documents."""
        return any(transition.name == "check_piece" for transition in self.offers.transitions)

    # --- documents and answers ---

    @cached_property
    def _pieces(self) -> list[Piece]:
        return list(self.dossier.pieces.select_related("file").order_by("document_code", "given_at", "pk"))

    @cached_property
    def documents(self) -> list[Document]:
        """Every document asked of this file, main ones first, then what was given beyond."""
        contested = {
            row.document_code: row
            for row in RequestedPiece.objects.filter(request__dossier=self.dossier).order_by("request", "pk")
        }
        asked = sorted(self.offers.case.documents, key=lambda rule: rule.nature != "main")
        return [
            Document(
                rule=rule,
                label=rule.label.read(self.language),
                pieces=tuple(p for p in self._given(rule.code) if p.check_result != Piece.Check.REPLACED),
                replaced=tuple(p for p in self._given(rule.code) if p.check_result == Piece.Check.REPLACED),
                contested=contested.get(rule.code),
            )
            for rule in asked
        ]

    def _given(self, code: str) -> Iterator[Piece]:
        return (piece for piece in self._pieces if piece.document_code == code)

    @cached_property
    def shown(self) -> Piece | None:
        """The piece in the viewer: the one asked for, or the first that nobody has checked."""
        if self._asked_piece.isascii() and self._asked_piece.isdigit():
            found = next((piece for piece in self._pieces if piece.pk == int(self._asked_piece)), None)
            if found is not None:
                return found
        current = [piece for document in self.documents for piece in document.pieces]
        unchecked = [piece for piece in current if piece.check_result == Piece.Check.UNCHECKED]
        return next(iter(unchecked or current), None)

    @property
    def shown_label(self) -> Sentence | str:
        """What the piece in the viewer was given for."""
        shown = self.shown
        labels = {document.rule.code: document.label for document in self.documents}
        return labels.get(shown.document_code, shown.name) if shown else ""

    @cached_property
    def answers(self) -> list[AnswerStep]:
        return answer_rows(self.dossier, self.language)

    # --- review ---

    @cached_property
    def heard(self) -> list[Heard]:
        """The bodies of this round, with who is late."""
        return [self._heard(row) for row in self.offers.case.consultations]

    def _heard(self, row: Consultation) -> Heard:
        opinion: Opinion | None = getattr(row, "opinion", None)
        late = opinion is None and not row.absent and row.due_on is not None and row.due_on < self.today
        kind = _OPINION_KINDS[Opinion.Value(opinion.value)] if opinion else ("danger" if late else "neutral")
        return Heard(row, opinion, kind, late)

    @cached_property
    def late_parties(self) -> list[str]:
        """Whose time is over: the bodies that have not spoken, or else whoever holds the file."""
        bodies = [str(heard.row.body) for heard in self.heard if heard.late]
        speaking = (DossierState.IN_CONSULTATION, DossierState.IN_SESSION, DossierState.VISIT_SCHEDULED)
        if bodies and self.dossier.state in speaking:
            return bodies
        return [self.dossier.get_holder_display()] if self.due.is_late else []

    @cached_property
    def visits(self) -> list[Any]:
        return list(self.dossier.visits.filter(replaced_at=None).order_by("-pk"))

    @cached_property
    def agenda(self) -> list[Any]:
        return list(self.dossier.agenda_items.select_related("session__review_body__province").order_by("-pk"))

    @cached_property
    def remark_lists(self) -> list[Any]:
        return list(self.dossier.remark_lists.prefetch_related("remarks").order_by("-pk"))

    @cached_property
    def spent(self) -> tuple[SpentRow, ...]:
        """Whose time the file took, stage by stage."""
        return spent_rows(self.dossier, self._events, at=self.at, language=self.language)

    @property
    def late_holders(self) -> list[str]:
        """Who overran the time the version gives them, and by how much."""
        return late_holders(self.spent)

    # --- what was issued, paid and told ---

    @cached_property
    def acts(self) -> list[Act]:
        return list(self.dossier.acts.select_related("file", "signed_by").order_by("-pk"))

    @cached_property
    def pending(self) -> Act | None:
        """The act that waits for its signature."""
        return act_to_sign(self.dossier) if any(act.state == "prepared" for act in self.acts) else None

    @cached_property
    def orders(self) -> list[Order]:
        rows = self.dossier.fee_orders.prefetch_related("lines").select_related("payment").order_by("pk")
        return [
            Order(
                order=order,
                lines=tuple((line, Text(**line.label).read(self.language)) for line in order.lines.all()),
                total=total_of(order),
            )
            for order in rows
        ]

    @cached_property
    def notices(self) -> list[Told]:
        return [
            Told(
                notice=notice,
                address=masked_address(notice.address),
                words=words_of(notice)[1],
                language="fr" if notice.language == "fr" else "ar",
            )
            for notice in self.dossier.notices.order_by("-pk")
        ]

    @cached_property
    def history(self) -> list[Entry]:
        """The journal, the newest entry first."""
        return [self._entry(event) for event in reversed(self._events) if event.kind not in REPEATED]

    @cached_property
    def _events(self) -> list[Event]:
        return list(self.dossier.events.select_related("actor", "detail").order_by("sequence"))

    def _entry(self, event: Event) -> Entry:
        detail = getattr(event, "detail", None)
        content: Mapping[str, Any] = detail.content if detail else {}
        told = tuple((words, _lines(content[key])) for key, words in _TOLD.items() if _lines(content.get(key)))
        moved = event.to_state != event.from_state and event.to_state in DossierState.values
        return Entry(
            event=event,
            title=entry_words(event.kind, at_the_counter=bool(event.facts.get("counter"))),
            role=role_words(event.actor_role),
            state=DossierState(event.to_state).label if moved else "",
            told=told,
        )


def _lines(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(str(line) for line in value if line)
    return (str(value),) if value else ()
