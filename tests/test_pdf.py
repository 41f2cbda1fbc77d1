"""PDF bytes: what is on the page, what they never fetch, and what happens when a library fails."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from dsar.channels.packages import install_command
from dsar.channels.pdf import PdfFailed, PdfPage, PdfUnavailable, foreign_letters, render_pdfs
from dsar.errors import OutsideFailed
from dsar.letters.blocks import Block, Heading, Listing, Paragraph, Table, plain
from dsar.letters.html import write_html
from dsar.letters.letter import Letter
from tests.pdfs import FONTS, POINTS_PER_MM, letter, made, paragraph, reader, sheet, text_of, words

EMPTY = '<!DOCTYPE html><html lang="en"><head><title>T</title></head><body>{}</body></html>'


@pytest.fixture(scope="module")
def engine() -> None:
    """Skip tests that expect an error where there is no PDF engine at all."""
    made([EMPTY.format("")])


def pdf(of: Letter) -> bytes:
    return made([write_html(of, *sheet("letter"))])[0]


def strings(blocks: tuple[Block, ...]) -> list[str]:
    """Every string of *blocks* in reading order."""
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph(runs) | Heading(_, runs):
                found.append(plain(runs))
            case Listing(_, items, _):
                found += [text for item in items for text in strings(item)]
            case Table(header, rows):
                found += [plain(cell) for row in (header, *rows) for cell in row]
    return found


def positions(data: bytes) -> dict[str, tuple[float, float]]:
    """Where each line of text of the first page begins: millimetres from the left and the top."""
    page = reader(data).pages[0]
    found: dict[str, tuple[float, float]] = {}

    def visit(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        x = cm[0] * tm[4] + cm[2] * tm[5] + cm[4]
        y = cm[1] * tm[4] + cm[3] * tm[5] + cm[5]
        place = (x / POINTS_PER_MM, (float(page.mediabox.height) - y) / POINTS_PER_MM)
        if text.strip():
            found.setdefault(text.strip(), place)

    page.extract_text(visitor_text=visit)
    return found


def test_the_pdf_says_what_the_letter_says() -> None:
    long = paragraph("Hyphenation, justification, extraordinarily long sentences. " * 8)
    of = letter((*letter().body[:-1], long, letter().body[-1]), mark="", pictures=())
    text = words(text_of(pdf(of)))
    for part in (*of.sender, *of.addressee, of.date, of.subject, *strings(of.body), of.signature):
        assert words(part) in text, part
    at = text.index(words(of.subject))
    for part in strings(of.body):
        at = text.index(words(part), at)


def test_title_language_and_tags_are_set() -> None:
    data = reader(pdf(letter(language="fr")))
    root = data.root_object
    assert data.metadata is not None
    assert data.metadata.title == "Request for access – K7M3-Q2"
    assert root["/Lang"] == "fr"
    assert root["/MarkInfo"] == {"/Marked": True}
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert "/CreationDate" not in data.metadata


def test_every_page_has_its_number_and_its_mark() -> None:
    body = tuple(paragraph("All of this is text. " * 20) for _ in range(20))
    pages = [page.extract_text() for page in reader(pdf(letter(body))).pages]
    assert len(pages) > 2
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert "EXAMPLE – NOT SENT" in text
    assert ["Reference K7M3-Q2" in text for text in pages[1:]] == [True] * (len(pages) - 1)


def test_the_address_stands_in_the_left_window() -> None:
    of = letter(addressee=tuple(f"Addressee line {n}" for n in range(6)))
    places = positions(pdf(of))
    first, last = places["Addressee line 0"], places["Addressee line 5"]
    # DIN 5008 form B: field from 20 to 105 mm and from 45 to 90 mm, text 5 mm inside it.
    assert first[0] == pytest.approx(25, abs=0.5)
    assert 45 + 17.7 < first[1] < 70
    assert last[1] < 90


def test_a_long_address_moves_up_and_stays_in_the_window() -> None:
    places = positions(pdf(letter(addressee=tuple(f"Addressee line {n}" for n in range(9)))))
    assert places["Addressee line 0"][1] > 45
    assert places["Addressee line 8"][1] < 91


def test_the_address_stands_in_the_right_window() -> None:
    places = positions(pdf(letter(window="right")))
    assert places["FaceTrail Search Ltd"][0] == pytest.approx(105, abs=0.5)
    assert 50 < places["FaceTrail Search Ltd"][1] < 56
    assert places["Margaret Ellison"][0] == pytest.approx(25, abs=0.5)


def test_same_letter_same_bytes() -> None:
    pages = [write_html(letter(), *sheet("letter")), EMPTY.format("other")]
    first, second = made(pages)
    assert render_pdfs([PdfPage(pages[1]), PdfPage(pages[0])], FONTS) == [second, first]


def test_a_pdf_is_well_formed(tmp_path: Path) -> None:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    path = tmp_path / "letter.pdf"
    path.write_bytes(pdf(letter()))
    assert (
        subprocess.run(["qpdf", "--check", path], capture_output=True, check=False).returncode == 0
    )


def test_only_shipped_fonts_are_used() -> None:
    html = EMPTY.format('<p style="font-family: DejaVu Sans, monospace">Text <code>x</code></p>')
    fonts = reader(made([html])[0]).pages[0]["/Resources"]["/Font"].values()
    names = [font.get_object()["/BaseFont"] for font in fonts]
    assert names
    assert all("Linux-Libertine" in name for name in names)


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("Ελληνικά, Български, Český, Īstā, Għawdex: 5 €, n° 1, № 2 – « x »", ""),
        ("محمد", "حدم"),
        ("漢 and 😀", "漢😀"),
    ],
)
def test_letters_beyond_the_shipped_fonts_are_named(text: str, lacking: str) -> None:
    assert foreign_letters(text) == lacking


def test_no_system_font_is_needed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: None
) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "missing.conf"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert render_pdfs([PdfPage(EMPTY.format("Text"))], FONTS)[0].startswith(b"%PDF-1.7")


def test_without_any_font_it_fails_in_words(engine: None) -> None:
    try:
        assert render_pdfs([PdfPage(EMPTY.format("Text"))], {})[0].startswith(b"%PDF")
    except PdfFailed as error:
        assert "killed by signal" in error.message


OUTSIDE = (
    '<img src="{uri}" alt="x">',
    '<img src="secret.png" alt="x">',
    '<img src="https://example.org/x.png" alt="x">',
    '<object data="{uri}"></object>',
    '<p style="background: url({uri})">x</p>',
    "<style>@font-face {{ font-family: x; src: url({uri}) }} p {{ font-family: x }}</style>",
    '<style>@import url("{uri}");</style>',
    '<link rel="stylesheet" href="{uri}">',
    '<link rel="attachment" href="{uri}">',
    '<svg width="9" height="9"><image href="{uri}" width="9" height="9"/></svg>',
)


def test_nothing_outside_the_page_is_fetched(tmp_path: Path, engine: None) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", encoding="ascii")

    def asked(html: str) -> str:
        page = PdfPage(EMPTY.format(html.format(uri=secret.as_uri())))
        try:
            render_pdfs([page], FONTS)
        except PdfFailed as refused:
            return refused.message
        return "not refused"

    with ThreadPoolExecutor(2) as pool:
        answers = dict(zip(OUTSIDE, pool.map(asked, OUTSIDE), strict=True))
    assert {html: said for html, said in answers.items() if "is never fetched" not in said} == {}
    assert not any("secret" in said for said in answers.values())


def test_a_picture_in_the_page_is_shown() -> None:
    (image,) = reader(pdf(letter())).pages[0].images
    assert image.image is not None
    assert image.image.size == (60, 80)


def test_no_pages_need_no_process() -> None:
    assert render_pdfs([], FONTS, command=["false"]) == []


def failing(*command: str, timeout: float = 20) -> OutsideFailed:
    with pytest.raises(OutsideFailed) as failed:
        render_pdfs([PdfPage(EMPTY)], FONTS, command=command, timeout=timeout)
    assert failed.value.exit_code == 5
    return failed.value


def test_a_child_that_dies_is_told_by_its_signal() -> None:
    failed = failing("sh", "-c", "kill -SEGV $$")
    assert isinstance(failed, PdfFailed)
    assert failed.message == "The PDF process was killed by signal 11 (SIGSEGV)."


def test_a_child_that_hangs_is_ended() -> None:
    assert "after 0.2 seconds" in failing("sleep", "30", timeout=0.2).message


@pytest.mark.parametrize("script", ["exit 3", "echo no json", "echo '[]'", "echo '{}'; exit 1"])
def test_a_child_that_talks_nonsense_is_told(script: str) -> None:
    assert "without an answer" in failing("sh", "-c", script).message


def test_a_child_that_cannot_start_is_told() -> None:
    assert "did not start" in failing("/nowhere/python").message


@pytest.mark.parametrize(
    ("source", "library"),
    [
        ("raise OSError(\"cannot load library 'libpango-1.0-0': no such file\")", "libpango-1.0-0"),
        ("raise OSError('cannot load library')", "Pango"),
        ("raise ImportError('no')", "weasyprint"),
    ],
)
def test_a_missing_library_is_named_with_its_cure(
    source: str, library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text(f"print('banner')\n{source}\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(PdfUnavailable) as missing:
        render_pdfs([PdfPage(EMPTY)], FONTS)
    assert missing.value.message == f"PDF needs {library}, which is not installed."
    assert missing.value.hint


@pytest.mark.parametrize(
    ("manager", "user", "command"),
    [
        ("apt-get", 1000, "sudo apt install libpangoft2-1.0-0 libharfbuzz-subset0"),
        ("apt-get", 0, "apt install libpangoft2-1.0-0 libharfbuzz-subset0"),
        ("dnf", 1000, "sudo dnf install pango"),
        ("pacman", 1000, "sudo pacman -S pango"),
        ("brew", 1000, "brew install pango"),
    ],
)
def test_the_cure_fits_the_machine(
    manager: str, user: int, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: Callable[[str], str | None] = {manager: f"/bin/{manager}"}.get
    monkeypatch.setattr("shutil.which", found)
    monkeypatch.setattr("os.geteuid", lambda: user)
    assert install_command("libpango-1.0-0") == command


def test_the_child_gets_no_pass_phrase_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DSAR_PASSPHRASE", "secret")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    script = (
        "import json, os, sys; json.load(sys.stdin); seen = dict(os.environ);"
        "print(json.dumps({'error': 'failed', 'what': str('DSAR_PASSPHRASE' in seen)"
        " + ' ' + str(seen['TMPDIR'].startswith(sys.argv[1]))}))"
    )
    failed = failing(sys.executable, "-c", script, str(tmp_path))
    assert "(False True)" in failed.message
    assert list(tmp_path.iterdir()) == []


def test_no_folder_is_left_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: None
) -> None:
    # A name with characters that mean something in XML, and the current folder too.
    odd = tmp_path / "a & <b>"
    odd.mkdir()
    monkeypatch.chdir(odd)
    monkeypatch.setattr("tempfile.tempdir", str(odd))
    render_pdfs([PdfPage(EMPTY.format("Text"))], FONTS)
    assert list(odd.iterdir()) == []


def test_odd_characters_do_no_harm() -> None:
    of = letter((paragraph("a\x0bb\x1fc \U0001f600 漢字 العربية \u202e x\ufffe"),), pictures=())
    assert reader(BytesIO(pdf(of)).getvalue()).pages
