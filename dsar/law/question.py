"""What a deadline is asked for: the start, the places, and what happened to the clock since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dsar.errors import Invalid
from dsar.law.calendar import Calendar
from dsar.law.citation import Citation
from dsar.law.regime import DEMANDS, Regime


@dataclass(frozen=True)
class Demand:
    """Something the controller wants before it answers: ``identity``, ``clarification``, ``fee``.

    ``answered`` is None while it is open. ``contested`` says that the person refuses it as
    disproportionate. ``prompt`` says whether it was asked without undue delay (EDPB Guidelines
    01/2022, §157); None where nobody recorded it. Raises Invalid for impossible days.
    """

    kind: str
    asked: date
    answered: date | None = None
    contested: bool = False
    prompt: bool | None = None

    def __post_init__(self) -> None:
        if self.kind not in DEMANDS:
            raise Invalid(f"There is no demand of the kind {self.kind!r}: {', '.join(DEMANDS)}.")
        if self.answered is not None and self.answered < self.asked:
            raise Invalid(
                f"The demand of {self.asked.isoformat()} is answered on"
                f" {self.answered.isoformat()}, before it was made."
            )


@dataclass(frozen=True)
class Extension:
    """A notice by which the controller takes more time.

    ``dated`` is the day it bears, ``arrived`` the day the person had it, ``until`` the day it
    names, if any; ``reasons`` tells whether it gives reasons. Raises Invalid when it arrives
    before its date.
    """

    dated: date
    arrived: date
    until: date | None = None
    reasons: bool = True

    def __post_init__(self) -> None:
        if self.arrived < self.dated:
            raise Invalid(
                f"The extension arrived on {self.arrived.isoformat()}, before the day it is dated,"
                f" {self.dated.isoformat()}."
            )


@dataclass(frozen=True)
class Question:
    """Everything a deadline is computed from.

    ``start`` is the day of the event that starts the period. ``first_start`` and ``last_start``
    are an earlier and a later start that can also be defended (a first, less well proved receipt;
    a later estimate where all are estimates). ``paused`` are spans from a question of the
    controller to its answer; ``restarted`` the day from which the period is read to run anew.
    ``estimated`` says that the receipt is only assumed, ``receipt`` by which rule.
    The first of ``calendars`` decides ``last_day``. ``right`` matters where a period is confined
    to some rights; empty means access.
    """

    regime: Regime
    period: str
    start: date
    calendars: Sequence[Calendar]
    first_start: date | None = None
    last_start: date | None = None
    paused: tuple[tuple[date, date], ...] = ()
    restarted: date | None = None
    demands: tuple[Demand, ...] = ()
    extension: Extension | None = None
    estimated: bool = False
    receipt: Citation | None = None
    right: str = ""
