"""The letter as plain text, for an e-mail body, a web form or a terminal."""

from __future__ import annotations

from dsar.letters.blocks import Block, Heading, Listing, Paragraph, Run, Table, plain
from dsar.letters.letter import Letter
from dsar.letters.wrap import WIDTH, columns, hang, pad, wrap

_GAP = "  "


def write_text(letter: Letter) -> str:
    """*letter* as readable text of at most 72 columns, ending with a line feed.

    Words longer than a line are not broken; looks (bold, italic) are left out, so that every
    string of the letter appears as it is. The mark is the first and the last line.
    """
    parts = [
        wrap(letter.mark) if letter.mark else [],
        _lines(letter.sender),
        _lines(letter.addressee),
        _references(letter),
        _underlined(letter.subject, "="),
        write_blocks(letter.body),
        wrap(letter.signature) if letter.signature else [],
        _enclosures(letter),
        wrap(letter.mark) if letter.mark else [],
    ]
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def write_blocks(blocks: tuple[Block, ...], width: int = WIDTH) -> list[str]:
    """The lines of *blocks*, an empty line between one block and the next."""
    lines: list[str] = []
    for block in blocks:
        if lines:
            lines.append("")
        lines += _block(block, width, loose=True)
    return lines


def _block(block: Block, width: int, *, loose: bool) -> list[str]:
    match block:
        case Paragraph(runs):
            return wrap(plain(runs), width)
        case Heading(_, runs):
            return _underlined(plain(runs), "-", width)
        case Listing():
            return _listing(block, width, loose=loose)
        case Table():
            return _table(block, width)


def _lines(lines: tuple[str, ...]) -> list[str]:
    return [part for line in lines for part in wrap(line)]


def _references(letter: Letter) -> list[str]:
    pairs = ((letter.words.date, letter.date), (letter.words.reference, letter.reference))
    kept = [(word, value) for word, value in pairs if value]
    room = max((columns(word) for word, _ in kept), default=0)
    lines: list[str] = []
    for word, value in kept:
        first = pad(word, room) + _GAP
        lines += hang(wrap(value, WIDTH - columns(first)), first)
    return lines


def _underlined(text: str, rule: str, width: int = WIDTH) -> list[str]:
    if not text:
        return []
    lines = wrap(text, width)
    return [*lines, rule * min(width, max(map(columns, lines)))]


def _enclosures(letter: Letter) -> list[str]:
    if not letter.enclosures:
        return []
    items = tuple((Paragraph((Run(name),)),) for name in letter.enclosures)
    return [letter.words.enclosures, *_listing(Listing(False, items), WIDTH, loose=False)]


def _listing(listing: Listing, width: int, *, loose: bool) -> list[str]:
    last = listing.start + len(listing.items) - 1
    room = len(f"{last}. ") if listing.ordered else len("- ")
    texts: list[list[str]] = []
    for number, item in enumerate(listing.items, listing.start):
        first = (f"{number}. " if listing.ordered else "- ").rjust(room)
        texts.append(hang(_item(item, width - room), first))
    # Items of one line read well close together, demands of several lines do not.
    airy = loose and any(len(text) > 1 for text in texts)
    return _joined(texts, airy)


def _item(blocks: tuple[Block, ...], width: int) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if lines and not isinstance(block, Listing):
            lines.append("")
        lines += _block(block, width, loose=False)
    return lines or [""]


def _joined(texts: list[list[str]], airy: bool) -> list[str]:
    lines: list[str] = []
    for text in texts:
        if airy and lines:
            lines.append("")
        lines += text
    return lines


def _table(table: Table, width: int) -> list[str]:
    header = [plain(cell) for cell in table.header]
    rows = [[plain(cell) for cell in row] for row in table.rows]
    cells = [header, *rows]
    rooms = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    flat = all("\n" not in cell for row in cells for cell in row)
    if flat and sum(rooms) + len(_GAP) * (len(rooms) - 1) <= width:
        return _columns(header, rows, rooms)
    return _joined([_record(header, row, width) for row in rows], airy=True)


def _columns(header: list[str], rows: list[list[str]], rooms: list[int]) -> list[str]:
    lines = [_row(row, rooms) for row in rows]
    if not any(header):
        return lines
    return [_row(header, rooms), _GAP.join("-" * room for room in rooms), *lines]


def _row(cells: list[str], rooms: list[int]) -> str:
    padded = [pad(cell, room) for cell, room in zip(cells[:-1], rooms[:-1], strict=True)]
    row = _GAP.join([*padded, cells[-1]])
    return row if cells[-1] else row.rstrip(" ")


def _record(header: list[str], row: list[str], width: int) -> list[str]:
    lines: list[str] = []
    for name, cell in zip(header, row, strict=True):
        first, *rest = wrap(f"{name}: {cell}" if name else cell, width - len(_GAP))
        lines += [first, *(_GAP + line for line in rest)]
    return lines
