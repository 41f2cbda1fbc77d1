"""How a case is shown: one row, one screen, or one JSON document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dsar.cli.state import State
from dsar.cli.timeline import told

if TYPE_CHECKING:
    from dsar.actions.overview import View
    from dsar.cases.event import Recorded
    from dsar.cases.status import ClaimStatus
    from dsar.cases.step import NextStep
    from dsar.cases.term import Term

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
    lines = []
    for s in steps:
        by = f" (must arrive by {s['must_arrive_by']})" if s["must_arrive_by"] else ""
        lines.append(f"Next: {s['command']}{by}\n      {s['because']}")
    return lines


def row_data(view: View) -> dict[str, Any]:
    """A case as a row of ``list``."""
    case, term = view.case, _first_term(view)
    return {
        "case": case.id,
        "company": case.addressee.id,
        "name": case.addressee.name,
        "subject": case.subject_id,
        "regime": case.regime,
        "rights": list(case.rights),
        "status": view.status.word,
        "since": view.status.since.isoformat(),
        "reasons": list(view.status.reasons),
        "last_day": _iso(term.last_day) if term else None,
        "safe": _iso(term.safe) if term else None,
    }


def _first_term(view: View) -> Term | None:
    """The term that matters: of the claim that still waits and is due first, else of any."""
    terms = [(not one.claim.pending, one.claim.term) for one in view.claims]
    known = [(done, term.last_day or date.max, n) for n, (done, term) in enumerate(terms) if term]
    return terms[min(known)[2]][1] if known else None


def row_line(row: dict[str, Any]) -> str:
    """The same as a line of text."""
    due = f"due {row['last_day']}" if row["last_day"] else "no deadline yet"
    rights = "+".join(row["rights"])
    return f"{row['case']}  {row['status']:20} {due:16} {rights:15} {row['name']}"


def case_data(view: View) -> dict[str, Any]:
    """Everything about a case as plain data."""
    case, term = view.case, _first_term(view)
    return row_data(view) | {
        "residence": case.opened.payload["residence"],
        "because": case.opened.payload["regime"]["because"],
        "acting": {"kind": view.acting.kind, "name": view.acting.name} if view.acting else None,
        "deadline": term.data if term else None,
        "claims": [_claim_data(one) for one in view.claims],
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
                "acting": dict(d.acting) if d.acting else None,
            }
            for d in case.documents
        ],
        "next": [step_data(step) for step in view.steps],
    }


def _claim_data(one: ClaimStatus) -> dict[str, Any]:
    claim = one.claim
    return {
        "request": claim.request.id,
        "right": claim.right,
        "regime": claim.request.regime,
        "residence": claim.request.residence,
        "status": one.word,
        "since": one.since.isoformat(),
        "grounds": [
            {"id": g.id, "since": g.since.isoformat(), "citation": g.citation} for g in one.grounds
        ],
        "deadline": claim.term.data if claim.term else None,
        "limit": claim.limit.data if claim.limit else None,
    }


def case_lines(view: View) -> list[str]:
    """One screen: where do I stand?"""
    case, status = view.case, view.status
    reasons = f" ({', '.join(status.reasons)})" if status.reasons else ""
    who = view.subject or case.subject_id
    if view.acting is not None:
        who += f", for whom {view.acting.name} acts ({view.acting.kind})"
    lines = [
        f"{case.id}  {', '.join(case.rights)} – {case.addressee.name}, under {case.regime}",
        f"For {who}",
        f"Status: {status.word} since {status.since.isoformat()}{reasons}",
    ]
    lines += _claims_lines(view)
    lines.append("Timeline:")
    lines += [f"  {e.seq:2}. {e.on.isoformat()}  {told(e)}" for e in _by_day(case.events)]
    if exhibits := _exhibits(view):
        lines.append("Evidence:")
        lines += [f"  {e.on.isoformat()}  {f['name']}  sha256 {f['sha256']}" for e, f in exhibits]
    return lines + step_lines([step_data(step) for step in view.steps])


def _claims_lines(view: View) -> Iterator[str]:
    """The claims with their deadlines; what several share is told once."""
    told_already: list[object] = []
    several = len(view.claims) > 1
    for one in view.claims:
        claim = one.claim
        if several:
            law = f" ({claim.request.regime})" if claim.request.regime != view.case.regime else ""
            yield f"{claim.right}, letter {claim.request.id}{law}: {one.word}"
        for ground in one.grounds:
            since = ground.since.isoformat()
            yield f"  Ground of complaint: {ground.id} since {since} [{ground.citation}]"
        if claim.term is not None and claim.term.data not in told_already:
            told_already.append(claim.term.data)
            yield from _term_lines(claim.term)
        filed = view.status.word in {"complained", "authority-silent", "decided"}
        if one.grounds and not filed and claim.limit is not None and claim.limit.safe is not None:
            yield (
                f"  A complaint must arrive by {claim.limit.safe.isoformat()}"
                f" [{claim.limit.citation}]"
            )


def _term_lines(term: Term) -> Iterator[str]:
    if term.last_day is None:
        yield "No number of days for the answer:"
    else:
        yield (
            f"Answer due by {term.last_day.isoformat()}; defensible {_day(term.earliest)} to"
            f" {_day(term.latest)}; safe {_day(term.safe)}"
        )
    for number, step in enumerate(term.data["steps"], 1):
        yield f"  {number}. {step['text']} [{step['citation']}]"


def _day(day: date | None) -> str:
    return day.isoformat() if day else "not yet known"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _by_day(events: tuple[Recorded, ...]) -> list[Recorded]:
    """What happened in its order; a clock that was computed more than once on a day, once."""
    last: dict[object, int] = {}
    for event in events:
        if event.kind == "deadline-computed":
            last[(event.on, str(event.payload.get("of")))] = event.seq
    kept = [e for e in events if e.kind != "deadline-computed" or e.seq in last.values()]
    return sorted(kept, key=lambda e: (e.on, e.seq))


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
        "told": told(event),
        "hash": event.hash,
    }
