"""Words that people write into files: one clean line of text."""

from __future__ import annotations

import unicodedata

MAX_LINE = 500
# Marks that turn the direction of text could make a page show what was not written.
_DIRECTION = {
    chr(c) for c in (0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069)
}


def clean_line(text: str) -> str:
    """*text* in one line of normal form C; raises ValueError for what no line may hold."""
    line = unicodedata.normalize("NFC", text).strip()
    if len(line) > MAX_LINE:
        raise ValueError(f"a line has at most {MAX_LINE} characters")
    for char in line:
        if unicodedata.category(char) in {"Cc", "Cs", "Co", "Zl", "Zp"} or char in _DIRECTION:
            raise ValueError("a line must not hold control characters or direction marks")
    return line
