"""Entries as an iCalendar file (RFC 5545), the same bytes for the same entries."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Alarm, Calendar, Event

from dsar.reports.agenda import Entry

_PRODID = "-//dsar//dsar calendar//EN"
_MORNING = timedelta(hours=9)
# What binds the person must be done before the day; of the rest one only has to hear.
_WARNED_DAYS = (30, 7)


def render(entries: Iterable[Entry]) -> bytes:
    """The calendar of *entries* in the order of their days: UTF-8, folded lines, CRLF.

    Every entry takes its whole day, wherever one is, and leaves it free.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODID)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "dsar")
    for entry in sorted(entries, key=lambda entry: (entry.day, entry.uid)):
        calendar.add_component(_event(entry))
    found: bytes = calendar.to_ical()
    return found


def is_ours(start: bytes) -> bool:
    """Whether *start*, the first bytes of a file, is that of a calendar by ``render``."""
    lines = start.split(b"\r\n")
    return lines[0] == b"BEGIN:VCALENDAR" and f"PRODID:{_PRODID}".encode() in lines


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.written)
    event.add("last-modified", entry.written)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.summary)
    event.add("description", entry.description)
    event.add("categories", ["dsar"])
    event.add("transp", "TRANSPARENT")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.cancelled:
        return event
    for days in _WARNED_DAYS if entry.binds_person else (0,):
        event.add_component(_alarm(entry, days))
    return event


def _alarm(entry: Entry, days: int) -> Alarm:
    """At nine in the morning, *days* before: counted from the midnight with which it begins."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"In {days} days: {entry.summary}" if days else entry.summary)
    alarm.add("trigger", _MORNING - timedelta(days=days))
    return alarm
