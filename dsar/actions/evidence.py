"""Evidence: files that a person gives, kept as bytes and named by their SHA-256."""

from __future__ import annotations

from pathlib import Path

from dsar.cases.document import FileOf
from dsar.channels.files import read_evidence, sha256


def keep(path: Path, evidence: dict[str, bytes]) -> dict[str, str]:
    """Read the file at *path* into *evidence* and describe it as an event records it."""
    data = read_evidence(path)
    evidence[sha256(data)] = data
    return describe(path.name, data)


def describe(name: str, data: bytes) -> dict[str, str]:
    """A file as an event records it: name, format and SHA-256."""
    return {"name": name, "format": name.rpartition(".")[2].lower(), "sha256": sha256(data)}


def described(file: FileOf) -> dict[str, str]:
    """The same for a file already recorded."""
    return {"name": file.name, "format": file.format, "sha256": file.sha256}
