"""``dsar show``, ``list``, ``next``: where things stand, from events alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dsar.actions.context import Context, find_case
from dsar.cases.case import Case
from dsar.cases.representation import Representation, read_representation
from dsar.cases.status import ClaimStatus, Status, standing
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
        view = _viewer(context, store)(find_case(store, text))
    if view is None:
        raise Invalid(f"On {context.today.isoformat()} this case was not opened yet.")
    return view


def list_cases(context: Context, wanted: Wanted | None = None) -> list[View]:
    """The *wanted* cases as they stand on the context's day, in the order of opening."""
    with context.store() as store:
        return [view for view in _views(context, store) if wanted is None or wanted.takes(view)]


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
    steps = [step for view in _views(context, store) for step in view.steps]
    return sorted(steps, key=lambda step: urgency(step, context.today))


def _views(context: Context, store: Store) -> Iterator[View]:
    view = _viewer(context, store)
    return (found for case in store.cases() if (found := view(case)) is not None)


def _viewer(context: Context, store: Store) -> Callable[[Case], View | None]:
    """What makes a view of a case; the people are read once."""
    people = store.subjects()
    acting = {key: read_representation(data.get("representation")) for key, data in people.items()}

    def view(case: Case) -> View | None:
        known = case.until(context.today)
        if known is None:
            return None
        now, acts = standing(known, context.today), acting.get(case.subject_id)
        name = people.get(case.subject_id, {}).get("name", "")
        return View(known, name, acts, now.status, now.claims, next_steps(now, acts))

    return view
