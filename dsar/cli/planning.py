"""Planning ahead: ``calendar``, ``schedule``."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dsar.cli.output import result
from dsar.cli.state import State, group, nothing_yet
from dsar.cli.views import Json

if TYPE_CHECKING:
    from dsar.reports.agenda import Entry


def register(app: typer.Typer) -> None:
    """Add the commands of this room to *app*."""
    app.command("calendar")(calendar)
    group(app, "schedule", "Look every morning without being asked.", print=print_)


def calendar(
    context: typer.Context,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.ics", help="Write it here; an earlier one is renewed."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Every deadline of your cases as a calendar file, for any calendar program."""
    from dsar.actions.calendar_file import as_file, entries, write

    state: State = context.obj
    found = [] if nothing_yet(state) else entries(state.context())
    if out is not None:
        write(found, out)
    elif not as_json:
        sys.stdout.flush()
        # The file's own bytes: its lines end as the format asks, its charset is not the terminal's.
        sys.stdout.buffer.write(as_file(found))
        return
    result([_data(entry) for entry in found], [_told(found, out)], as_json)


def _data(entry: Entry) -> dict[str, Any]:
    return {
        "uid": entry.uid,
        "day": entry.day.isoformat(),
        "summary": entry.summary,
        "description": entry.description,
        "cancelled": entry.cancelled,
    }


def _told(found: list[Entry], out: Path | None) -> str:
    gone = sum(entry.cancelled for entry in found)
    return f"{out}: entries {len(found) - gone}, cancelled {gone}. Import it again when dates move."


def print_(
    context: typer.Context,
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Where letters go (default: here).")
    ] = None,
    as_json: Json = False,
) -> None:
    """A systemd user timer and a cron line; nothing is installed."""
    from dsar.actions.schedule import schedule

    state: State = context.obj
    program = shutil.which("dsar") or str(Path(sys.argv[0]).absolute())
    made = schedule(program, state.store, folder or Path.cwd())
    units = "~/.config/systemd/user"
    lines = [
        f"# {units}/dsar.service", *made.service.splitlines(), "",
        f"# {units}/dsar.timer", *made.timer.splitlines(), "",
        "# then: systemctl --user daemon-reload && systemctl --user enable --now dsar.timer", "",
        "# or with cron (crontab -e), which mails what is said:", made.cron,
    ]  # fmt: skip
    result(asdict(made), lines, as_json)
