"""The bundle: every page labelled and numbered, foreign pages untouched, same input same bytes."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    RectangleObject,
    TextStringObject,
)

from dsar.channels.bundle import BundleFacts, BundlePart, UnreadablePdf, check_pdf, write_bundle_pdf
from dsar.channels.stamp import sheet_of
from dsar.complaints.pages import (
    Contents,
    Entry,
    PageHead,
    write_cover,
    write_note_page,
    write_picture_page,
    write_text_page,
)
from tests.pdfs import FONTS, made, photo, reader, sheet, text_of, words

FACTS = BundleFacts("Complaint K7M3-Q2", "en", date(2026, 6, 1))
HEAD = PageHead(
    "en", "Record of the mail server", "Exhibit 2", (("From", "dpo@firm.example"),), "EXAMPLE"
)
DIGEST = "9f86d081" * 8
SIZES = {"a4": "210mm 297mm", "scan": "2480pt 3508pt", "card": "240pt 150pt"}


def foreign(size: str = "a4", turn: int = 0, crop: tuple[float, ...] = (), pages: int = 1) -> bytes:
    """A PDF of somebody else: turned, cropped, of any size."""
    style = f"<style>@page {{ size: {SIZES[size]} }} p {{ break-after: page }}</style>"
    body = "".join(f"<p>Foreign {number}</p>" for number in range(1, pages + 1))
    (data,) = made([f"<html lang=en><title>F</title>{style}{body}"], tagged=False)
    writer = PdfWriter()
    writer.append(BytesIO(data), pages=(0, pages))
    for page in writer.pages:
        page.rotate(turn)
        if crop:
            page.cropbox = RectangleObject(crop)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def part(data: bytes, number: int = 1, **changes: Any) -> BundlePart:
    fields = {"name": f"{number}.pdf", "data": data, "title": f"Title {number}", **changes}
    return BundlePart(**fields)


@cache
def bundle(*parts: BundlePart) -> bytes:
    return write_bundle_pdf(parts, FACTS, FONTS)


def test_pages_are_labelled_numbered_and_listed() -> None:
    data = bundle(
        part(foreign(pages=2), 1, numbered=False),
        part(foreign(), 2, label="Exhibit 1", mark="EXAMPLE – NOT SENT"),
        part(foreign("card"), 3, label="Exhibit 2"),
    )
    pdf = reader(data)
    texts = [page.extract_text() for page in pdf.pages]
    assert [words("Foreign") in words(text) for text in texts] == [True] * 4
    assert ["Exhibit 1" in text for text in texts] == [False, False, True, False]
    assert ["Exhibit 2" in text for text in texts] == [False, False, False, True]
    assert ["EXAMPLE" in text for text in texts] == [False, False, True, False]
    assert [words(f"{n} / 4") in words(text) for n, text in enumerate(texts, 1)] == [
        *(False, False),
        *(True, True),
    ]
    outline = [(str(entry.title), pdf.get_destination_page_number(entry)) for entry in pdf.outline]
    assert outline == [("Title 1", 0), ("Title 2", 2), ("Title 3", 3)]


def test_it_says_what_it_is() -> None:
    pdf = reader(bundle(part(made(["<html lang=fr><title>x</title><h1>One</h1>"])[0])))
    assert pdf.metadata is not None
    assert pdf.metadata.title == FACTS.title
    assert str(pdf.metadata["/CreationDate"]) == "D:20260601000000Z"
    assert pdf.root_object["/Lang"] == "en"
    assert pdf.root_object["/MarkInfo"] == {"/Marked": True}
    assert "/Metadata" not in pdf.root_object
    assert [str(entry.title) for entry in pdf.outline] == ["Title 1"]


def test_same_input_same_bytes() -> None:
    parts = [part(foreign(), 1), part(foreign("scan", 90), 2, label="Exhibit 1")]
    assert bundle(*parts) == write_bundle_pdf(parts, FACTS, FONTS)
    other = BundleFacts(FACTS.title, FACTS.language, date(2026, 6, 2))
    assert (
        reader(bundle(*parts)).trailer["/ID"]
        != reader(write_bundle_pdf(parts, other, FONTS)).trailer["/ID"]
    )


@pytest.mark.parametrize(
    ("turn", "corner", "up"),
    [
        (0, (500, 700), (0, 1)),
        (90, (50, 700), (-1, 0)),
        (180, (50, 60), (0, -1)),
        (270, (500, 60), (1, 0)),
    ],
)
def test_the_upper_right_corner_is_the_one_seen(
    turn: int, corner: tuple[float, float], up: tuple[float, float]
) -> None:
    seen = sheet_of(reader(foreign(turn=turn, crop=(50, 60, 500, 700))).pages[0])
    a, b, c, d, e, f = seen.matrix
    place = (a * seen.width + c * seen.height + e, b * seen.width + d * seen.height + f)
    assert place == pytest.approx(corner)
    assert (c / seen.scale, d / seen.scale) == pytest.approx(up)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_stamp_is_upright_at_the_upper_right(turn: int, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    path = tmp_path / "turned.pdf"
    path.write_bytes(bundle(part(foreign(turn=turn), label="Exhibit 1")))
    command = ["pdftotext", "-bbox", str(path), "-"]
    out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    width = 595 if turn % 180 == 0 else 842
    found = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)".*>Exhibit<', out)
    assert found is not None
    left, top, right = map(float, found.groups())
    assert width - 100 < left < right < width
    assert 10 < top < 40


def test_a_stamp_on_a_scan_is_as_large_as_on_a4() -> None:
    scan, a4 = (sheet_of(reader(foreign(size)).pages[0]) for size in ("scan", "a4"))
    assert a4.scale == pytest.approx(1, abs=0.01)
    assert (scan.width, scan.height) == pytest.approx((595, 841.7), abs=1)
    assert sheet_of(reader(foreign("card")).pages[0]).scale == 0.6


def test_foreign_pages_keep_their_bytes() -> None:
    original = foreign()
    before = reader(original).pages[0]["/Contents"].get_object().get_data()
    (page,) = reader(bundle(part(original, label="Exhibit 1"))).pages
    streams = [stream.get_object().get_data() for stream in page["/Contents"]]
    assert before in streams


def test_scripts_of_foreign_pages_stay_out() -> None:
    writer = PdfWriter(clone_from=BytesIO(foreign()))
    run = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("run()")}
    )
    link = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("https://a.b")}
    )
    frame = RectangleObject((0, 0, 9, 9))
    notes = [
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"),
                NameObject("/Subtype"): NameObject("/Link"),
                NameObject("/Rect"): frame,
                NameObject("/A"): action,
            }
        )
        for action in (run, link)
    ]
    writer.root_object[NameObject("/OpenAction")] = run
    writer.pages[0][NameObject("/AA")] = DictionaryObject({NameObject("/O"): run})
    writer.pages[0][NameObject("/Annots")] = ArrayObject(map(writer._add_object, notes))
    out = BytesIO()
    writer.write(out)
    for parts in ([part(out.getvalue())], [part(foreign(), 1), part(out.getvalue(), 2)]):
        data = bundle(*parts)
        page = reader(data).pages[-1]
        assert "/OpenAction" not in reader(data).root_object
        assert "/AA" not in page
        kept = [note.get_object().get("/A") for note in page["/Annots"]]
        assert kept == [None, link]


@pytest.mark.parametrize(
    "data", [b"", b"no pdf", b"%PDF-1.7\n", b"%PDF-1.7\ntrailer <</Root 1 0 R>>"]
)
def test_a_broken_file_is_named(data: bytes) -> None:
    with pytest.raises(UnreadablePdf, match=r"answer\.pdf cannot be read as PDF") as broken:
        check_pdf("answer.pdf", data)
    assert broken.value.exit_code == 3
    with pytest.raises(UnreadablePdf, match=r"1\.pdf"):
        bundle(part(data))


def test_a_file_cut_in_the_middle_is_read_or_named() -> None:
    whole = foreign(pages=3)
    for length in range(0, len(whole), 997):
        try:
            assert check_pdf("cut.pdf", whole[:length]) > 0
        except UnreadablePdf as broken:
            assert broken.name == "cut.pdf"


def test_an_encrypted_file_is_named() -> None:
    writer = PdfWriter(clone_from=BytesIO(foreign()))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    with pytest.raises(UnreadablePdf, match="is encrypted") as found:
        check_pdf("answer.pdf", out.getvalue())
    assert found.value.encrypted


def test_pages_are_counted() -> None:
    assert check_pdf("a.pdf", foreign(pages=3)) == 3


def test_a_bundle_is_well_formed(tmp_path: Path) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    path = tmp_path / "bundle.pdf"
    parts = [part(foreign(turn=turn), turn, label=f"Exhibit {turn}") for turn in (0, 90, 180)]
    path.write_bytes(bundle(*parts))
    assert (
        subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0
    )


def test_our_own_exhibit_pages() -> None:
    text = "Dear Ada,\r\n\r\n  two  blanks\n> quoted <b>not bold</b> \x00\n" + "x" * 200
    contents = Contents(
        "Exhibits", "No.", "Exhibit", "Date", "Pages", (Entry("1", "Request", "7/3", DIGEST, "2"),)
    )  # fmt: skip
    cover = write_cover(HEAD, contents, *sheet("exhibit"))
    mail = write_text_page(HEAD, text, *sheet("exhibit"))
    picture = write_picture_page(HEAD, photo(), "image/jpeg", "Receipt", *sheet("exhibit"))
    note = write_note_page(HEAD, ("The original is in call.ogg.",), *sheet("exhibit"))
    pages = made([cover, mail, picture, note])
    texts = [text_of(page) for page in pages]
    assert all("EXAMPLE" in text and "Record of the mail server" in text for text in texts)
    assert words(DIGEST) in words(texts[0])
    assert words("> quoted <b>not bold</b> \ufffd" + "x" * 200) in words(texts[1])
    assert "  two  blanks\n" in mail
    assert len(reader(pages[2]).pages[0].images) == 1
    assert "call.ogg" in texts[3]


def test_a_long_text_runs_over_pages_with_its_mark() -> None:
    (data,) = made([write_text_page(HEAD, "A line of a message.\n" * 200, *sheet("exhibit"))])
    texts = [page.extract_text() for page in reader(data).pages]
    assert len(texts) > 3
    assert all("EXAMPLE" in text for text in texts)
    assert sum(text.count("A line of a message.") for text in texts) == 200
