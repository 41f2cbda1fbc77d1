"""The child process behind ``pdf``: it alone loads WeasyPrint and Pango, and it may die."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
import warnings
from base64 import b64encode
from typing import Any

# A relative address becomes one of this host, and is refused like any other.
_NOWHERE = "https://nothing.invalid/"


def main() -> None:
    """Read the pages from standard input and answer with PDF files or one error."""
    out = os.dup(1)
    # Libraries write banners to standard output; the answer must stand there alone.
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    answer = _answer(json.load(sys.stdin.buffer)["pages"])
    with os.fdopen(out, "wb") as stream:
        stream.write(json.dumps(answer).encode())


def _answer(pages: list[dict[str, Any]]) -> dict[str, Any]:
    _be_quiet()
    try:
        return {"pdfs": [b64encode(pdf).decode("ascii") for pdf in _render(pages)]}
    except _Missing as missing:
        return {"error": "missing", "what": str(missing)}
    except _Refused as refused:
        return {"error": "refused", "what": str(refused)}
    except Exception as error:
        # The words of a foreign error may quote the letter, its name does not.
        return {"error": "failed", "what": type(error).__name__}


class _Missing(Exception):
    """A library that is not there."""


class _Refused(Exception):
    """An address that is not fetched."""


def _be_quiet() -> None:
    warnings.simplefilter("ignore")
    for name in ("weasyprint", "weasyprint.progress", "fontTools"):
        logger = logging.getLogger(name)
        logger.setLevel(logging.CRITICAL + 1)
        logger.propagate = False


def _render(pages: list[dict[str, Any]]) -> list[bytes]:
    try:
        import weasyprint
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError, URLFetcher
    except ImportError as error:
        raise _Missing("weasyprint") from error
    except OSError as error:
        raise _Missing(_library(str(error))) from error

    class OnlyData(URLFetcher):  # type: ignore[misc]
        """Serves what stands in the page itself, and remembers what it refused."""

        refused = ""

        def fetch(self, url: str, headers: Any = None) -> Any:
            """The bytes of a ``data:`` address; any other stops the work."""
            if not url.lower().startswith("data:"):
                self.refused = url.partition(":")[0][:12]
                raise FatalURLFetchingError(self.refused)
            return super().fetch(url, headers)

    fetcher, fonts = OnlyData(), FontConfiguration()
    try:
        pdfs = [_pdf(weasyprint, page, fetcher, fonts) for page in pages]
    except FatalURLFetchingError as error:
        raise _Refused(fetcher.refused) from error
    # Inside an SVG drawing the error is swallowed and the page goes on without the picture.
    if fetcher.refused:
        raise _Refused(fetcher.refused)
    return pdfs


def _pdf(weasyprint: Any, page: dict[str, Any], fetcher: Any, fonts: Any) -> bytes:
    html = weasyprint.HTML(string=page["html"], base_url=_NOWHERE, url_fetcher=fetcher)
    variant = "pdf/ua-1" if page["tagged"] else None
    document = html.render(font_config=fonts, pdf_variant=variant)
    pdf: bytes = document.write_pdf(finisher=_plain_metadata, pdf_variant=variant)
    return pdf


def _plain_metadata(_document: Any, pdf: Any) -> None:
    # Readers that know no PDF look for the XMP packet in plain sight; PDF/A demands it so.
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            item.compress = False


def _library(message: str) -> str:
    # cffi's words: cannot load library 'libpango-1.0-0': ...
    found = re.search(r"\b(?:lib(?!rary\b)|pango|harfbuzz|fontconfig|gobject)[\w.+-]*", message)
    return found.group() if found else "Pango"


if __name__ == "__main__":
    main()
