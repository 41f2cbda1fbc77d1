"""The block model: the few shapes a letter is made of, and nothing else.

Every writer (text, HTML, PDF, e-mail) reads this model, so that all outputs say the same.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """A stretch of text with one look."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True)
class Paragraph:
    """One paragraph of running text."""

    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Heading:
    """A heading inside the letter; level 2 is the highest (1 is the subject line)."""

    level: int
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Listing:
    """A bulleted or numbered list; an item is a sequence of blocks."""

    ordered: bool
    items: tuple[tuple[Block, ...], ...]
    start: int = 1


@dataclass(frozen=True)
class Table:
    """A simple table: one header row (cells may be empty) and body rows of equal length."""

    header: tuple[tuple[Run, ...], ...]
    rows: tuple[tuple[tuple[Run, ...], ...], ...]


Block = Paragraph | Heading | Listing | Table


def plain(runs: tuple[Run, ...]) -> str:
    """The text of *runs* without any look."""
    return "".join(run.text for run in runs)
