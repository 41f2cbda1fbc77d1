"""The questions by which a fact is told on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import typer

from dsar.actions.fact import Fact
from dsar.cases.case import RECORDED_BASES, Case
from dsar.cases.document import CHANNELS
from dsar.cases.kinds import KINDS
from dsar.cases.outcomes import DECISIONS, OUTCOMES, REASONS, reasons_for
from dsar.cli.ask import ask, ask_until, need_terminal
from dsar.cli.state import one_line, parse_day
from dsar.cli.timeline import told

_BASES = {
    "confirmed": "the controller said so",
    "carrier": "the carrier's record of delivery",
    "server-accepted": "its mail server took it",
    "estimated": "nothing but an estimate",
}


def ask_fact(fact: Fact, case: Case, today: date) -> Fact:
    """*fact* completed by questions: first what happened and when, then what its kind needs.

    Raises Usage where nobody is there to answer.
    """
    need_terminal(f"Name the KIND: {', '.join(KINDS)}")
    kind = _choice("What happened?", {name: one.told for name, one in KINDS.items()})
    fact = replace(fact, kind=kind)
    if kind == "correction":
        return _correction(fact, case)
    if fact.on is None:
        day = ask_until("On which day?", _is_day, today.isoformat())
        fact = replace(fact, on=parse_day(day))
    for option in KINDS[kind].takes:
        if getattr(fact, option) in (None, "", (), False) and option in _ASKED:
            fact = _ASKED[option](fact, case)
    if fact.file is None and (name := ask("A file that proves it (empty if none)", "")):
        fact = replace(fact, file=Path(name).expanduser())
    if not fact.note:
        fact = replace(fact, note=one_line(ask("A note (empty if none)", ""), "The note"))
    return fact


def _correction(fact: Fact, case: Case) -> Fact:
    facts = {str(e.seq): told(e) for e in case.events if e.kind in KINDS or e.kind == "sent"}
    number = _choice("Which fact was recorded wrongly?", facts)
    fact = replace(fact, of=int(number))
    if typer.confirm("Did it happen at all?", default=True, err=True):
        old = next(e for e in case.events if e.seq == fact.of)
        day = ask_until("On which day did it happen?", _is_day, old.on.isoformat())
        return replace(fact, on=parse_day(day))
    return replace(fact, strike=True)


def _is_day(answer: str) -> None:
    parse_day(answer)


def _choice(question: str, words: Mapping[str, str], default: str | None = None) -> str:
    """One of *words*, each shown with what it means."""
    wide = max(len(word) for word in words)
    for word, meaning in words.items():
        typer.echo(f"  {word:{wide}}  {meaning}", err=True)

    def known(answer: str) -> None:
        if answer not in words and answer != default:
            raise ValueError("one of the words above")

    return ask_until(question, known, default)


def _optional(question: str, words: Mapping[str, str]) -> str | None:
    return (_choice(f"{question} (empty if none)", words, "") or None) if words else None


def _about(fact: Fact, case: Case) -> Fact:
    sent = {d.id: d.title for d in case.requests if d.sent}
    return replace(fact, about=_choice("Which request?", sent)) if len(sent) > 1 else fact


def _right(fact: Fact, case: Case) -> Fact:
    asked = [d.rights for d in case.requests if fact.about in {None, d.id}]
    rights = {right: "" for group in asked for right in group}
    if len(rights) < 2:
        return fact
    one = _optional("Which right is it about? All of them: leave it empty", rights)
    return replace(fact, right=(one,)) if one else fact


def _basis(fact: Fact, case: Case) -> Fact:
    told_bases = {basis: _BASES[basis] for basis in RECORDED_BASES}
    return replace(fact, basis=_choice("How is the receipt proved?", told_bases))


def _by(fact: Fact, case: Case) -> Fact:
    return replace(fact, by=_optional("By which channel?", dict.fromkeys(CHANNELS, "")))


def _contested(fact: Fact, case: Case) -> Fact:
    answers = {
        "open": "you have not decided yet",
        "accepted": "you will give it",
        "contested": "you refuse it",
    }
    word = _choice("What do you say to it?", answers, "open")
    return replace(fact, contested=word == "contested", accepted=word == "accepted")


def _reasons(fact: Fact, case: Case) -> Fact:
    return replace(fact, reasons=_choice("Does it give reasons?", {"given": "yes", "none": "no"}))


def _outcome(fact: Fact, case: Case) -> Fact:
    known = OUTCOMES if fact.kind == "answer" else DECISIONS
    return replace(fact, outcome=_choice("What came out?", known))


def _reason(fact: Fact, case: Case) -> Fact:
    demand = fact.kind.removesuffix("-contested").removesuffix("-demand")
    what = fact.outcome if fact.kind == "answer" else f"{demand}-demand"
    if fact.kind.endswith("-demand") and not fact.contested:
        return fact
    codes = {code: REASONS[code].told for code in reasons_for(what or "")}
    return replace(fact, reason=_optional("Which reason?", codes))


def _date(option: str, question: str) -> Callable[[Fact, Case], Fact]:
    def asked(fact: Fact, case: Case) -> Fact:
        answer = ask_until(f"{question} (YYYY-MM-DD; empty if not said)", _day_or_none, "")
        return _with(fact, option, parse_day(answer or None))

    return asked


def _day_or_none(answer: str) -> None:
    parse_day(answer or None)


def _line(option: str, question: str) -> Callable[[Fact, Case], Fact]:
    def asked(fact: Fact, case: Case) -> Fact:
        answer = one_line(ask(f"{question} (empty if none)", ""), question)
        return _with(fact, option, answer or None) if answer else fact

    return asked


def _with(fact: Fact, option: str, value: Any) -> Fact:
    changed: dict[str, Any] = {option: value}
    return replace(fact, **changed)


# ``accepted`` is asked together with ``contested``.
_ASKED: Mapping[str, Callable[[Fact, Case], Fact]] = {
    "about": _about,
    "right": _right,
    "basis": _basis,
    "by": _by,
    "contested": _contested,
    "reasons": _reasons,
    "outcome": _outcome,
    "reason": _reason,
    "dated": _date("dated", "Which day does it bear?"),
    "until": _date("until", "Until which day?"),
    "url": _line("url", "Where did you see it (its web address)?"),
    "authority": _line("authority", "Which authority (its id, as in dsar regulator list)?"),
    "ref": _line("ref", "Its reference number?"),
    "to": _line("to", "To which authority (its id)?"),
}
