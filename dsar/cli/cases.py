"""Cases: ``request``, ``send``, ``record``, ``show``, ``list``, ``next``, ``remind``, ``complain``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dsar.cli.output import result, warnings
from dsar.cli.state import State, parse_day
from dsar.errors import DsarError, Invalid, Usage

if TYPE_CHECKING:
    from dsar.cases.steps import NextStep

Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="Case id, prefix, or company.")]
Out = Annotated[Path | None, typer.Option("--out", help="Where files go (default: ./CASE).")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would happen; change nothing.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to *app*."""
    app.command("request")(request)
    app.command("send")(send)
    app.command("record")(record)
    app.command("show")(show)
    app.command("list")(list_)
    app.command("next")(next_)
    app.command("remind")(remind)
    app.command("complain")(complain)


def request(
    context: typer.Context,
    company: Annotated[str, typer.Argument(metavar="COMPANY", help="Id or name.")],
    right: Annotated[list[str], typer.Option("--right", help="access, erasure, or both.")],
    subject: Annotated[str, typer.Option("--subject", help="For whom.")] = "me",
    regime: Annotated[str | None, typer.Option("--regime", help="Another law.")] = None,
    because: Annotated[str | None, typer.Option("--because", help="Why it applies.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="The letter's language.")] = None,
    photo: Annotated[Path | None, typer.Option("--photo", help="For locating only.")] = None,
    out: Out = None,
    formats: Annotated[str | None, typer.Option("--format", help="txt,html,eml,pdf")] = None,
    as_json: Json = False,
) -> None:
    """Open a case under the law that applies and write the letter."""
    from dsar.actions.request import Wish, access_unanswered
    from dsar.actions.request import request as action
    from dsar.actions.writing import FORMATS

    state: State = context.obj
    world = state.context()
    rights = tuple(one.strip() for group in right for one in group.split(",") if one.strip())
    notes: list[str] = []
    if rights == ("erasure",) and access_unanswered(world, company, subject):
        rights, notes = _offer_both(company, rights)
    wanted = _formats(formats, FORMATS)
    opened = action(
        world,
        Wish(company, rights, subject, regime, because, lang, photo, out, wanted, formats is not None
             and "pdf" in wanted),
    )  # fmt: skip
    warnings([*notes, *opened.warnings])
    case = opened.case
    view = _view_data(state, case.id)
    data = {
        "case": case.id,
        "status": view["status"],
        "regime": case.regime,
        "files": [
            {"path": str(path), "kind": file["format"], "sha256": file["sha256"]}
            for path, file in zip(opened.files, opened.described, strict=True)
        ],
        "next": view["next"],
    }
    because_text = case.opened.payload["regime"]["because"][0]
    lines = [
        f"Case {case.id}: {', '.join(rights)} from {case.addressee.name} under {case.regime}.",
        f"  {because_text['text']} [{because_text['citation']}]",
        *(f"  {path}" for path in opened.files),
        *_step_lines(view["next"]),
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
    tracking: Annotated[str, typer.Option("--tracking", help="Tracking number.")] = "",
    proof: Annotated[Path | None, typer.Option("--proof", help="Receipt of posting.")] = None,
    to: Annotated[str, typer.Option("--to", help="The address used, if another.")] = "",
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Record that you sent a document: how, when, and what proves it."""
    from dsar.actions.send import CHANNELS, Dispatch
    from dsar.actions.send import send as action

    if not by:
        raise Usage("How was it sent?", f"--by {'|'.join(CHANNELS)}")
    state: State = context.obj
    dispatch = Dispatch(case, by, parse_day(on, "--on"), document, file, tracking, proof, to)
    sent = action(state.context(), dispatch, dry_run)
    data = {"case": sent.case.id, "document": sent.document.id, "by": by, "on": on,
            "events": list(sent.events), "dry_run": dry_run}  # fmt: skip
    term = sent.case.term
    lines = [
        f"{'Would record' if dry_run else 'Recorded'}: {sent.document.title} sent by {by} on {on}."
    ]
    if term is not None and sent.document.rights:
        told = "estimated receipt" if term.estimated else "receipt"
        lines.append(
            f"  Answer due by {term.last_day.isoformat()} ({told} {term.start.isoformat()})."
        )
        data["deadline"] = term.data
    result(data, lines, as_json)


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
    fact = Fact(case, kind or _ask_kind(), parse_day(on, "--on"), file, note, basis, outcome, right,
                by, ref)  # fmt: skip
    found, event = action(state.context(), fact)
    view = _view_data(state, found.id)
    data = {"case": found.id, "kind": event.kind, "on": event.on.isoformat(),
            "payload": dict(event.payload), **view}  # fmt: skip
    lines = [f"Recorded in {found.id}: {event.kind} on {event.on.isoformat()}."]
    if event.kind == "received":
        lines.append(f"  Proved by: {event.payload['basis']} (another: --basis).")
        if found.term is not None:
            lines.append(f"  Answer due by {found.term.last_day.isoformat()}.")
    lines += _step_lines(view["next"])
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
    from dsar.cli.views import case_data, case_lines

    state: State = context.obj
    view = _view(state, case)
    result(case_data(view), case_lines(view), as_json)


def list_(
    context: typer.Context,
    status: Annotated[str | None, typer.Option("--status", help="Only these (by comma).")] = None,
    as_json: Json = False,
) -> None:
    """All cases, a line each."""
    from dsar.actions.overview import list_cases
    from dsar.cases.status import STATUSES
    from dsar.cli.views import row_data, row_line

    state: State = context.obj
    wanted = set((status or "").split(",")) - {""}
    if unknown := wanted - set(STATUSES):
        raise Invalid(
            f"There is no status {sorted(unknown)[0]!r}.", f"Known: {', '.join(STATUSES)}."
        )
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
    steps = [_step_data(step) for step in what_next(state.context())]
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


def remind(
    context: typer.Context,
    cases: Annotated[list[str] | None, typer.Argument(metavar="[CASE]...")] = None,
    due: Annotated[bool, typer.Option("--due", help="Every case in which it is due.")] = False,
    send_now: Annotated[bool, typer.Option("--send", help="Send it by e-mail.")] = False,
    out: Out = None,
    dry_run: DryRun = False,
    as_json: Json = False,
) -> None:
    """Write the reminder, once, from the day after the safe day."""
    from dsar.actions import remind as action
    from dsar.errors import OutsideFailed

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
    found: list[dict[str, Any]] = []
    if due:
        found += [_reminded(done) for done in action.remind_due(world, dry_run)]
    worst = 0
    for case in cases or []:
        try:
            found.append(_reminded(action.remind(world, case, out, dry_run)))
        except DsarError as error:
            if len(cases or []) == 1 and not due:
                raise
            found.append(
                {"case": case, "result": "error", "message": error.message, "hint": error.hint}
            )
            worst = max(worst, error.exit_code)
    lines = [_reminded_line(one) for one in found]
    if not lines and not state.quiet:
        lines = ["No reminder is due."]
    result({"results": found}, lines, as_json)
    if worst:
        raise typer.Exit(worst)


def _reminded(done: Any) -> dict[str, Any]:
    warnings(done.warnings)
    return {"case": done.case.id, "company": done.case.addressee.name, "result": done.result,
            "files": [str(path) for path in done.files]}  # fmt: skip


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


def start(state: State) -> None:
    """``dsar`` alone: what to do next, or how to start."""
    from dsar.actions.overview import what_next
    from dsar.cli.state import default_store

    if not (state.store or default_store()).exists():
        result(None, [
            "dsar takes you from \"who holds my data?\" to an answer, or to a complaint.",
            "  dsar demo      the whole story on made-up people",
            "  dsar init      say who you are, once",
            "  dsar request   write your first letter",
        ], False)  # fmt: skip
        return
    steps = [_step_data(step) for step in what_next(state.context())]
    result(
        None,
        _step_lines(steps) or ["Nothing needs doing today. dsar --help shows the commands."],
        False,
    )


def _view(state: State, case: str) -> Any:
    from dsar.actions.overview import show as action

    return action(state.context(), case)


def _view_data(state: State, case: str) -> dict[str, Any]:
    quiet = State(state.store, state.today, quiet=True)
    view = _view(quiet, case)
    return {"status": view.status.word, "reasons": list(view.status.reasons),
            "next": [_step_data(step) for step in view.steps]}  # fmt: skip


def _step_data(step: NextStep) -> dict[str, Any]:
    return {
        "case": step.case,
        "company": step.company,
        "step": step.step,
        "since": step.since.isoformat(),
        "must_arrive_by": step.must_arrive_by.isoformat() if step.must_arrive_by else None,
        "because": step.because,
        "command": step.command,
    }


def _step_lines(steps: list[dict[str, Any]]) -> list[str]:
    return [f"Next: {s['command']}\n      {s['because']}" for s in steps]
