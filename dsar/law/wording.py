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
    "period-days": "{days} later: {unrolled}.",
    "period-business": "{days} later, not counting weekends and holidays: {unrolled}.",
    "without-number": (
        "The period runs from {from}, the day of {event}; the law sets no number of days:"
        " the answer is due without undue delay."
    ),
    "remedy-complaint": "A complaint to the supervisory authority is open.",
    "remedy-indirect": "The rights may also be exercised through the supervisory authority.",
    "must-arrive": (
        "No weekend or holiday is counted on: to be safe it must arrive by {last_day}."
    ),
    "start-day-counted": "If the day of the event is itself counted, the last day is {last_day}.",
    "demand-open": (
        "The {demand} demand of {asked} is unanswered: until it is answered or contested no last"
        " defensible day can be named."
    ),
    "demand-contested": "The {demand} demand of {asked} is contested: the plain date stands.",
    "demand-late": (
        "The {demand} demand of {asked} was not made without undue delay: the plain date stands."
    ),
    "demand-no-effect": "The {demand} demand of {asked} does not move the clock.",
    "extension-valid": (
        "The notice of extension dated {dated} arrived on {arrived}, within the plain period:"
        " the extended period counts."
    ),
    "extension-late": (
        "The notice of extension dated {dated} arrived on {arrived}, after the plain period was"
        " over: it is no extension."
    ),
    "extension-late-arguable": (
        "The notice of extension dated {dated} arrived on {arrived}, after the last day: the plain"
        " date stands, though the notice can be argued to be in time."
    ),
    "extension-unreasoned-arguable": (
        "The notice of extension of {dated} gives no reasons, which the law demands: the plain"
        " date stands, though the extension can be argued."
    ),
    "extension-unknown": (
        "The law knows no extension of this period: the notice of {dated} changes nothing."
    ),
    "extension-other": "Read as extended, the last day is {last_day}.",
    "extension-shorter": "The notice itself names an earlier day: {last_day}.",
    "extension-too-long": (
        "The notice names {until}, which is longer than the law allows: the last day is {last_day}."
    ),
    "period": "{months} later, on the same date: {unrolled}.",
    "period-clamped": (
        "{months} later there is no day {day}; the period ends with the last day of that month:"
        " {unrolled}."
    ),
    "paused": (
        "{days} between the question and its answer ({start} to {end}) are added: {unrolled}."
    ),
    "restarted": "Read as a new start, the period runs from {from}, the day of the answer.",
    "relevant-time": (
        "The period runs from {from}, when what the controller had asked for was supplied."
    ),
    "roll": (
        "{unrolled} is {why} in {place}; the period ends with the next working day: {last_day}."
    ),
    "no-roll": "{unrolled} is a working day in {place}: it is the last day.",
    "stays": "Under this law {unrolled} does not move the end in {place}: it is the last day.",
    "other-place": "By the calendar of {place} the last day is {last_day}.",
    "other-reading": "Read as a {reading}, the last day is {last_day}.",
    "last-receipt": "Counted from the latest estimate of receipt, {from}, it would be {last_day}.",
    "first-receipt": "Counted from the first receipt of any kind, {from}, it would be {last_day}.",
}

_DATES = frozenset(
    ("from", "unrolled", "last_day", "start", "end", "asked", "dated", "arrived", "until")
)

CODES = frozenset(_SENTENCES)


def english_day(day: date) -> str:
    """*day* as an English letter writes it, with its weekday: ``Tuesday 7 April 2026``."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _months(count: int) -> str:
    return _plural(count, "month") if count % 12 else _plural(count // 12, "year")


def _why(facts: Facts) -> str:
    why = str(facts["why"])
    return f"{facts['holiday:en']}, a public holiday," if why == "holiday" else f"a {why.title()}"


def english(code: str, facts: Facts) -> str:
    """The step *code* as one English sentence, with *facts* (dates in ISO form) filled in."""
    shown: dict[str, str] = {}
    for name, value in facts.items():
        if name in _DATES:
            shown[name] = english_day(date.fromisoformat(str(value)))
        elif name == "months":
            shown[name] = _months(int(value))
        elif name == "days":
            noun = "business day" if code == "period-business" else "day"
            shown[name] = _plural(int(value), noun)
        else:
            shown[name] = str(value)
    if "why" in facts:
        shown["why"] = _why(facts)
    if "place_name" in facts:
        shown["place"] = str(facts["place_name"])
    sentence = _SENTENCES[code].format(**shown)
    return sentence[0].upper() + sentence[1:]
