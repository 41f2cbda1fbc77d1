"""Histories that read like the law: what happened, and what the program says on a day.

Each section of ``tests/histories/*.txt`` is one history: a title with its provision, who asks whom
for what, then one line a day. ``DAY does …`` is typed as a command of the case, ``DAY = STATUS``
is what must then be said: ``(reasons)``, ``next: steps`` and ``open: grounds`` where they are
given, each complete; ``by: DAY`` is a day by which a step must arrive. ``DAY ! CODE does … :
WORDS`` is a command that must be refused.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from dsar.cases.kinds import KINDS
from dsar.cases.outcomes import OUTCOMES
from dsar.cases.status import REASONS, STATUSES
from dsar.cases.step import STEPS
from dsar.cli.recording import record
from dsar.law.regime import GROUNDS
from tests.facts_page import PAGE, page
from tests.front import Front

FOLDER = Path(__file__).parent / "histories"
SAID = re.compile(
    r"(?P<status>[\w-]+)(?: \((?P<reasons>[^)]*)\))?(?: next: (?P<next>[^;]*))?"
    r"(?:; open: (?P<open>[^;]*))?(?:; by: (?P<by>.*))?"
)
DAY = re.compile(r"(\d{4}-\d{2}-\d{2}) +(.*)")


@dataclass
class History:
    """One history: its title, where the person lives, and its lines."""

    title: str
    place: str
    request: str
    lines: list[tuple[str, str]] = field(default_factory=list)


def histories() -> Iterator[History]:
    """Every history of the folder."""
    for path in sorted(FOLDER.glob("*.txt")):
        found: list[History] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("## "):
                found.append(History(line[3:], "FR", "clearview-ai --right access"))
            elif line.startswith("who: "):
                place, _, request = line[5:].partition(" asks ")
                found[-1].place, found[-1].request = place, request
            elif day := DAY.match(line):
                found[-1].lines.append((day[1], day[2]))
        yield from found


ALL = list(histories())
PROXY = """\
representation:
  kind: proxy
  name: Ada Exemplar
  mandate:
    powers: [request, complain]
    date: 2026-01-10
    expires: 2026-05-31
    proof: evidence.txt
"""


def words(text: str | None) -> list[str]:
    return [word.strip() for word in (text or "").split(",") if word.strip() not in {"", "nothing"}]


@pytest.mark.parametrize("history", ALL, ids=lambda history: history.title)
def test_history(history: History, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    front = Front(home, monkeypatch)
    (home / "evidence.txt").write_text("what proves it", encoding="utf-8")
    place, _, proxy = history.place.partition(" for ")
    front.settle(place, PROXY if proxy else "")
    first = history.lines[0][0]
    asked = shlex.split(history.request)
    if "--letter" not in asked:
        asked += ["--format", "txt"]
    case = front.json("request", *asked, today=first)["case"]
    for day, line in history.lines:
        told = f"{history.title}\n{day} {line}"
        if line.startswith("= "):
            check(front, case, day, line[2:], told)
        elif line.startswith("! "):
            code, _, rest = line[2:].partition(" ")
            command, _, part = rest.rpartition(" : ")
            done = front(*typed(command, case, day), today=day)
            assert (done.code, done.out) == (int(code), ""), told + done.err
            assert part in done.err, told + done.err
        else:
            done = front(*typed(line, case, day), today=day)
            assert done.code == 0, f"{told}\n{done.err}"


def typed(line: str, case: str, day: str) -> list[str]:
    """The command behind the words of a line."""
    verb, *rest = shlex.split(line)
    if verb == "sent":
        known = rest[0] not in {"by"}
        document = [rest.pop(0)] if known else []
        on = [] if "--on" in rest else ["--on", day]
        return ["send", case, *document, "--by", *rest[1:], *on, "--address-checked"]
    if verb in {"remind", "complain"}:
        return [verb, case, *rest]
    if verb == "request":
        return ["request", *rest, "--case", case, "--format", "txt"]
    dated = "--on" in rest or verb == "correction"
    return ["record", case, verb, *rest, *([] if dated else ["--on", day])]


def check(front: Front, case: str, day: str, line: str, told: str) -> None:
    said = SAID.fullmatch(line)
    assert said is not None, f"not understood: {told}"
    shown = front.json("show", case, today=day)
    assert shown["status"] == said["status"], f"{told}\n{shown['reasons']}"
    if said["reasons"] is not None:
        assert shown["reasons"] == words(said["reasons"]), told
    if said["next"] is not None:
        assert [step["step"] for step in shown["next"]] == words(said["next"]), told
    if said["by"] is not None:
        assert said["by"] in {step["must_arrive_by"] for step in shown["next"]}, told
    if said["open"] is not None:
        grounds = [ground["id"] for claim in shown["claims"] for ground in claim["grounds"]]
        assert list(dict.fromkeys(grounds)) == words(said["open"]), told


def test_every_word_has_its_history() -> None:
    """A status, reason, outcome, step, ground or kind that no history shows is not tested."""
    text = " ".join(f"{h.request} {' '.join(line for _, line in h.lines)}" for h in ALL)
    seen = set(re.findall(r"[a-z0-9-]+", text))
    for known in (STATUSES, REASONS, OUTCOMES, STEPS, GROUNDS, KINDS):
        assert set(known) - seen == set()


def test_the_page_of_facts_is_true() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "python -m tests.facts_page"


def test_every_kind_stands_in_the_help() -> None:
    told = record.__doc__ or ""
    for kind in KINDS:
        family = kind.replace("clarification-", "identity-").replace("fee-", "identity-")
        assert {kind, family, family.replace("paid", "given")} & set(re.findall(r"[a-z-]+", told))
