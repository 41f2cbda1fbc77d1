"""Looking things up: ``deadline``, ``regime``, ``regulator``, ``company``."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from dsar.cli.output import result, warnings
from dsar.cli.state import State, own_companies, parse_day, required_day
from dsar.cli.views import Json
from dsar.errors import Invalid

Residence = Annotated[str, typer.Option("--residence", help="Where you live: FR, DE-BY.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to *app*."""
    app.command("deadline")(deadline)
    for name, commands, told in (
        ("regime", (("list", regime_list), ("show", regime_show), ("for", regime_for)),
         "Bodies of law and which applies."),
        ("regulator", (("list", regulator_list), ("show", regulator_show), ("for", regulator_for)),
         "Supervisory authorities and who hears you."),
        ("company", (("search", company_search), ("show", company_show), ("add", company_add)),
         "Companies and how they are reached."),
    ):  # fmt: skip
        group = typer.Typer(help=told, rich_markup_mode=None, no_args_is_help=True)
        for command, function in commands:
            group.command(command)(function)
        app.add_typer(group, name=name)


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

    found = action.regime_for(residence, company, own_companies(), _today(context))
    result(found, _role_lines(found), as_json)


def regulator_list(as_json: Json = False) -> None:
    """The supervisory authorities in the directory."""
    from dsar.actions import lookup as action
    from dsar.reference.authorities import authorities

    data = [action.authority_data(known) for known in authorities().values()]
    result(
        data,
        (f"{d['id']:12} {d['country']}  {d['abbreviation']}: {d['name']}" for d in data),
        as_json,
    )


def regulator_show(
    regulator_id: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False
) -> None:
    """One supervisory authority: address, languages, channels, what it asks for."""
    from dsar.actions import lookup as action
    from dsar.reference.authorities import authority

    data = action.authority_data(authority(regulator_id))
    result(data, _record_lines(data), as_json)


def regulator_for(
    context: typer.Context,
    residence: Residence,
    company: Annotated[
        str | None, typer.Option("--company", help="The company's id or name.")
    ] = None,
    work: Annotated[str, typer.Option("--work", help="Where you work.")] = "",
    infringement: Annotated[str, typer.Option("--infringement", help="Where it happened.")] = "",
    regime: Annotated[
        str | None, typer.Option("--regime", help="The regime, e.g. eu-gdpr.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Which supervisory authority hears you, and why."""
    from dsar.actions import lookup as action
    from dsar.directory.competence import Links

    links = Links(residence, work, infringement)
    data = action.regulator_for(links, company, regime, own_companies(), _today(context))
    lines = [*_role_lines(data["authorities"]), f"Lead authority: {data['lead'] or 'none'}"]
    result(data, lines, as_json)


def company_search(text: str, as_json: Json = False) -> None:
    """Companies near to a name."""
    from dsar.reference.controllers import search_controllers

    data = [
        {"id": c.id, "name": c.name, "country": c.country, "kind": c.kind, "score": score}
        for c, score in search_controllers(text, own_companies())
    ]
    lines = [f"{d['id']:20} {d['name']} ({d['country']})" for d in data]
    result(data, lines or ["Nothing near. Add it with: dsar company add"], as_json)


def company_show(
    company: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False
) -> None:
    """One company's record, with where each contact is from."""
    from dsar.actions import lookup as action
    from dsar.reference.controllers import find_controller

    data = action.controller_data(find_controller(company, own_companies()))
    record = {key: value for key, value in data.items() if key != "decisions"}
    told = [_decision_line(one) for one in data["decisions"]]
    lines = [*_record_lines(record), *(["decisions:", *told] if told else [])]
    result(data, lines, as_json)


def _decision_line(decision: dict[str, Any]) -> str:
    """Day, authority, number and outcome; what is not known to be final says so."""
    day = decision["on"] or decision["on_text"]
    who = " ".join(filter(None, (decision["authority"], decision["number"]))) or decision["country"]
    fine = decision["fine"]
    said = decision["type"] + (f", {fine['currency']} {fine['amount']:,}" if fine else "")
    final = {"final": "final", "not-final": "not final", "unknown": "finality not known"}
    return f"  {day}  {who}: {said} ({final[decision['finality']]})"


def company_add(
    context: typer.Context,
    source: Annotated[Path | None, typer.Option("--from", help="A YAML record to add.")] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="In place of your older record.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Add a company that the directory lacks, from a YAML file or by questions."""
    from dsar.actions import company as action
    from dsar.actions.lookup import controller_data
    from dsar.cli.ask import ask_company
    from dsar.reference.controllers import is_shipped

    text = source.read_text(encoding="utf-8") if source and source.is_file() else None
    if source is not None and text is None:
        raise Invalid("There is no such file.", "Check its name.", file=str(source))
    name = str(source) if source else "your answers"
    controller, path = action.add(text or ask_company(), name, own_companies(), replace)
    data = controller_data(controller) | {"file": str(path)}
    if is_shipped(controller.id):
        warnings(["Your record now stands in place of the directory's own."])
    result(data, [f"Added {controller.id} ({controller.name}): {path}"], as_json)


def _today(context: typer.Context) -> date:
    state: State = context.obj
    return state.context().today


def _role_lines(found: list[dict[str, Any]]) -> list[str]:
    lines = []
    for hit in found:
        lines.append(f"{hit['id']} ({hit['role']})")
        lines += [f"  {reason['text']} [{reason['citation']}]" for reason in hit["because"]]
    return lines


def _record_lines(data: dict[str, Any]) -> list[str]:
    lines = []
    for key, value in data.items():
        if value in ("", [], {}, None):
            continue
        label = key.replace("_", " ")
        if isinstance(value, list):
            lines.append(f"{label}:")
            lines += [f"  {_one_line(item)}" for item in value]
        else:
            lines.append(f"{label}: {_one_line(value)}")
    return lines


def _one_line(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{k} {_one_line(v)}" for k, v in value.items() if v not in ("", [], None))
    if isinstance(value, list):
        return ", ".join(str(item) for item in value)
    return str(value)
