"""Imports run in one direction, and one inside a function says why it is there.

The direction stands in docs/architecture.md; the practice portals and the tests stand beside it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("store", "parsing", "crawler", "warehouse", "lookup", "monitoring", "dashboard", "practice", "flows")


@dataclass(frozen=True)
class Import:
    """One import of ours: from which file and line, of which module, and where it stands."""

    file: Path
    line: int
    module: str
    is_inside: bool
    """Inside a function, or a block that only a type checker reads."""
    is_explained: bool

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line} imports {self.module}"


def allowed() -> dict[str, frozenset[str]]:
    """The table of docs/architecture.md: what each package may import."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    section = text.split("## Who imports whom")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|$", section, flags=re.MULTILINE)
    return {package: frozenset(re.findall(r"`(\w+)`", others)) for package, others in rows}


def has_reason(lines: list[str], first: int, last: int) -> bool:
    """Whether a comment stands beside an import, above it and others right before it, or once for the whole file."""
    if any(line.startswith("# Imports stand inside") for line in lines):
        return True
    begin = first - 1
    while begin > 0 and re.match(r"\s+(import|from) |\s*$", lines[begin - 1]):
        begin -= 1
    beside = " ".join(lines[first - 1 : last]).replace("# noqa", "")
    return "#" in beside or "#" in lines[begin - 1].replace("# noqa", "")


def imports_of(package: str) -> Iterator[Import]:
    for file in sorted((ROOT / package).rglob("*.py")):
        source = file.read_text(encoding="utf-8")
        yield from _found(file, source.splitlines(), ast.parse(source), is_inside=False)


def _found(file: Path, lines: list[str], node: ast.AST, *, is_inside: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            is_explained = has_reason(lines, child.lineno, child.end_lineno or child.lineno)
            for module in _modules(child):
                if module.split(".")[0] in PACKAGES:
                    yield Import(file, child.lineno, module, is_inside, is_explained)
        else:
            is_in_function = isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef)
            yield from _found(file, lines, child, is_inside=is_inside or is_in_function or _is_for_types(child))


def _is_for_types(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)


def _modules(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    return [f"{node.module}.{name.name}" for name in node.names]


def test_the_table_has_a_row_for_every_package() -> None:
    assert set(allowed()) == set(PACKAGES)
    programs = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    assert programs == set(PACKAGES)


def test_the_direction_leads_nowhere_in_a_circle() -> None:
    assert list(TopologicalSorter(allowed()).static_order())


def test_no_module_leads_back_to_itself() -> None:
    """Neither at the top of a file nor inside a function: a knot that is tied late is one, too."""
    found = [each for package in PACKAGES for each in imports_of(package)]
    names = {_name_of(file) for package in PACKAGES for file in (ROOT / package).rglob("*.py")}
    graph: dict[str, set[str]] = {}
    for each in found:
        module = each.module if each.module in names else each.module.rpartition(".")[0]
        graph.setdefault(_name_of(each.file), set()).update({module} - {_name_of(each.file)})
    assert list(TopologicalSorter(graph).static_order())


def _name_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_imports_only_what_lies_before_it(package: str) -> None:
    may = allowed()[package] | {package}
    assert [str(found) for found in imports_of(package) if found.module.split(".")[0] not in may] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_an_import_inside_a_function_says_why(package: str) -> None:
    assert [str(found) for found in imports_of(package) if found.is_inside and not found.is_explained] == []


def test_nothing_is_imported_by_its_name() -> None:
    """`import_module` hides a direction; only modules of one folder that are all alike are loaded so."""
    named = {
        str(file.relative_to(ROOT))
        for package in PACKAGES
        for file in (ROOT / package).rglob("*.py")
        if "import_module(" in file.read_text(encoding="utf-8")
    }
    assert named <= {"flows/cli/__init__.py", "crawler/platforms/__init__.py", "practice/hosts.py"}
