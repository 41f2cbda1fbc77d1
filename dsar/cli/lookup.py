"""Looking things up: ``deadline``, ``regime``, ``regulator``, ``company``."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from dsar.cli.output import result, role_lines
from dsar.cli.state import State, group, own_companies, parse_day, required_day, today
from dsar.cli.views import Json
from dsar.errors import Invalid

Residence = Annotated[str, typer.Option("--residence", help="Where you live: FR, DE-BY.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to *app*."""
    app.command("deadline")(deadline)
    group(app, "regime", "Bodies of law and which applies.",
          list=regime_list, show=regime_show, **{"for": regime_for})  # fmt: skip


def deadline(
    context: typer.Context,
    start: Annotated[
        str, typer.Argument(metavar="FROM", help="The day of the event, e.g. receipt.")
    ],
    regime: Annotated[str, typer.Option("--regime", help="The regime, e.g. eu-gdpr.")],
    place: Annotated[
        str, typer.Option("--place", help="Whose holidays: FR or DE-BY, several by comma.")
    ],
    period: Annotated[
        str, typer.Option("--period", help="answer, extended, acknowledgement, complaint, …")
    ] = "answer",
    right: Annotated[
        str, typer.Option("--right", help="The right asked for, where periods differ by right.")
    ] = "",
    paused: Annotated[
        list[str] | None,
        typer.Option("--paused", metavar="FROM..TO", help="From a question to its answer."),
    ] = None,
    restarted: Annotated[
        str | None,
        typer.Option("--restarted", metavar="DATE", help="The period runs anew from this day."),
    ] = None,
    demand: Annotated[
        str | None,
        typer.Option(
            "--demand", metavar="KIND:FROM[..TO]",
            help="identity, clarification or fee: asked on FROM, answered on TO.",
        ),
    ] = None,
    contested: Annotated[
        bool, typer.Option("--contested", help="You refuse the demand as disproportionate.")
    ] = False,
    extension: Annotated[
        str | None,
        typer.Option(
            "--extension", metavar="DATED[..ARRIVED]", help="A notice that takes more time."
        ),
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The day the notice names.")
    ] = None,
    reasons: Annotated[
        str, typer.Option("--reasons", help="given or none: does the notice give reasons?")
    ] = "given",
    explain: Annotated[bool, typer.Option("--explain", help="Say each step.")] = False,
    as_json: Json = False,
) -> None:  # fmt: skip
    """When a period ends: last day, first and last defensible day, and why."""
    from dsar.actions import lookup as action
    from dsar.cli import moves
    from dsar.law.deadline import as_data

    state: State = context.obj
    places = tuple(one.strip() for one in place.replace("+", ",").split(",") if one.strip())
    if not places:
        raise Invalid("No place is given.", "Whose holidays count? E.g. --place FR.")
    wanted = action.Wanted(
        required_day(start, "FROM"), regime, places, period, right,
        paused=tuple(moves.pause(one) for one in paused or ()),
        restarted=parse_day(restarted, "--restarted"),
        demands=moves.demands(demand, contested),
        extension=moves.extension(extension, until, reasons),
    )  # fmt: skip
    data = as_data(action.deadline(wanted, state.own_holidays()))
    result(data, _deadline_lines(data, explain), as_json)


def _deadline_lines(data: dict[str, Any], explain: bool) -> list[str]:
    lines = [
        f"Last day: {data['last_day']} (overdue from {data['overdue_from']})"
        if data["last_day"]
        else "Last day: none; the law sets no number of days (without undue delay)",
    ]
    if data["safe"]:
        span = f"Defensible: {data['earliest']} to {data['latest']}"
        rely = "must arrive by" if data["binds"] == "person" else "safe to rely on"
        lines.append(f"{span}; {rely}: {data['safe']}")
    if data["force"] != "statute":
        lines.append(f"Force: {data['force']}, not statute")
    if data["reasons"]:
        lines.append(f"Mind: {', '.join(data['reasons'])}")
    lines.append(f"Holidays: {data['holidays']['source']} {data['holidays']['version']}")
    if explain:
        lines += [f"  {n}. {s['text']} [{s['citation']}]" for n, s in enumerate(data["steps"], 1)]
    return lines


def regime_list(as_json: Json = False) -> None:
    """The bodies of law that dsar knows."""
    from dsar.actions import lookup as action
    from dsar.reference.regimes import regimes

    data = [action.regime_data(known) for known in regimes().values()]
    result(data, (f"{d['id']:14} {d['name']}" for d in data), as_json)


def regime_show(
    regime_id: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False
) -> None:
    """One body of law: rights, what it lacks, periods, where it rules."""
    from dsar.actions import lookup as action
    from dsar.reference.regimes import regime

    data = action.regime_data(regime(regime_id))
    lines = [f"{data['name']} ({data['id']}), verified on {data['verified_on']}", "Rights:"]
    lines += [f"  {r['id']:22} {r['name']}, {r['citation']}{_while(r)}" for r in data["rights"]]
    if data["missing"]:
        lines.append("Not in it:")
        lines += [f"  {m['id']:22} {m['text']} ({m['citation']})" for m in data["missing"]]
    lines.append("Periods:")
    lines += [f"  {p['id']:22} {_period_line(p)}" for p in data["periods"]]
    lines.append("What does not move the clock:")
    lines += [f"  {u['event']:22} {u['text']} ({u['citation']})" for u in data["unmoved"]]
    if data["receipts"]:
        lines.append("What counts as received:")
        lines += [f"  {r['channel']:22} {_receipt_line(r)}" for r in data["receipts"]]
    lines.append("Where to turn:")
    lines += [f"  {r['id']:22} {r['text']} ({r['citation']})" for r in data["remedies"]]
    lines.append("Applies where:")
    lines += [f"  {r['text']} ({r['citation']})" for r in data["reaches"]]
    lines += [f"  {y['text']} ({y['citation']})" for y in data["yields_to"]]
    result(data, lines, as_json)


def _period_line(period: dict[str, Any]) -> str:
    length = period["length"]
    said = f"{length['count']} {length['unit']}" if length else "without undue delay, no number"
    only = [*period["places"], *period["rights"]]
    return (
        f"{said} from {period['starts_with']}, binds the {period['binds']} ({period['force']}),"
        f" {period['citation']}{_while(period)}" + (f"; only {', '.join(only)}" if only else "")
    )


def _receipt_line(rule: dict[str, Any]) -> str:
    where = f"{', '.join(rule['places'])}: " if rule["places"] else ""
    return f"{where}{rule['text']} ({rule['citation']})"


def _while(row: dict[str, Any]) -> str:
    until = f" to {row['to']}" if row["to"] else ""
    unsure = "; its text was not seen" if row["certainty"] == "medium" else ""
    return f", law from {row['from']}{until}{unsure}"


def regime_for(
    context: typer.Context,
    residence: Residence,
    company: Annotated[str, typer.Option("--company", help="The company's id or name.")],
    as_json: Json = False,
) -> None:
    """Which law you can invoke against a company, and why."""
    from dsar.actions import lookup as action

    found = action.regime_for(residence, company, own_companies(), today(context))
    result(found, role_lines(found), as_json)
