"""How the steps of a computation are told in English; other languages have ``words.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

Facts = Mapping[str, str | int]

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

_SENTENCES = {
    "start": "The period runs from {from}, the day of {event}; that day itself is not counted.",
    "start-counted": (
        "The period begins with {from}, the day of {event}, whether or not it is a working day."
    ),
    "start-estimated": ("Receipt is only estimated, for {from}; the period runs from that day."),
    "period": "{months} later, on the same date: {unrolled}.",
    "period-clamped": (
        "{months} later there is no day {day}; the period ends with the last day of that month:"
        " {unrolled}."
    ),
    "paused": (
        "{days} between the question and its answer ({start} to {end}) are added: {unrolled}."
    ),
    "restarted": "Read as a new start, the period runs from {from}, the day of the answer.",
    "roll": (
        "{unrolled} is {why} in {place}; the period ends with the next working day: {last_day}."
    ),
    "no-roll": "{unrolled} is a working day in {place}: it is the last day.",
    "other-place": "By the calendar of {place} the last day is {last_day}.",
    "other-reading": "Read as a {reading}, the last day is {last_day}.",
    "last-receipt": "Counted from the latest estimate of receipt, {from}, it would be {last_day}.",
    "first-receipt": "Counted from the first receipt of any kind, {from}, it would be {last_day}.",
}


def english_day(day: date) -> str:
    """*day* as an English letter writes it, with its weekday: ``Tuesday 7 April 2026``."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _why(facts: Facts) -> str:
    why = str(facts["why"])
    return f"{facts['holiday:en']}, a public holiday," if why == "holiday" else f"a {why.title()}"


def english(code: str, facts: Facts) -> str:
    """The step *code* as one English sentence, with *facts* (dates in ISO form) filled in."""
    shown: dict[str, str] = {}
    for name, value in facts.items():
        if name in {"from", "unrolled", "last_day", "start", "end"}:
            shown[name] = english_day(date.fromisoformat(str(value)))
        elif name == "months":
            shown[name] = _plural(int(value), "month")
        elif name == "days":
            shown[name] = _plural(int(value), "day")
        else:
            shown[name] = str(value)
    if "why" in facts:
        shown["why"] = _why(facts)
    if "place_name" in facts:
        shown["place"] = str(facts["place_name"])
    sentence = _SENTENCES[code].format(**shown)
    return sentence[0].upper() + sentence[1:]
