"""Templates and words read from ``templates/``."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from dsar.errors import Invalid
from dsar.letters.template import Source
from dsar.letters.words import Words
from dsar.reference.data import data_name, data_path
from dsar.reference.record import Record
from dsar.reference.yamlfile import parse_yaml, read_yaml, validate


class _Header(Record):
    kind: str
    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    regimes: list[str]
    subject: str


@cache
def languages() -> tuple[str, ...]:
    """The languages letters are written in: the folders that hold a ``words.yaml``."""
    return tuple(sorted(path.parent.name for path in data_path("templates").glob("*/words.yaml")))


def kinds(language: str) -> tuple[str, ...]:
    """The kinds of letters there are in *language*."""
    folder = data_path("templates", language)
    return tuple(sorted(path.name.removesuffix(".md.j2") for path in folder.glob("*.md.j2")))


@cache
def words(language: str) -> Words:
    """The words of *language*; raises Invalid for a language we do not write."""
    if language not in languages():
        raise Invalid(
            f"There are no letters in the language {language!r}.",
            f"Letters are written in: {', '.join(languages())}.",
            kind="unknown-language",
        )
    document = read_yaml(data_path("templates", language, "words.yaml"))
    assert isinstance(document.data, dict)
    return Words(language, document.data)


def has_letter(kind: str, language: str) -> bool:
    """Whether *kind* is written in *language*."""
    return language in languages() and kind in kinds(language)


def template(kind: str, language: str) -> Source:
    """The template of *kind* in *language*; raises Invalid when there is none."""
    if not has_letter(kind, language):
        raise Invalid(
            f"There is no letter {kind!r} in the language {language!r}.", kind="unknown-letter"
        )
    path = data_path("templates", language, f"{kind}.md.j2")
    text = path.read_text(encoding="utf-8")
    name = data_name(path)
    header, body, body_line = _split(text, name)
    document = parse_yaml(header, name)
    fields = validate(document, _Header, document.data)
    return Source(
        name=name,
        kind=fields.kind,
        language=fields.language,
        regimes=tuple(fields.regimes),
        subject=fields.subject,
        body=body,
        body_line=body_line,
        sources=_parts(path.parent),
    )


def plain_template(name: str, language: str) -> Source:
    """A plain-text template without header, e.g. ``how-to-file.txt.j2``."""
    path = data_path("templates", language, name)
    body = path.read_text(encoding="utf-8")
    return Source(data_name(path), name, language, (), "", body, 1, _parts(path.parent))


def page_file(name: str) -> str:
    """A file of the page's look, e.g. ``letter.css``."""
    return data_path("templates", "page", name).read_text(encoding="utf-8")


@cache
def fonts() -> dict[str, bytes]:
    """The shipped fonts by file name."""
    return {p.name: p.read_bytes() for p in data_path("templates", "page", "fonts").glob("*.otf")}


def _split(text: str, name: str) -> tuple[str, str, int]:
    parts = text.split("---\n", 2)
    if len(parts) != 3 or parts[0]:
        raise Invalid("A template begins with a header between two lines ---.", file=name, line=1)
    return parts[1], parts[2], parts[1].count("\n") + 3


def _parts(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("parts/*.j2"))
    }
