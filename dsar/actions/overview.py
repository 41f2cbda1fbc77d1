"""``dsar show``, ``list``, ``next``: where things stand, from events alone."""

from __future__ import annotations

from dataclasses import dataclass

from dsar.actions.context import Context, find_case
from dsar.cases.case import Case
from dsar.cases.status import Status, status
from dsar.cases.steps import URGENCY, NextStep, next_steps
from dsar.errors import Invalid


@dataclass(frozen=True)
class View:
    """A case on a day: what is known of it, its status and its next steps."""

    case: Case
    status: Status
    steps: list[NextStep]


def show(context: Context, text: str) -> View:
    """The case that *text* names, as it stands on the context's day."""
    with context.store() as store:
        view = _view(context, find_case(store, text))
    if view is None:
        raise Invalid(f"On {context.today.isoformat()} this case was not opened yet.")
    return view


def list_cases(context: Context) -> list[View]:
    """Every case as it stands on the context's day, in the order of opening."""
    with context.store() as store:
        views = [_view(context, store.case(case_id)) for case_id in store.case_ids()]
    return [view for view in views if view is not None]


def what_next(context: Context) -> list[NextStep]:
    """What to do over all cases, most urgent first."""
    steps = [step for view in list_cases(context) for step in view.steps]
    return sorted(steps, key=lambda step: (URGENCY.index(step.step), step.since))


def _view(context: Context, case: Case) -> View | None:
    known = case.until(context.today)
    if known is None:
        return None
    return View(known, status(known, context.today), next_steps(known, context.today))
