"""The store in one SQLite file: 0600, write-ahead log, every commit on disk before it counts."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from dsar.cases.case import Case, build
from dsar.cases.event import GENESIS, Event, Recorded, canonical, link, seal
from dsar.errors import DsarError, Invalid, OutsideFailed
from dsar.store.contract import Salt, StaleCase, Stamp

APPLICATION_ID = 0x44534152  # "DSAR"
VERSION = 2
BUSY_SECONDS = 20.0

# What each version adds to the one before.
_SCHEMAS = (
    """
CREATE TABLE events (
  case_id TEXT NOT NULL, seq INTEGER NOT NULL, kind TEXT NOT NULL, on_day TEXT NOT NULL,
  at TEXT NOT NULL, as_of TEXT NOT NULL, commitment TEXT NOT NULL, hash TEXT NOT NULL,
  salt BLOB, payload TEXT,
  PRIMARY KEY (case_id, seq)
) STRICT;
CREATE TABLE cases (
  number INTEGER PRIMARY KEY, case_id TEXT NOT NULL UNIQUE, head TEXT NOT NULL
) STRICT;
CREATE TABLE evidence (
  sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL
) STRICT;
CREATE TABLE subjects (
  id TEXT PRIMARY KEY, data TEXT NOT NULL
) STRICT;
""",
    """
CREATE TABLE settings (
  name TEXT PRIMARY KEY, value TEXT NOT NULL
) STRICT;
""",
)

# A case is read with the hash of its last event: events cut off at the end are missed too.
_WHOLE = """
SELECT c.case_id, c.head, e.seq, e.kind, e.on_day, e.at, e.as_of, e.payload, e.commitment, e.hash,
  e.salt
FROM cases c LEFT JOIN events e ON e.case_id = c.case_id
"""
# An opening that cannot be read may be about anybody: the case is then read, and refused.
_ABOUT = """
SELECT c.case_id FROM cases c LEFT JOIN events e ON e.case_id = c.case_id AND e.seq = 1
WHERE CASE WHEN json_valid(e.payload)
  THEN json_extract(e.payload, '$.controller.id') = ? ELSE TRUE END
