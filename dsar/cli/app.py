"""The command line itself: global options, the commands, and one place for errors."""

from __future__ import annotations

import io
import os
import sys
import traceback
from pathlib import Path
from typing import Annotated, Any

import typer

from dsar import __version__
from dsar.cli import (
    cases,
    directory,
    lookup,
    planning,
    recording,
    setup,
    subjects,
    writing,
)
from dsar.cli.output import fail, message
from dsar.cli.state import State, parse_day
from dsar.errors import DsarError, OutsideFailed, Usage

app = typer.Typer(
    name="dsar",
    help="Your data protection rights, on the clock: from the request to the complaint.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for room in (setup, subjects, lookup, directory, writing, recording, cases, planning):
    room.register(app)


def _version(wanted: bool) -> None:
    if wanted:
        print(f"dsar {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _global_options(
    context: typer.Context,
    store: Annotated[
        Path | None, typer.Option("--store", envvar="DSAR_STORE", help="The store's file.")
    ] = None,
    today: Annotated[
        str | None,
        typer.Option("--today", envvar="DSAR_TODAY", help="Judge as of this day (YYYY-MM-DD)."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Results only.")] = False,
    no_color: Annotated[
        bool, typer.Option("--no-color", help="No colours (none are used).")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback on errors.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="The version.")
    ] = False,
) -> None:
    context.obj = State(store, parse_day(today, "--today"), quiet, debug)
    if context.invoked_subcommand is None:
        cases.start(context.obj)


_FLAGS = ("--quiet", "-q", "--no-color", "--debug")
_VALUED = ("--store", "--today")


def global_first(arguments: list[str]) -> list[str]:
    """*arguments* with the global options in front, wherever a person wrote them."""
    first: list[str] = []
    rest: list[str] = []
    queue = list(arguments)
    while queue:
        word = queue.pop(0)
        if word == "--":
            return [*first, *rest, word, *queue]
        if word in _FLAGS or word.startswith(tuple(f"{name}=" for name in _VALUED)):
            first.append(word)
        elif word in _VALUED and queue:
            first += [word, queue.pop(0)]
        else:
            rest.append(word)
    return [*first, *rest]


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; the exit code."""
    given = global_first(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in given
    for stream in (sys.stdout, sys.stderr):
        # A terminal of another charset shows a question mark rather than ending the program.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = app(args=given, prog_name="dsar", standalone_mode=False)
        sys.stdout.flush()
        return int(code or 0)
    except (KeyboardInterrupt, typer.Abort):
        message("Stopped; what was not yet said to be done was not done.")
        return 130
    except (BrokenPipeError, SystemExit):
        # Whoever read has seen enough; Click then leaves by itself.
        _let_go_of_stdout()
        return 0
    except Exception as error:
        if "--debug" in given:
            traceback.print_exc()
        return _told(_as_ours(error), as_json)


def _as_ours(error: Exception) -> DsarError:
    """*error* as something a person can be told."""
    if isinstance(error, DsarError):
        return error
    if isinstance(error, OSError):
        _let_go_of_stdout()
        return OutsideFailed(f"The machine did not play along: {error.strerror}.")
    if (usage := _usage(error)) is not None:
        return usage
    return DsarError(
        f"A mistake in dsar itself ({type(error).__name__}); nothing more was done.",
        "Run it again with --debug and report what it prints, without personal data.",
        kind="bug",
    )


def _let_go_of_stdout() -> None:
    """What is left in the buffer must not fail again at exit."""
    assert sys.__stdout__ is not None
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())


def _told(error: DsarError, as_json: bool) -> int:
    try:
        fail(error, as_json)
    except SystemExit as leave:
        return int(leave.code or 0)


def _usage(error: Any) -> Usage | None:
    """A mistake in the command line as Typer reports it (its own Click is not ours to import)."""
    if not hasattr(error, "format_message"):
        return None
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "dsar"
    return Usage(str(error.format_message()).rstrip("."), f"{path} --help shows how it is used.")
