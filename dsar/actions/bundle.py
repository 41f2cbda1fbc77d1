"""The evidence bundle: one PDF to read, the originals to check, and a manifest of both."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsar.cases.case import Case
from dsar.channels.bundle import BundleFacts, BundlePart, UnreadablePdf, check_pdf, write_bundle_pdf
from dsar.channels.files import sha256
from dsar.channels.message import read_message
from dsar.channels.pdf import PdfPage, render_pdfs
from dsar.channels.pictures import picture_type
from dsar.complaints.exhibits import Exhibit
from dsar.complaints.pages import (
    Contents,
    Entry,
    PageHead,
    write_cover,
    write_note_page,
    write_picture_page,
    write_text_page,
)
from dsar.directory.authority import SupervisoryAuthority
from dsar.letters.letter import Letter
from dsar.letters.words import Words
from dsar.reference.templates import fonts, page_file

MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"


@dataclass(frozen=True)
class Bundle:
    """What a bundle is made of: the complaint as letter and PDF, and the exhibits' bytes."""

    letter: Letter
    complaint: bytes
    exhibits: tuple[Exhibit, ...]
    originals: Mapping[str, bytes]
    parties: tuple[tuple[str, str], ...]
    written_on: date
    words: Words


def bundle_pdf(bundle: Bundle) -> bytes:
    """Cover, complaint and every exhibit with its label, in one PDF; same input, same bytes.

    An exhibit that cannot be printed is stood for by a page that names its file.
    Raises PdfUnavailable or PdfFailed.
    """
    printed = _printed(bundle)
    cover = render_pdfs([PdfPage(_cover(bundle, printed))], fonts())[0]
    label = bundle.words["page.exhibit_number"]
    parts = [
        BundlePart("cover", cover, bundle.words["bundle.cover"], mark=""),
        BundlePart("complaint", bundle.complaint, bundle.letter.title, numbered=False),
    ]
    for exhibit in bundle.exhibits:
        short = label.format(number=exhibit.number)
        parts.append(
            BundlePart(
                name=exhibit.file,
                data=printed[exhibit.file],
                title=f"{short} – {exhibit.title}",
                label=short,
                mark=_mark_on(bundle, exhibit),
            )
        )
    facts = BundleFacts(bundle.letter.title, bundle.words.language, bundle.written_on)
    return write_bundle_pdf(parts, facts, fonts())


def _mark_on(bundle: Bundle, exhibit: Exhibit) -> str:
    """Our own pages bear the mark already; a foreign PDF gets it stamped."""
    return bundle.letter.mark if exhibit.format == "pdf" and not exhibit.ours else ""


def _printed(bundle: Bundle) -> dict[str, bytes]:
    """Each exhibit as PDF, by its file name."""
    printed: dict[str, bytes] = {}
    html: dict[str, str] = {}
    for exhibit in bundle.exhibits:
        data = bundle.originals[exhibit.file]
        if exhibit.format == "pdf":
            try:
                check_pdf(exhibit.file, data)
                printed[exhibit.file] = data
                continue
            except UnreadablePdf:
                pass
        html[exhibit.file] = _page(bundle, exhibit, data)
    made = render_pdfs([PdfPage(page) for page in html.values()], fonts())
    return printed | dict(zip(html, made, strict=True))


def _page(bundle: Bundle, exhibit: Exhibit, data: bytes) -> str:
    page, css = page_file("exhibit.html.j2"), page_file("exhibit.css")
    words = bundle.words
    facts = ((words["page.date"], words.day(exhibit.date)), (words["bundle.file"], exhibit.file))
    media_type = picture_type(data)
    if media_type is not None:
        return write_picture_page(
            _head(bundle, exhibit, facts), data, media_type, exhibit.title, page, css
        )
    if exhibit.format == "eml":
        message = read_message(data)
        said = (
            ("message_from", message.sender),
            ("message_to", message.to),
            ("message_date", message.date),
            ("message_subject", message.subject),
            ("message_attached", ", ".join(message.attachments)),
        )
        more = tuple((words[f"bundle.{key}"], value) for key, value in said if value)
        return write_text_page(_head(bundle, exhibit, facts + more), message.text, page, css)
    if exhibit.format == "txt":
        text = data.decode("utf-8", "replace")
        return write_text_page(_head(bundle, exhibit, facts), text, page, css)
    note = (words["bundle.note"].format(file=exhibit.file), f"SHA-256 {exhibit.sha256}")
    return write_note_page(_head(bundle, exhibit, facts), note, page, css)


def _head(bundle: Bundle, exhibit: Exhibit, facts: Sequence[tuple[str, str]]) -> PageHead:
    return PageHead(
        language=bundle.words.language,
        title=exhibit.title,
        kicker=bundle.words["page.exhibit_number"].format(number=exhibit.number),
        facts=tuple(facts),
        mark=bundle.letter.mark,
    )


def _cover(bundle: Bundle, printed: Mapping[str, bytes]) -> str:
    words = bundle.words
    entries = tuple(
        Entry(
            number=str(exhibit.number),
            title=exhibit.title,
            date=words.day(exhibit.date),
            sha256=exhibit.sha256,
            pages=str(check_pdf(exhibit.file, printed[exhibit.file])),
        )
        for exhibit in bundle.exhibits
    )
    head = PageHead(
        language=words.language,
        title=bundle.letter.subject,
        kicker=words["bundle.cover"],
        facts=bundle.parties,
        mark=bundle.letter.mark,
    )
    contents = Contents(
        title=words["bundle.contents"],
        number=words["bundle.number"],
        exhibit=words["page.exhibit"],
        date=words["page.date"],
        pages=words["bundle.pages"],
        entries=entries,
    )
    return write_cover(head, contents, page_file("exhibit.html.j2"), page_file("exhibit.css"))


def manifest_files(
    case: Case,
    hears: SupervisoryAuthority,
    written_on: date,
    found: tuple[Exhibit, ...],
    files: Mapping[str, bytes],
    title: str,
) -> dict[str, bytes]:
    """``manifest.json`` and ``SHA256SUMS`` (for ``sha256sum -c``) over *files*."""
    listing: dict[str, Any] = {
        "title": title,
        "case": case.id,
        "written_on": written_on.isoformat(),
        "controller": {"id": case.addressee.id, "name": case.addressee.name},
        "authority": {"id": hears.id, "name": hears.name},
        "exhibits": [
            {
                "number": exhibit.number,
                "title": exhibit.title,
                "date": exhibit.date.isoformat(),
                "file": f"originals/{exhibit.file}",
                "sha256": exhibit.sha256,
            }
            for exhibit in found
        ],
        "files": [{"file": name, "sha256": sha256(data)} for name, data in sorted(files.items())],
    }
    manifest = (json.dumps(listing, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
    summed = {**files, MANIFEST: manifest}
    sums = "".join(f"{sha256(data)}  {name}\n" for name, data in sorted(summed.items()))
    return {MANIFEST: manifest, SUMS: sums.encode("utf-8")}
