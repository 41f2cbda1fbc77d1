"""Events: one fact that happened, never changed, chained by hash.

The chain hashes a salted commitment, SHA-256(salt ‖ canonical payload), so that payload and salt
can be deleted and the chain still verifies.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

GENESIS = "0" * 64


@dataclass(frozen=True)
class Event:
    """A fact of a case: its kind, its legal day ``on``, and what is known about it.

    ``on`` is the day that counts in law, ``payload`` plain JSON data.
    """

    kind: str
    on: date
    payload: Mapping[str, Any]


@dataclass(frozen=True)
class Recorded:
    """An event as it stands in the log.

    ``at`` is the moment it was written (UTC, ISO 8601), ``as_of`` the day by which the program
    judged, when told another than today. ``payload`` is None once forgotten.
    """

    seq: int
    kind: str
    on: date
    at: str
    as_of: str
    payload: Mapping[str, Any]
    commitment: str
    hash: str


def canonical(payload: Mapping[str, Any]) -> bytes:
    """*payload* as bytes, the same for the same content: sorted keys, no spaces, UTF-8."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def commitment(salt: bytes, payload: Mapping[str, Any]) -> str:
    """SHA-256 of the salt and the canonical payload, in hexadecimal."""
    return seal(salt, canonical(payload))


def seal(salt: bytes, data: bytes) -> str:
    """The commitment to a payload whose canonical form is *data*."""
    return hashlib.sha256(salt + data).hexdigest()


def link(
    previous: str, case: str, event: Event | Recorded, seq: int, at: str, as_of: str, commit: str
) -> str:
    """The hash of one event in its case's chain, in hexadecimal.

    It covers the previous hash, everything that stays when a payload is forgotten, and the
    payload's commitment.
    """
    fields = [previous, case, str(seq), event.kind, event.on.isoformat(), at, as_of, commit]
    return hashlib.sha256("\x1f".join(fields).encode("utf-8")).hexdigest()
