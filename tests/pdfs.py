"""What tests of letters and PDF share: a letter, the page's files, and PDF files to read."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from dsar.channels.pdf import PdfPage, PdfUnavailable, render_pdfs
from dsar.letters.blocks import Block, Heading, Listing, Paragraph, Run, Table
from dsar.letters.letter import Letter, PageWords, Picture

PAGE = Path(__file__).parent.parent / "templates" / "page"
FONTS = {font.name: font.read_bytes() for font in (PAGE / "fonts").glob("*.otf")}
POINTS_PER_MM = 72 / 25.4


def sheet(name: str) -> tuple[str, str]:
    """The template text and the style sheet of ``letter`` or ``exhibit`` pages."""
    return (
        (PAGE / f"{name}.html.j2").read_text(encoding="utf-8"),
        (PAGE / f"{name}.css").read_text(encoding="utf-8"),
    )


def made(pages: Sequence[str], *, tagged: bool = True) -> list[bytes]:
    """The PDF of each HTML page; skips the test when a library is missing and may be missing."""
    try:
        return list(_made(tuple(pages), tagged))
    except PdfUnavailable as missing:
        if os.environ.get("DSAR_REQUIRE_PDF") == "1" or os.environ.get("CI") == "1":
            raise
        pytest.skip(f"{missing.message} {missing.hint}")


@cache
def _made(pages: tuple[str, ...], tagged: bool) -> tuple[bytes, ...]:
    # A child process takes seconds; many tests look at the same letter.
    return tuple(render_pdfs([PdfPage(page, tagged=tagged) for page in pages], FONTS))


def reader(pdf: bytes) -> Any:
    """*pdf*, opened; untyped, since what stands where in a PDF is what tests ask."""
    return PdfReader(BytesIO(pdf))


def words(text: str) -> str:
    """*text* without white space, soft hyphens and hyphens, for comparing broken lines."""
    return re.sub(r"[\s\u00ad\u2010\u200b-]+", "", text)


def text_of(pdf: bytes) -> str:
    """All text of *pdf*, page after page."""
    return "\n".join(page.extract_text() for page in reader(pdf).pages)


def photo() -> bytes:
    """A small JPEG."""
    out = BytesIO()
    Image.new("RGB", (60, 80), (120, 90, 70)).save(out, "JPEG")
    return out.getvalue()


def paragraph(*runs: str | Run) -> Paragraph:
    """A paragraph of strings and runs."""
    return Paragraph(tuple(run if isinstance(run, Run) else Run(run) for run in runs))


BODY: tuple[Block, ...] = (
    paragraph("Dear Sir or Madam,"),
    paragraph("I ask for ", Run("a copy", bold=True), " of ", Run("all", italic=True), " my data."),
    Heading(2, (Run("What I ask for"),)),
    Listing(
        True,
        (
            (
                paragraph("A copy of the data, in a commonly used electronic form, together with:"),
                Listing(False, ((paragraph("every photograph;"),), (paragraph("every log."),))),
            ),
            (paragraph("The purposes of the processing."),),
        ),
        start=9,
    ),
    Table(
        ((Run("What"),), (Run("Value"),)),
        (((Run("Number"),), (Run("FT-20-98"),)), ((Run("User"),), (Run("me_64"),))),
    ),
    paragraph("Yours faithfully,"),
)


def letter(body: tuple[Block, ...] = BODY, **changes: Any) -> Letter:
    """A letter of a made-up person, with *changes* to its fields."""
    fields: dict[str, Any] = {
        "language": "en",
        "kind": "access",
        "title": "Request for access – K7M3-Q2",
        "sender": ("Margaret Ellison", "14 Lansdowne Crescent", "London", "margaret@post.example"),
        "addressee": ("FaceTrail Search Ltd", "120 Great Suffolk Street", "London SE1 0BE"),
        "date": "7 March 2026",
        "reference": "K7M3-Q2",
        "subject": "Request for access under Article 15",
        "body": body,
        "signature": "Margaret Ellison",
        "words": PageWords("Reference", "Date", "Page {page} of {pages}", "Enclosures"),
        "enclosures": ("Photograph",),
        "pictures": (Picture("photo.jpg", "image/jpeg", photo(), "Photograph for locating"),),
        "mark": "EXAMPLE – NOT SENT",
    }
    return Letter(**{**fields, **changes})
