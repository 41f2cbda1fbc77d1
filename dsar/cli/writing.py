"""Writing and sending: ``request``, ``send``, ``remind``, ``complain``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dsar.cli.output import result, warnings
from dsar.cli.state import State, nothing_yet, one_line, parse_day
from dsar.cli.views import CaseArgument, DryRun, Json, step_lines, view_data
from dsar.errors import DsarError, Invalid, OutsideFailed, Usage

if TYPE_CHECKING:
    from dsar.actions.remind import Reminded
    from dsar.actions.request import Opened

Out = Annotated[Path | None, typer.Option("--out", help="Where files go (default: ./CASE).")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to *app*."""
    app.command("request")(request)
    app.command("send")(send)
    app.command("remind")(remind)
    app.command("complain")(complain)


def request(
    context: typer.Context,
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="Id or name.")],
    right: Annotated[
        list[str], typer.Option("--right", help="access or erasure; give it twice for both.")
    ],
    subject: Annotated[str | None, typer.Option("--subject", help="For whom.")] = None,
    regime: Annotated[str | None, typer.Option("--regime", help="Another law.")] = None,
    because: Annotated[str | None, typer.Option("--because", help="Why it applies.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="The letter's language.")] = None,
    photo: Annotated[Path | None, typer.Option("--photo", help="For locating only.")] = None,
    out: Out = None,
    formats: Annotated[str | None, typer.Option("--format", help="txt,html,eml,pdf")] = None,
    case: Annotated[str | None, typer.Option("--case", help="Add it to this case.")] = None,
    residence: Annotated[
        str | None, typer.Option("--residence", help="Where you live, if also elsewhere.")
    ] = None,
    letter: Annotated[
        Path | None, typer.Option("--letter", help="Keep this letter of your own instead.")
    ] = None,
    on: Annotated[str | None, typer.Option("--on", help="The day of your own letter.")] = None,
    as_json: Json = False,
) -> None:
    """Open a case under the law that applies and write the letter; or keep one of your own."""
    from dsar.actions.request import Wish, access_unanswered
    from dsar.actions.request import request as action
    from dsar.actions.writing import FORMATS

    state: State = context.obj
    world = state.context()
    because = one_line(because, "--because") if because is not None else None
    rights = tuple(one.strip() for group in right for one in group.split(",") if one.strip())
    notes: list[str] = []
    alone = set(rights) == {"erasure"} and letter is None and case is None
    if alone and access_unanswered(world, company, subject or "me"):
        rights, notes = _offer_both(company, rights)
    wanted = _formats(formats, FORMATS)
    must_pdf = formats is not None and "pdf" in wanted
    wish = Wish(
        company, rights, subject, regime, because, lang, photo, out, wanted, must_pdf,
        case, residence, letter, parse_day(on, "--on"),
    )  # fmt: skip
    opened = action(world, wish)
    warnings([*notes, *opened.warnings])
    _told_request(state, opened, as_json)


def _told_request(state: State, opened: Opened, as_json: bool) -> None:
    """What was written, under which law and why, and what comes next."""
    written, asked = opened.case, opened.request
    view = view_data(state, written.id)
    data = {
        "case": written.id,
        "document": asked.id,
        "status": view["status"],
        "regime": asked.regime,
        "files": [
            {"path": str(path), "kind": file["format"], "sha256": file["sha256"]}
            for path, file in zip(opened.files, opened.described, strict=True)
        ],
        "next": view["next"],
    }
    because_text = written.law_of(asked)["because"][0]
    lines = [
        f"Case {written.id}: {', '.join(asked.rights)} from {written.addressee.name} under"
        f" {asked.regime}.",
        f"  {because_text['text']} [{because_text['citation']}]",
        *(f"  {path}" for path in opened.files),
        *step_lines(view["next"]),
    ]
    result(data, lines, as_json)


def _offer_both(company: str, rights: tuple[str, ...]) -> tuple[tuple[str, ...], list[str]]:
    """Erasure before access destroys the evidence: say so, and offer both in one letter."""
    note = (
        "Erasure before your access request is answered destroys the evidence of what was held."
        " Both in one letter (answer access, then erase; Art. 18(1)(c) GDPR until the copy is"
        f" there): dsar request {company} --right access --right erasure"
    )
    if not sys.stdin.isatty() or not sys.stderr.isatty():
        return rights, [note]
    warnings([note])
    both = typer.confirm("Write both in one letter?", default=True, err=True)
    return (("access", "erasure") if both else rights), []


def _formats(text: str | None, known: tuple[str, ...]) -> tuple[str, ...]:
    if text is None:
        return known
    wanted = tuple(one.strip() for one in text.split(",") if one.strip())
    for one in wanted:
        if one not in known:
            raise Invalid(f"There is no format {one!r}.", f"Formats: {', '.join(known)}.")
    if not wanted:
        raise Usage("No format is named.", f"Formats: {', '.join(known)}.")
    return wanted


def send(
    context: typer.Context,
    case: CaseArgument,
    document: Annotated[str | None, typer.Argument(metavar="[DOCUMENT]")] = None,
    by: Annotated[str, typer.Option("--by", help="email, post, web-form, portal, hand")] = "",
    on: Annotated[str | None, typer.Option("--on", help="The day you sent it.")] = None,
    file: Annotated[Path | None, typer.Option("--file", help="The message as sent (.eml).")] = None,
    checked: Annotated[
        bool, typer.Option("--address-checked", help="You compared the address yourself.")
    ] = False,
    tracking: Annotated[str, typer.Option("--tracking", help="Tracking number.")] = "",
    proof: Annotated[Path | None, typer.Option("--proof", help="Receipt of posting.")] = None,
    to: Annotated[str, typer.Option("--to", help="The address used, if another.")] = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Record that you sent a document: how, when, and what proves it."""
    from dsar.actions.send import Dispatch
    from dsar.actions.send import send as action
    from dsar.cases.document import CHANNELS

    if not by:
        raise Usage("How was it sent?", f"--by {'|'.join(CHANNELS)}")
    state: State = context.obj
    tracking, to = one_line(tracking, "--tracking"), one_line(to, "--to")
    day = parse_day(on, "--on")
    dispatch = Dispatch(case, by, day, document, file, tracking, proof, to, checked)
    sent = action(state.context(), dispatch, dry_run)
    data: dict[str, Any] = {"case": sent.case.id, "document": sent.document.id, "by": by, "on": on,
            "events": list(sent.events), "dry_run": dry_run}  # fmt: skip
    term = sent.case.term_of(sent.document.id, sent.document.rights[0]) if (
        sent.document.rights
    ) else None  # fmt: skip
    lines = [
        f"{'Would record' if dry_run else 'Recorded'}: {sent.document.title} sent by {by} on {on}."
    ]
    if term is not None and term.last_day is not None:
        told = "estimated receipt" if term.estimated else "receipt"
        lines.append(
            f"  Answer due by {term.last_day.isoformat()} ({told} {term.start.isoformat()})."
        )
        data["deadline"] = term.data
    result(data, lines, as_json)


def remind(
    context: typer.Context,
    cases: Annotated[list[str] | None, typer.Argument(metavar="[CASE]...")] = None,
    due: Annotated[bool, typer.Option("--due", help="Every case in which it is due.")] = False,
    send_now: Annotated[bool, typer.Option("--send", help="Send it by e-mail.")] = False,
    out: Out = None,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="6 when one was written or is due.")
    ] = False,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Write the reminder, once, from the day after the safe day."""
    from dsar.actions import remind as action

    if not cases and not due:
        raise Usage("Which case?", "dsar remind CASE, or dsar remind --due for all that are due.")
    if send_now:
        raise OutsideFailed(
            "This version of dsar does not send mail itself; nothing was written or sent.",
            "Leave --send away, send the .eml yourself, then: dsar send CASE reminder --by email"
            " --on YYYY-MM-DD",
        )
    state: State = context.obj
    world = state.context()
    done = [] if not due or nothing_yet(state) else action.remind_due(world, out, dry_run)
    for case in cases or []:
        try:
            done.append(action.remind(world, case, out, dry_run))
        except DsarError as error:
            if len(cases or []) == 1 and not due:
                raise
            done.append(action.Reminded(case, "error", error=error))
    found = [_reminded(one) for one in done]
    lines = [_reminded_line(one) for one in found]
    if not lines and not state.quiet:
        lines = ["No reminder is due."]
    if found or not state.quiet or as_json:
        result({"results": found}, lines, as_json)
    if worst := max((one.error.exit_code for one in done if one.error), default=0):
        raise typer.Exit(worst)
    if exit_code and any(one["result"] in {"written", "due"} for one in found):
        raise typer.Exit(6)


def _reminded(done: Reminded) -> dict[str, Any]:
    warnings(done.warnings)
    data: dict[str, Any] = {"case": done.case, "result": done.result}
    if not isinstance(done.case, str):
        data |= {"case": done.case.id, "company": done.case.addressee.name}
    if done.error is not None:
        return data | {"message": done.error.message, "hint": done.error.hint}
    return data | {"files": [str(path) for path in done.files]}


def _reminded_line(one: dict[str, Any]) -> str:
    if one["result"] == "error":
        return f"{one['case']}: {one['message']}\n  {one['hint']}"
    told = {
        "written": "the reminder is written.",
        "already": "a reminder was written already and its term still runs; nothing was done.",
        "due": "a reminder is due; nothing was written (dry run).",
    }[one["result"]]
    return "\n".join(
        [f"{one['case']} ({one['company']}): {told}", *(f"  {f}" for f in one["files"])]
    )


def complain(
    context: typer.Context,
    case: CaseArgument,
    to: Annotated[str | None, typer.Option("--to", help="Another authority.")] = None,
    out: Out = None,
    as_json: Json = False,
) -> None:
    """Write the complaint to the supervisory authority, with its evidence."""
    from dsar.actions.complain import complain as action

    state: State = context.obj
    done = action(state.context(), case, to, out)
    warnings(done.warnings)
    data = {
        "case": done.case.id,
        "authority": done.authority.id,
        "ground": done.ground.id,
        "since": done.ground.since.isoformat(),
        "language": done.language,
        "files": [str(path) for path in done.files],
        "exhibits": [
            {"number": e.number, "title": e.title, "date": e.date.isoformat(), "file": e.file,
             "sha256": e.sha256}
            for e in done.exhibits
        ],
    }  # fmt: skip
    lines = [
        f"The complaint of case {done.case.id} to {done.authority.abbreviation}"
        f" ({done.authority.name}) is written; the ground is {done.ground.id}, open since"
        f" {done.ground.since.isoformat()}.",
        *(f"  {path}" for path in done.files),
        "It is not filed: HOW-TO-FILE.txt says where and how, and what to sign.",
    ]
    result(data, lines, as_json)
