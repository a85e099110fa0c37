"""Imports point one way (docs/architecture.md): between the apps, and inside the register. Imports inside functions count.

Django also resolves dotted strings (foreign keys, tasks, URLconfs): they are arrows too.
"""

from collections.abc import Iterator

import pytest

from .code import Module, Reference, imports, modules, strings_given_to

CHAIN = ("home", "forms", "tracking", "procedures", "portal", "portal.accounts", "portal.territory", "portal.kernel")
LABELS = {
    "dossier_forms": "forms",
    "accounts": "portal.accounts",
    "territory": "portal.territory",
    "kernel": "portal.kernel",
}
# These compose the site: settings name apps by string, the others start it.
COMPOSING = ("portal.settings", "portal.urls", "portal.asgi", "portal.wsgi")
WITHOUT_WAGTAIL = ("portal.accounts", "portal.territory", "portal.kernel", "tracking")
RESOLVED_BY_DJANGO = (
    *("ForeignKey", "OneToOneField", "ManyToManyField", "ParentalKey", "ParentalManyToManyField"),
    *("get_model", "import_string", "import_module", "enqueue", "async_task", "schedule", "include", "attach"),
)

# Inside the register, from left to right. What stands in one row does not know its neighbours: two that need each other
# meet further left. The policies read the table of transitions, and the writer of states asks the policies: so the table
# and what it stands on come after both.
REGISTER = (
    ("apps", "management", "urls", "urls_follow", "urls_localised"),
    # The tags of the templates read what the screens are made of.
    ("templatetags",),
    ("admin", "api", "views", "schedules", "tasks"),
    ("oversight", "retention"),
    ("service",),
    ("actions",),
    ("commission", "acts", "payments", "notifications", "register"),
    ("issuing",),
    ("verification",),
    ("lifecycle",),
    ("policies",),
    ("lifecycle.table", "lifecycle.guards", "lifecycle.case", "lifecycle.due"),
    ("addresses", "answers", "clock", "journal", "renderers", "triggers"),
    ("signature",),
    ("models",),
)
# Checking a paper must not depend on how it came to be: beside their neighbours to the right, these know the models alone.
APART = {"signature": {"models"}, "verification": {"models", "signature"}}
# `Dossier.objects.visible_to(actor)` is asked of the rows and answered by the policies.
RETURNS = {("tracking.models.dossier", "tracking.policies")}


def place(name: str, chain: tuple[str, ...]) -> int | None:
    """The place in `chain` of what holds `name`: the longest name wins, so that portal.kernel is not portal."""
    fitting = [part for part in chain if name == part or name.startswith(f"{part}.")]
    return chain.index(max(fitting, key=len)) if fitting else None


def named(module: Module) -> Iterator[Reference]:
    """Everything `module` names, with app labels turned into their packages."""
    yield from imports(module)
    for reference in strings_given_to(module, *RESOLVED_BY_DJANGO):
        label, dot, rest = reference.target.partition(".")
        if dot:
            # `label.Model` names a model, which lives in its app's models; anything else is a dotted path.
            inside = "models" if rest[:1].isupper() else rest
            yield Reference(f"{LABELS.get(label, label)}.{inside}", reference.line)


def leftward(module: Module) -> Iterator[str]:
    """The arrows of `module` that point left in the chain of apps."""
    if module.within(*COMPOSING):
        return
    here = place(module.name, CHAIN)
    assert here is not None, module.name
    for reference in named(module):
        there = place(reference.target, CHAIN)
        if there is not None and there < here:
            yield f"{module.name}:{reference.line} names {reference.target}, which stands to its left"


def part(name: str) -> tuple[str, int] | None:
    """The register's part that holds `name`, and its row; `None` for what is not of the register."""
    parts = name.split(".", 1)
    if parts[0] != "tracking" or len(parts) == 1:
        return None
    known = {known: index for index, names in enumerate(REGISTER) for known in names}
    fitting = [known_part for known_part in known if place(parts[1], (known_part,)) is not None]
    assert fitting, f"{name}: give tracking.{parts[1].split('.')[0]} its place in REGISTER"
    longest = max(fitting, key=len)
    return longest, known[longest]


def astray_in_the_register(module: Module) -> Iterator[str]:
    """The arrows of `module` that the register's inner order forbids."""
    found = part(module.name)
    if found is None:
        return
    own, here = found
    for reference in named(module):
        there = part(reference.target)
        if there is None or (module.name, reference.target) in RETURNS:
            continue
        other, row = there
        if other == own or (own.split(".")[0] == other.split(".")[0] and row == here):
            continue
        if own in APART and other not in APART[own]:
            yield f"{module.name}:{reference.line} names {reference.target}; {own} knows only {sorted(APART[own])}"
        elif row <= here and here > 0:
            yield f"{module.name}:{reference.line} names {reference.target}, which does not stand to its right"


