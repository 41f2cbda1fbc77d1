"""Near names: what somebody may have meant."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process, utils


def near(text: str, names: Iterable[str], limit: int = 3) -> list[str]:
    """The *names* nearest to *text*, best first; only those that are really near."""
    hits = process.extract(
        text,
        list(names),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=limit,
        score_cutoff=65,
    )
    return [name for name, _, _ in hits]


def suggestion(text: str, names: Iterable[str], label: str) -> str:
    """A hint: near names if there are any, else all of *names* under *label*."""
    known = list(names)
    found = near(text, known)
    if found:
        return f"Did you mean {' or '.join(found)}?"
    return f"{label}: {', '.join(known)}."
