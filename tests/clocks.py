"""How tests ask the law: a question by ids and days, and the places they ask about."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from dsar.law.compute import compute
from dsar.law.deadline import Deadline
from dsar.law.question import Question
from dsar.reference.calendars import calendar
from dsar.reference.regimes import regime

EU = (
    *("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE"),
    *("IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"),
)
EEA = ("IS", "LI", "NO")
LAENDER = tuple(
    f"DE-{land}" for land in ("BB", "BE", "BW", "BY", "HB", "HE", "HH", "MV", "NI", "NW",
                              "RP", "SH", "SL", "SN", "ST", "TH")
)  # fmt: skip
UK = ("GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS")


def ask(regime_id: str, start: date, *places: str, **more: Any) -> Question:
    """The question for a regime's period (``answer`` unless given) from *start* at *places*."""
    more.setdefault("period", "answer")
    calendars = [calendar(place, regime_id) for place in places]
    return Question(regime(regime_id), start=start, calendars=calendars, **more)


def answer(regime_id: str, start: date, *places: str, **more: Any) -> Deadline:
    """The deadline that :func:`ask` asks for."""
    return compute(ask(regime_id, start, *places, **more))


def day(found: date | None) -> date:
    """A day that must be there."""
    assert found is not None
    return found


def days(first: date, last: date) -> list[date]:
    """Every day from *first* to *last*."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
