"""Stores with very many cases: histories played with the real actions, then multiplied.

The clocks of the played cases are computed as ever. Each copy gets an id, salts and a chain of its
own; its payloads are those of the case it was copied from, but for the id.
"""

from __future__ import annotations

import hashlib
import os
import random
import sqlite3
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dsar.actions.context import Context
from dsar.actions.fact import Fact
from dsar.actions.record import record
from dsar.actions.remind import remind
from dsar.actions.request import Wish, request
from dsar.actions.send import Dispatch, send
from dsar.cases.caseid import case_id
from dsar.cases.event import GENESIS, Event, canonical, link
from dsar.cases.subject import DataSubject
from dsar.reference.people import person_data
from dsar.store.sqlite import SqliteStore

TODAY = date(2026, 6, 15)
STAMP = "2026-06-15T09:00:00+00:00"
# Where the person lives, and the authority that hears them there.
PEOPLE = {"FR": "fr-cnil", "IE": "ie-dpc", "AT": "at-dsb", "NL": "nl-ap", "SE": "se-imy"}
COMPANY = """\
id: {id}
name: {name}
kind: ad-tech
country: {country}
languages: [en]
website: https://www.{id}.example/
contacts:
  - kind: email
    value: privacy@{id}.example
    verified_on: '2026-01-05'
    source: made up
  - kind: post
    address: ["{name}", "Example Street 1"]
    verified_on: '2026-01-05'
    source: made up
verified_on: '2026-01-05'
sources: [made up]
"""


@dataclass(frozen=True)
class History:
    """What happened after a letter went out.

    ``share`` is how frequent it is, ``age`` how many days ago the youngest of its kind was sent.
    Of what was ``told`` each is: days after the sending, what happened, with which options.
    """

    share: int
    age: int
    told: tuple[tuple[int, str, dict[str, Any]], ...]


_HEARD = ((3, "received", {}), (5, "acknowledged", {}))
_SILENT = (*_HEARD, (50, "remind", {}))
_FILED = (*_SILENT, (75, "complaint-filed", {"by": "post"}))
_ANSWERED = (*_HEARD, (25, "answer", {"outcome": "complete"}))
_REFUSED = {"outcome": "refused", "reason": "excessive"}
HISTORIES = {
    "silent": History(3, 80, _SILENT),
    "acknowledged": History(2, 12, (*_HEARD, (9, "note", {"note": "they called"}))),
    "answered": History(2, 30, (*_ANSWERED, (26, "note", {"note": "all there"}))),
    "refused": History(2, 40, (*_HEARD, (20, "answer", _REFUSED))),
    "identity demand": History(
        2, 20, (*_HEARD, (7, "identity-demand", {}), (12, "identity-given", {}))
    ),
    "extension": History(1, 40, (*_HEARD, (20, "extension", {"reasons": "given"}))),
    "filed": History(2, 100, (*_FILED, (90, "authority-acknowledged", {}))),
    "closed": History(6, 200, (*_ANSWERED, (30, "closed", {}))),
}


@dataclass(frozen=True)
class Played:
    """A case as it was played: its id, and its events with their canonical payloads."""

    id: str
    events: list[tuple[Event, str]]


def fill(path: Path, cases: int) -> int:
    """Fill a new store at *path* with *cases* made-up cases; the number of its events.

    The letters of the cases that were played lie beside it.
    """
    chance = random.Random(7)
    known, shares = _play(path.with_name("played"))
    store = SqliteStore(path, os.urandom)
    for place in PEOPLE:
        store.put_subject(place.lower(), person_data(_person(place)))
    store.close()
    ids: set[str] = set()
    while len(ids) < cases:
        ids.add(case_id(chance.randbytes(4)))
    db = sqlite3.connect(path)
    events = 0
    with db:
        for number, new in enumerate(ids, start=1):
            events += _copy(db, number, new, chance.choices(known, shares)[0])
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    return events


def _copy(db: sqlite3.Connection, number: int, new: str, played: Played) -> int:
    head, rows = GENESIS, []
    for seq, (event, text) in enumerate(played.events, start=1):
        salt, payload = os.urandom(16), text.replace(played.id, new)
        commit = hashlib.sha256(salt + payload.encode()).hexdigest()
        head = link(head, new, event, seq, STAMP, "", commit)
        rows.append((new, seq, event.kind, event.on.isoformat(), STAMP, "", commit, head, salt,
                     payload))  # fmt: skip
    db.executemany("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    db.execute("INSERT INTO cases (number, case_id, head) VALUES (?, ?, ?)", (number, new, head))
    return len(rows)


def _play(folder: Path) -> tuple[list[Played], list[int]]:
    """Every history for every person, and how frequent each is."""
    chance = random.Random(5)
    (folder / "companies").mkdir(parents=True)
    context = Context(
        folder / "dsar.db", folder / "companies", TODAY, lambda: STAMP, chance.randbytes
    )
    with context.store(create=True) as store:
        for place in PEOPLE:
            store.put_subject(place.lower(), person_data(_person(place)))
    played, shares = [], []
    for n, place in enumerate(PEOPLE):
        for history in HISTORIES.values():
            sent = TODAY - timedelta(days=history.age + 9 * n)
            played.append(_played(context, history, place, sent))
            shares.append(history.share)
    return played, shares


def _played(context: Context, history: History, place: str, sent: date) -> Played:
    company = f"made-up-{len(list(context.own.iterdir()))}"
    record_of_it = COMPANY.format(id=company, name=company.title(), country=place)
    (context.own / f"{company}.yaml").write_text(record_of_it, encoding="utf-8")
    out, on = context.own.with_name(company), replace(context, today=sent)
    wish = Wish(company, ("access",), place.lower(), out=out, formats=("txt",))
    case = request(on, wish).case.id
    send(on, Dispatch(case, "email", sent))
    for days, kind, options in history.told:
        on = replace(context, today=sent + timedelta(days=days))
        if kind == "remind":
            remind(on, case, out)
            send(on, Dispatch(case, "email", on.today, "reminder"))
            continue
        if kind == "complaint-filed":
            options = options | {"authority": PEOPLE[place]}
        record(on, Fact(case, kind, **options))
    with context.store() as store:
        log = store.case(case).log
    events = [(Event(e.kind, e.on, e.payload), canonical(e.payload).decode()) for e in log]
    return Played(case, events)


def _person(place: str) -> DataSubject:
    return DataSubject(
        id=place.lower(),
        name="Ada Exemplar",
        address=("1 Example Street",),
        country=place,
        language="en",
        email="ada@exemplar.example",
    )
