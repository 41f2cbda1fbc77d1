"""Writes ``docs/facts.md`` from the closed lists: ``python -m tests.facts_page``."""

from __future__ import annotations

from pathlib import Path

from dsar.cases.case import RECORDED_BASES
from dsar.cases.kinds import AUTHORITY, CASE, CONTROLLER, KINDS, PERSON, PROGRAM_KINDS
from dsar.cases.outcomes import DECISIONS, OUTCOMES, REASONS
from dsar.cases.status import REASONS as STATUS_REASONS
from dsar.cases.status import STATUSES
from dsar.cases.step import STEPS

PAGE = Path(__file__).parent.parent / "docs" / "facts.md"
_HEAD = """\
# Facts, and what follows from them

What `dsar record CASE KIND` takes, and the words in which the program says where a case stands.
All lists are closed. Made by `python -m tests.facts_page`; a test keeps it true.

Every kind takes `--on DAY` (today when not given), `--file` (what proves it, kept byte for byte)
and `--note`. `--about` names the request where a case has several, `--right` one of its rights.
Whatever moves a clock appends a computed deadline, on its legal day.

A fact is never changed: `correction --of NUMBER` says what it should have been (`dsar show`
numbers the facts), `--strike` that it never happened.
"""
_WHOSE = {
    CASE: "The case",
    CONTROLLER: "The controller's word",
    PERSON: "Your step",
    AUTHORITY: "The authority's word",
}


def page() -> str:
    """The page as it must be."""
    lines = [_HEAD, "## Kinds of fact", "", "| kind | what happened | options |", "|---|---|---|"]
    for whose, label in _WHOSE.items():
        lines.append(f"| **{label}** | | |")
        for name, kind in KINDS.items():
            if kind.whose == whose:
                options = " ".join(f"`--{option}`" for option in kind.takes)
                lines.append(f"| `{name}` | {kind.told} | {options} |")
    own = "; ".join(f"`{name}` ({told})" for name, told in PROGRAM_KINDS.items())
    lines += ["", f"Written by the program itself: {own}."]
    bases = ", ".join(f"`{basis}`" for basis in RECORDED_BASES)
    lines += ["", f"Bases of a receipt, best first: {bases}."]
    lines.append("A word of the controller before every other receipt shows by itself that it had")
    lines.append("the request by then (`replied`).")
    lines += _table("Outcomes of an answer", "outcome", OUTCOMES)
    lines += _table("Outcomes of an authority's decision", "outcome", DECISIONS)
    lines += ["", "## Reasons", "", "| code | it says | goes with |", "|---|---|---|"]
    for code, reason in REASONS.items():
        with_ = ", ".join(f"`{one}`" for one in sorted(reason.of))
        lines.append(f"| `{code}` | {reason.told} | {with_} |")
    lines += _table("Statuses: who must act", "status", STATUSES)
    lines += _table("Reasons beside the status", "reason", STATUS_REASONS)
    lines += _table("Steps of `dsar next`, most urgent first", "step", STEPS)
    lines += ["", "A step whose limit lapses within thirty days goes before all others."]
    return "\n".join(lines) + "\n"


def _table(title: str, name: str, words: dict[str, str]) -> list[str]:
    return ["", f"## {title}", "", f"| {name} | it says |", "|---|---|",
            *(f"| `{word}` | {told} |" for word, told in words.items())]  # fmt: skip


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
