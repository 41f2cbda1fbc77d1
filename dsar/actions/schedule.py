"""``dsar schedule print``: what a machine needs to look every morning by itself."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import Path

_SERVICE = """\
[Unit]
Description=dsar: write the reminders that are due, and say what is new

[Service]
Type=oneshot
UMask=0077
WorkingDirectory={folder}
ExecStart=-{remind}
ExecStart={next}
"""
_TIMER = """\
[Unit]
Description=dsar, every morning; a day that was slept through is made up for

[Timer]
OnCalendar=*-*-* 08:17:00
RandomizedDelaySec=15min
Persistent=true

[Install]
WantedBy=timers.target
"""
_CRON = "17 8 * * *  cd {folder} && {remind}; {next}"


@dataclass(frozen=True)
class Schedule:
    """A systemd user service with its timer, and a cron line that does the same.

    Both are quiet unless something happens, and judge by the day: one that slept for weeks misses
    nothing and repeats nothing.
    """

    service: str
    timer: str
    cron: str


def schedule(program: str, store: Path | None, folder: Path) -> Schedule:
    """The schedule for *program* on *store* (None: the usual place); letters go into *folder*."""
    command = [program, *(["--store", str(store.absolute())] if store else []), "--quiet"]
    remind, following = [*command, "remind", "--due"], [*command, "next", "--new"]
    place = str(folder.absolute())
    return Schedule(
        service=_SERVICE.format(
            folder=_escaped(place), remind=_line(remind), next=_line(following)
        ),
        timer=_TIMER,
        cron=_CRON.format(
            folder=_cron(shlex.quote(place)),
            remind=_cron(shlex.join(remind)),
            next=_cron(shlex.join(following)),
        ),
    )


def _line(words: list[str]) -> str:
    """A command as systemd reads it: every word in quotes where it needs them."""
    return " ".join(_quoted(word) for word in words)


def _quoted(word: str) -> str:
    plain = _escaped(word).replace("$", "$$")
    if plain and not set(plain) & set(" \t\"'\\;"):
        return plain
    return '"' + plain.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _escaped(text: str) -> str:
    """A per cent sign begins a specifier in a unit."""
    return text.replace("%", "%%")


def _cron(text: str) -> str:
    """A per cent sign ends a line of a crontab."""
    return text.replace("%", "\\%")
