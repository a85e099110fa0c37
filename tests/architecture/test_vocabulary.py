"""Names are the glossary's: every model and every state has a line in docs/glossary.md, with its French and Arabic term."""

import re

import pytest
from django.apps import apps

from portal.accounts.models import Role
from tracking.models.states import ActState, DossierState

from .code import PACKAGES, ROOT, modules

GLOSSARY = ROOT / "docs" / "glossary.md"
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc", "manager2", "base2"}
# An act of the register is a verb and what it is done to.
ACTION = re.compile(r"[a-z]+(_[a-z]+)+")


def entries(text: str) -> dict[str, tuple[str, str]]:
    """The glossary's code terms with their French and Arabic, from every table that begins with them."""
    found: dict[str, tuple[str, str]] = {}
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and len(cells) >= 5 and cells[0] != "Code" and not set(cells[0]) <= set("-: "):
            for code in re.split(r"\s*/\s*", cells[0]):
                found[code.strip("` △★")] = (cells[1], cells[2])
    return found


def lacking(names, glossary) -> list[str]:
    """Those of `names` without a line in the glossary, or without a French or an Arabic term there."""
    return sorted(name for name in set(names) if not all(glossary.get(name, ("", ""))))


@pytest.fixture(scope="module")
def glossary():
    found = entries(GLOSSARY.read_text(encoding="utf-8"))
    assert len(found) > 150
    return found


def test_models_are_named_in_the_glossary(glossary):
    names = [
        model.__name__
        for config in apps.get_app_configs()
        if config.name.split(".")[0] in PACKAGES
        for model in config.get_models()
    ]
    assert len(names) > 40
    assert lacking(names, glossary) == []


@pytest.mark.parametrize(("kind", "at_least"), [(DossierState, 20), (ActState, 15), (Role, 10)])
def test_states_and_roles_are_named_in_the_glossary(glossary, kind, at_least):
    codes = [member.value for member in kind]
    assert len(codes) >= at_least
    assert lacking(codes, glossary) == []


def test_states_are_past_participles_or_situations_in_snake_case():
    assert all(re.fullmatch(r"[a-z]+(_[a-z]+)*", member.value) for kind in (DossierState, ActState) for member in kind)


def test_no_module_has_a_name_that_says_nothing():
    assert len(modules()) > 100
    assert [module.name for module in modules() if NAMELESS.intersection(module.name.split("."))] == []


def test_actions_are_verb_and_noun():
    names = [module.name.rpartition(".")[2] for module in modules() if module.within("tracking.actions")]
    actions = [name for name in names if name != "actions"]
    assert actions
    assert [name for name in actions if not ACTION.fullmatch(name)] == []


def test_a_missing_term_is_seen(glossary):
    assert lacking(["Dossier", "NoSuchThing"], glossary) == ["NoSuchThing"]


def test_a_term_without_arabic_is_seen():
    table = "| Code | fr | ar | zgh | Conf. |\n|---|---|---|---|---|\n| Thing | chose | | | |\n"
    assert lacking(["Thing"], entries(table)) == ["Thing"]
