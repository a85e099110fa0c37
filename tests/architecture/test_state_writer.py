"""One module writes the state of a dossier and of an act: `tracking.lifecycle.apply`, which locks, checks and journals.

Other models may have a state of their own, whose values are written `Model.State.VALUE`.
"""

import ast
from collections.abc import Iterator

import pytest

from .code import Module, modules

WRITER = "tracking.lifecycle.apply"
GOVERNED = ("Dossier", "Act")
BULK = {"update", "aupdate"}


def writes(module: Module) -> Iterator[str]:
    """Every place of `module` that writes the state of a dossier or of an act, or may."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            written = _call_writes(node)
        elif isinstance(node, ast.Assign):
            written = any(_assigns(target, node.value) for target in node.targets)
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            written = _assigns(node.target, node.value)
        else:
            continue
        if written:
            yield f"{module.name}:{node.lineno}"


def _assigns(target: ast.expr, value: ast.expr | None) -> bool:
    if isinstance(target, ast.Tuple):
        values = value.elts if isinstance(value, ast.Tuple) else [value] * len(target.elts)
        return any(_assigns(part, given) for part, given in zip(target.elts, values, strict=True))
    return isinstance(target, ast.Attribute) and target.attr == "state" and not _of_another(value)


def _call_writes(call: ast.Call) -> bool:
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    state = next((keyword.value for keyword in call.keywords if keyword.arg == "state"), None)
    if called in BULK:
        return state is not None and not _of_another(state)
    if called in GOVERNED:
        return state is not None
    if called in {"create", "acreate"}:
        return state is not None and any(f"{model}.objects" in ast.unparse(call.func) for model in GOVERNED)
    if called == "setattr":
        return len(call.args) > 1 and isinstance(call.args[1], ast.Constant) and call.args[1].value == "state"
    if called == "bulk_update":
        return any("'state'" in ast.unparse(argument) for argument in [*call.args, *[k.value for k in call.keywords]])
    return False


def _of_another(value: ast.expr | None) -> bool:
    """Whether `value` is `Model.State.VALUE` of a model whose state is its own affair."""
    match value:
        case ast.Attribute(value=ast.Attribute(value=ast.Name(id=model), attr="State")):
            return model not in GOVERNED
    return False


def test_one_module_writes_the_state():
    visited = [module for module in modules() if module.name != WRITER]
    assert len(visited) > 100
    assert [place for module in visited for place in writes(module)] == []


def test_the_writer_writes_it():
    (writer,) = [module for module in modules() if module.name == WRITER]
    assert list(writes(writer))


@pytest.mark.parametrize(
    "source",
    [
        "dossier.state = DossierState.ADMITTED",
        "dossier.state, dossier.due_on = state, day",
        "dossier.due_on, dossier.state = moved",
        "self.object.state: str = new",
        "Dossier.objects.filter(pk=1).update(state='admitted')",
        "acts.update(state_reason='', state=ActState.VALID)",
        "setattr(dossier, 'state', state)",
        "Act(state=ActState.VALID)",
        "Dossier.objects.create(state=DossierState.SIGNED)",
        "Dossier.objects.bulk_update(rows, ['state'])",
        "act.state = Act.State.VALID",
    ],
)
def test_a_second_writer_is_seen(source):
    assert len(list(writes(Module("tracking.actions.admit_dossier", source)))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "notice.state = Notice.State.SENT",
        "notice.state, notice.error = Notice.State.SENT, ''",
        "Notice.objects.update(state=Notice.State.SENT)",
        "draft.state == Draft.State.FILED",
        "Dossier.objects.filter(state=DossierState.ADMITTED)",
        "dossier.state_since = at",
    ],
)
def test_what_writes_no_such_state_is_let_through(source):
    assert list(writes(Module("tracking.notifications.delivery", source))) == []
