"""YAML read as strings only, with the line and column of every value.

PyYAML by itself reads ``NO`` (Norway) as false, ``01067`` (Dresden) as 567, and silently keeps the
last of two equal keys; so every scalar stays the string that was written and Pydantic types it.
"""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dsar.errors import Invalid
from dsar.reference.near import near

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
KEY = "<key>"
_EMPTY = {"", "~", "null"}

Path_ = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class Document:
    """The plain data of one YAML file, and where in the file each value stands (from 1)."""

    name: str
    data: object
    places: Mapping[Path_, tuple[int, int]]

    def place(self, path: Path_) -> tuple[int, int]:
        """Line and column of the value at *path*, or of the nearest value around it."""
        while path and path not in self.places:
            path = path[:-1]
        return self.places.get(path, (1, 1))

    def error(self, path: Path_, message: str, hint: str = "") -> Invalid:
        """An Invalid that points at the value at *path*."""
        line, column = self.place(path)
        return Invalid(
            message, hint, file=self.name, line=line, column=column, kind="invalid-record"
        )


def read_yaml(path: Path, name: str | None = None) -> Document:
    """The YAML file at *path*; raises Invalid with its place when it cannot be read."""
    label = name or str(path)
    try:
        # A pipe or a device would never end.
        if not stat.S_ISREG(path.stat().st_mode):
            raise Invalid("This is no file.", "Give the file itself.", file=label)
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise Invalid(
            f"Cannot read the file: {error.strerror}.", "Check its name.", file=label
        ) from error
    if len(raw) > MAX_BYTES:
        raise Invalid("The file is larger than a megabyte.", "Split it.", file=label)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise Invalid(
            "The file is not UTF-8.", "Save it as UTF-8.", file=label, line=line
        ) from None
    return parse_yaml(text, label)


def parse_yaml(text: str, name: str) -> Document:
    """The YAML document in *text*; *name* stands in error messages."""
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        problem = error.problem or "the structure is broken"
        raise Invalid(
            f"This is not valid YAML: {problem}.",
            "Check indentation, colons and quotes near this place.",
            file=name,
            line=line,
            column=column,
            kind="invalid-yaml",
        ) from None
    except yaml.YAMLError:
        raise Invalid(
            "This is not valid YAML: it holds a character that is not allowed.",
            "Remove control characters.",
            file=name,
            kind="invalid-yaml",
        ) from None
    return Document(name, builder.root, builder.places)


class _Builder:
    """Builds plain data from YAML events; a hostile file cannot make it recurse."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: object = None
        self.places: dict[Path_, tuple[int, int]] = {}
        self._open: list[tuple[Path_, dict[str, object] | list[object]]] = []
        self._key: list[str | None] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take one parser event."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._refuse(event, "The file holds more than one document.")
        elif isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, "Anchors and aliases are not allowed.")
        elif isinstance(event, yaml.NodeEvent):
            self._node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()
            self._key.pop()

    def _node(self, event: yaml.NodeEvent) -> None:
        if getattr(event, "tag", None) and not isinstance(event, yaml.ScalarEvent):
            self._refuse(event, "Tags are not allowed.")
        if isinstance(event, yaml.ScalarEvent):
            if event.tag not in {None, "!"}:
                self._refuse(event, "Tags are not allowed.")
            empty = not event.style and event.value in _EMPTY
            if self._expects_key():
                self._take_key(event)
            else:
                self._put(event, None if empty else event.value)
            return
        if self._expects_key():
            self._refuse(event, "A key must be a word.")
        value: dict[str, object] | list[object]
        value = {} if isinstance(event, yaml.MappingStartEvent) else []
        path = self._put(event, value)
        if len(self._open) >= MAX_DEPTH:
            self._refuse(event, "The file is nested too deeply.")
        self._open.append((path, value))
        self._key.append(None)

    def _expects_key(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1][1], dict) and self._key[-1] is None

    def _take_key(self, event: yaml.ScalarEvent) -> None:
        path, mapping = self._open[-1]
        assert isinstance(mapping, dict)
        if event.value in mapping:
            self._refuse(event, f"The key {event.value!r} stands here twice.", "duplicate-key")
        self._key[-1] = event.value
        self.places[(*path, event.value, KEY)] = _place(event)

    def _put(self, event: yaml.Event, value: object) -> Path_:
        if not self._open:
            self.root = value
            self.places[()] = _place(event)
            return ()
        path, container = self._open[-1]
        if isinstance(container, list):
            path = (*path, len(container))
            container.append(value)
        else:
            key = self._key[-1]
            assert key is not None
            path = (*path, key)
            container[key] = value
            self._key[-1] = None
        self.places[path] = _place(event)
        return path

    def _refuse(self, event: yaml.Event, message: str, kind: str = "invalid-yaml") -> NoReturn:
        line, column = _place(event)
        hint = "Write plain keys and values, each key once."
        raise Invalid(message, hint, file=self.name, line=line, column=column, kind=kind)


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def validate(document: Document, model: type[M], data: object, path: Path_ = ()) -> M:
    """*data* (at *path* of *document*) as a *model*; raises Invalid for the first mistake.

    The message never repeats the value: it may be personal.
    """
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise _told(document, model, error, path)[0] from None


def mistakes(document: Document, model: type[BaseModel], data: object) -> list[Invalid]:
    """Every mistake that *data* has as a *model*, the worst first; empty when it is one."""
    try:
        model.model_validate(data)
    except ValidationError as error:
        return _told(document, model, error, ())
    return []


def _told(
    document: Document, model: type[BaseModel], error: ValidationError, path: Path_
) -> list[Invalid]:
    errors = error.errors(include_input=False, include_url=False)
    # A misspelt field is also a missing one: the misspelling is the better news.
    ranked = sorted(errors, key=lambda found: found["type"] != "extra_forbidden")
    told = []
    for found in ranked:
        loc = found["loc"]
        where = (*path, *loc, KEY) if found["type"] == "extra_forbidden" else (*path, *loc)
        field = ".".join(str(part) for part in loc) or "the record"
        message = _sentence(field, found["type"], found["msg"])
        told.append(document.error(where, message, _hint(found["type"], loc, model)))
    return told


def _hint(kind: str, loc: Path_, model: type[BaseModel]) -> str:
    if kind == "missing":
        return "Add it."
    if kind != "extra_forbidden":
        return "Write it so, and try again."
    known = [info.alias or name for name, info in model.model_fields.items()]
    close = near(str(loc[0]), known, 1) if len(loc) == 1 else []
    return f"Did you mean {close[0]}?" if close else "Check its spelling, or take it out."


def _sentence(field: str, kind: str, message: str) -> str:
    if kind == "missing":
        return f"{field}: this field is missing."
    if kind == "extra_forbidden":
        return f"{field}: there is no field of this name."
    message = message.removeprefix("Value error, ")
    return f"{field}: {message[0].lower()}{message[1:].rstrip('.')}."
