"""What an action is told from outside: the day, the moment, chance, and where things lie."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from dsar.cases.case import Case
from dsar.cases.caseid import normal_form
from dsar.cases.representation import read_representation
from dsar.cases.subject import DataSubject, Identifier
from dsar.errors import Invalid
from dsar.store.contract import StaleCase, Stamp, Store
from dsar.store.sqlite import SqliteStore

TRIES = 40


@dataclass(frozen=True)
class Context:
    """The world as an action sees it.

    ``today`` is the day by which everything is judged, ``now`` gives the moment of writing (UTC,
    ISO 8601), ``as_of`` is ``today`` when somebody set it, else empty. ``entropy`` gives random
    bytes. ``own`` is the folder of the user's own company records. With ``example`` every page
    is marked and every e-mail goes to an ``.example`` address.
    """

    store_path: Path
    own: Path
    today: date
    now: Callable[[], str]
    entropy: Callable[[int], bytes]
    as_of: str = ""
    example: bool = False

    @property
    def own_holidays(self) -> Path:
        """The user's own file of holidays, which need not be there."""
        return self.own.parent / "holidays.yaml"

    @contextmanager
    def store(self, create: bool = False) -> Iterator[Store]:
        """The store, open for as long as the block runs; made anew only with *create*."""
        store = SqliteStore(self.store_path, self.entropy, create)
        try:
            yield store
        finally:
            store.close()

    def stamp(self) -> Stamp:
        """The moment of writing, for events."""
        return Stamp(self.now(), self.as_of)


P = ParamSpec("P")
R = TypeVar("R")


def again_when_stale(action: Callable[P, R]) -> Callable[P, R]:
    """*action*, decided anew when another process wrote to the case while it was at work."""

    @wraps(action)
    def patient(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(TRIES - 1):
            try:
                return action(*args, **kwargs)
            except StaleCase:
                continue
        return action(*args, **kwargs)

    return patient


def find_case(store: Store, text: str) -> Case:
    """The case *text* names: its id, a unique prefix, or a company with exactly one open case.

    Raises Invalid when nothing or more than one thing fits.
    """
    wanted = normal_form(text)
    hits = store.case_ids(wanted) if wanted and wanted.isascii() else []
    if len(hits) == 1:
        return store.case(hits[0])
    if not hits:
        mine = list(store.cases(text)) if text.isascii() else []
        open_ones = [case for case in mine if not case.of("closed", "withdrawn")]
        if len(open_ones) == 1:
            return open_ones[0]
        if len(mine) == 1:
            return mine[0]
        hits = [case.id for case in open_ones]
    if hits:
        raise Invalid(
            f"{text!r} fits several cases.",
            f"Say which: {', '.join(hits[:8])}.",
            kind="ambiguous-case",
        )
    raise Invalid(f"There is no case {text!r}.", "dsar list shows the cases.", kind="unknown-case")


def load_subject(store: Store, subject_id: str = "me") -> DataSubject:
    """The person *subject_id*; raises Invalid when nobody of that id was set up."""
    data = store.subjects().get(subject_id)
    if data is None and subject_id == "me":
        raise Invalid(
            "No profile is set up yet.",
            "dsar init asks who you are once (or: dsar init --from person.yaml).",
            kind="no-profile",
        )
    if data is None:
        raise Invalid(
            f"There is no person {subject_id!r}.",
            "dsar subject list shows the people; dsar subject add takes one more.",
            kind="unknown-person",
        )
    return DataSubject(
        id=subject_id,
        name=data["name"],
        address=tuple(data["address"]),
        country=data["country"],
        language=data["language"],
        email=data.get("email", ""),
        phone=data.get("phone", ""),
        born=data.get("born", ""),
        identifiers=tuple(Identifier(n, v) for n, v in data.get("identifiers", {}).items()),
        autograph=b64decode(data.get("autograph", "")),
        acting=read_representation(data.get("representation")),
    )
