"""The store's promises: append-only, chained, all or nothing, only ours, only for its owner."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from dsar.actions.context import find_case
from dsar.cases.caseid import case_id
from dsar.cases.event import GENESIS, Event, commitment, link
from dsar.errors import Invalid, OutsideFailed
from dsar.store.contract import StaleCase, Stamp
from dsar.store.sqlite import SqliteStore

DAY = date(2026, 3, 6)
STAMP = Stamp("2026-03-06T09:00:00+00:00")


def opened(name: str = "Exempla", company: str = "exempla") -> Event:
    return Event("opened", DAY, {"controller": {"id": company, "name": name}})


@pytest.fixture
def store(tmp_path: Path) -> SqliteStore:
    return SqliteStore(tmp_path / "data" / "dsar.db", os.urandom)


def test_files_are_for_the_owner_alone(store: SqliteStore, tmp_path: Path) -> None:
    store.append("AAAA-AA", GENESIS, [opened()], STAMP, {})
    folder = tmp_path / "data"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


def test_chain_is_salted_and_linked(store: SqliteStore, tmp_path: Path) -> None:
    case = store.append("AAAA-AA", GENESIS, [opened(), opened()], STAMP, {})
    first, second = case.events
    assert first.commitment != second.commitment  # same payload, another salt
    db = sqlite3.connect(tmp_path / "data" / "dsar.db")
    head = GENESIS
    for seq, event in enumerate(case.events, start=1):
        salt = db.execute("SELECT salt FROM events WHERE seq = ?", (seq,)).fetchone()[0]
        assert commitment(salt, event.payload) == event.commitment
        plain = Event(event.kind, event.on, event.payload)
        head = link(head, "AAAA-AA", plain, seq, event.at, event.as_of, event.commitment)
        assert head == event.hash
    # Payload and salt can go; what remains still links.
    assert len(db.execute("SELECT hash FROM events").fetchall()) == 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE events SET payload = '{}' WHERE seq = 1",
        "UPDATE events SET on_day = '2026-03-05' WHERE seq = 1",
        "UPDATE events SET at = '' WHERE seq = 1",
        "UPDATE events SET kind = 'note' WHERE seq = 2",
        "UPDATE events SET on_day = 'one day' WHERE seq = 2",
        "UPDATE events SET payload = '{' WHERE seq = 1",
        "UPDATE events SET payload = replace(payload, ',', ', ') WHERE seq = 1",
        "UPDATE events SET payload = NULL, salt = NULL WHERE seq = 1",
        "DELETE FROM events WHERE seq = 1",
        "DELETE FROM events WHERE seq = 2",
        "DELETE FROM events",
    ],
)
def test_altered_events_are_seen(store: SqliteStore, tmp_path: Path, change: str) -> None:
    """By whatever reads the case: alone, among all, or to write to it."""
    case = store.append("AAAA-AA", GENESIS, [opened(), opened()], STAMP, {})
    with sqlite3.connect(tmp_path / "data" / "dsar.db") as db:
        db.execute(change)
    with pytest.raises(Invalid, match="altered"):
        store.case("AAAA-AA")
    with pytest.raises(Invalid, match="altered"):
        list(store.cases())
    with pytest.raises((Invalid, StaleCase)):
        store.append("AAAA-AA", case.head, [opened()], STAMP, {})


def test_an_unreadable_opening_hides_no_case(store: SqliteStore, tmp_path: Path) -> None:
    store.append("AAAA-AA", GENESIS, [opened()], STAMP, {})
    for change in ("UPDATE events SET payload = '{'", "DELETE FROM events"):
        with sqlite3.connect(tmp_path / "data" / "dsar.db") as db:
            db.execute(change)
        with pytest.raises(Invalid, match="altered"):
            list(store.cases("exempla"))


def test_all_cases_come_as_each_alone_in_the_order_of_opening(store: SqliteStore) -> None:
    """More than are read at once, and later events interleaved."""
    ids = [case_id(number.to_bytes(4, "big")) for number in range(450, 0, -1)]
    for new in ids:
        store.append(new, GENESIS, [opened(), opened("again")], STAMP, {})
    for old in (ids[0], ids[-1]):
        store.append(old, store.case(old).head, [opened("later")], STAMP, {})
    assert store.case_ids() == ids
    assert list(store.cases()) == [store.case(one) for one in ids]
    assert [len(case.log) for case in store.cases()] == [3, *[2] * 448, 3]


def test_cases_can_be_written_to_while_they_are_read(store: SqliteStore, tmp_path: Path) -> None:
    for new in ("AAAA-AA", "BBBB-BB"):
        store.append(new, GENESIS, [opened()], STAMP, {})
    other = SqliteStore(tmp_path / "data" / "dsar.db", os.urandom)
    for case in store.cases():
        after = other.append(case.id, case.head, [opened()], STAMP, {})
        store.append(case.id, after.head, [opened()], STAMP, {})
    assert [len(case.log) for case in store.cases()] == [3, 3]


def test_ids_by_their_beginning(store: SqliteStore) -> None:
    assert store.case_ids() == []
    for new in ("K7M3-Q2", "K7A0-00", "K8ZZ-ZZ", "0000-00"):
        store.append(new, GENESIS, [opened()], STAMP, {})
    assert store.case_ids("K7") == ["K7M3-Q2", "K7A0-00"]
    assert store.case_ids("K7M3-Q2") == ["K7M3-Q2"]
    for nothing in ("K7M3-Q22", "%", "K_", "k7", "L"):
        assert store.case_ids(nothing) == []


def test_cases_of_one_company(store: SqliteStore) -> None:
    for new, company in (("BBBB-BB", "one"), ("AAAA-AA", "one"), ("CCCC-CC", "two")):
        store.append(new, GENESIS, [opened(company=company)], STAMP, {})
    assert [case.id for case in store.cases("one")] == ["BBBB-BB", "AAAA-AA"]
    assert [case.id for case in store.cases("two")] == ["CCCC-CC"]
    assert list(store.cases("on")) == list(store.cases("")) == []


@pytest.mark.parametrize("text", ["", "%", "K7", "k7m3-q2", "\udcff", "é", "no such company"])
def test_what_names_no_case_is_told(store: SqliteStore, text: str) -> None:
    for new in ("K7M3-Q2", "K7A0-00"):
        store.append(new, GENESIS, [opened()], STAMP, {})
    if text == "k7m3-q2":
        assert find_case(store, text).id == "K7M3-Q2"
        return
    with pytest.raises(Invalid) as told:
        find_case(store, text)
    assert told.value.kind == ("ambiguous-case" if text == "K7" else "unknown-case")


def test_stale_head_records_nothing(store: SqliteStore) -> None:
    case = store.append("AAAA-AA", GENESIS, [opened()], STAMP, {})
    store.append("AAAA-AA", case.head, [opened()], STAMP, {})
    with pytest.raises(StaleCase):
        store.append("AAAA-AA", case.head, [opened()], STAMP, {"0" * 64: b"x"})
    assert len(store.case("AAAA-AA").events) == 2
    with pytest.raises(Invalid):
        store.evidence("0" * 64)


def test_evidence_is_bytes_and_checked(store: SqliteStore, tmp_path: Path) -> None:
    data = bytes(range(256))
    name = hashlib.sha256(data).hexdigest()
    store.append("AAAA-AA", GENESIS, [opened()], STAMP, {name: data})
    assert store.evidence(name) == data
    with sqlite3.connect(tmp_path / "data" / "dsar.db") as db:
        db.execute("UPDATE evidence SET bytes = x'00'")
    with pytest.raises(Invalid, match="altered"):
        store.evidence(name)


@pytest.mark.parametrize("content", [b"not a database at all, but long enough" * 10, b"PK\x03\x04"])
def test_foreign_file_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "photo.jpg"
    path.write_bytes(content)
    with pytest.raises(Invalid, match="not a dsar store"):
        SqliteStore(path, os.urandom)
    assert path.read_bytes() == content


def test_foreign_database_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE notes (text)")
    before = path.read_bytes()
    with pytest.raises(Invalid, match="not a dsar store"):
        SqliteStore(path, os.urandom)
    assert path.read_bytes() == before


def test_newer_store_is_refused(store: SqliteStore, tmp_path: Path) -> None:
    path = tmp_path / "data" / "dsar.db"
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    with pytest.raises(Invalid, match="newer dsar"):
        SqliteStore(path, os.urandom)


def test_unopenable_place_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutsideFailed):
        SqliteStore(tmp_path, os.urandom)


WRITER = """
import os, sys
from datetime import date
from pathlib import Path
from dsar.actions.context import find_case
from dsar.cases.caseid import case_id
from dsar.cases.event import Event
from dsar.store.contract import StaleCase, Stamp
from dsar.store.sqlite import SqliteStore
store = SqliteStore(Path(sys.argv[1]), os.urandom)
for n in range(40):
    while True:
        case = store.case("AAAA-AA")
        try:
            event = Event("note", date(2026, 3, 6), {"note": f"{sys.argv[2]}-{n}"})
            store.append(case.id, case.head, [event], Stamp("now"), {})
            break
        except StaleCase:
            continue
"""


def test_processes_writing_at_once_lose_nothing(store: SqliteStore, tmp_path: Path) -> None:
    store.append("AAAA-AA", GENESIS, [opened()], STAMP, {})
    path = str(tmp_path / "data" / "dsar.db")
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, path, str(n)]) for n in range(3)]
    assert [writer.wait(timeout=120) for writer in writers] == [0, 0, 0]
    notes = [str(event.payload["note"]) for event in store.case("AAAA-AA").events[1:]]
    assert sorted(notes) == sorted(f"{w}-{n}" for w in range(3) for n in range(40))
