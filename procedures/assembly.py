"""From the rows of a procedure and the translations of its words to one snapshot in three languages.

The law comes from the source row alone. A word comes from its own translation record, never from the translated row,
where wagtail-localize fills every gap with the source language: here a gap stays a gap. A rich text of which one
paragraph is untranslated is missing as a whole, so that no reader meets two languages in one explanation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from wagtail.models import Locale
from wagtail_localize.models import StringSegment, TranslationSource
from wagtail_localize.strings import StringValue, extract_strings, restore_strings

from . import rich
from .models import Procedure
from .models.procedure import PLAIN_WORDS, RICH_WORDS
from .snapshot import (
    LANGUAGES,
    DocumentRule,
    FeeRule,
    LegalBasis,
    Option,
    Prose,
    Question,
    SilenceRule,
    Snapshot,
    Sourced,
    Stage,
    Step,
    TermRule,
    Text,
    ValidityRule,
)

_ROWS_WITH_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "circuit": ("label",),
    "documents": ("label", "help"),
    "fees": ("label",),
    "legal_bases": ("title",),
}


@dataclass(frozen=True, slots=True)
class Slot:
    """One text of a procedure.

    `address` is ours (`documents/request/label`), `path` is wagtail-localize's (`documents.<uuid>.label`), `words` are the
    source row's.
    """

    address: str
    path: str
    words: str
    rich: bool = False

    def pieces(self) -> tuple[str, list[tuple[StringValue, Any]]]:
        """The template and the translation units of the words."""
        if self.rich:
            return extract_strings(self.words)
        return '<text position="0"></text>', [(StringValue.from_plaintext(self.words), {})]


class Translations:
    """The finished translations of one source: what each unit is called in each language."""

    def __init__(self, language: str, units: Mapping[str, Mapping[tuple[str, str], str]]) -> None:
        self.language = language
        self._units = units

    @classmethod
    def of(cls, source: TranslationSource) -> Translations:
        """Read all languages of `source`; translations in error count as missing."""
        units: dict[str, dict[tuple[str, str], str]] = {}
        for locale in Locale.objects.exclude(pk=source.locale_id):
            rows = (
                StringSegment.objects.filter(source=source)
                .annotate_translation(locale)
                .values_list("context__path", "string__data", "translation")
            )
            units[locale.language_code] = {(path, data): words for path, data, words in rows if words}
        return cls(source.locale.language_code, units)

    def text(self, slot: Slot) -> Text:
        """The words of `slot` in every language that has them all."""
        if not slot.words.strip():
            return Text()
        words: dict[str, str | None] = {language: self._translated(slot, language) for language in LANGUAGES}
        words[self.language] = rich.clean(slot.words) if slot.rich else slot.words
        return Text(**words)

    def _translated(self, slot: Slot, language: str) -> str | None:
        units = self._units.get(language, {})
        template, pieces = slot.pieces()
        found = [(units.get((slot.path, value.data)), attrs) for value, attrs in pieces]
        if not found or any(words is None for words, _attrs in found):
            return None
        values = [(StringValue(words), attrs) for words, attrs in found]
        if slot.rich:
            return rich.clean(restore_strings(template, values))
        return values[0][0].render_text()


def slots(procedure: Procedure) -> Iterator[Slot]:
    """Every text of the source row `procedure`, empty ones included."""
    for name in (*PLAIN_WORDS, *RICH_WORDS):
        yield Slot(f"prose/{name}", name, getattr(procedure, name), rich=name in RICH_WORDS)
    for relation, names in _ROWS_WITH_WORDS.items():
        for row in getattr(procedure, relation).all():
            for name in names:
                path = f"{relation}.{row.translation_key}.{name}"
                yield Slot(f"{relation}/{row.code}/{name}", path, getattr(row, name))
    for block in procedure.form:
        step = block.value
        for name in ("title", "intro"):
            yield Slot(f"steps/{step['key']}/{name}", f"form.{block.id}.{name}", step[name])
        for item in step["questions"].bound_blocks:
            question = item.value
            path = f"form.{block.id}.questions.{item.id}"
            for name in ("label", "help"):
                yield Slot(f"questions/{question['key']}/{name}", f"{path}.{name}", question[name])
            for option in question["options"].bound_blocks:
                address = f"questions/{question['key']}/options/{option.value['value']}"
                yield Slot(address, f"{path}.options.{option.id}.label", option.value["label"])


def texts_of(snapshot: Snapshot) -> dict[str, Text]:
    """The texts of a snapshot by the same addresses as `slots`."""
    texts = {f"prose/{name}": getattr(snapshot.prose, name) for name in (*PLAIN_WORDS, *RICH_WORDS)}
    for relation, names in _ROWS_WITH_WORDS.items():
        for row in getattr(snapshot, relation):
            texts |= {f"{relation}/{row.code}/{name}": getattr(row, name) for name in names}
    for step in snapshot.steps:
        texts |= {f"steps/{step.key}/{name}": getattr(step, name) for name in ("title", "intro")}
        for question in step.questions:
            texts |= {f"questions/{question.key}/{name}": getattr(question, name) for name in ("label", "help")}
            texts |= {f"questions/{question.key}/options/{option.value}": option.label for option in question.options}
    return texts


def assemble(procedure: Procedure, translations: Translations) -> Snapshot:
    """The snapshot of the source row `procedure` with the words of `translations`."""
    texts = {slot.address: translations.text(slot) for slot in slots(procedure)}
    return Snapshot(
        code=procedure.key.code,
        family=procedure.key.family,
        act=procedure.act,
        authority=procedure.authority,
        prose=Prose(**{name: texts[f"prose/{name}"] for name in (*PLAIN_WORDS, *RICH_WORDS)}),
        terms=tuple(_term(row) for row in procedure.terms.all()),
        silence=SilenceRule(procedure.silence_grants, Sourced(procedure.silence_source, procedure.silence_confidence)),
        validity=_validity(procedure),
        circuit=tuple(_stage(row, texts) for row in procedure.circuit.all()),
        documents=tuple(_document(row, texts) for row in procedure.documents.all()),
        fees=tuple(_fee(row, texts) for row in procedure.fees.all()),
        legal_bases=tuple(
            LegalBasis(row.code, row.articles, texts[f"legal_bases/{row.code}/title"], _origin(row))
            for row in procedure.legal_bases.all()
        ),
        steps=tuple(_step(block.value, texts) for block in procedure.form),
        documents_confirmed=procedure.documents_confirmed,
    )


def _origin(row: Any) -> Sourced:
    return Sourced(row.source, row.confidence)


def _term(row: Any) -> TermRule:
    return TermRule(
        amount=row.amount,
        unit=row.unit,
        start_event=row.start_event,
        stop_event=row.stop_event,
        franc=row.franc,
        carry_over=row.carry_over,
        when=row.when,
        origin=_origin(row),
    )


def _validity(procedure: Procedure) -> ValidityRule | None:
    if procedure.validity_amount is None:
        return None
    return ValidityRule(
        amount=procedure.validity_amount,
        unit=procedure.validity_unit,
        starts=procedure.validity_starts,
        renewable=procedure.validity_renewable,
        ends=procedure.validity_ends,
        origin=Sourced(procedure.validity_source, procedure.validity_confidence),
    )


def _stage(row: Any, texts: Mapping[str, Text]) -> Stage:
    return Stage(
        code=row.code,
        action=row.action,
        holder=row.holder,
        amount=row.amount,
        unit=row.unit,
        counted_from=row.counted_from,
        bodies=tuple(row.bodies),
        binding=tuple(row.binding),
        one_negative_blocks=row.one_negative_blocks,
        label=texts[f"circuit/{row.code}/label"],
        origin=_origin(row),
    )


def _document(row: Any, texts: Mapping[str, Text]) -> DocumentRule:
    return DocumentRule(
        code=row.code,
        nature=row.nature,
        label=texts[f"documents/{row.code}/label"],
        help=texts[f"documents/{row.code}/help"],
        asked_if=row.asked_if,
        kinds=tuple(row.kinds.split(",")),
        max_files=row.max_files,
        max_megabytes=row.max_megabytes,
        origin=_origin(row),
    )


def _fee(row: Any, texts: Mapping[str, Text]) -> FeeRule:
    return FeeRule(
        code=row.code,
        base=row.base,
        label=texts[f"fees/{row.code}/label"],
        floor=_amount(row.floor),
        ceiling=_amount(row.ceiling),
        quantity=row.quantity,
        periods=row.periods,
        exempt_if=row.exempt_if,
        payee=row.payee,
        origin=_origin(row),
    )


def _amount(value: Decimal | None) -> str:
    """Dirhams as text without needless zeros, so that "500" and "500.00" are one law."""
    if value is None:
        return ""
    whole = Decimal(value).quantize(Decimal("0.01"))
    return str(int(whole)) if whole == whole.to_integral_value() else str(whole)


def _step(value: Any, texts: Mapping[str, Text]) -> Step:
    return Step(
        key=value["key"],
        title=texts[f"steps/{value['key']}/title"],
        intro=texts[f"steps/{value['key']}/intro"],
        questions=tuple(_question(question, texts) for question in value["questions"]),
    )


def _question(value: Any, texts: Mapping[str, Text]) -> Question:
    key = value["key"]
    return Question(
        key=key,
        type=value["type"],
        label=texts[f"questions/{key}/label"],
        help=texts[f"questions/{key}/help"],
        required=value["required"],
        asked_if=value["asked_if"],
        options=tuple(
            Option(option["value"], texts[f"questions/{key}/options/{option['value']}"]) for option in value["options"]
        ),
        params={parameter["name"]: _parameter(parameter["value"]) for parameter in value["params"]},
    )


def _parameter(written: str) -> bool | int | str:
    """Whole numbers and true or false as such; everything else (decimals, units) as text."""
    if written in ("true", "false"):
        return written == "true"
    try:
        return int(written)
    except ValueError:
        return written