ORDER BY c.number
"""
_AT_ONCE = 200


class SqliteStore:
    """The ``Store`` contract on one SQLite file; *salt* gives random bytes.

    A file that is not there is only made with *create*; else Invalid is raised.
    """

    def __init__(self, path: Path, salt: Salt, create: bool = True) -> None:
        self._path = path
        self._salt = salt
        # An empty file is nobody's store yet, and only ``init`` may make it one.
        if not create and not (path.exists() and (path.stat().st_size or not path.is_file())):
            raise Invalid(
                "There is no store here yet.",
                "dsar init makes one; or give the right file with --store.",
                file=str(path),
                kind="no-store",
            )
        self._database = _open(path)

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def case_ids(self, prefix: str = "") -> list[str]:
        """See ``Store.case_ids``."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT case_id FROM cases WHERE case_id BETWEEN ? AND ? ORDER BY number",
                (prefix, prefix + "\U0010ffff"),
            )
            return [row[0] for row in rows]

    def case(self, case_id: str) -> Case:
        """See ``Store.case``."""
        with self._reading() as db:
            return _case(db, case_id)

    def cases(self, company: str | None = None) -> Iterator[Case]:
        """See ``Store.cases``."""
        if company is not None:
            with self._reading() as db:
                rows = db.execute(_ABOUT, (company,)).fetchall()
            yield from (self.case(case_id) for (case_id,) in rows)
            return
        with self._reading() as db:
            last = db.execute("SELECT coalesce(max(number), 0) FROM cases").fetchone()[0]
        # By the handful: a reading left open would stand in the way of a writing in between.
        for first in range(1, last + 1, _AT_ONCE):
            with self._reading() as db:
                rows = db.execute(
                    f"{_WHOLE} WHERE c.number BETWEEN ? AND ? ORDER BY c.number, e.seq",
                    (first, first + _AT_ONCE - 1),
                ).fetchall()
            yield from (_verified(list(group)) for _, group in groupby(rows, itemgetter(0)))

    def append(
        self,
        case_id: str,
        head: str,
        events: Sequence[Event],
        stamp: Stamp,
        evidence: Mapping[str, bytes],
    ) -> Case:
        """See ``Store.append``."""
        with self._writing() as db:
            row = db.execute(
                "SELECT c.head,"
                " (SELECT coalesce(max(seq), 0) FROM events e WHERE e.case_id = c.case_id)"
                " FROM cases c WHERE c.case_id = ?", (case_id,),
            ).fetchone()  # fmt: skip
            found, seq = row or (GENESIS, 0)
            if found != head:
                raise StaleCase(
                    f"Another dsar wrote to case {case_id} meanwhile; nothing was recorded.",
                    "Look at the case and run the command again.",
                )
            for sha256, data in evidence.items():
                db.execute("INSERT OR IGNORE INTO evidence VALUES (?, ?)", (sha256, data))
            for event in events:
                seq += 1
                found = self._insert(db, case_id, found, seq, event, stamp)
            db.execute(
                "INSERT INTO cases (case_id, head) VALUES (?, ?)"
                " ON CONFLICT (case_id) DO UPDATE SET head = excluded.head", (case_id, found),
            )  # fmt: skip
            return _case(db, case_id)

    def evidence(self, sha256: str) -> bytes:
        """See ``Store.evidence``."""
        with self._reading() as db:
            row = db.execute("SELECT bytes FROM evidence WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None:
            raise Invalid(f"The evidence {sha256[:12]}… is not in the store.")
        data = bytes(row[0])
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Invalid(f"The evidence {sha256[:12]}… was altered since it was recorded.")
        return data

    def subjects(self) -> dict[str, dict[str, Any]]:
        """See ``Store.subjects``."""
        with self._reading() as db:
            rows = db.execute("SELECT id, data FROM subjects ORDER BY id").fetchall()
        return {subject_id: json.loads(data) for subject_id, data in rows}

    def put_subject(self, subject_id: str, data: Mapping[str, Any]) -> None:
        """See ``Store.put_subject``."""
        with self._writing() as db:
            db.execute(
                "INSERT INTO subjects VALUES (?, ?)"
                " ON CONFLICT (id) DO UPDATE SET data = excluded.data",
                (subject_id, canonical(data).decode()),
            )

    def add_subject(self, subject_id: str, data: Mapping[str, Any]) -> bool:
        """See ``Store.add_subject``."""
        with self._writing() as db:
            done = db.execute(
                "INSERT OR IGNORE INTO subjects VALUES (?, ?)",
                (subject_id, canonical(data).decode()),
            )
            return done.rowcount == 1

    def setting(self, name: str) -> str:
        """See ``Store.setting``."""
        with self._reading() as db:
            row = db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def put_setting(self, name: str, value: str) -> None:
        """See ``Store.put_setting``."""
        with self._writing() as db:
            db.execute(
                "INSERT INTO settings VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET value = excluded.value", (name, value),
            )  # fmt: skip

    def remove_subject(self, subject_id: str) -> None:
        """See ``Store.remove_subject``."""
        with self._writing() as db:
            db.execute("DELETE FROM subjects WHERE id = ?", (subject_id,))

    def keep_evidence(self, evidence: Mapping[str, bytes]) -> None:
        """See ``Store.keep_evidence``."""
        with self._writing() as db:
            for sha256, data in evidence.items():
                db.execute("INSERT OR IGNORE INTO evidence VALUES (?, ?)", (sha256, data))

    def _insert(
        self, db: sqlite3.Connection, case_id: str, head: str, seq: int, event: Event, stamp: Stamp
    ) -> str:
        salt = self._salt(16)
        payload = canonical(event.payload)
        commit = seal(salt, payload)
        new_head = link(head, case_id, event, seq, stamp.at, stamp.as_of, commit)
        row = (case_id, seq, event.kind, event.on.isoformat(), stamp.at, stamp.as_of, commit,
               new_head, salt, payload.decode())  # fmt: skip
        db.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        return new_head

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with _told_apart(self._path):
            yield self._database

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction that takes the write lock at once, and ends whole or not at all."""
        db = self._database
        with _told_apart(self._path):
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise


def _case(db: sqlite3.Connection, case_id: str) -> Case:
    rows = db.execute(f"{_WHOLE} WHERE c.case_id = ? ORDER BY e.seq", (case_id,)).fetchall()
    if not rows:
        raise Invalid(f"There is no case {case_id}.", "dsar list shows the cases.")
    return _verified(rows)


def _verified(rows: Sequence[tuple[Any, ...]]) -> Case:
    """The case in the *rows* of one case as ``_WHOLE`` asks for them.

    Raises Invalid for the first event that is not as it was recorded, or is not there.
    """
    case_id, end = rows[0][:2]
    found: list[Recorded] = []
    head = GENESIS
    for _, _, seq, kind, on_day, at, as_of, payload, commit, stored, salt in rows:
        if seq is None:
            break
        # The stored text is the canonical form, byte for byte; what was altered is not even read.
        if payload is None or salt is None or seal(salt, payload.encode()) != commit:
            raise _altered(case_id, seq)
        try:
            on = date.fromisoformat(on_day)
        except ValueError:
            raise _altered(case_id, seq) from None
        event = Recorded(seq, kind, on, at, as_of, json.loads(payload), commit, stored)
        head = link(head, case_id, event, seq, at, as_of, commit)
        if head != stored:
            raise _altered(case_id, seq)
        found.append(event)
    if not found or head != end:
        raise _altered(case_id, len(found) + 1)
    return build(case_id, found)


def _altered(case_id: str, seq: int) -> Invalid:
    return Invalid(
        f"Event {seq} of case {case_id} was altered since it was recorded.",
        "Restore the store from a backup.",
        kind="altered",
    )


def _open(path: Path) -> sqlite3.Connection:
    _prepare(path)
    with _told_apart(path):
        db = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        try:
            db.execute("PRAGMA foreign_keys = ON")
            _check_ours(db, path)
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = FULL")
            _migrate(db)
        except BaseException:
            db.close()
            raise
        return db


def _prepare(path: Path) -> None:
    """The folder 0700 and the file 0600 before SQLite touches it; its side files follow suit."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise OutsideFailed(
            f"The store cannot be opened: {error.strerror}.",
            "Give another place with --store or DSAR_STORE.",
            file=str(path),
        ) from error


