"""The letter as one HTML file that needs no other: for the browser and for the PDF."""

from __future__ import annotations

import re

from dsar.letters.blocks import Block, Heading, Listing, Paragraph, Run, Table, plain
from dsar.letters.letter import Letter, Picture
from dsar.letters.page import data_uri, fill_page

# The window shows nine lines of this size at most (DIN 5008 form B: 45 mm).
_SHORT_ADDRESS = 6

# Addresses, numbers and file names: a hyphen added at a line end would falsify them.
_EXACT = re.compile(r"[@/_\\\d]|\w[.:]\w")
_WORD = 5
_LINE = 30
_TABLE = 85


def write_html(letter: Letter, page: str, css: str) -> str:
    """*letter* as an HTML file, laid out by the template text *page* and the style sheet *css*.

    Raises:
        jinja2.TemplateError: *page* is not a valid template or uses an unknown name.
    """
    values = {
        "letter": letter,
        "opening": [_shape(block) for block in letter.body[:-1]],
        "closing": [_shape(block) for block in letter.body[-1:]],
        "return_address": return_address(letter.sender),
        "long_address": len(letter.addressee) > _SHORT_ADDRESS,
        "autograph": data_uri(letter.autograph, "image/png") if letter.autograph else "",
        "pictures": [_picture(picture) for picture in letter.pictures],
    }
    return fill_page(page, css, values)


def return_address(sender: tuple[str, ...]) -> list[str]:
    """The postal lines of *sender*, as they stand small above the addressee."""
    postal: list[str] = []
    for line in sender:
        # Mail address and telephone number follow the postal lines and bring no letter back.
        if "@" in line or line.lstrip("(").startswith("+"):
            break
        postal.append(line)
    return postal


def _shape(block: Block) -> dict[str, object]:
    match block:
        case Paragraph(runs):
            return {"kind": "paragraph", "runs": _pieces(runs)}
        case Heading(level, runs):
            return {"kind": "heading", "level": min(max(level, 2), 6), "runs": _pieces(runs)}
        case Listing(ordered, items, start):
            shapes = [[_shape(part) for part in item] for item in items]
            return {"kind": "list", "ordered": ordered, "start": start, "entries": shapes}
        case Table(header, rows):
            names = header if any(plain(cell) for cell in header) else ()
            lines = [[_cell(cell, len(row)) for cell in row] for row in rows]
            return {"kind": "table", "header": [_pieces(cell) for cell in names], "rows": lines}


def _cell(runs: tuple[Run, ...], count: int) -> dict[str, object]:
    # A date stays on one line as long as all columns together can.
    return {"pieces": _pieces(runs), "short": len(plain(runs)) <= _TABLE // count}


def _pieces(runs: tuple[Run, ...]) -> list[dict[str, object]]:
    pieces: list[dict[str, object]] = []
    for run in runs:
        # Alternately words that may be hyphenated and one that must not.
        for text, look in _cut(run.text):
            pieces.append({"text": text, "bold": run.bold, "italic": run.italic, "look": look})
    return pieces


def _cut(text: str) -> list[tuple[str, str]]:
    cuts: list[tuple[str, str]] = []
    for token in re.split(r"([ \n]+)", text):
        exact = len(token) > _WORD and _EXACT.search(token)
        look = ("whole" if len(token) <= _LINE else "long") if exact else ""
        if cuts and not look and not cuts[-1][1]:
            cuts[-1] = (cuts[-1][0] + token, "")
        elif token:
            cuts.append((token, look))
    return cuts


def _picture(picture: Picture) -> dict[str, str]:
    uri = data_uri(picture.data, picture.media_type)
    return {"uri": uri, "alt": picture.caption or picture.name, "caption": picture.caption}
