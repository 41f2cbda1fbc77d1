"""What the command line says about the world: store, day, and how to speak."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from dsar.cli.output import message
from dsar.errors import Invalid

if TYPE_CHECKING:
    from dsar.actions.context import Context


_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")


_SCHEME = re.compile(r"^[a-z][a-z0-9+]+:/")


@dataclass
class State:
    """The global options of this run."""

    store: Path | None = None
    today: date | None = None
    quiet: bool = False
    debug: bool = False

    def tell(self, text: str) -> None:
        """A message to the person, unless they want quiet."""
        if not self.quiet:
            message(text)

    @staticmethod
    def own_holidays() -> Path:
        """The user's own file of holidays, which need not be there."""
        return own_companies().parent / "holidays.yaml"

    def context(self) -> Context:
        """The world for an action; says so when it judges by another day than today."""
        from dsar.actions.context import Context

        if self.today is not None:
            self.tell(f"Judging as of {self.today.isoformat()}.")
        if self.store is not None and _SCHEME.match(str(self.store)):
            raise Invalid(
                "A store is a file; this version knows no other kind.",
                "Give a path with --store or DSAR_STORE.",
            )
        return Context(
            store_path=self.store or default_store(),
            own=own_companies(),
            today=self.today or date.today(),
            now=lambda: datetime.now(UTC).isoformat(timespec="seconds"),
            entropy=os.urandom,
            as_of=self.today.isoformat() if self.today else "",
        )


def default_store() -> Path:
    """The store in the user's data folder."""
    from platformdirs import user_data_path

    return user_data_path("dsar") / "dsar.db"


def nothing_yet(state: State) -> bool:
    """Whether dsar was never used: no store named, and none in its usual place."""
    return state.store is None and not default_store().exists()


def own_companies() -> Path:
    """The folder of the user's own company records."""
    from platformdirs import user_config_path

    return user_config_path("dsar") / "companies"


def parse_day(text: str | None, what: str = "the day") -> date | None:
    """The day that *text* names; raises Invalid unless it is YYYY-MM-DD."""
    if text is None:
        return None
    try:
        if not _DAY.match(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Invalid(
            f"{text!r} is not a day.",
            f"Write {what} as YYYY-MM-DD, e.g. 2026-04-07.",
            kind="invalid-day",
        ) from None


def one_line(text: str, option: str) -> str:
    """*text* of *option* as one clean line; raises Invalid for what no line may hold."""
    from dsar.reference.words import clean_line

    try:
        return clean_line(text)
    except ValueError as error:
        raise Invalid(f"{option}: {error}.", "Write it in one line.") from None


def required_day(text: str, what: str) -> date:
    """The same for a day that must be given."""
    day = parse_day(text, what)
    if day is None:
        raise Invalid(f"{what} is missing.", "Write it as YYYY-MM-DD.")
    return day


def today(context: typer.Context) -> date:
    """The day by which everything is judged."""
    state: State = context.obj
    return state.context().today


def group(app: typer.Typer, name: str, told: str, **commands: Callable[..., None]) -> None:
    """Add the *commands* under the word *name* to *app*."""
    room = typer.Typer(help=told, rich_markup_mode=None, no_args_is_help=True)
    for command, function in commands.items():
        room.command(command)(function)
    app.add_typer(room, name=name)
