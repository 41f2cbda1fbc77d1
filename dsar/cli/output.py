"""How the front door speaks: results on stdout, everything else on stderr, errors in one place."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Set
from typing import Any, NoReturn

from dsar.errors import DsarError


def result(data: object, lines: Iterable[str], as_json: bool) -> None:
    """Print a result: one JSON document with *as_json*, else *lines*."""
    if as_json:
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            print(printable(line))


def message(text: str) -> None:
    """Print a message to the person, on stderr."""
    print(printable(text), file=sys.stderr)


def warnings(texts: Iterable[str]) -> None:
    """Print warnings, on stderr."""
    for text in texts:
        message(f"Note: {text}")


def printable(text: str) -> str:
    """*text* without characters that could steer a terminal."""
    return "".join(c if c == "\n" or c == "\t" or c.isprintable() else "\ufffd" for c in text)


def fail(error: DsarError, as_json: bool) -> NoReturn:
    """Print *error* as one sentence and one hint (or as JSON) and leave with its exit code."""
    if as_json:
        print(json.dumps({"error": error_data(error)}, ensure_ascii=False), file=sys.stderr)
    else:
        place = error.place()
        message(f"{place}: {error.message}" if place else error.message)
        if error.hint:
            message(f"  {error.hint}")
    raise SystemExit(error.exit_code)


def error_data(error: DsarError) -> dict[str, Any]:
    """*error* as the JSON that scripts read."""
    data: dict[str, Any] = {
        "code": error.exit_code,
        "kind": error.kind,
        "message": error.message,
        "hint": error.hint,
        "file": error.file,
        "line": error.line,
        "column": error.column,
    }
    day = getattr(error, "day", None)
    return data | {"day": day} if day else data


def role_lines(found: list[dict[str, Any]]) -> list[str]:
    """Ids with their role, and each reason with its citation."""
    lines = []
    for hit in found:
        lines.append(f"{hit['id']} ({hit['role']})")
        lines += [f"  {reason['text']} [{reason['citation']}]" for reason in hit["because"]]
    return lines


def record_lines(data: dict[str, Any], asked: Set[str] = frozenset()) -> list[str]:
    """A record as lines; what is *asked* for and empty is told as unknown."""
    lines = []
    for key, value in data.items():
        label = key.replace("_", " ")
        if value in ("", [], {}, None):
            lines += [f"{label}: unknown"] if key in asked else []
            continue
        if isinstance(value, list):
            lines.append(f"{label}:")
            lines += [f"  {_one_line(item)}" for item in value]
        else:
            lines.append(f"{label}: {_one_line(value)}")
    return lines


def _one_line(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{k} {_one_line(v)}" for k, v in value.items() if v not in ("", [], None))
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
