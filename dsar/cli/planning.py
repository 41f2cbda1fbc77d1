"""Planning ahead: ``schedule``."""

from __future__ import annotations

import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from dsar.cli.output import result
from dsar.cli.state import State, group
from dsar.cli.views import Json


def register(app: typer.Typer) -> None:
    """Add the commands of this room to *app*."""
    group(app, "schedule", "Look every morning without being asked.", print=print_)


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
