"""``record``: one fact, from the command line or by questions."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dsar.cli.output import result
from dsar.cli.state import State, one_line, parse_day
from dsar.cli.views import CaseArgument, Json, step_lines, view_data

if TYPE_CHECKING:
    from dsar.actions.fact import Fact
    from dsar.actions.record import Done

Day = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD")]


def register(app: typer.Typer) -> None:
    """Add the command to *app*."""
    app.command("record")(record)


def record(
    context: typer.Context,
    case: CaseArgument,
    kind: Annotated[str | None, typer.Argument(metavar="[KIND]")] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day it happened.")] = None,
    file: Annotated[Path | None, typer.Option("--file", "--proof", help="What proves it.")] = None,
    note: Annotated[str, typer.Option("--note", help="Your own words.")] = "",
    about: Annotated[str | None, typer.Option("--about", help="Which request (its id).")] = None,
    basis: Annotated[str | None, typer.Option("--basis", help="How receipt is proved.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="The channel.")] = None,
    right: Annotated[
        list[str] | None, typer.Option("--right", help="Which right it is about.")
    ] = None,
    contested: Annotated[bool, typer.Option("--contested", help="You refuse it.")] = False,
    accepted: Annotated[bool, typer.Option("--accepted", help="You will give it.")] = False,
    reasons: Annotated[str | None, typer.Option("--reasons", help="given or none")] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="The code of a reason.")] = None,
    dated: Annotated[str | None, typer.Option("--dated", help="The day it bears.")] = None,
    until: Annotated[str | None, typer.Option("--until", help="The day it names.")] = None,
    outcome: Annotated[str | None, typer.Option("--outcome", help="What came out.")] = None,
    url: Annotated[str, typer.Option("--url", help="Where you saw it.")] = "",
    authority: Annotated[str | None, typer.Option("--authority", help="Its id.")] = None,
    ref: Annotated[str, typer.Option("--ref", help="The authority's or court's number.")] = "",
    to: Annotated[str | None, typer.Option("--to", help="The authority it went to.")] = None,
    of: Annotated[int | None, typer.Option("--of", help="The number of a wrong fact.")] = None,
    strike: Annotated[bool, typer.Option("--strike", help="It never happened.")] = False,
    as_json: Json = False,
) -> None:
    """Record one fact that happened; without KIND it asks.

    KIND is one of those in docs/facts.md: received, bounced, acknowledged, identity-demand,
    identity-given, identity-contested (the same for clarification and fee), extension, answer,
    observation, breach-notice, breach-reported, controller-complaint-sent, complaint-filed,
    authority-acknowledged,
    authority-request, authority-answered, authority-inadmissible, authority-transferred,
    authority-progress, authority-decision, court, withdrawn, closed, note, correction.
    """
    from dsar.actions.fact import Fact
    from dsar.actions.record import record as action

    state: State = context.obj
    fact = Fact(
        case=case,
        kind=kind or "",
        on=parse_day(on, "--on"),
        file=file,
        note=one_line(note, "--note"),
        about=about,
        basis=basis,
        by=by,
        right=tuple(right or ()),
        contested=contested,
        accepted=accepted,
        reasons=reasons,
        reason=reason,
        dated=parse_day(dated, "--dated"),
        until=parse_day(until, "--until"),
        outcome=outcome,
        url=one_line(url, "--url"),
        authority=authority,
        ref=one_line(ref, "--ref"),
        to=to,
        of=of,
        strike=strike,
    )
    if kind is None:
        fact = _asked(state, fact)
    done = action(state.context(), fact)
    found, event = done.case, done.event
    view = view_data(state, found.id)
    data = {"case": found.id, "kind": event.kind, "on": event.on.isoformat(),
            "payload": dict(event.payload), **view}  # fmt: skip
    lines = [f"Recorded in {found.id}: {event.kind} on {event.on.isoformat()}.", *_clock(done)]
    result(data, lines + step_lines(view["next"]), as_json)


def _asked(state: State, fact: Fact) -> Fact:
    """*fact* completed by questions about the case as it stands."""
    from dsar.actions.overview import show
    from dsar.cli.questions import ask_fact

    case = show(replace(state, quiet=True).context(), fact.case).case
    return ask_fact(fact, case, state.context().today)


def _clock(done: Done) -> list[str]:
    """What became of the deadlines, for a fact that moves one."""
    lines: list[str] = []
    if done.event.kind == "received":
        lines.append(f"  Proved by: {done.event.payload['basis']} (another: --basis).")
    # Of what was computed anew for several days the last one is in force.
    moved = {str(e.payload["of"]): e for e in done.moved if e.payload["of"]["period"] == "answer"}
    for event in moved.values():
        deadline, of = event.payload["deadline"], event.payload["of"]
        if deadline is None or deadline["last_day"] is not None:
            named = f" on {', '.join(of['rights'])}" if len(done.case.rights) > 1 else ""
            if deadline is None:
                lines.append(f"  The clock{named} does not run.")
            else:
                safe = "" if deadline["safe"] else "; no day to rely on yet"
                lines.append(f"  Answer{named} due by {deadline['last_day']}{safe}.")
    return lines
