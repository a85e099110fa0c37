"""The frozen text of a procedure: law, documents, circuit, fees, form and words in three languages, as plain typed values.

A `ProcedureVersion` stores exactly this as JSON; the guide, the wizard, the register, the clock and the acts read only
this. Nothing here touches a database, and nothing here knows a particular procedure.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Final

FORMAT: Final = 1
LANGUAGES: Final = ("ar", "fr", "zgh")
# Whom a reader of each language is shown when a sentence is missing, always marked with its own `lang`.
FALLBACK: Final[Mapping[str, tuple[str, ...]]] = {
    "ar": ("ar", "fr"),
    "fr": ("fr", "ar"),
    "zgh": ("zgh", "ar", "fr"),
}


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a reader is shown: the words and the language they are really in (`missing` when it is not the one asked)."""

    words: str
    language: str
    missing: bool


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence or paragraph in three languages; `None` is a translation that does not exist, kept as a gap."""

    ar: str | None = None
    fr: str | None = None
    zgh: str | None = None

    def read(self, language: str) -> Sentence:
        """The words for a reader of `language` (`ar`, `fr` or `zgh`), falling back openly."""
        for candidate in FALLBACK[language]:
            words = getattr(self, candidate)
            if words:
                return Sentence(words, candidate, candidate != language)
        return Sentence("", language, True)

    def __bool__(self) -> bool:
        return bool(self.ar or self.fr or self.zgh)


@dataclass(frozen=True, slots=True)
class Sourced:
    """Where a rule comes from. `confidence`: `high` (text read), `medium` (excerpt or press), `low` (practice, memory)."""

    source: str = ""
    confidence: str = "low"


@dataclass(frozen=True, slots=True)
class TermRule:
    """The time the law gives. Read by `tracking.clock.terms.Term.from_law(asdict(rule))`.

    `unit`: `working_days`, `calendar_days` or `months`. `start_event`: `complete_filing` or `filing`. `stop_event`:
    `notified`. `franc`: first and last day not counted. `carry_over`: a last day off moves to the next working day.
    `when`: a condition on the answers (large or small project); the first rule that holds applies.
    """

    amount: int
    unit: str
    start_event: str = "complete_filing"
    stop_event: str = "notified"
    franc: bool = False
    carry_over: bool = True
    when: str = ""
    origin: Sourced = field(default_factory=Sourced)


@dataclass(frozen=True, slots=True)
class SilenceRule:
    """Whether the end of the term without a notified answer grants the request (decree 2-22-141)."""

    grants: bool
    origin: Sourced = field(default_factory=Sourced)


@dataclass(frozen=True, slots=True)
class ValidityRule:
    """How long the act lives, from `starts` (`delivered`). `amount` 0 with unit `asked` means the period asked for.

    `ends`: what its last day makes of it, `expired` or `lapse_presumed` (it is void by law where works did not begin, but
    only a finding says so). Empty in what was frozen before the rule was written: read `end`.
    """

    amount: int
    unit: str
    starts: str = "delivered"
    renewable: bool = False
    ends: str = ""
    origin: Sourced = field(default_factory=Sourced)

    @property
    def end(self) -> str:
        """`expired` or `lapse_presumed`; a version that does not say lets a period asked for end, and only doubts others."""
        return self.ends or ("expired" if self.unit == "asked" else "lapse_presumed")


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of the circuit, in order.

    `action`: `check` (technical service), `consult` (bodies give opinions), `session` (examined on the spot),
    `visit` (joint visit), `register` (declaration), `decide`, `pay`. `holder`: who holds the file (`desk`, `technical`,
    `bodies`, `secretariat`, `president`, `cashier`). `bodies`: kinds of `territory.Body` asked; `binding`: those whose
    favourable opinion is required. `counted_from`: the time runs from the beginning of the `stage`, as in what was frozen
    before it was written, or from the complete `filing` (RGC 18: opinions). `one_negative_blocks`: `True`, `False`, or
    `None` when the commune's own data say it.
    """

    code: str
    action: str
    holder: str
    amount: int = 0
    unit: str = "working_days"
    counted_from: str = "stage"
    bodies: tuple[str, ...] = ()
    binding: tuple[str, ...] = ()
    one_negative_blocks: bool | None = False
    label: Text = field(default_factory=Text)
    origin: Sourced = field(default_factory=Sourced)


# The types of file behind the two kinds an editor chooses from: what the portal can read and print.
CONTENT_TYPES: Final = {"pdf": ("application/pdf",), "image": ("image/jpeg", "image/png", "image/webp")}


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """One document of the closed list. `nature`: `main` (inadmissible without it) or `information` (RGC 33).

    `asked_if`: condition on the answers; empty means always. `kinds`: accepted content types (`pdf`, `image`).
    """

    code: str
    nature: str
    label: Text
    help: Text = field(default_factory=Text)
    asked_if: str = ""
    kinds: tuple[str, ...] = ("pdf", "image")
    max_files: int = 3
    max_megabytes: int = 10
    origin: Sourced = field(default_factory=Sourced)

    @property
    def content_types(self) -> tuple[str, ...]:
        """The types of file that `kinds` stands for."""
        return tuple(kind for name in self.kinds for kind in CONTENT_TYPES[name])


