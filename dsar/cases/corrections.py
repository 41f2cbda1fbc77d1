"""Corrections: a fact is never changed; a later event says what it should have said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from dsar.cases.event import Recorded


def effective(log: Sequence[Recorded]) -> tuple[Recorded, ...]:
    """The facts as they stand after every correction, in the order in which they were written.

    A struck fact is gone, a mended one has its right day and content; the corrections themselves
    are left out. The last correction of a fact counts.
    """
    mended = {e.payload["of"]: e for e in log if e.kind == "correction"}
    found = []
    for event in log:
        if event.kind == "correction":
            continue
        correction = mended.get(event.seq)
        if correction is None:
            found.append(event)
        elif not correction.payload.get("strike"):
            day = date.fromisoformat(correction.payload["on"])
            found.append(replace(event, on=day, payload=correction.payload["payload"]))
    return tuple(found)
