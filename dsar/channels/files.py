"""Files in and out: evidence is read whole, documents are written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from types import TracebackType

from dsar.errors import Invalid, OutsideFailed

MAX_EVIDENCE = 100_000_000


def sha256(data: bytes) -> str:
    """The SHA-256 of *data* in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def read_evidence(path: Path) -> bytes:
    """The bytes of the file at *path*, to be kept as evidence.

    Raises Invalid when it is missing, no regular file (a link is not followed into a device or a
    folder), empty, or larger than 100 MB.
    """
    try:
        info = path.stat()
        if not stat.S_ISREG(info.st_mode):
            raise Invalid(
                "Evidence must be a file, not a folder or a device.",
                "Give the file itself.",
                file=str(path),
            )
        if info.st_size > MAX_EVIDENCE:
            raise Invalid("The file is larger than 100 MB.", "Keep a smaller copy.", file=str(path))
        data = path.read_bytes()
    except OSError as error:
        raise Invalid(
            f"Cannot read the file: {error.strerror}.", "Check its name.", file=str(path)
        ) from error
    if not data:
        raise Invalid("The file is empty.", "Give the file that proves it.", file=str(path))
    return data


class OutputFolder:
    """A folder that gets all files of a step or none.

    Files are first written beside their place (0600, in a hidden folder), and put in place by
    ``publish``; whatever happens before leaves nothing behind. A file that is there already is
    never replaced, unless *replace*. Used as a context manager.
    """

    def __init__(self, folder: Path, replace: bool = False) -> None:
        self.folder = folder
        self._replace = replace
        self._made: Path | None = None
        self._names: list[str] = []

    def __enter__(self) -> OutputFolder:
        try:
            self._made = _make_missing(self.folder)
            self._stage = Path(tempfile.mkdtemp(prefix=".dsar-", dir=self.folder))
        except OSError as error:
            if self._made is not None:
                _remove_empty(self.folder, self._made)
            raise _unwritable(self.folder, error) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(self._stage, ignore_errors=True)
        if kind is not None and self._made is not None:
            _remove_empty(self.folder, self._made)

    def add(self, files: Mapping[str, bytes]) -> None:
        """Write *files* (by name; ``/`` makes a folder) beside their place.

        Raises Invalid when a file of that name is in place already.
        """
        for name, data in files.items():
            self._check_free(name)
            try:
                path = self._stage.joinpath(*PurePosixPath(name).parts)
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
                with os.fdopen(handle, "wb") as out:
                    out.write(data)
                    out.flush()
                    os.fsync(out.fileno())
            except OSError as error:
                raise _unwritable(self.folder, error) from error
            self._names.append(name)

    def _check_free(self, name: str) -> None:
        place = self.folder.joinpath(*PurePosixPath(name).parts)
        if not self._replace and place.exists():
            raise Invalid(
                "There is a file of this name already; it was not replaced.",
                "Give another folder with --out.",
                file=str(place),
                kind="file-exists",
            )

    def publish(self) -> list[Path]:
        """Put every file in its place."""
        placed = []
        for name in self._names:
            target = self.folder.joinpath(*PurePosixPath(name).parts)
            try:
                target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                self._stage.joinpath(*PurePosixPath(name).parts).replace(target)
            except OSError as error:
                raise _unwritable(target, error) from error
            placed.append(target)
        return placed


def _make_missing(folder: Path) -> Path | None:
    """Make *folder* (0700) and what is missing above it; the topmost folder made, if any."""
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    for path in reversed(missing):
        path.mkdir(mode=0o700)
    return missing[-1] if missing else None


def _remove_empty(folder: Path, topmost: Path) -> None:
    for path in (folder, *folder.parents):
        try:
            path.rmdir()
        except OSError:
            return
        if path == topmost:
            return


def _unwritable(path: Path, error: OSError) -> OutsideFailed:
    return OutsideFailed(
        f"Cannot write there: {error.strerror}; nothing was written.",
        "Give another folder with --out.",
        file=str(path),
    )
