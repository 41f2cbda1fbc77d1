"""Pages that hold a bundle together: its cover, and exhibits that are not PDF files."""

from __future__ import annotations

from dataclasses import dataclass
from unicodedata import category

from dsar.letters.page import data_uri, fill_page


@dataclass(frozen=True)
class PageHead:
    """What stands above every such page, in the language of the complaint.

    ``facts`` are pairs of a word and its value, such as the parties, a reference or the date
    of a message; ``kicker`` is the small line above the title, such as ``Exhibit 3``; ``mark``
    is printed on each page when it is not empty.
    """

    language: str
    title: str
    kicker: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    mark: str = ""


@dataclass(frozen=True)
class Entry:
    """One exhibit in the table of contents; ``pages`` is its number of pages, or empty."""

    number: str
    title: str
    date: str
    sha256: str
    pages: str = ""


@dataclass(frozen=True)
class Contents:
    """The table of contents: its heading, its four column words and its entries."""

    title: str
    number: str
    exhibit: str
    date: str
    pages: str
    entries: tuple[Entry, ...]


def write_cover(head: PageHead, contents: Contents, page: str, css: str) -> str:
    """The cover page of a bundle as HTML, made with the template text *page* and *css*.

    Raises:
        jinja2.TemplateError: *page* is not a valid template or uses an unknown name.
    """
    return _fill("cover", head, page, css, contents=contents)


def write_text_page(head: PageHead, text: str, page: str, css: str) -> str:
    """An exhibit that is text, such as an e-mail, with its line ends and blanks as they are.

    Raises:
        jinja2.TemplateError: as ``write_cover``.
    """
    return _fill("text", head, page, css, text=_readable(text))


def write_picture_page(
    head: PageHead, data: bytes, media_type: str, alt: str, page: str, css: str
) -> str:
    """An exhibit that is a picture; *alt* says what it shows to those who cannot see it.

    Raises:
        jinja2.TemplateError: as ``write_cover``.
    """
    return _fill("picture", head, page, css, uri=data_uri(data, media_type), alt=alt)


def write_note_page(head: PageHead, paragraphs: tuple[str, ...], page: str, css: str) -> str:
    """A page that stands for an original which cannot be printed here, and says where it is.

    Raises:
        jinja2.TemplateError: as ``write_cover``.
    """
    return _fill("note", head, page, css, paragraphs=paragraphs)


def _fill(kind: str, head: PageHead, page: str, css: str, **more: object) -> str:
    return fill_page(page, css, {"kind": kind, "head": head, **more})


def _readable(text: str) -> str:
    # A message from outside may hold what neither HTML nor PDF can carry.
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_shown(char) for char in lines)


def _shown(char: str) -> str:
    return "\ufffd" if category(char) in ("Cc", "Cs") and char not in "\n\t" else char
