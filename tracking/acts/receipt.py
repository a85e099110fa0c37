"""The receipt, in the form that stands: complete (with the last day), incomplete (with the list), or of a declaration.

Law 55-19; RGC arts 30, 33, 37 and annex 4. It is drawn from the entry of the journal that made it and from what had been
given by then, so that it is the same each time; a later list, completion or modified file makes another receipt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from portal.kernel.now import local_date
from portal.kernel.paper import Paper, isolate
from portal.kernel.paper.dates import long_date
from procedures.conditions import Place
from procedures.law import documents_asked
from procedures.snapshot import DocumentRule, Snapshot

from ..addresses import act_address, dossier_address
from ..lifecycle import due
from ..models import Act, Dossier, Event
from . import answers, layout
from .prose import paragraphs_of
from .wording import say, words

RECEIPTS: Final = ("hold_incomplete", "contest_pieces", "admit", "file_modified", "register")
_INCOMPLETE: Final = frozenset({"hold_incomplete", "contest_pieces"})
DECLARATION: Final = "declaration_receipt"


@dataclass
class Standing:
    """The receipt of one dossier that stands: the entry that made it and what had been given by then."""

    dossier: Dossier
    event: Event

    @property
    def incomplete(self) -> bool:
        """Whether main documents were missing or contested."""
        return self.event.kind in _INCOMPLETE

    @property
    def declaration(self) -> bool:
        """Whether it is the receipt of a declaration, which is the proof itself."""
        return self.event.kind == "register"

    @cached_property
    def snapshot(self) -> Snapshot:
        """The version of the filing date."""
        snapshot: Snapshot = self.dossier.version.snapshot
        return snapshot

    @cached_property
    def documents(self) -> tuple[DocumentRule, ...]:
        """The closed list of documents for these answers."""
        return documents_asked(self.snapshot, self.dossier.answers, Place.of(self.dossier.commune))

    @cached_property
    def missing(self) -> list[DocumentRule]:
        """The main documents the entry lists."""
        codes = self.event.facts.get("documents", []) if self.incomplete else []
        return [document for document in self.documents if document.code in codes]

    @cached_property
    def given(self) -> list[tuple[DocumentRule, date]]:
        """The documents received by then, with the day of the last file; what the entry contests is not among them."""
        rows = self.dossier.pieces.filter(given_at__lte=self.event.at).order_by("given_at", "pk")
        days = dict(rows.values_list("document_code", "given_at"))
        return [
            (document, local_date(days[document.code]))
            for document in self.documents
            if document.code in days and document not in self.missing
        ]

    @cached_property
    def give_by(self) -> date | None:
        """The last day for what is missing."""
        return self.dossier.piece_requests.filter(asked_at=self.event.at).values_list("due_on", flat=True).first()

    @cached_property
    def due_on(self) -> date | None:
        """The last day of the answer as it stood then: a feast decreed later moves the day, not the receipt."""
        if self.incomplete or self.declaration:
            return None
        later = self.dossier.events.filter(sequence__gt=self.event.sequence)
        moved = later.filter(kind="due_moved").order_by("sequence").first()
        if moved is not None and moved.facts.get("from"):
            return date.fromisoformat(moved.facts["from"])
        if self.dossier.due_on is not None:
            return self.dossier.due_on
        read = due.deadline_of(self.dossier, at=self.event.at)
        return read.due_on if read else None

    @cached_property
    def act(self) -> Act | None:
        """The declaration's own act, which anyone can verify."""
        return self.dossier.acts.filter(kind=DECLARATION).first() if self.declaration else None


def standing_receipt(dossier: Dossier) -> Standing:
    """The receipt that stands. Raises `LookupError` before the filing has been settled."""
    event = dossier.events.filter(kind__in=RECEIPTS).order_by("-sequence").first()
    if event is None:
        raise LookupError(dossier.reference)
    return Standing(dossier, event)


def render_receipt(dossier: Dossier) -> bytes:
    """The receipt of `dossier`, from frozen data."""
    standing = standing_receipt(dossier)
    paper, alone = _compose(standing)
    if alone:
        paper, _still = _compose(standing, carried=True)
    return layout.finish(paper)


def _compose(standing: Standing, *, carried: bool = False) -> tuple[Paper, bool]:
    """The whole receipt, and whether its code stands on a page alone; `carried`: the documents received go over with it."""
    dossier = standing.dossier
    commune, province = layout.names_of(dossier.commune)
    address = act_address(standing.act.code) if standing.act else dossier_address(dossier.reference)
    paper = layout.new_paper(
        title=f"{_heading(standing, 'ar')} {dossier.reference}",
        created=standing.event.at,
        reference=dossier.reference,
        subject=address,
        # A receipt may never be late for a character.
        spell=True,
    )
    layout.draw_head(paper, commune=commune, province=province)
    _draw(paper, standing, "ar")
    if carried:
        paper.page_break()
    _draw_given(paper, standing, "ar")
    pages = paper.pages
    # One block ends the page: how to follow the file, and beside it what to know.
    paper.qr(address, _caption(standing, "ar"), after=_last_words(standing, "ar"))
    alone = paper.pages > pages
    layout.draw_courtesy_head(paper, commune=commune, province=province)
    _draw(paper, standing, "fr")
    _draw_given(paper, standing, "fr")
    for sentence in _last_words(standing, "fr"):
        paper.paragraph(sentence, lang="fr", voice="small")
    (layout.draw_verify if standing.act else layout.draw_follow)(paper, address, "fr")
    return paper, alone


