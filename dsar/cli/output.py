"""How the front door speaks: results on stdout, everything else on stderr, errors in one place."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
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
