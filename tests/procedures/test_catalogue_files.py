"""The catalogue's files: every one is read, sourced, complete in Arabic and French; a wrong one is refused with its reason."""

from __future__ import annotations

import pytest
import yaml

from portal.kernel.errors import Invalid
from procedures import catalogue_file, checks
from procedures.assembly import texts_of
from procedures.management.commands.load_catalogue import FOLDER
from procedures.models.choices import ValidityEnd

from .conftest import EXAMPLE

FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_the_catalogue_can_come_into_force(path):
    file = catalogue_file.read(path)
    assert [finding.sentence for finding in checks.findings(file.snapshot) if finding.blocks] == []
    texts = texts_of(file.snapshot)
    assert [address for address, text in texts.items() if text and not (text.ar and text.fr)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_of_the_catalogue_says_what_the_end_of_its_act_is(path):
    validity = catalogue_file.read(path).snapshot.validity
    assert validity is None or validity.ends in ValidityEnd.values


def test_the_files_of_the_catalogue_name_different_procedures():
    assert {file.snapshot.code for file in catalogue_file.read_folder(FOLDER)} >= {"U1", "U6", "E1", "D1"}


def _set(*path_and_value):
    *path, value = path_and_value

    def change(plain):
        for step in path[:-1]:
            plain = plain[step]
        plain[path[-1]] = value

    return change


def _drop(*path):
    def change(plain):
        for step in path[:-1]:
            plain = plain[step]
        del plain[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (_set("delay", 10), "delay"),
        (_set("terms", 0, "amonut", 10), "amonut"),
        (_drop("slug"), "slug"),
        (_set("slug", "رخصة"), "slug"),
        (_set("source_language", "en"), "source_language"),
        (_set("in_force_from", "one day"), "in_force_from"),
        (_drop("prose", "title", "fr"), "prose.title"),
        (_drop("terms", 0, "origin"), "source"),
        (_set("terms", 0, "origin", "source", ""), "source"),
        (_set("terms", 0, "origin", "confidence", "sure"), "confidence"),
        (_set("documents", 0, "label", "Demande"), "documents[0].label"),
        (_set("documents", 0, "help", "ar", ""), "documents[0].help.ar"),
        (_set("documents", 0, "help", {"en": "Signed."}), "en"),
        (_set("steps", 0, "questions", 0, "options", 0, "value", True), "options[0].value"),
        (_set("prose", "explanation", "ar", "<p>واحدة فقط</p>"), "explanation"),
    ],
)
def test_a_wrong_file_is_refused_with_its_reason(tmp_path, change, reason):
    plain = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    change(plain)
    path = tmp_path / "wrong.yaml"
    path.write_text(yaml.safe_dump(plain, allow_unicode=True), encoding="utf-8")
    with pytest.raises(Invalid) as refusal:
        catalogue_file.read(path)
    assert refusal.value.data["file"] == "wrong.yaml"
    assert reason in refusal.value.data["reason"]


@pytest.mark.parametrize("content", ["- 1", "code: [", "\x00", ""])
def test_what_is_no_procedure_at_all_is_refused(tmp_path, content):
    path = tmp_path / "wrong.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Invalid):
        catalogue_file.read(path)


def test_two_files_of_one_code_are_refused(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(Invalid, match=r"a\.yaml"):
        catalogue_file.read_folder(tmp_path)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (_set("documents", 1, "asked_if", "aera > 20"), "unknown_name"),
        (_set("documents", 1, "asked_if", "area >"), "condition"),
        (_set("terms", 0, "when", "area.__class__"), "condition"),
        (_set("fees", 0, "exempt_if", "stranger"), "unknown_name"),
        (_set("fees", 0, "quantity", "stranger"), "unknown_name"),
        (_set("fees", 0, "base", "per_square_metre"), "fee_without_area"),
        (_set("fees", 0, "floor", "600"), "fee_limits"),
        (_set("steps", 0, "questions", 1, "asked_if", "firm == 'x'"), "circle"),
        (_set("steps", 0, "questions", 2, "key", "area"), "double"),
        (_set("circuit", 0, "binding", ["urban_agency"]), "binding_not_asked"),
    ],
)
def test_what_could_not_be_applied_blocks_a_publication(tmp_path, change, code):
    plain = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
    change(plain)
    path = tmp_path / "blocked.yaml"
    path.write_text(yaml.safe_dump(plain, allow_unicode=True), encoding="utf-8")
    found = checks.findings(catalogue_file.read(path).snapshot)
    assert code in [finding.code for finding in found if finding.blocks]
