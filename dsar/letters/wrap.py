"""Lines of plain text: how wide a string stands on a page and where it may be broken."""

from __future__ import annotations

from unicodedata import category, east_asian_width

WIDTH = 72


def columns(text: str) -> int:
    """The columns that *text* fills in a fixed-width font."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(char) for char in text)


def _columns_of(char: str) -> int:
    if category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(char) in ("W", "F") else 1


def pad(text: str, width: int) -> str:
    """*text* filled up with spaces to *width* columns."""
    return text + " " * (width - columns(text))


def wrap(text: str, width: int = WIDTH) -> list[str]:
    """*text* as lines of at most *width* columns, at least one.

    A line ends only at a line feed of the text or at a plain space, which it replaces. So a
    hash, a link or words joined by a no-break space stay whole, even when they are too long,
    and the text can be had back from the lines.
    """
    return [line for part in text.split("\n") for line in _fill(part, width)]


def _fill(text: str, width: int) -> list[str]:
    # textwrap would also break at hyphens, tabs and some Unicode spaces, and squeeze blanks.
    lines: list[str] = []
    words = text.split(" ")
    line, used = words[0], columns(words[0])
    for word in words[1:]:
        size = columns(word)
        if used + 1 + size > width and line.strip(" "):
            lines.append(line)
            line, used = word, size
        else:
            line, used = f"{line} {word}", used + 1 + size
    return [*lines, line]


def hang(lines: list[str], first: str) -> list[str]:
    """*lines* with *first* before the first one and as many blanks before the others."""
    blank = " " * columns(first)
    head = first + lines[0] if lines[0] else first.rstrip(" ")
    return [head, *(blank + line if line else "" for line in lines[1:])]
