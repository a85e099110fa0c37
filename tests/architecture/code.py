"""The project's own files, parsed once, for the tests that read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("home", "forms", "tracking", "procedures", "portal")
ASSETS = ("*.html", "*.css", "*.js")


@dataclass(frozen=True)
class Module:
    """One Python module: its dotted name (a package has the name of its folder) and its source."""

    name: str
    source: str
    is_package: bool = False

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, self.name)

    @property
    def package(self) -> str:
        """The package that relative imports start from."""
        return self.name if self.is_package else self.name.rpartition(".")[0]

    def within(self, *names: str) -> bool:
        """Whether the module is one of `names` or lies below one."""
        return any(self.name == name or self.name.startswith(f"{name}.") for name in names)


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the product, migrations aside."""
    return tuple(_read(path) for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")) if _ours(path))


@cache
def files(*patterns: str, below: tuple[str, ...] = PACKAGES) -> tuple[Path, ...]:
    """Every file below the folders `below` whose name fits one of `patterns`, migrations aside."""
    return tuple(
        path
        for folder in below
        for pattern in patterns
        for path in sorted((ROOT / folder).rglob(pattern))
        if _ours(path)
    )


@dataclass(frozen=True)
class Reference:
    """One thing a module names outside itself: an import, or a dotted string that Django resolves."""

    target: str
    line: int


def imports(module: Module) -> Iterator[Reference]:
    """What `module` imports, wherever in it: a submodule by its full name, an object by its module's."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Reference(alias.name, node.lineno)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parts = module.package.split(".")
                start = ".".join(parts[: len(parts) - node.level + 1])
                base = f"{start}.{base}" if base else start
            for alias in node.names:
                submodule = f"{base}.{alias.name}"
                yield Reference(submodule if _exists(submodule) else base, node.lineno)


def strings_given_to(module: Module, *functions: str) -> Iterator[Reference]:
    """The literal first arguments of calls of `functions`, by the last part of their name."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if called in functions and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield Reference(first.value, node.lineno)


def _ours(path: Path) -> bool:
    return not {"migrations", "__pycache__", "node_modules"}.intersection(path.parts)


def _read(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    is_package = parts[-1] == "__init__"
    return Module(".".join(parts[:-1] if is_package else parts), path.read_text(encoding="utf-8"), is_package)


def _exists(name: str) -> bool:
    path = ROOT.joinpath(*name.split("."))
    return path.with_suffix(".py").is_file() or (path / "__init__.py").is_file()
