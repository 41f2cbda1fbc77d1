"""How a case is shown: one screen, or one JSON document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dsar.cli.state import State

if TYPE_CHECKING:
    from dsar.actions.overview import View
    from dsar.cases.event import Recorded
    from dsar.cases.steps import NextStep

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would happen; change nothing.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
CaseArgument = Annotated[str, typer.Argument(metavar="CASE", help="Case id, prefix, or company.")]


def view_data(state: State, case: str) -> dict[str, Any]:
    """Status, reasons and next steps of *case* after a command."""
    from dsar.actions.overview import show

    view = show(replace(state, quiet=True).context(), case)
    return {
        "status": view.status.word,
        "reasons": list(view.status.reasons),
        "next": [step_data(step) for step in view.steps],
    }


def step_data(step: NextStep) -> dict[str, Any]:
    """A next step as plain data."""
    return {
        "case": step.case,
        "company": step.company,
        "step": step.step,
        "since": step.since.isoformat(),
        "must_arrive_by": step.must_arrive_by.isoformat() if step.must_arrive_by else None,
        "because": step.because,
        "command": step.command,
    }


def step_lines(steps: list[dict[str, Any]]) -> list[str]:
    """Next steps as lines of text."""
    return [f"Next: {s['command']}\n      {s['because']}" for s in steps]


def row_data(view: View) -> dict[str, Any]:
    """A case as a row of ``list``."""
    case, term = view.case, view.case.term
    return {
        "case": case.id,
        "company": case.addressee.id,
        "name": case.addressee.name,
        "regime": case.regime,
        "rights": list(case.rights),
        "status": view.status.word,
        "since": view.status.since.isoformat(),
        "reasons": list(view.status.reasons),
        "last_day": term.last_day.isoformat() if term else None,
        "safe": term.safe.isoformat() if term else None,
    }


def row_line(view: View) -> str:
    """The same as a line of text."""
    row = row_data(view)
    due = f"due {row['last_day']}" if row["last_day"] else "no deadline yet"
    rights = "+".join(row["rights"])
    return f"{row['case']}  {row['status']:16} {due:16} {rights:15} {row['name']}"


def case_data(view: View) -> dict[str, Any]:
    """Everything about a case as plain data."""
    case = view.case
    return row_data(view) | {
        "residence": case.opened.payload["residence"],
        "because": case.opened.payload["regime"]["because"],
        "deadline": case.term.data if case.term else None,
        "timeline": [_event_data(event) for event in case.events],
        "exhibits": [_exhibit_data(event, file) for event, file in _exhibits(view)],
        "documents": [
            {
                "id": d.id,
                "kind": d.kind,
                "title": d.title,
                "written_on": d.written_on.isoformat(),
                "sent": [{"on": s.on.isoformat(), "by": s.channel} for s in d.sendings],
                "files": [vars(file) for file in d.files],
            }
            for d in case.documents
        ],
        "next": [step_data(step) for step in view.steps],
    }


def case_lines(view: View) -> list[str]:
    """One screen: where do I stand?"""
    case, status = view.case, view.status
    reasons = f" ({', '.join(status.reasons)})" if status.reasons else ""
    lines = [
        f"{case.id}  {', '.join(case.rights)} – {case.addressee.name}, under {case.regime}",
        f"Status: {status.word} since {status.since.isoformat()}{reasons}",
    ]
    term = case.term
    if term is not None:
        lines.append(
            f"Answer due by {term.last_day.isoformat()}; defensible {term.earliest.isoformat()} to"
            f" {term.latest.isoformat()}; safe {term.safe.isoformat()}"
        )
        lines += [
            f"  {n}. {s['text']} [{s['citation']}]" for n, s in enumerate(term.data["steps"], 1)
        ]
    lines.append("Timeline:")
    lines += [f"  {event.on.isoformat()}  {_told(event)}" for event in case.events]
    if exhibits := _exhibits(view):
        lines.append("Evidence:")
        lines += [f"  {e.on.isoformat()}  {f['name']}  sha256 {f['sha256']}" for e, f in exhibits]
    return lines + step_lines([step_data(step) for step in view.steps])


def _exhibits(view: View) -> list[tuple[Recorded, dict[str, str]]]:
    """Every piece of evidence somebody gave, with the event that brought it."""
    return [
        (event, event.payload[name])
        for event in view.case.events
        for name in ("proof", "file")
        if name in event.payload
    ]


def _exhibit_data(event: Recorded, file: dict[str, str]) -> dict[str, Any]:
    return {"on": event.on.isoformat(), "kind": event.kind, **file}


def _event_data(event: Recorded) -> dict[str, Any]:
    return {
        "seq": event.seq,
        "kind": event.kind,
        "on": event.on.isoformat(),
        "at": event.at,
        "as_of": event.as_of or None,
        "hash": event.hash,
    }


def _told(event: Recorded) -> str:
    payload = event.payload
    match event.kind:
        case "opened":
            return f"opened: {payload['controller']['name']} under {payload['regime']['id']}"
        case "document-written":
            return f"written: {payload['title']} ({payload['id']})"
        case "sent":
            tracking = f", tracking {payload['tracking']}" if payload.get("tracking") else ""
            proof = ", with proof" if payload.get("proof") else ""
            return f"sent: {payload['document']} by {payload['channel']}{tracking}{proof}"
        case "received":
            return f"received ({payload['basis']})"
        case "deadline-computed":
            deadline = payload["deadline"]
            return f"deadline computed: {deadline['last_day']}" if deadline else "no deadline"
        case "answer":
            return f"answer: {payload['outcome']}"
        case "complaint-filed":
            return " ".join(filter(None, ["complaint filed", payload["by"], payload["ref"]]))
        case other:
            note = payload.get("note", "")
            return f"{other.replace('-', ' ')}: {note}" if note else other.replace("-", " ")
