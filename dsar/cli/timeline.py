"""How one event of a case is told in a line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dsar.cases.event import Recorded

Payload = Mapping[str, Any]


def told(event: Recorded) -> str:
    """*event* as a line, without its day."""
    payload = event.payload
    teller = _TELLERS.get(event.kind)
    line = teller(payload) if teller else _plain(event.kind, payload)
    note = payload.get("note", "")
    return f"{line}: {note}" if note else line


def _opened(payload: Payload) -> str:
    return f"opened: {payload['controller']['name']} under {payload['regime']['id']}"


def _written(payload: Payload) -> str:
    return f"{'kept' if payload.get('own') else 'written'}: {payload['title']} ({payload['id']})"


def _sent(payload: Payload) -> str:
    tracking = f", tracking {payload['tracking']}" if payload.get("tracking") else ""
    proof = ", with proof" if payload.get("proof") else ""
    return f"sent: {payload['document']} by {payload['channel']}{tracking}{proof}"


def _computed(payload: Payload) -> str:
    deadline, of = payload["deadline"], payload.get("of", {})
    period = of.get("period", "answer")
    about = f" ({', '.join(of['rights'])})" if of.get("rights") else ""
    name = f"{_PERIODS.get(period, period)}{about}"
    if not deadline:
        return f"deadline computed: {name}: the clock does not run"
    if deadline["last_day"] is None:
        return f"deadline computed: {name}: no number of days"
    safe = deadline["safe"] if period == "complaint" else deadline["last_day"]
    return f"deadline computed: {name} {'must arrive ' if period == 'complaint' else ''}by {safe}"


_PERIODS = {
    "complaint": "your complaint",
    "authority-progress": "word from the authority",
    "acknowledgement": "word on your complaint to the controller",
    "controller-complaint": "word on your complaint to the controller",
}


def _extension(payload: Payload) -> str:
    until = f" until {payload['until']}" if payload.get("until") else ""
    reasons = "with reasons" if payload["reasons"] == "given" else "without reasons"
    return f"extension dated {payload['dated']}{until}, {reasons}"


def _answer(payload: Payload) -> str:
    reason = f" ({payload['reason']})" if payload.get("reason") else ""
    return f"answer on {', '.join(payload['rights'])}: {payload['outcome']}{reason}"


def _filed(payload: Payload) -> str:
    parts = [f"complaint filed with {payload['authority']}" if payload.get("authority") else
             "complaint filed", payload["by"], payload["ref"]]  # fmt: skip
    return " ".join(filter(None, parts))


def _plain(kind: str, payload: Payload) -> str:
    said = [word for word in ("contested", "accepted") if payload.get(word)]
    said += [payload[name] for name in ("outcome", "reason", "ref", "url") if payload.get(name)]
    if payload.get("to"):
        said.append(f"to {payload['to']}")
    if payload.get("until"):
        said.append(f"until {payload['until']}")
    name = kind.replace("-", " ")
    return f"{name} ({', '.join(said)})" if said else name


_TELLERS: Mapping[str, Callable[[Payload], str]] = {
    "opened": _opened,
    "document-written": _written,
    "sent": _sent,
    "received": lambda payload: f"received ({payload['basis']})",
    "deadline-computed": _computed,
    "extension": _extension,
    "answer": _answer,
    "complaint-filed": _filed,
}
