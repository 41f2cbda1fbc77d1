"""The way to paper: HTML pages in, PDF bytes out, through one child process."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import unicodedata
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from dsar.channels.packages import install_command
from dsar.errors import OutsideFailed

TIMEOUT = 120.0
_LAST_CYRILLIC = 0x52F
_OURS = re.compile(r"^(LATIN|GREEK|CYRILLIC|SUPERSCRIPT|SUBSCRIPT|EURO|NUMERO|MINUS|MODIFIER)")

# Only this folder's fonts: the same letter looks the same on every machine, and Pango, which
# dies without any font, always has one.
_FONTS_CONF = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
<dir>{folder}/fonts</dir>
{others}
<cachedir>{folder}/cache</cachedir>
</fontconfig>
"""


# Where a machine keeps fonts; asked only for letters that ours lack.
_SYSTEM_FONTS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts",
                 "/System/Library/Fonts")  # fmt: skip


class PdfUnavailable(OutsideFailed):
    """A library that PDF needs is not on this machine."""


class PdfFailed(OutsideFailed):
    """The library is there, but no PDF came out of it."""


@dataclass(frozen=True)
class PdfPage:
    """One document to be made: its HTML, complete, with language and title.

    ``tagged`` gives a PDF/UA-1 file; what is only stamped on other pages must have no tags.
    """

    html: str
    tagged: bool = field(default=True, kw_only=True)


def render_pdfs(
    pages: Sequence[PdfPage],
    fonts: Mapping[str, bytes],
    *,
    timeout: float = TIMEOUT,
    command: Sequence[str] = (),
) -> list[bytes]:
    """The PDF of each of *pages*, set in *fonts* (file name to bytes) and no others.

    The same input gives the same bytes. Nothing is read from the network or the disk: pictures
    must be ``data:`` addresses. *command* replaces the child process.

    Raises:
        PdfUnavailable: WeasyPrint, Pango or HarfBuzz is missing.
        PdfFailed: the child died, took longer than *timeout* seconds, or refused a page.
    """
    if not pages:
        return []
    asked = {"pages": [{"html": page.html, "tagged": page.tagged} for page in pages]}
    argv = list(command) or [sys.executable, "-P", "-m", "dsar.channels.pdf_child"]
    foreign = any(foreign_letters(page.html) for page in pages)
    with _font_folder(fonts, foreign) as folder:
        answer = _ask(argv, json.dumps(asked).encode(), _environment(folder), timeout)
    if "error" in answer:
        raise _error(answer["error"], str(answer.get("what", "")))
    pdfs = [b64decode(pdf) for pdf in answer["pdfs"]]
    if len(pdfs) != len(pages):
        raise PdfFailed("The PDF process returned the wrong number of documents.")
    return pdfs


def foreign_letters(text: str) -> str:
    """The letters and signs of *text* that the shipped fonts lack, each once.

    They have the Latin, Greek and Cyrillic letters; anything else is set in a font of the
    machine, or as an empty box where it has none.
    """
    found = {char for char in text if ord(char) > _LAST_CYRILLIC and unicodedata.category(char)[0]
             in "LNMS" and not _OURS.search(unicodedata.name(char, ""))}  # fmt: skip
    return "".join(sorted(found))


@contextmanager
def _font_folder(fonts: Mapping[str, bytes], foreign: bool) -> Iterator[Path]:
    # Fonts and settings only: nothing of a letter is ever written here.
    with TemporaryDirectory(prefix="dsar-fonts-") as name:
        folder = Path(name)
        (folder / "fonts").mkdir()
        for font, data in fonts.items():
            (folder / "fonts" / Path(font).name).write_bytes(data)
        others = "".join(f"<dir>{place}</dir>" for place in _SYSTEM_FONTS) if foreign else ""
        conf = _FONTS_CONF.format(folder=escape(name), others=others)
        (folder / "fonts.conf").write_text(conf, encoding="utf-8")
        yield folder


def _environment(folder: Path) -> dict[str, str]:
    # Pass phrases are not the child's business; its module path is that of its parent.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DSAR_")}
    path = os.pathsep.join(str(Path(entry).resolve()) for entry in sys.path)
    return {
        **kept,
        "PYTHONPATH": path,
        "PYTHONHASHSEED": "0",
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
        "FONTCONFIG_PATH": str(folder),
        "TMPDIR": str(folder),
    }


def _ask(argv: list[str], asked: bytes, env: dict[str, str], timeout: float) -> dict[str, Any]:
    try:
        done = subprocess.run(
            argv, input=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=env, timeout=timeout, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise PdfFailed(
            f"The PDF was not ready after {timeout:g} seconds.", "The text and HTML are complete."
        ) from None
    except OSError as error:
        raise PdfFailed(f"The PDF process did not start: {error.strerror}.") from None
    if done.returncode < 0:
        raise PdfFailed(
            f"The PDF process was killed by signal {-done.returncode} ({_name(-done.returncode)}).",
            "Update Pango and Fontconfig; the text and HTML are complete.",
        )
    return _answer(done.returncode, done.stdout)


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"


def _answer(code: int, out: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(out)
    except ValueError:
        answer = None
    if not isinstance(answer, dict) or code != 0:
        raise PdfFailed(f"The PDF process ended with code {code} and without an answer.")
    return answer


def _error(kind: str, what: str) -> OutsideFailed:
    if kind == "missing":
        return PdfUnavailable(f"PDF needs {what}, which is not installed.", install_command(what))
    if kind == "refused":
        return PdfFailed(
            f"The page asked for a file outside itself ({what}), which is never fetched."
        )
    return PdfFailed(f"The page could not be set as PDF ({what}).")
