"""Dossiers are read through `visible_to(actor)`: a query that does not ask who reads is how a file leaks to another commune."""

import ast
from collections.abc import Iterator

import pytest

from .code import Module, modules

# Rules and sweeps read every dossier; what they show goes through the policies.
READERS = ("tracking.policies", "tracking.lifecycle", "tracking.clock", "tracking.oversight")
MANAGERS = {"objects", "_default_manager", "_base_manager"}
# `create` makes a row and shows none.
ALLOWED = {"visible_to", "create"}
SHORTCUTS = {"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"}


def unasked(module: Module) -> Iterator[str]:
    """The places of `module` that read dossiers without asking for whom."""
    followed: dict[int, str] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute):
            followed[id(node.value)] = node.attr
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS and _is_dossier(node.value):
            if followed.get(id(node)) not in ALLOWED:
                yield f"{module.name}:{node.lineno}"
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in SHORTCUTS and _is_dossier(node.args[0]):
            yield f"{module.name}:{node.lineno}"


def _is_dossier(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id == "Dossier") or (
        isinstance(node, ast.Attribute) and node.attr == "Dossier"
    )


def test_dossiers_are_read_for_somebody():
    visited = [module for module in modules() if not module.within(*READERS)]
    assert len(visited) > 100
    assert [place for module in visited for place in unasked(module)] == []


def test_the_register_does_read_dossiers():
    assert [place for module in modules() if module.within(*READERS) for place in unasked(module)]


@pytest.mark.parametrize(
    "source",
    [
        "Dossier.objects.get(reference=r)",
        "models.Dossier.objects.filter(pk=1)",
        "rows = Dossier.objects",
        "Dossier._default_manager.all()",
        "get_object_or_404(Dossier, pk=1)",
    ],
)
def test_a_side_door_is_seen(source):
    assert len(list(unasked(Module("home.space.views", source)))) == 1


@pytest.mark.parametrize(
    "source",
    ["Dossier.objects.visible_to(actor).get(pk=1)", "get_object_or_404(Dossier.objects.visible_to(actor), pk=1)"],
)
def test_the_door_is_let_through(source):
    assert list(unasked(Module("home.space.views", source))) == []
