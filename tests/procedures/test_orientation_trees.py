"""Every tree can be walked to an end on every path, in Arabic and in French; a faulty one is refused by name."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
import yaml

from portal.kernel.errors import Invalid
from procedures import catalogue_file
from procedures.conditions import Place, parse
from procedures.known_answers import known_answers
from procedures.management.commands.load_catalogue import FOLDER as CATALOGUE
from procedures.orientation import checks, reader
from procedures.orientation.reader import FOLDER, read_folder, trees
from procedures.orientation.tree import Outcome, Question, Tree
from procedures.orientation.walk import Position, most_left, walk
from procedures.orientation.words import filled
from procedures.snapshot import Text

TODAY = date(2026, 11, 24)
NOWHERE = Place(code="", urban=False, province_code="", region_code="", population=None)
NEEDS = (
    "build",
    "enlarge",
    "repair",
    "shop",
    "street",
    "connect",
    "finish",
    "site",
    "demolish",
    "divide",
    "regularise",
)


def paths(tree: Tree) -> Iterator[Position]:
    """The end of every path: each choice, and each number on both sides of the values it is compared with."""
    values = tree.values_on(TODAY)
    written = {branch.when for question in tree.questions for branch in question.every_branch()}
    conditions = [parse(source) for source in sorted(written)]
    seen: set[Any] = set()

    def samples(question: Question) -> list[str]:
        if question.choices:
            return [choice.value for choice in question.choices]
        names = {name for each in conditions for name in re.findall(rf"\b{question.key} [<>=]+ (\w+)", each.source)}
        near = {values[name] for name in names if name in values}
        numbers = {question.least, question.most, *near, *(Decimal(value) + Decimal("0.01") for value in near)}
        return [format(Decimal(n).normalize(), "f") for n in numbers if question.least <= Decimal(n) <= question.most]

    def state(position: Position) -> Any:
        """All that decides the way on: where one stands, what holds already, and the answers that conditions still wait for."""
        known = position.facts.keys()
        waiting = {name for each in conditions if each.names - known for name in each.names}
        kept = tuple(pair for pair in position.query if pair[0] in waiting)
        holds = tuple(each.holds(position.facts, NOWHERE) for each in conditions if each.names <= known)
        part = position.question or position.outcome
        return (part.key if part else "", kept, holds)

    def step(position: Position) -> Iterator[Position]:
        if position.question is None:
            yield position
            return
        for answer in samples(position.question):
            further = walk(tree, {**dict(position.query), position.question.key: answer}, on=TODAY)
            assert len(further.given) > len(position.given)
            if (mark := state(further)) not in seen:
                seen.add(mark)
                yield from step(further)

    yield from step(walk(tree, {}, on=TODAY))


@cache
def ends(need: str) -> tuple[Position, ...]:
    return tuple(paths(trees()[need]))


def test_the_needs_are_those_of_the_portal():
    assert tuple(trees()) == NEEDS


@pytest.mark.parametrize("need", NEEDS)
def test_every_path_ends_and_every_outcome_is_reached(need):
    tree = trees()[need]
    reached = {position.outcome.key for position in ends(need) if position.outcome is not None}
    # What the law of an earlier day led to is reached on that day.
    reached |= {"regularise"} if need == "regularise" else set()
    assert reached == {outcome.key for outcome in tree.outcomes}


@pytest.mark.parametrize("need", NEEDS)
def test_there_are_never_more_questions_than_were_announced(need):
    tree = trees()[need]
    announced = most_left(tree, walk(tree, {}, on=TODAY))
    assert max(len(position.given) for position in ends(need)) <= announced <= 10


@pytest.mark.parametrize("need", NEEDS)
def test_a_tree_is_complete_in_arabic_and_in_french(need):
    texts = [text for _where, text in checks.texts(trees()[need]) if text]
    assert len(texts) > 10
    assert all(text.ar and text.fr for text in texts)
    assert all(not any(letter in text.ar for letter in "٠١٢٣٤٥٦٧٨٩") for text in texts if text.ar)


@pytest.mark.parametrize("need", NEEDS)
def test_every_rule_says_where_it_comes_from(need):
    tree = trees()[need]
    branches = [branch for question in tree.questions for branch in question.every_branch() if branch.because]
    notes = [note for outcome in tree.outcomes for note in outcome.notes]
    values = [row for rows in tree.values.values() for row in rows]
    origins = [each.origin for each in (*branches, *notes, *values, *tree.outcomes)]
    assert all(origin is not None and origin.source and origin.confidence for origin in origins)


@pytest.mark.parametrize("need", NEEDS)
def test_an_outcome_is_a_procedure_of_the_catalogue_and_hands_it_answers_it_takes(need):
    """Each answer handed on is a question of that procedure, and one of its own answers."""
    snapshots = {file.snapshot.code: file.snapshot for file in catalogue_file.read_folder(CATALOGUE)}
    for position in ends(need):
        assert position.outcome is not None
        if not position.outcome.code:
            continue
        snapshot = snapshots[position.outcome.code]
        handed = position.handed()
        chosen = {
            key: value for key, value in handed.items() if snapshot.question(key).type in ("one", "several", "yes_no")
        }
        assert known_answers(snapshot, chosen).keys() == chosen.keys()


def test_a_number_of_the_law_is_written_as_its_reader_writes_it():
    text = Text(ar="{height} متر", fr="{height} mètres et {area} m²")
    shown = filled(text, {"height": Decimal("15.5"), "area": Decimal(10000)})
    assert shown.fr == "15,50 mètres et 10\xa0000 m²"
    assert shown.ar == "15,50 متر"


@pytest.mark.parametrize(
    ("typed", "written"),
    [("11,5", "11.5"), (" 11.50 ", "11.5"), ("١١٫٥", "11.5"), ("1", ""), ("201", ""), ("abc", ""), ("NaN", ""), ("1e9", "")],
)  # fmt: skip
def test_a_height_is_read_as_people_write_it(typed, written):
    answers = {"what": "house", "land": "town", "zone": "plan", "height": typed}
    position = walk(trees()["build"], answers, on=TODAY)
    assert dict(position.query).get("height", "") == written
    assert bool(position.typed) is not bool(written)


@pytest.mark.parametrize(
    "parameters",
    [
        {"what": "dragon", "land": "town"},
        {"land": "town"},
        {"what": "", "zone": "none"},
        {"what": "house' or 1=1", "procedure": "x"},
    ],
)
def test_a_forged_answer_leads_back_to_its_question(parameters):
    position = walk(trees()["build"], parameters, on=TODAY)
    assert position.question is not None
    assert position.question.key == "what"
    assert position.given == ()


# --- what the reader refuses --------------------------------------------------------------------------------------------

WORDS = {"fr": "Mots", "ar": "كلمات"}
ORIGIN = {"source": "Un texte", "confidence": "low"}
BASIS = {"law": "law", "articles": WORDS}
COMMON: dict[str, Any] = {"laws": {"law": {"title": WORDS, "origin": ORIGIN}}}
TREE: dict[str, Any] = {
    "icon": "build",
    "order": 1,
    "title": WORDS,
    "text": WORDS,
    "values": {"limit": [{"value": 3, "origin": ORIGIN}]},
    "questions": [
        {
            "key": "first",
            "title": WORDS,
            "choices": [
                {"value": "a", "label": WORDS, "to": "second"},
                {"value": "b", "label": WORDS, "to": "free", "because": WORDS, "origin": ORIGIN},
            ],
        },
        {
            "key": "second",
            "type": "number",
            "unit": "m",
            "least": 1,
            "most": 9,
            "title": WORDS,
            "branches": [{"when": "second > limit", "to": "permit"}, {"to": "office"}],
        },
    ],
    "outcomes": [
        {"key": "permit", "kind": "procedure", "code": "U1", "title": WORDS, "origin": ORIGIN},
        {"key": "free", "kind": "not_required", "title": WORDS, "origin": ORIGIN, "bases": [BASIS]},
        {"key": "office", "kind": "elsewhere", "title": WORDS, "origin": ORIGIN, "authority": WORDS, "where": WORDS},
    ],
}


def written(folder: Any, tree: dict[str, Any]) -> None:
    (folder / "common.yaml").write_text(yaml.safe_dump(COMMON, allow_unicode=True), encoding="utf-8")
    (folder / "need.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")


def put(path: str, value: Any) -> dict[str, Any]:
    """The right tree with one value changed; `path` is parted by dots."""
    tree: Any = copy.deepcopy(TREE)
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = tree
    for part in way:
        place = place[part]
    place[last] = value
    return tree


def test_the_right_tree_is_read(tmp_path):
    written(tmp_path, TREE)
    (tree,) = read_folder(tmp_path)
    assert tree.need == "need"
    assert isinstance(tree.by_key["permit"], Outcome)


@pytest.mark.parametrize(
    ("path", "value", "reason"),
    [
        ("colour", "red", "no 'colour' here"),
        ("questions.0.colour", "red", "no 'colour' here"),
        ("questions.0.choices.0.goto", "x", "no 'goto' here"),
        ("title", {"fr": "Mots"}, "title.ar"),
        ("questions.0.choices.0.label", {"ar": "كلمات"}, "label.fr"),
        ("questions.0.title", {"fr": "Mots", "ar": "كلمات", "en": "Words"}, "words by language"),
        ("questions.0.choices.0.to", "nowhere", "does not exist"),
        ("questions.0.choices.0.to", "free", "nothing leads to"),
        ("questions.1.branches.1.to", "first", "lead round"),
        ("questions.1.branches.1.when", "second > 1", "dead end"),
        ("questions.1.branches.0.when", "second > other", "neither a question nor a value"),
        ("questions.1.branches.0.when", "second >", "second >"),
        ("questions.1.unit", "miles", "has a unit"),
        ("questions.0.choices.1.origin", None, "has an origin"),
        ("questions.0.choices.1.value", "a", "stands twice"),
        ("questions.0.key", "procedure", "procedure"),
        ("questions.0.title", {"fr": "{gone}", "ar": "{gone}"}, "no value 'gone'"),
        ("questions.0.title", {"fr": "{limit}", "ar": "كلمات"}, "name different values"),
        ("outcomes.0.code", "U99", "a code of the catalogue"),
        ("outcomes.0.origin", {"source": "", "confidence": "low"}, "a source and a confidence"),
        ("outcomes.1.bases", [], "legal basis"),
        ("outcomes.1.bases", [{"law": "none", "articles": WORDS}], "common.yaml has no"),
        ("outcomes.2.where", None, "to whom and where"),
        ("outcomes.0.notes", ["gone"], "common.yaml has no"),
        ("outcomes.0.answers", [{"key": "height", "question": "gone"}], "a question of this tree"),
        ("values.limit", [{"value": 3}], "a source and a confidence"),
        ("values.limit", [{"value": 3, "origin": ORIGIN}, {"value": 4, "origin": ORIGIN}], "two values on one day"),
    ],
)  # fmt: skip
def test_a_faulty_tree_is_refused_with_its_reason(tmp_path, path, value, reason):
    written(tmp_path, put(path, value))
    with pytest.raises(Invalid) as refused:
        read_folder(tmp_path)
    assert refused.value.data["file"] == "need.yaml"
    assert reason in refused.value.data["reason"]


def test_a_value_of_the_law_is_that_of_its_day(tmp_path):
    rows = [
        {"value": 3, "until": date(2020, 12, 31), "origin": ORIGIN},
        {"value": 5, "since": date(2021, 1, 1), "origin": ORIGIN},
    ]
    written(tmp_path, put("values.limit", rows))
    (tree,) = read_folder(tmp_path)
    ends = [walk(tree, {"first": "a", "second": "4"}, on=day).outcome for day in (date(2020, 12, 31), date(2021, 1, 1))]
    assert [outcome.key for outcome in ends if outcome] == ["permit", "office"]


def test_the_files_are_read_once():
    assert trees() is trees()
    assert len(read_folder(FOLDER)) == len(NEEDS)
    assert reader.FOLDER == FOLDER
