"""Stamps on pages that are not ours: label, mark and page number, whatever the page is like."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
)

_A4_WIDTH = 595.0
_SMALLEST = 0.6
_DEEPEST = 64
_NAME = "/DsarStamp"

_CSS = """
html { font: 9.5pt/12pt "Linux Libertine O", Georgia, serif; color: #111 }
body { margin: 0 }
section { position: relative; break-after: page }
section:last-child { break-after: auto }
div { position: absolute; background: #fff; white-space: nowrap }
.label { top: 4.5mm; right: 8mm; padding: 0.6mm 2.5mm; border: 0.5pt solid #111; font-weight: 600 }
.mark { top: 4.5mm; left: 10mm; padding: 0.8mm 4mm; background: #f8e4de; color: #8c2613;
  font-weight: 600; letter-spacing: 0.1em }
.foot { bottom: 6mm; left: 50%; width: 30mm; margin-left: -15mm; padding: 0.5mm 0;
  background: none; color: #333; text-align: center }
.foot span { background: #fff; padding: 0.5mm 2mm }
"""


@dataclass(frozen=True)
class Sheet:
    """A page as a reader sees it: its visible size in points and the way back to its own axes.

    ``scale`` makes a stamp on a large scan as large as it would be on A4.
    """

    width: float
    height: float
    scale: float
    matrix: tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Stamp:
    """What is stamped on one page."""

    sheet: Sheet
    label: str = ""
    mark: str = ""
    foot: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to stamp."""
        return not (self.label or self.mark or self.foot)


def sheet_of(page: PageObject) -> Sheet:
    """The visible sheet of *page*, with its crop box and its rotation."""
    box = page.cropbox
    left, bottom = float(box.left), float(box.bottom)
    width, height = float(box.width), float(box.height)
    turn = round(page.rotation / 90) * 90 % 360
    if turn in (90, 270):
        seen_width, seen_height = height, width
    else:
        seen_width, seen_height = width, height
    scale = max(min(seen_width, seen_height) / _A4_WIDTH, _SMALLEST)
    turned = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, left + width, bottom),
        180: (-1, 0, 0, -1, left + width, bottom + height),
        270: (0, -1, 1, 0, left, bottom + height),
    }[turn]
    a, b, c, d = (scale * value for value in turned[:4])
    return Sheet(seen_width / scale, seen_height / scale, scale, (a, b, c, d, *turned[4:]))


def stamps_html(stamps: Sequence[Stamp], language: str) -> str:
    """One HTML document with a page for each of *stamps*, in the size of its sheet."""
    sizes = {_size(stamp): number for number, stamp in enumerate(stamps)}
    rules = "".join(_rule(f"s{number}", *size) for size, number in sizes.items())
    pages = "".join(
        f'<section class="s{sizes[_size(stamp)]}">{_boxes(stamp)}</section>\n' for stamp in stamps
    )
    head = f'<meta charset="utf-8"><title>-</title><style>{_CSS}{rules}</style>'
    return f'<!DOCTYPE html><html lang="{escape(language)}"><head>{head}</head><body>{pages}</body>'


def stamp_page(writer: PdfWriter, page: PageObject, sheet: Sheet, overlay: PageObject) -> None:
    """Put *overlay* on *page* of *writer*; the page's own content stays byte for byte."""
    name = NameObject(_NAME)
    resources = DictionaryObject(_dictionary(_inherited(page, "/Resources")))
    objects = DictionaryObject(_dictionary(resources.get("/XObject")))
    objects[name] = writer._add_object(_form(writer, overlay))
    resources[NameObject("/XObject")] = objects
    page[NameObject("/Resources")] = resources
    matrix = " ".join(f"{value:.5f}" for value in sheet.matrix)
    # An artefact: a screen reader does not read the stamp into the text of the page.
    after = f"\nQ\n/Artifact BMC\nq {matrix} cm {_NAME} Do Q\nEMC\n"
    page[NameObject("/Contents")] = ArrayObject(
        [_stream(writer, b"q\n"), *_contents(page), _stream(writer, after.encode("ascii"))]
    )


def _size(stamp: Stamp) -> tuple[float, float]:
    return round(stamp.sheet.width, 2), round(stamp.sheet.height, 2)


def _rule(name: str, width: float, height: float) -> str:
    # A hair less than the page, so that no rounding makes an empty second one.
    page = f"@page {name} {{ size: {width}pt {height}pt; margin: 0 }}"
    return f"{page} .{name} {{ page: {name}; height: {height - 0.5}pt }}\n"


def _boxes(stamp: Stamp) -> str:
    mark = f'<div class="mark">{escape(stamp.mark)}</div>' if stamp.mark else ""
    label = f'<div class="label">{escape(stamp.label)}</div>' if stamp.label else ""
    foot = f'<div class="foot"><span>{escape(stamp.foot)}</span></div>' if stamp.foot else ""
    return mark + label + foot


def _form(writer: PdfWriter, overlay: PageObject) -> IndirectObject:
    plain = DecodedStreamObject()
    content = overlay.get_contents()
    plain.set_data(content.get_data() if content is not None else b"")
    form = plain.flate_encode()
    box = overlay.mediabox
    form[NameObject("/Type")] = NameObject("/XObject")
    form[NameObject("/Subtype")] = NameObject("/Form")
    form[NameObject("/BBox")] = ArrayObject(map(FloatObject, (0, 0, box.width, box.height)))
    form[NameObject("/Resources")] = overlay["/Resources"].clone(writer)
    return writer._add_object(form)


def _stream(writer: PdfWriter, data: bytes) -> IndirectObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return writer._add_object(stream)


def _contents(page: PageObject) -> list[PdfObject]:
    content = _value(page.get("/Contents"))
    if isinstance(content, ArrayObject):
        return list(content)
    return [page.raw_get("/Contents")] if isinstance(content, StreamObject) else []


def _inherited(page: DictionaryObject, key: str) -> PdfObject | None:
    node: PdfObject | None = page
    # A damaged file may hold a circle of parents.
    for _ in range(_DEEPEST):
        if not isinstance(node, DictionaryObject):
            return None
        if key in node:
            return _value(node[key])
        node = _value(node.get("/Parent"))
    return None


def _dictionary(value: PdfObject | None) -> DictionaryObject:
    found = _value(value)
    return found if isinstance(found, DictionaryObject) else DictionaryObject()


def _value(value: PdfObject | None) -> PdfObject | None:
    return value.get_object() if value is not None else None