def render_declaration_receipt(act: Act) -> bytes:
    """The receipt of a declaration as an act of its own: the same paper as the receipt of its dossier."""
    assert act.dossier is not None
    return render_receipt(act.dossier)


def _heading(standing: Standing, language: str) -> str:
    return _said("declaration_heading" if standing.declaration else "heading", language)


def _said(key: str, language: str, **values: object) -> str:
    return say(key, language, of="receipt", **values)


def _draw(paper: Paper, standing: Standing, language: str) -> None:
    amazigh = "" if standing.declaration or language != "ar" else words("receipt")["heading"].zgh
    paper.heading(_heading(standing, language), zgh=amazigh, lang=language)
    for sentence, warning in _first_words(standing, language):
        paper.notice(sentence, lang=language, warning=warning)
    paper.facts(_facts(standing, language), lang=language)
    if standing.incomplete:
        paper.subheading(_said("missing_pieces", language), lang=language)
        paper.numbered([document.label.read(language).words for document in standing.missing], lang=language)
        if standing.give_by:
            paper.paragraph(_said("give_by", language, due_on=long_date(standing.give_by, language)), lang=language)
        paper.paragraph(_said("clock_starts", language), lang=language)


def _caption(standing: Standing, language: str) -> list[str]:
    if standing.act is None:
        return [say("follow", language)]
    return [say("verify", language), say("code", language, code=isolate(layout.spelled(standing.act.code)))]


def _first_words(standing: Standing, language: str) -> list[tuple[str, bool]]:
    """What the receipt certifies: the first thing read."""
    if standing.declaration:
        return [
            (_said("declared", language, reference=isolate(standing.dossier.reference)), False),
            (_said("declaration_limits", language), True),
        ]
    if standing.incomplete:
        return [(_said("incomplete", language, count=len(standing.missing)), True)]
    if standing.due_on is None:
        return [(_said("complete_without_term", language), False)]
    return [(_said("complete", language, due_on=long_date(standing.due_on, language)), False)]


def _facts(standing: Standing, language: str) -> list[tuple[str, str]]:
    dossier, snapshot = standing.dossier, standing.snapshot
    given = dossier.answers
    rows = [
        (say("receipt_number", language), isolate(dossier.reference)),
        (say("filed_on", language), layout.full_day(dossier.filed_at, language)),
        (say("procedure", language), snapshot.prose.title.read(language).words),
        (say("applicant", language), dossier.applicant_name),
        *_project(standing, language),
    ]
    for label, kind in (("place", answers.PLACE), ("land", answers.LAND)):
        if _asks_for(snapshot, kind):
            told = answers.first_of(snapshot, given, (kind,), language)
            rows.append((say(label, language), told or say("unknown", language)))
    if dossier.pad_number:
        rows.append((say("pad", language), isolate(dossier.pad_number)))
    if standing.incomplete or standing.declaration:
        return rows
    if dossier.complete_at and local_date(dossier.complete_at) != local_date(dossier.filed_at):
        rows.append((say("complete_on", language), layout.full_day(dossier.complete_at, language)))
    last_day = long_date(standing.due_on, language) if standing.due_on else say("no_term", language)
    rows.append((say("due_on", language), last_day))
    if any(stage.action in ("session", "consult") for stage in snapshot.circuit):
        rows.append((say("commission_on", language), say("not_set_yet", language)))
    return rows


def _project(standing: Standing, language: str) -> list[tuple[str, str]]:
    """The project in the applicant's own words, or what the form asked in their place."""
    dossier, snapshot = standing.dossier, standing.snapshot
    own = answers.first_of(snapshot, dossier.answers, (answers.PROJECT,), language)
    if own:
        return [(say("project", language), own)]
    place = Place.of(dossier.commune)
    return answers.rows_of(snapshot, dossier.answers, place, language, holder=dossier.applicant_name)


def _asks_for(snapshot: Snapshot, kind: str) -> bool:
    return any(question.type == kind for step in snapshot.steps for question in step.questions)


def _draw_given(paper: Paper, standing: Standing, language: str) -> None:
    days = {day for _document, day in standing.given}
    together = len(days) == 1
    if together:
        heading = _said("given_pieces_on", language, day=long_date(min(days), language))
    else:
        heading = _said("given_pieces", language)
    paper.subheading(heading, lang=language)
    if not standing.given:
        paper.paragraph(_said("no_pieces", language), lang=language)
        return
    separator = "، " if language == "ar" else ", "
    lines = []
    for document, day in standing.given:
        nature = say("main" if document.nature == "main" else "information", language)
        label = document.label.read(language).words
        told = nature if together else separator.join((nature, long_date(day, language)))
        lines.append(f"{label} ({told})")
    paper.numbered(lines, lang=language)


def _last_words(standing: Standing, language: str) -> list[str]:
    """Silence, appeal, what may not be asked."""
    if standing.declaration:
        return paragraphs_of(standing.snapshot.prose.appeal.read(language).words)
    sentences = []
    if standing.due_on is not None:
        silence = "silence_grants" if standing.dossier.silence_grants else "silence_does_not_grant"
        sentences += [_said(silence, language), _said("may_move", language), _said("not_answered", language)]
    elif not standing.incomplete:
        sentences.append(_said("silence_does_not_grant", language))
    return [*sentences, _said("about_receipt", language)]
