"""Templates: Markdown with a YAML header and Jinja inside, rendered in a sandbox.

Facts never meet the Markdown parser: Jinja's ``finalize`` puts a token in their place, and the
parser puts the fact back into the finished block tree. So any string appears verbatim and none
can change the structure of a letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.exceptions import SecurityError, TemplateNotFound, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dsar.errors import Invalid
from dsar.letters.blocks import Block
from dsar.letters.markdown import parse

_OPEN, _CLOSE = "\ue000", "\ue001"
_TOKEN = re.compile(f"{_OPEN}(\\d+){_CLOSE}")


@dataclass(frozen=True)
class Source:
    """A template as read: its header, its body, and the names of both for error messages.

    ``sources`` maps every path a template may include (``parts/identity.md.j2``) to its text;
    ``body_line`` is the line of the file on which the body begins.
    """

    name: str
    kind: str
    language: str
    regimes: tuple[str, ...]
    subject: str
    body: str
    body_line: int
    sources: Mapping[str, str]


@dataclass(frozen=True)
class Rendered:
    """A rendered template: the subject line and the blocks of the body."""

    subject: str
    body: tuple[Block, ...]


class _Facts:
    """Hands out a token for every fact printed, and puts the facts back."""

    def __init__(self) -> None:
        self.values: list[str] = []

    def token(self, value: object) -> object:
        if value is None:
            return value  # StrictUndefined and Jinja's own None: printed as an error below
        self.values.append(str(value))
        return f"{_OPEN}{len(self.values) - 1}{_CLOSE}"

    def restore(self, text: str) -> str:
        return _TOKEN.sub(lambda match: self.values[int(match[1])], text)


def render(source: Source, facts: Mapping[str, Any], day: Callable[[date], str]) -> Rendered:
    """*source* with *facts*; *day* writes a date in the letter's language.

    Raises Invalid, naming template and line, for an unknown or absent fact, a sandbox escape, a
    missing include or wrong syntax.
    """
    seen = _Facts()
    environment = _environment(source, seen, day)
    subject = _run(environment, source, source.subject, facts, 1)
    body = _run(environment, source, source.body, facts, source.body_line)
    return Rendered(" ".join(seen.restore(subject).split()), parse(body, seen.restore, source.name))


def render_plain(source: Source, facts: Mapping[str, Any], day: Callable[[date], str]) -> str:
    """A plain-text template (no Markdown) with *facts*; raises as ``render`` does."""
    seen = _Facts()
    environment = _environment(source, seen, day)
    return seen.restore(_run(environment, source, source.body, facts, source.body_line))


def _environment(
    source: Source, seen: _Facts, day: Callable[[date], str]
) -> ImmutableSandboxedEnvironment:
    def finalize(value: object) -> object:
        if value is None:
            raise UndefinedError("an absent fact is printed; test it with {% if %} first")
        if isinstance(value, StrictUndefined):
            return value  # raises with the fact's name when it is printed
        if isinstance(value, (date, list, tuple, dict)):
            raise UndefinedError("a date or a list is printed; use the filter date or join")
        return seen.token(value)

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(source.sources.get),
        undefined=StrictUndefined,
        finalize=finalize,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.filters = {name: environment.filters[name] for name in ("join", "first", "last")}
    environment.filters["date"] = day
    return environment


def _run(
    environment: ImmutableSandboxedEnvironment,
    source: Source,
    text: str,
    facts: Mapping[str, Any],
    first_line: int,
) -> str:
    if _OPEN in text or _CLOSE in text:
        raise Invalid("The template holds a private-use character.", file=source.name)
    try:
        return environment.from_string(text).render(facts)
    except TemplateNotFound as error:
        raise Invalid(
            f"The template includes {error.name!r}, which is not there.", file=source.name
        ) from None
    except TemplateSyntaxError as error:
        name, line = (error.name, error.lineno) if error.name else (source.name, None)
        raise Invalid(
            f"The template has a mistake: {error.message}.",
            file=name, line=line or error.lineno + first_line - 1,
        ) from None  # fmt: skip
    except SecurityError as error:
        raise Invalid(f"The template does what none may do: {error}.", file=source.name) from None
    except (UndefinedError, TemplateError, TypeError, ValueError) as error:
        line = _line_of(error, first_line)
        raise Invalid(
            f"The template does not fit its facts: {error}.",
            "docs/letters.md lists the facts.",
            file=source.name, line=line,
        ) from None  # fmt: skip


def _line_of(error: BaseException, first_line: int) -> int | None:
    """The template line on which *error* arose, from Jinja's own traceback frames."""
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename in {"<template>", "<unknown>"}:
            line = trace.tb_lineno + first_line - 1
        trace = trace.tb_next
    return line
