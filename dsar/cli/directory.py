"""Who is who: ``regulator`` and ``company``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from dsar.cli.lookup import Residence
from dsar.cli.output import record_lines, result, role_lines, warnings
from dsar.cli.state import group, own_companies, today
from dsar.cli.views import DryRun, Json
from dsar.errors import Invalid

# What no source settles is told as unknown, so that nobody takes silence for "nothing needed".
_ASKED_OF_AUTHORITIES = {
    *("address", "email", "complaint_url", "prior_contact", "signature", "mandatory_content"),
    *("file_limits", "time_limit"),
}


_ASKED_OF_COMPANIES = {"country", "established", "representative", "dpo", "needs", "verified_on"}


def register(app: typer.Typer) -> None:
    """Add the commands of this room to *app*."""
    group(app, "regulator", "Supervisory authorities and who hears you.",
          list=regulator_list, show=regulator_show, check=regulator_check,
          **{"for": regulator_for})  # fmt: skip
    group(app, "company", "Companies and how they are reached.",
          search=company_search, show=company_show, add=company_add, check=company_check,
          **{"import": company_import})  # fmt: skip


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
    result(data, record_lines(data, _ASKED_OF_AUTHORITIES), as_json)


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
    basis: Annotated[
        str, typer.Option("--basis", help="The legal basis it relies on, e.g. 6(1)(e).")
    ] = "",
    as_json: Json = False,
) -> None:
    """Which supervisory authority hears you, and why."""
    from dsar.actions import lookup as action
    from dsar.directory.competence import Links

    links = Links(residence, work, infringement)
    data = action.regulator_for(links, company, regime, own_companies(), today(context), basis)
    lines = [*role_lines(data["authorities"]), f"Lead authority: {data['lead'] or 'none'}"]
    result(data, lines, as_json)


def company_search(
    text: Annotated[str, typer.Argument(help="A name, a domain, or list:KIND.")],
    as_json: Json = False,
) -> None:
    """Companies near to a name; list:KIND names all of a kind, or of a file of yours."""
    from dsar.actions.search import search

    data = search(text, own_companies())
    lines = [
        f"{d['id']:20} {d['name']} ({', '.join(filter(None, (d['kind'], d['country'])))})"
        for d in data
    ]
    result(data, lines or ["Nothing near. Add it with: dsar company add"], as_json)


def company_show(
    company: Annotated[str, typer.Argument(metavar="ID")], as_json: Json = False
) -> None:
    """One company's record, with where each contact is from."""
    from dsar.actions import lookup as action
    from dsar.reference.controllers import find_controller

    data = action.controller_data(find_controller(company, own_companies()))
    record = {key: value for key, value in data.items() if key != "decisions"}
    record["contacts"] = [_contact_line(n, c) for n, c in enumerate(data["contacts"], 1)]
    known = {law: "yes" if there else "no" for law, there in data["established"].items()
             if there is not None}  # fmt: skip
    record["established"] = ", ".join(f"{law} {there}" for law, there in known.items())
    record["reach"] = [
        f"{law} {r['basis']}: {r['because']} ({r['source']})" for law, r in data["reach"].items()
    ]
    told = [_decision_line(one) for one in data["decisions"]]
    lines = [
        *record_lines(record, _ASKED_OF_COMPANIES),
        *(["decisions:", *told] if told else []),
    ]
    result(data, lines, as_json)


def _contact_line(rank: int, contact: dict[str, Any]) -> str:
    """A contact with its rank, who says so, and whether anybody confirmed it."""
    where = contact["value"] or ", ".join(contact["address"])
    day = contact["verified_on"]
    sure = f"confirmed {day}" if day else "confirmed by nobody"
    note = f"; {contact['note']}" if contact["note"] else ""
    return f"{rank}. {contact['kind']}: {where} ({sure}; {contact['source']}{note})"


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


def company_import(
    source: Annotated[Path, typer.Argument(help="A folder, .zip or .tar.gz; or a .csv file.")],
    form: Annotated[str, typer.Option("--format", help="datenanfragen or csv.")] = "datenanfragen",
    version: Annotated[
        str, typer.Option("--version", help="The version, where the source names none.")
    ] = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Take companies from a public collection or a table; your own records always win."""
    from dsar.actions.importing import import_companies

    data = import_companies(source, form, own_companies(), version, dry_run).as_data()
    lines = [
        f"{data['imported']} imported, {data['updated']} updated, {data['unchanged']} unchanged,"
        f" {len(data['skipped'])} refused" + (" (nothing written: --dry-run)" if dry_run else "")
    ]
    lines += [f"  refused {s['source']}: {s['reason']}" for s in data["skipped"]]
    lines += [f"  updated {c['id']}: {', '.join(c['fields'])}" for c in data["changed"]]
    for told, word in (("shadowed", "kept behind your own or our record"), ("gone", "gone there")):
        if data[told]:
            lines.append(f"  {word}: {', '.join(data[told])}")
    result(data, lines, as_json)
    if data["skipped"]:
        raise typer.Exit(3)


def company_check(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None, typer.Argument(help="Files or folders; none: ours and your own.")
    ] = None,
    as_json: Json = False,
) -> None:
    """What is wrong or doubtful in records of companies; exit 3 when any is an error."""
    from dsar.actions.checking import check_companies

    _told(check_companies(paths or [], own_companies(), today(context)), as_json)


def regulator_check(
    context: typer.Context,
    path: Annotated[Path | None, typer.Argument(help="A file; none: ours.")] = None,
    as_json: Json = False,
) -> None:
    """What is wrong or doubtful in records of authorities; exit 3 when any is an error."""
    from dsar.actions.checking import check_authorities

    _told(check_authorities(path, today(context)), as_json)


def _told(found: list[dict[str, Any]], as_json: bool) -> None:
    lines = [
        f"{f['file']}:{f['line'] or 1}:{f['column'] or 1}: {f['severity']} [{f['check']}]"
        f" {f['message']} {f['fix']}"
        for f in found
    ]
    errors = sum(f["severity"] == "error" for f in found)
    lines.append(f"{errors} errors, {len(found) - errors} warnings")
    result(found, lines, as_json)
    if errors:
        raise typer.Exit(3)
