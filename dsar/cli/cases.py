"""Cases: ``record``, ``show``, ``list``, ``next``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dsar.cli.output import result
from dsar.cli.state import State, default_store, one_line, parse_day
from dsar.cli.views import (
    CaseArgument,
    Json,
    case_data,
    case_lines,
    row_data,
    row_line,
    step_data,
    step_lines,
    view_data,
)
from dsar.errors import Invalid


def register(app: typer.Typer) -> None:
    """Add the commands of this room to *app*."""
    app.command("record")(record)
    app.command("show")(show)
    app.command("list")(list_)
    app.command("next")(next_)


def record(
    context: typer.Context,
    case: CaseArgument,
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]")] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day it happened.")] = None,
    file: Annotated[Path | None, typer.Option("--file", "--proof", help="What proves it.")] = None,
    note: Annotated[str, typer.Option("--note", help="Your own words.")] = "",
    basis: Annotated[str | None, typer.Option("--basis", help="How receipt is proved.")] = None,
    outcome: Annotated[str | None, typer.Option("--outcome", help="What the answer is.")] = None,
    right: Annotated[str | None, typer.Option("--right", help="Which right it is about.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="The channel.")] = None,
    ref: Annotated[str, typer.Option("--ref", help="The authority's reference.")] = "",
    as_json: Json = False,
) -> None:
    """Record one fact that happened; without KIND it asks."""
    from dsar.actions.record import Fact
    from dsar.actions.record import record as action

    state: State = context.obj
    fact = Fact(
        case=case,
        kind=kind or _ask_kind(),
        on=parse_day(on, "--on"),
        file=file,
        note=one_line(note, "--note"),
        basis=basis,
        outcome=outcome,
        right=right,
        by=by,
        ref=one_line(ref, "--ref"),
    )
    found, event = action(state.context(), fact)
    view = view_data(state, found.id)
    data = {"case": found.id, "kind": event.kind, "on": event.on.isoformat(),
            "payload": dict(event.payload), **view}  # fmt: skip
    lines = [f"Recorded in {found.id}: {event.kind} on {event.on.isoformat()}."]
    if event.kind == "received":
        lines.append(f"  Proved by: {event.payload['basis']} (another: --basis).")
        if found.term is not None:
            lines.append(f"  Answer due by {found.term.last_day.isoformat()}.")
    lines += step_lines(view["next"])
    result(data, lines, as_json)


def _ask_kind() -> str:
    from dsar.cases.event import PERSON_KINDS
    from dsar.cli.ask import ask_until, need_terminal

    need_terminal(f"Name the KIND: {', '.join(PERSON_KINDS)}")
    for kind, told in PERSON_KINDS.items():
        typer.echo(f"  {kind:16} {told}", err=True)

    def known(answer: str) -> None:
        if answer not in PERSON_KINDS:
            raise ValueError("one of the words above")

    return ask_until("What happened?", known)


def show(context: typer.Context, case: CaseArgument, as_json: Json = False) -> None:
    """Where a case stands: status, deadline with its steps, timeline, next steps."""
    from dsar.actions.overview import show as action

    state: State = context.obj
    view = action(state.context(), case)
    result(case_data(view), case_lines(view), as_json)


def list_(
    context: typer.Context,
    status: Annotated[str | None, typer.Option("--status", help="Only these (by comma).")] = None,
    as_json: Json = False,
) -> None:
    """All cases, a line each."""
    from dsar.actions.overview import list_cases
    from dsar.cases.status import STATUSES

    state: State = context.obj
    wanted = set((status or "").split(",")) - {""}
    if unknown := wanted - set(STATUSES):
        raise Invalid(
            f"There is no status {sorted(unknown)[0]!r}.", f"Known: {', '.join(STATUSES)}."
        )
    if nothing_yet(state):
        result([], ["No cases yet. Begin with: dsar init"], as_json)
        return
    views = [v for v in list_cases(state.context()) if not wanted or v.status.word in wanted]
    lines = [row_line(view) for view in views]
    if not lines and not state.quiet and not wanted:
        lines = ["No cases yet. Begin with: dsar request COMPANY --right access"]
    result([row_data(view) for view in views], lines, as_json)


def next_(
    context: typer.Context,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="6 when something is due.")
    ] = False,
    as_json: Json = False,
) -> None:
    """What to do today over all cases, most urgent first."""
    from dsar.actions.overview import what_next

    state: State = context.obj
    found = [] if nothing_yet(state) else what_next(state.context())
    steps = [step_data(step) for step in found]
    lines = [
        f"{s['case']}  {s['company']}: {s['step']} (since {s['since']})\n    {s['because']}\n"
        f"    {s['command']}"
        for s in steps
    ]
    if not lines and not state.quiet:
        lines = ["Nothing needs doing today."]
    result(steps, lines, as_json)
    if exit_code and steps:
        raise typer.Exit(6)


def nothing_yet(state: State) -> bool:
    """Whether dsar was never used: no store named, and none in its usual place."""
    return state.store is None and not default_store().exists()


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
