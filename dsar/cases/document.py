"""Documents of a case: what was written, how it was sent, and the files they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

CHANNELS = ("email", "post", "web-form", "portal", "hand")


@dataclass(frozen=True)
class FileOf:
    """A file of a document or a proof: name, format, SHA-256 of its bytes, where it lies."""

    name: str
    format: str
    sha256: str


@dataclass(frozen=True)
class Sending:
    """One sending of a document: day, channel, address, what proves it, whether it came back."""

    seq: int
    on: date
    channel: str
    to: str
    tracking: str
    proof: FileOf | None
    file: FileOf | None
    estimated_receipt: date | None
    bounced: date | None


@dataclass(frozen=True)
class Document:
    """A letter or complaint that was written, and its sendings.

    A request has ``rights``, the ``regime`` they rest on and the person's ``residence`` for it;
    ``own`` says that the person wrote it without us. ``about`` is the request that another letter
    reminds of, where it says so; ``acting`` who acted for the person, as recorded, or None.
    """

    seq: int
    id: str
    kind: str
    title: str
    language: str
    written_on: date
    rights: tuple[str, ...]
    files: tuple[FileOf, ...]
    sendings: tuple[Sending, ...]
    term_day: date | None = None
    about: str = ""
    regime: str = ""
    residence: str = ""
    own: bool = False
    acting: Mapping[str, Any] | None = field(default=None, hash=False)

    @property
    def sent(self) -> bool:
        """Whether it left at least once."""
        return bool(self.sendings)


def file_of(data: dict[str, str] | None) -> FileOf | None:
    """The file that *data* of a payload describes, or None."""
    return FileOf(data["name"], data["format"], data["sha256"]) if data else None


def day_of(text: Any) -> date | None:
    """The day that *text* (ISO) of a payload names, or None."""
    return date.fromisoformat(text) if text else None
