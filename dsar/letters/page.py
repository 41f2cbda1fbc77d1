"""What all printed pages share: the template room, style strings and the page footer."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

_PAGE, _PAGES = "{page}", "{pages}"


def fill_page(page: str, css: str, values: Mapping[str, object]) -> str:
    """The HTML of the template text *page* with *css* as its ``sheet`` and *values*.

    Everything in *values* is escaped where it is printed, so no string can become markup.

    Raises:
        jinja2.TemplateError: the template is wrong or uses a name that *values* lacks.
    """
    return _template(page).render({**values, "sheet": Markup(css)})


@lru_cache(maxsize=8)
def _template(page: str) -> Template:
    # Compiling takes longer than filling, and a batch fills the same one again and again.
    return _ROOM.from_string(page)


def css_string(text: str) -> Markup:
    """*text* as a quoted CSS string that is safe inside ``<style>``, whatever it holds."""
    return Markup('"' + "".join(map(_css_char, text)) + '"')


def _css_char(char: str) -> str:
    # An escape ends at the blank; quotes, backslashes, "<" and line feeds never stand bare.
    return char if char.isalnum() and char.isascii() else f"\\{ord(char):x} "


def css_count(words: str) -> Markup:
    """``Page {page} of {pages}`` as the value of a CSS ``content`` that counts."""
    parts: list[str] = []
    for piece in words.replace(_PAGES, f"\0{_PAGES}\0").replace(_PAGE, f"\0{_PAGE}\0").split("\0"):
        if piece == _PAGE:
            parts.append("counter(page)")
        elif piece == _PAGES:
            parts.append("counter(pages)")
        elif piece:
            parts.append(css_string(piece))
    return Markup(" ".join(parts) or '""')


def data_uri(data: bytes, media_type: str) -> str:
    """*data* as a ``data:`` address, so that a page needs no other file."""
    return f"data:{media_type};base64,{b64encode(data).decode('ascii')}"


def _room() -> ImmutableSandboxedEnvironment:
    room = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    room.filters["css_string"] = css_string
    room.filters["css_count"] = css_count
    return room


_ROOM = _room()
