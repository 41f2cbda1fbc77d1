"""``dsar doctor``: is everything in order here, and if not, the one command that mends it."""

from __future__ import annotations

import ctypes.util
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from dsar.actions.context import Context
from dsar.channels.packages import install_command
from dsar.channels.pdf import PdfPage, render_pdfs
from dsar.errors import DsarError, Invalid
from dsar.law.regime import stale
from dsar.reference.authorities import authorities
from dsar.reference.calendars import LAST_YEAR
from dsar.reference.corrections import read_own_days
from dsar.reference.index import entries
from dsar.reference.regimes import regimes
from dsar.reference.templates import fonts

OLD_LAW_DAYS = 300
OLD_RECORD_DAYS = 365
_UPDATE = "pip install --upgrade dsar-cli"
_PAGE = '<html lang="en"><head><title>Test</title></head><body><p>Test</p></body></html>'


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is in order, what was found, what mends it."""

    check: str
    ok: bool
    message: str
    fix: str = ""


def doctor(context: Context) -> list[Finding]:
    """Everything that was looked at, in the order of looking. Nothing is changed."""
    return [
        _store(context.store_path),
        *_pdf(),
        _holidays(context),
        *_law(context),
        *_directory(context),
    ]


def _store(path: Path) -> Finding:
    if not path.exists():
        return Finding("store", True, "There is no store yet; dsar init makes one.")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        text = f"Others on this machine may read the store (mode {mode:04o})."
        return Finding("store", False, text, f"chmod 600 {path}")
    return Finding("store", True, f"{path} is yours alone.")


def _pdf() -> Iterator[Finding]:
    try:
        made = render_pdfs([PdfPage(_PAGE)], fonts())
        yield Finding("pdf", True, f"A page was made ({len(made[0])} bytes).")
    except DsarError as error:
        yield Finding("pdf", False, error.message, error.hint)
    if ctypes.util.find_library("harfbuzz-subset"):
        yield Finding("fonts", True, f"{len(fonts())} shipped fonts, embedded in part.")
    else:
        text = "Without HarfBuzz's subset library every PDF carries whole fonts or fails."
        yield Finding("fonts", False, text, install_command("harfbuzz-subset"))


def _holidays(context: Context) -> Finding:
    try:
        count = len(read_own_days(context.own_holidays))
    except Invalid as error:
        return Finding("holidays", False, f"{error.place()}: {error.message}", error.hint)
    if context.today.year >= LAST_YEAR:
        return Finding("holidays", False, f"Holidays are known until {LAST_YEAR}.", _UPDATE)
    own = f"; of your own: {count}" if count else ""
    return Finding("holidays", True, f"Known until {LAST_YEAR}{own}.")


def _law(context: Context) -> Iterator[Finding]:
    for known in regimes().values():
        old = stale(known, context.today, OLD_LAW_DAYS)
        if not old:
            text = f"Every value verified within {OLD_LAW_DAYS} days."
            yield Finding(f"law {known.id}", True, text)
            continue
        named = ", ".join(f"{name} ({day.isoformat()})" for name, day in dict(old).items())
        text = f"Verified more than {OLD_LAW_DAYS} days ago: {named}."
        yield Finding(f"law {known.id}", False, text, _UPDATE)


def _directory(context: Context) -> Iterator[Finding]:
    verified = {known.id: known.verified_on.isoformat() for known in authorities().values()}
    verified |= {entry.id: entry.verified_on for entry in entries(context.own).values()}
    since = (context.today - timedelta(days=OLD_RECORD_DAYS)).isoformat()
    old = [name for name, day in verified.items() if day < since]
    if old:
        text = f"{len(old)} of {len(verified)} records were not confirmed within a year."
        yield Finding("directory", False, text, "Check an address before you send to it.")
    else:
        yield Finding("directory", True, f"{len(verified)} records confirmed within a year.")
