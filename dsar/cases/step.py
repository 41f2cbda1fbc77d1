"""A step: one thing that the person may do, why, by when, and the command to type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

# Most urgent first: what keeps a clock from running, what an authority waits for, what is ready.
STEPS = {
    "send-again": "the request came back",
    "answer-authority": "the authority asks something",
    "tell-authority": "the controller answered after the complaint was filed",
    "file-again": "the complaint was sent back",
    "file-complaint": "the complaint is written, not filed",
    "send": "a letter is written, not sent",
    "renew-mandate": "the mandate of a representative ends or has ended",
    "answer-demand": "the controller waits for something, with good reason",
    "contest-demand": "the controller waits for something it may not need",
    "report-breach": "somebody else's data came with the answer",
    "complain-to-controller": "the law sends you to the controller first",
    "remind": "the controller is late",
    "complain": "a ground of complaint is open",
    "go-to-court": "the authority is silent",
    "read-decision": "the authority decided",
    "tell-what-you-saw": "the controller says that it holds nothing",
    "read-answer": "an answer came",
    "prove-receipt": "nobody knows when the request arrived",
    "judge-delay": "the law sets no number of days",
}
URGENCY = {step: rank for rank, step in enumerate(STEPS)}
LAPSING_DAYS = 30
DAY = "YYYY-MM-DD"


@dataclass(frozen=True)
class Step:
    """One thing to do in a case: ``step`` is one of STEPS, ``since`` the day from which it can be
    done, ``by`` the day by which it must have arrived, where there is a limit."""

    step: str
    since: date
    because: str
    command: str
    by: date | None = None


@dataclass(frozen=True)
class NextStep:
    """The same, told over many cases: in which case, and about whom."""

    case: str
    company: str
    step: str
    since: date
    must_arrive_by: date | None
    because: str
    command: str


def lapsing(step: NextStep, day: date) -> bool:
    """Whether on *day* the limit of *step* is about to lapse, or has lapsed."""
    by = step.must_arrive_by
    return by is not None and by <= day + timedelta(days=LAPSING_DAYS)


def urgency(step: NextStep, day: date) -> tuple[bool, date, int, date, str]:
    """By what *step* is sorted on *day*: a limit about to lapse first, then what it is."""
    first = (step.must_arrive_by if lapsing(step, day) else None) or date.max
    return (not lapsing(step, day), first, URGENCY[step.step], step.since, step.case)


def cited(citation: str) -> str:
    """*citation* in brackets behind a phrase; empty when there is none."""
    return f" ({citation})" if citation else ""