@dataclass(frozen=True, slots=True)
class FeeRule:
    """One line of the fee order.

    `base`: `none`, `fixed`, `per_square_metre` or `per_square_metre_quarter`. The rate itself is the commune's
    (`LocalPublication.facts["rates"][code]`, in dirhams); `floor` and `ceiling` are the law's limits, in dirhams.
    `quantity`: the key of the answer that holds the area. `exempt_if`: condition on answers and territory.
    """

    code: str
    base: str
    label: Text
    floor: str = ""
    ceiling: str = ""
    quantity: str = ""
    periods: str = ""
    exempt_if: str = ""
    payee: str = "commune"
    origin: Sourced = field(default_factory=Sourced)


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One text the act rests on. `code`: stable (`12-90`, `2-18-475`, `rgc`); `articles`: as cited."""

    code: str
    articles: str
    title: Text
    origin: Sourced = field(default_factory=Sourced)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: the stored value and its label."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question of the form. `type` names an entry of the question-type registry (`forms.fields`).

    `asked_if` and `required_if`: conditions (`procedures.conditions`); empty `asked_if` means always. `params`: limits
    of the type (`min`, `max`, `max_length`, `unit`).
    """

    key: str
    type: str
    label: Text
    help: Text = field(default_factory=Text)
    required: bool = True
    asked_if: str = ""
    options: tuple[Option, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of the wizard. `key` is the word in its address."""

    key: str
    title: Text
    intro: Text = field(default_factory=Text)
    questions: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True)
class Prose:
    """What the guide says in words; `rich` texts hold the HTML subset of Wagtail's editor, already cleaned."""

    title: Text
    summary: Text = field(default_factory=Text)
    who: Text = field(default_factory=Text)
    outcome: Text = field(default_factory=Text)
    explanation: Text = field(default_factory=Text)
    warning: Text = field(default_factory=Text)
    appeal: Text = field(default_factory=Text)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything about one procedure at one time. `act`: `permit`, `order`, `certificate` or `declaration_receipt`."""

    code: str
    family: str
    act: str
    authority: str
    prose: Prose
    terms: tuple[TermRule, ...] = ()
    silence: SilenceRule = field(default_factory=lambda: SilenceRule(False))
    validity: ValidityRule | None = None
    circuit: tuple[Stage, ...] = ()
    documents: tuple[DocumentRule, ...] = ()
    fees: tuple[FeeRule, ...] = ()
    legal_bases: tuple[LegalBasis, ...] = ()
    steps: tuple[Step, ...] = ()
    documents_confirmed: bool = False

    def question(self, key: str) -> Question:
        """The question named `key`; `KeyError` if the version has none."""
        for step in self.steps:
            for question in step.questions:
                if question.key == key:
                    return question
        raise KeyError(key)

    def document(self, code: str) -> DocumentRule:
        """The document named `code`; `KeyError` if the closed list has none."""
        for document in self.documents:
            if document.code == code:
                return document
        raise KeyError(code)

    def to_json(self) -> dict[str, Any]:
        """Plain values, ready for `json.dumps`; `from_json` gives the same snapshot back."""
        plain: dict[str, Any] = json.loads(json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False))
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Snapshot:
        """The snapshot that `plain` stores. Raises `ValueError` for another format."""
        if plain.get("format") != FORMAT:
            raise ValueError(f"unknown snapshot format {plain.get('format')!r}")
        built: Snapshot = _build(cls, {k: v for k, v in plain.items() if k != "format"})
        return built

    def digest(self) -> str:
        """SHA-256 of the canonical JSON (sorted keys, UTF-8, no spaces), in hexadecimal."""
        canonical = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


_NESTED: Final[Mapping[str, type]] = {
    "Text": Text,
    "Sourced": Sourced,
    "Prose": Prose,
    "SilenceRule": SilenceRule,
    "ValidityRule | None": ValidityRule,
    "tuple[TermRule, ...]": TermRule,
    "tuple[Stage, ...]": Stage,
    "tuple[DocumentRule, ...]": DocumentRule,
    "tuple[FeeRule, ...]": FeeRule,
    "tuple[LegalBasis, ...]": LegalBasis,
    "tuple[Option, ...]": Option,
    "tuple[Question, ...]": Question,
    "tuple[Step, ...]": Step,
}


def _build(kind: type, plain: Mapping[str, Any]) -> Any:
    """`kind` from plain values; unknown keys raise `TypeError`, so that a misspelt rule is never dropped in silence."""
    known = {f.name: str(f.type) for f in fields(kind)}
    values: dict[str, Any] = {}
    for name, value in plain.items():
        if name not in known:
            raise TypeError(f"{kind.__name__} has no {name!r}")
        inner = _NESTED.get(known[name])
        if inner is not None and isinstance(value, Mapping):
            value = _build(inner, value)
        elif inner is not None and isinstance(value, Sequence) and not isinstance(value, str):
            value = tuple(_build(inner, item) for item in value)
        elif isinstance(value, list):
            value = tuple(value)
        values[name] = value
    return kind(**values)