def _check_ours(db: sqlite3.Connection, path: Path) -> None:
    ours = db.execute("PRAGMA application_id").fetchone()[0]
    empty = db.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0] == 0
    if ours != APPLICATION_ID and not empty:
        raise _not_ours(path)
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > VERSION:
        raise Invalid(
            "This store was written by a newer dsar.", "Update dsar to read it.", file=str(path)
        )


def _migrate(db: sqlite3.Connection) -> None:
    if db.execute("PRAGMA user_version").fetchone()[0] == VERSION:
        return
    db.execute("BEGIN IMMEDIATE")
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        for schema in _SCHEMAS[version:]:
            for statement in schema.split(";\n"):
                db.execute(statement)
        if version < VERSION:
            db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            db.execute(f"PRAGMA user_version = {VERSION}")
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise


def _not_ours(path: Path) -> Invalid:
    return Invalid(
        "This file is not a dsar store.",
        "Give another file with --store or DSAR_STORE; this one was not touched.",
        file=str(path),
        kind="not-a-store",
    )


@contextmanager
def _told_apart(path: Path) -> Iterator[None]:
    """SQLite's errors as ours: not our file, locked too long, disk full or failing."""
    try:
        yield
    except DsarError:
        raise
    except sqlite3.OperationalError as error:
        raise OutsideFailed(
            f"The store did not take it: {error}; nothing was recorded.",
            "Is the disk full, read-only, or another dsar still at work?",
            file=str(path),
        ) from error
    except sqlite3.DatabaseError as error:
        raise _not_ours(path) from error
