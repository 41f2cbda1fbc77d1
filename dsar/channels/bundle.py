"""The way to an authority: many PDF files joined to one, with labels and page numbers."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    create_string_object,
)

from dsar.channels.pdf import TIMEOUT, PdfPage, render_pdfs
from dsar.channels.stamp import Stamp, sheet_of, stamp_page, stamps_html
from dsar.channels.still import still_document, still_page
from dsar.errors import Invalid


class UnreadablePdf(Invalid):
    """A file that should be a PDF is encrypted or broken; a note page can stand for it."""

    def __init__(self, name: str, encrypted: bool = False) -> None:
        why = "is encrypted" if encrypted else "cannot be read as PDF"
        super().__init__(
            f"{name} {why}.", "A page that names the file can stand for it.", file=name
        )
        self.name = name
        self.encrypted = encrypted


@dataclass(frozen=True)
class BundlePart:
    """One PDF of a bundle and what is stamped on each of its pages.

    ``name`` is the file's name for messages, ``title`` its entry in the outline. Without
    ``label`` or ``mark`` nothing is stamped there; a part that is not ``numbered`` still counts.
    """

    name: str
    data: bytes
    title: str
    label: str = ""
    mark: str = ""
    numbered: bool = True


@dataclass(frozen=True)
class BundleFacts:
    """What the PDF says about itself: title, language tag and the day it was written."""

    title: str
    language: str
    written_on: date


def check_pdf(name: str, data: bytes) -> int:
    """The number of pages of the PDF *data*, after a trial of joining it to another.

    Raises:
        UnreadablePdf: it is encrypted, broken or has no page.
    """
    reader = _read(name, data)
    try:
        trial = PdfWriter()
        trial.append(reader, import_outline=False)
        for page in trial.pages:
            sheet_of(page)
        trial.write(BytesIO())
    except Exception as error:
        raise UnreadablePdf(name) from error
    return len(trial.pages)


def write_bundle_pdf(
    parts: Sequence[BundlePart],
    facts: BundleFacts,
    fonts: Mapping[str, bytes],
    *,
    timeout: float = TIMEOUT,
) -> bytes:
    """The bytes of one PDF with all *parts* in order; same input, same bytes.

    Each part gets an outline entry; labels, marks and "page / pages" of the whole bundle are
    stamped in *fonts*. The first part keeps its tags for screen readers.

    Raises:
        UnreadablePdf: a part is encrypted or broken; see ``check_pdf``.
        PdfUnavailable, PdfFailed: the stamps could not be made.
    """
    writer, counts = _joined(parts)
    stamps = _stamps(writer, parts, counts)
    html = stamps_html(stamps, facts.language)
    overlay = PdfReader(
        BytesIO(render_pdfs([PdfPage(html, tagged=False)], fonts, timeout=timeout)[0])
    )
    for page, stamp, over in zip(writer.pages, stamps, overlay.pages, strict=True):
        if not stamp.empty:
            stamp_page(writer, page, stamp.sheet, over)
    _describe(writer, parts, facts)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _read(name: str, data: bytes) -> PdfReader:
    # What pypdf says about a foreign file may quote it.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise UnreadablePdf(name, encrypted=True)
        if len(reader.pages) == 0:
            raise UnreadablePdf(name)
    except UnreadablePdf:
        raise
    except Exception as error:
        # A damaged file can make a parser fail in any way.
        raise UnreadablePdf(name) from error
    return reader


def _joined(parts: Sequence[BundlePart]) -> tuple[PdfWriter, list[int]]:
    readers = [_read(part.name, part.data) for part in parts]
    writer = PdfWriter(clone_from=readers[0])
    # Its headings as entries beside those of the parts would hide the parts.
    writer.root_object.pop(NameObject("/Outlines"), None)
    counts: list[int] = []
    for part, reader in zip(parts, readers, strict=True):
        start = sum(counts)
        try:
            if start:
                writer.append(reader, import_outline=False)
            counts.append(len(writer.pages) - start)
            for page in writer.pages[start:]:
                # Numbers of another file's structure tree would point into the first one's.
                if start:
                    page.pop(NameObject("/StructParents"), None)
                still_page(page)
        except Exception as error:
            raise UnreadablePdf(part.name) from error
        writer.add_outline_item(title=part.title, page_number=start)
    still_document(writer.root_object)
    return writer, counts


def _stamps(writer: PdfWriter, parts: Sequence[BundlePart], counts: Sequence[int]) -> list[Stamp]:
    owners = [part for part, count in zip(parts, counts, strict=True) for _ in range(count)]
    total = len(owners)
    stamps: list[Stamp] = []
    for number, (part, page) in enumerate(zip(owners, writer.pages, strict=True), 1):
        foot = f"{number} / {total}" if part.numbered else ""
        stamps.append(Stamp(sheet_of(page), part.label, part.mark, foot))
    return stamps


def _describe(writer: PdfWriter, parts: Sequence[BundlePart], facts: BundleFacts) -> None:
    root = writer.root_object
    # Joined with foreign files, the whole no longer conforms to what the first one claimed.
    root.pop(NameObject("/Metadata"), None)
    root[NameObject("/Lang")] = create_string_object(facts.language)
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    root[NameObject("/ViewerPreferences")] = DictionaryObject(
        {NameObject("/DisplayDocTitle"): BooleanObject(True)}
    )
    day = f"D:{facts.written_on:%Y%m%d}000000Z"
    writer.metadata = {
        "/Title": facts.title, "/Producer": "dsar", "/CreationDate": day, "/ModDate": day,
    }  # fmt: skip
    # pypdf would draw lots for the file identifier.
    content = b"".join(sha256(part.data).digest() for part in parts) + day.encode("ascii")
    name = ByteStringObject(sha256(content).digest()[:16])
    writer._ID = ArrayObject((name, name))