def test_apps_import_to_the_right():
    visited = [module for module in modules() if not module.within(*COMPOSING)]
    assert len(visited) > 100
    assert [arrow for module in visited for arrow in leftward(module)] == []


def test_the_register_imports_to_the_right():
    visited = [module for module in modules() if module.within("tracking")]
    assert len(visited) > 30
    assert [arrow for module in visited for arrow in astray_in_the_register(module)] == []


def test_signature_and_verification_stand_on_models_and_kernel_alone():
    visited = [module for module in modules() if module.within("tracking.signature", "tracking.verification")]
    assert visited
    ours = ("home", "forms", "procedures", "portal")
    strangers = [
        f"{module.name}:{reference.line} imports {reference.target}"
        for module in visited
        for reference in imports(module)
        if place(reference.target, ours) is not None and place(reference.target, ("portal.kernel",)) is None
    ]
    assert strangers == []


def test_the_site_is_composed_of_urlconfs():
    (urls,) = [module for module in modules() if module.name == "portal.urls"]
    apps = ("home", "forms", "tracking", "procedures")
    named_there = [reference.target for reference in named(urls) if place(reference.target, apps) is not None]
    assert named_there
    assert [target for target in named_there if not target.rpartition(".")[2].startswith("urls")] == []


def test_settings_import_nothing_of_the_apps():
    visited = [module for module in modules() if module.within("portal.settings")]
    assert len(visited) > 10
    apps = ("home", "forms", "tracking", "procedures", "portal")
    imported = [(module.name, reference.target) for module in visited for reference in imports(module)]
    ours = [(name, target) for name, target in imported if place(target, apps) is not None]
    assert [pair for pair in ours if place(pair[1], ("portal.settings",)) is None] == []


def test_settings_are_read_through_django():
    readers = [
        f"{module.name}:{reference.line}"
        for module in modules()
        if not module.within("portal.settings")
        for reference in imports(module)
        if place(reference.target, ("portal.settings",)) is not None
    ]
    assert readers == []


def test_people_territory_kernel_and_register_know_no_wagtail():
    visited = [module for module in modules() if module.within(*WITHOUT_WAGTAIL)]
    assert len(visited) > 60
    wagtail = [
        f"{module.name}:{reference.line} imports {reference.target}"
        for module in visited
        for reference in imports(module)
        if reference.target.split(".")[0] in ("wagtail", "wagtail_localize", "modelcluster")
    ]
    assert wagtail == []


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("tracking.service", "from forms.models import Draft"),
        ("tracking.service", "def late():\n    from forms import models"),
        ("portal.kernel.files", "import tracking"),
        ("portal.territory.scope", "from portal.accounts.models import Grant"),
        ("portal.kernel.files", "from ..accounts import rights"),
        ("procedures.models.page", "x = models.ForeignKey('tracking.Dossier', models.PROTECT)"),
        ("portal.accounts.rights", "x = models.ForeignKey('dossier_forms.Draft', models.PROTECT)"),
        ("tracking.admin.inbox", "enqueue('forms.tasks.expire')"),
    ],
)
def test_an_arrow_to_the_left_is_seen(name, source):
    assert len(list(leftward(Module(name, source)))) == 1


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("tracking.models.piece", "from ..lifecycle import apply"),
        ("tracking.acts.permit", "from tracking.payments import gateways"),
        ("tracking.lifecycle.apply", "from ..notifications import outbox"),
        ("tracking.signature.seal", "from ..acts import layout"),
        ("tracking.verification.check", "from tracking.actions import sign_act"),
        ("tracking.lifecycle.guards", "from .apply import apply"),
        ("tracking.lifecycle.table", "from tracking import policies"),
        ("tracking.oversight.figures", "from ..retention import erase"),
    ],
)
def test_an_arrow_astray_in_the_register_is_seen(name, source):
    assert len(list(astray_in_the_register(Module(name, source)))) == 1


def test_arrows_to_the_right_are_let_through():
    source = "from ..lifecycle.apply import apply\nfrom .sign_act import sign_act\nfrom procedures import law\nimport datetime"
    module = Module("tracking.actions.deliver_act", source)
    assert [*leftward(module), *astray_in_the_register(module)] == []


def test_a_new_part_of_the_register_needs_its_place():
    with pytest.raises(AssertionError, match=r"give tracking\.misc its place"):
        list(astray_in_the_register(Module("tracking.misc", "")))
