"""``dsar show``, ``list``, ``next``: where things stand, from events alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dsar.actions.context import Context, find_case
from dsar.cases.case import Case
from dsar.cases.representation import Representation, read_representation
from dsar.cases.status import ClaimStatus, Standing, Status
from dsar.cases.step import NextStep, lapsing, urgency
from dsar.cases.steps import next_steps
from dsar.errors import Invalid
from dsar.store.contract import Store

_TOLD = "next-told"


@dataclass(frozen=True)
class View:
    """A case on a day: what is known of it, where it and each of its claims stand, what to do.

    ``subject`` is the data subject's name, empty where nobody of that id is there any more.
    """

    case: Case
    subject: str
    acting: Representation | None
    status: Status
    claims: tuple[ClaimStatus, ...]
    steps: list[NextStep]


@dataclass(frozen=True)
class Wanted:
    """Which cases to list; what is empty is no condition."""

    statuses: tuple[str, ...] = ()
    company: str = ""
    subject: str = ""
    regime: str = ""
    right: str = ""

    def takes(self, view: View) -> bool:
        """Whether *view* is one of them."""
        case = view.case
        return (
            (not self.statuses or view.status.word in self.statuses)
            and self.company in {"", case.addressee.id}
            and self.subject in {"", case.subject_id}
            and self.regime in {"", *(request.regime for request in case.requests)}
            and self.right in {"", *case.rights}
        )


def show(context: Context, text: str) -> View:
    """The case that *text* names, as it stands on the context's day."""
    with context.store() as store:
        known = find_case(store, text).until(context.today)
        if known is None:
            raise Invalid(f"On {context.today.isoformat()} this case was not opened yet.")
        return _view(_People(store), Standing(known, context.today))


def list_cases(context: Context, wanted: Wanted | None = None) -> Iterator[View]:
    """The *wanted* cases as they stand on the context's day, in the order of opening.

    They come one by one, and the store stays open until the last: many do not fit into memory.
    """
    with context.store() as store:
        people = _People(store)
        for now in _standings(context, store):
            view = _view(people, now)
            if wanted is None or wanted.takes(view):
                yield view


def what_next(context: Context) -> list[NextStep]:
    """What to do over all cases, most urgent first."""
    with context.store() as store:
        return _sorted(context, store)


def what_is_new(context: Context, tell: Callable[[list[NextStep]], None]) -> list[NextStep]:
    """What to do that was not told before: *tell* tells it, then it counts as told.

    What is told is remembered per step with its day, so that a machine that slept misses nothing
    and hears nothing twice.
    """
    with context.store() as store:
        steps = _sorted(context, store)
        known = set(json.loads(store.setting(_TOLD) or "[]"))
        keys = {_key(step, lapsing(step, context.today)): step for step in steps}
        new = [step for key, step in keys.items() if key not in known]
        tell(new)
        if keys.keys() != known:
            store.put_setting(_TOLD, json.dumps(list(keys)))
    return new


def _key(step: NextStep, urgent: bool) -> str:
    """What tells a step from another; one whose limit is about to lapse is told again."""
    return f"{step.case} {step.command} {step.since.isoformat()}{' lapsing' if urgent else ''}"


def _sorted(context: Context, store: Store) -> list[NextStep]:
    people = _People(store)
    found = [
        step
        for now in _standings(context, store)
        for step in next_steps(now, people.acting(now.case))
    ]
    return sorted(found, key=lambda step: urgency(step, context.today))


def _standings(context: Context, store: Store) -> Iterator[Standing]:
    """Every case that was open by the context's day, as it stands then."""
    for case in store.cases():
        known = case.until(context.today)
        if known is not None:
            yield Standing(known, context.today)


def _view(people: _People, now: Standing) -> View:
    acting = people.acting(now.case)
    steps = next_steps(now, acting)
    return View(now.case, people.name(now.case), acting, now.status, now.claims, steps)


class _People:
    """The people of a store, read once."""

    def __init__(self, store: Store) -> None:
        self._data = store.subjects()
        self._acting = {
            key: read_representation(data.get("representation")) for key, data in self._data.items()
        }

    def name(self, case: Case) -> str:
        """The name of the data subject of *case*; empty where nobody of that id is there."""
        return str(self._data.get(case.subject_id, {}).get("name", ""))

    def acting(self, case: Case) -> Representation | None:
        """Who acts for the data subject of *case*."""
        return self._acting.get(case.subject_id)
