"""``dsar calendar``: the days of all cases, for the calendar that a person looks at anyway."""

from __future__ import annotations

import stat
from pathlib import Path

from dsar.actions.context import Context
from dsar.actions.overview import list_cases
from dsar.channels.files import OutputFolder
from dsar.errors import Invalid, OutsideFailed
from dsar.reports.agenda import Entry, agenda
from dsar.reports.icalendar import is_ours, render

_START = 512


def entries(context: Context) -> list[Entry]:
    """The entries of all cases as they stand on the context's day, in the order of their days."""
    found = [
        entry
        for view in list_cases(context)
        for entry in agenda(view.case, view.acting, context.today)
    ]
    return sorted(found, key=lambda entry: (entry.day, entry.uid))


def as_file(found: list[Entry]) -> bytes:
    """The calendar of the entries *found*, as the bytes of a file."""
    return render(found)


def write(found: list[Entry], path: Path) -> None:
    """Write the calendar of the entries *found* to *path* (0600), whole or not at all.

    An earlier calendar of ours is replaced. Raises Invalid when anything else is there, and
    OutsideFailed when it cannot be written.
    """
    _check_replaceable(path)
    with OutputFolder(path.parent, replace=True) as folder:
        folder.add({path.name: render(found)})
        folder.publish()


def _check_replaceable(path: Path) -> None:
    try:
        # A link is not followed: putting a file in its place would cut it.
        regular = stat.S_ISREG(path.lstat().st_mode)
        if regular:
            with path.open("rb") as file:
                regular = is_ours(file.read(_START))
    except FileNotFoundError:
        return
    except OSError as error:
        raise OutsideFailed(
            f"Cannot read what is there: {error.strerror}; nothing was written.",
            "Give another file with --out.",
            file=str(path),
        ) from error
    if not regular:
        raise Invalid(
            "What is there is no calendar of dsar; it was not replaced.",
            "Give another file with --out.",
            file=str(path),
            kind="file-exists",
        )
