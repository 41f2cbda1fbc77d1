"""Cases: ``show``, ``list``, ``next``."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dsar.cli.output import result
from dsar.cli.state import State, default_store, nothing_yet
from dsar.cli.views import (
    CaseArgument,
    Json,
    case_data,
    case_lines,
    row_data,
    row_line,
    step_data,
    step_lines,
)
from dsar.errors import Invalid

if TYPE_CHECKING:
    from dsar.cases.step import NextStep


def register(app: typer.Typer) -> None:
    """Add the commands of this room to *app*."""
    app.command("show")(show)
    app.command("list")(list_)
    app.command("next")(next_)


def show(context: typer.Context, case: CaseArgument, as_json: Json = False) -> None:
    """Where a case stands: status, deadline with its steps, timeline, next steps."""
    from dsar.actions.overview import show as action

    state: State = context.obj
    view = action(state.context(), case)
    result(case_data(view), case_lines(view), as_json)


def list_(
    context: typer.Context,
    status: Annotated[str | None, typer.Option("--status", help="Only these (by comma).")] = None,
    company: Annotated[str, typer.Option("--company", help="Only this company (its id).")] = "",
    subject: Annotated[str, typer.Option("--subject", help="Only this person (the id).")] = "",
    regime: Annotated[str, typer.Option("--regime", help="Only under this law.")] = "",
    right: Annotated[str, typer.Option("--right", help="Only about this right.")] = "",
    as_json: Json = False,
) -> None:
    """All cases, a line each, or those that you ask for."""
    from dsar.actions.overview import Wanted, list_cases
    from dsar.cases.status import STATUSES
    from dsar.law.regime import RIGHTS

    state: State = context.obj
    words = tuple(word for word in (status or "").split(",") if word)
    if unknown := sorted(set(words) - set(STATUSES)):
        raise Invalid(f"There is no status {unknown[0]!r}.", f"Known: {', '.join(STATUSES)}.")
    if right and right not in RIGHTS:
        raise Invalid(f"There is no right called {right!r}.", f"Known: {', '.join(RIGHTS)}.")
    if nothing_yet(state):
        result([], ["No cases yet. Begin with: dsar init"], as_json)
        return
    wanted = Wanted(words, company, subject, regime, right)
    rows = [row_data(view) for view in list_cases(state.context(), wanted)]
    lines: Iterable[str] = map(row_line, rows)
    if not rows and wanted != Wanted():
        state.tell("No case fits.")
    elif not rows and not state.quiet:
        lines = ["No cases yet. Begin with: dsar request COMPANY --right access"]
    result(rows, lines, as_json)


def next_(
    context: typer.Context,
    new: Annotated[
        bool, typer.Option("--new", help="Only what was not told by --new before.")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="6 when something is due.")
    ] = False,
    as_json: Json = False,
) -> None:
    """What to do today over all cases, most urgent first."""
    from dsar.actions.overview import what_is_new, what_next

    state: State = context.obj

    def tell(found: list[NextStep]) -> None:
        steps = [step_data(step) for step in found]
        lines: Iterable[str] = map(_next_line, steps)
        if not steps and not state.quiet:
            lines = ["Nothing new needs doing." if new else "Nothing needs doing today."]
        result(steps, lines, as_json)
        sys.stdout.flush()

    if nothing_yet(state):
        found: list[NextStep] = []
        tell(found)
    elif new:
        found = what_is_new(state.context(), tell)
    else:
        found = what_next(state.context())
        tell(found)
    if exit_code and found:
        raise typer.Exit(6)


def _next_line(step: dict[str, Any]) -> str:
    by = f"; must arrive by {step['must_arrive_by']}" if step["must_arrive_by"] else ""
    return (
        f"{step['case']}  {step['company']}: {step['step']} (since {step['since']}{by})\n"
        f"    {step['because']}\n    {step['command']}"
    )


def start(state: State) -> None:
    """``dsar`` alone: what to do next, or how to start."""
    from dsar.actions.overview import what_next

    if not (state.store or default_store()).exists():
        result(None, [
            "dsar takes you from \"who holds my data?\" to an answer, or to a complaint.",
            "  dsar demo      the whole story on made-up people",
            "  dsar init      say who you are, once",
            "  dsar request   write your first letter",
        ], False)  # fmt: skip
        return
    steps = [step_data(step) for step in what_next(state.context())]
    result(
        None,
        step_lines(steps) or ["Nothing needs doing today. dsar --help shows the commands."],
        False,
    )
