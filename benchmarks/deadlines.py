"""100,000 deadlines in one process, beside the shortest honest code on the same libraries.

The peer adds a month with dateutil and walks over the holidays package's days; it knows one place,
one reading and no reasons. CPU time, medians of interleaved rounds; the ratio is what counts.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

import holidays
from dateutil.relativedelta import relativedelta

from dsar.law.compute import compute
from dsar.law.question import Question
from dsar.reference.calendars import calendar
from dsar.reference.regimes import regime

COUNT, ROUNDS = 100_000, 3
STARTS = [date(2020, 1, 1) + timedelta(days=n % 5_844) for n in range(COUNT)]


def ours(places: list[str]) -> list[date | None]:
    law, calendars = regime("eu-gdpr"), [calendar(place, "eu-gdpr") for place in places]
    return [compute(Question(law, "answer", day, calendars)).last_day for day in STARTS]


def peer() -> list[date | None]:
    closed = holidays.country_holidays("IE", years=range(2020, 2037))
    found: list[date | None] = []
    for start in STARTS:
        day = start + relativedelta(months=1)
        while day.weekday() > 4 or day in closed:
            day += timedelta(days=1)
        found.append(day)
    return found


def main() -> None:
    assert ours(["IE"]) == peer()
    contenders: dict[str, Callable[[], list[date | None]]] = {
        "dateutil + holidays, IE": peer,
        "dsar, IE": lambda: ours(["IE"]),
        "dsar, IE and US-NY": lambda: ours(["IE", "US-NY"]),
    }
    times: dict[str, list[float]] = {label: [] for label in contenders}
    for _ in range(ROUNDS):
        for label, run in contenders.items():
            before = time.process_time()
            run()
            times[label].append(time.process_time() - before)
    base = statistics.median(times["dateutil + holidays, IE"])
    print(f"{COUNT:,} deadlines{'':10} {'CPU s':>7} {'x peer':>7}")
    for label, found in times.items():
        median = statistics.median(found)
        print(f"{label:27} {median:7.2f} {median / base:7.2f}")


if __name__ == "__main__":
    main()
