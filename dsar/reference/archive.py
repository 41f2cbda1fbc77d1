"""A collection of files somebody made: a folder, a zip or a tar.gz, read without trusting it.

Nothing is unpacked to disk. A path that leads outside, a link, a device or a bomb refuses the
whole archive: who puts one in is not to be believed about the rest.
"""

from __future__ import annotations

import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from dsar.errors import Invalid

MAX_FILES = 50_000
MAX_FILE = 1_000_000
MAX_TOTAL = 200_000_000


@dataclass(frozen=True)
class Collection:
    """The files of a collection by their path inside it, and the version it names, if any."""

    files: dict[str, bytes]
    version: str = ""


def read_collection(source: Path) -> Collection:
    """The files in *source*; raises Invalid for what is missing, broken or hostile."""
    try:
        if source.is_dir():
            return Collection(dict(_counted(_folder(source), source)), _checked_out(source))
        if zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                version = archive.comment.decode("ascii", "replace").strip()
                return Collection(dict(_counted(_zip(archive), source)), _commit(version))
        if source.is_file() and tarfile.is_tarfile(source):
            with tarfile.open(source) as tar:
                files = dict(_counted(_tar(tar), source))
                return Collection(files, _commit(tar.pax_headers.get("comment", "")))
    except (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, zlib.error, RuntimeError):
        raise Invalid(
            "The archive is broken or cannot be read.", "Fetch it again.", file=str(source)
        ) from None
    raise Invalid(
        "This is neither a folder nor a zip or tar.gz.", "Check its name.", file=str(source)
    )


def _counted(files: Iterator[tuple[str, bytes]], source: Path) -> Iterator[tuple[str, bytes]]:
    total = 0
    for number, (name, data) in enumerate(files, 1):
        total += len(data)
        if number > MAX_FILES or total > MAX_TOTAL:
            raise _hostile(source, "holds more than any collection of companies")
        yield name, data


def _safe(name: str, source: str) -> str:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name or "\0" in name:
        raise _hostile(source, "holds a path that leads outside of it")
    return path.as_posix()


def _hostile(source: str | Path, what: str) -> Invalid:
    return Invalid(
        f"The archive {what}; nothing was imported.",
        "Take it from the project itself.",
        file=str(source),
        kind="hostile-archive",
    )


def _too_large(source: str, name: str) -> Invalid:
    return _hostile(source, f"holds a file larger than a megabyte ({name[:80]!r})")


def _folder(source: Path) -> Iterator[tuple[str, bytes]]:
    for top, folders, names in os.walk(source):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(top) / name
            info = path.lstat()
            inside = path.relative_to(source).as_posix()
            if not stat.S_ISREG(info.st_mode):
                raise _hostile(source, f"holds a link or a device ({inside[:80]!r})")
            if info.st_size > MAX_FILE:
                if name.endswith(".json"):
                    raise _too_large(str(source), inside)
                continue
            yield inside, path.read_bytes()


def _zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    source = str(archive.filename)
    for info in archive.infolist():
        name = _safe(info.filename, source)
        if stat.S_ISLNK(info.external_attr >> 16):
            raise _hostile(source, f"holds a link ({name[:80]!r})")
        if info.is_dir():
            continue
        with archive.open(info) as file:
            data = file.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            raise _too_large(source, name)
        yield name, data


def _tar(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    source = str(archive.name)
    for info in archive:
        name = _safe(info.name, source)
        if info.isdir():
            continue
        file = archive.extractfile(info) if info.isreg() else None
        if file is None:
            raise _hostile(source, f"holds a link or a device ({name[:80]!r})")
        if info.size > MAX_FILE:
            raise _too_large(source, name)
        yield name, file.read()


def _commit(text: str) -> str:
    """*text* when it is a commit, as archives made by Git carry it, else empty."""
    hexadecimal = len(text) == 40 and all(c in "0123456789abcdef" for c in text)
    return text if hexadecimal else ""


def _checked_out(source: Path) -> str:
    """The commit of a folder that Git checked out, else empty."""
    try:
        head = (source / ".git" / "HEAD").read_text(encoding="ascii").strip()
        if head.startswith("ref: "):
            head = (source / ".git" / head.removeprefix("ref: ")).read_text("ascii").strip()
        return _commit(head)
    except (OSError, UnicodeDecodeError):
        return ""
