"""The rules of the house that no tool checks: what rooms may touch, and how long things get."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

HOUSE = Path(__file__).parent.parent / "dsar"
MODULE_LINES = 400
FUNCTION_LINES = 40
PURE = ("law", "directory", "cases", "letters", "complaints", "reports", "errors")
# Files, network, clock, database, YAML, screen, and packages that cost time on every start.
OUTSIDE = {
    *("babel", "holidays", "keyring", "os", "pathlib", "platformdirs", "pydantic", "rich"),
    *("socket", "sqlite3", "subprocess", "tempfile", "time", "typer", "urllib", "weasyprint"),
    "yaml",
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules() -> Iterator[tuple[str, str, ast.Module]]:
    """Each module of the house: its path under dsar/, its text, its tree."""
    for path in sorted(HOUSE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        yield path.relative_to(HOUSE).as_posix(), text, ast.parse(text)


def imports(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Each import below *tree*: its line and the full name of the module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, node.module or ""


def functions(tree: ast.AST) -> Iterator[Function]:
    """Each function below *tree*, methods and inner functions too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def lines_of(function: Function) -> int:
    """The lines of a function's body, its docstring not counted."""
    told = ast.get_docstring(function, clean=False) is not None
    body = function.body[1:] if told else function.body
    if not body:
        return 0
    return (body[-1].end_lineno or body[-1].lineno) - body[0].lineno + 1


def test_the_house_is_found() -> None:
    assert any(name == "__init__.py" for name, _, _ in modules())


def test_every_module_says_what_it_is() -> None:
    assert [name for name, _, tree in modules() if not ast.get_docstring(tree)] == []


def test_no_module_outgrows_its_ceiling() -> None:
    sizes = {name: len(text.splitlines()) for name, text, _ in modules()}
    assert {name: size for name, size in sizes.items() if size > MODULE_LINES} == {}


def test_no_function_outgrows_its_ceiling() -> None:
    long = [
        f"{name}:{function.lineno} {function.name}: {lines_of(function)} lines"
        for name, _, tree in modules()
        for function in functions(tree)
        if lines_of(function) > FUNCTION_LINES
    ]
    assert long == []


def test_pure_rooms_touch_nothing_outside() -> None:
    """Whatever they decide can be asked again for any day, on any machine, without a file."""
    touching = [
        f"{name}:{line} imports {module}"
        for name, _, tree in modules()
        if name.removesuffix(".py").split("/")[0] in PURE
        for line, module in imports(tree)
        if module.split(".")[0] in OUTSIDE
    ]
    assert touching == []


def test_own_modules_are_imported_at_the_top() -> None:
    """A late import hides a cycle. Commands may: each pays only for the action it needs."""
    late = {
        f"{name}:{line} imports {module}"
        for name, _, tree in modules()
        if not name.startswith("cli/")
        for function in functions(tree)
        for line, module in imports(function)
        if module.split(".")[0] == "dsar"
    }
    assert late == set()
