"""Setting up: ``init`` and ``demo``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dsar.cli.output import result
from dsar.cli.state import State
from dsar.cli.views import Json


def register(app: typer.Typer) -> None:
    """Add the commands of this room to *app*."""
    app.command("demo")(demo)
    app.command("init")(init)
    app.command("doctor")(doctor)


def init(
    context: typer.Context,
    source: Annotated[Path | None, typer.Option("--from", help="A person.yaml.")] = None,
    replace: Annotated[bool, typer.Option("--replace", help="In place of the profile.")] = False,
    as_json: Json = False,
) -> None:
    """Say once who you are: by questions, or from a file."""
    from dsar.actions.profile import answered_profile, read_profile, set_profile
    from dsar.cli.ask import ask_person

    state: State = context.obj
    world = state.context()
    profile = read_profile(world, source) if source else answered_profile(world, ask_person())
    kept = set_profile(world, profile, replace)
    data = {"subject": kept.id, "country": kept.country, "language": kept.language,
            "store": str(world.store_path)}  # fmt: skip
    lines = [
        f"Your profile is kept in {world.store_path}, on this machine only.",
        "Next: dsar request COMPANY --right access",
    ]
    result(data, lines, as_json)


def doctor(
    context: typer.Context,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 6 when something needs doing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Is everything in order: store, PDF, fonts, and the age of law and directory?"""
    from dataclasses import asdict

    from dsar.actions.doctor import doctor as action

    state: State = context.obj
    found = action(state.context())
    lines = []
    for one in found:
        lines.append(f"{'OK ' if one.ok else '-- '} {one.check}: {one.message}")
        if one.fix:
            lines.append(f"      {one.fix}")
    result([asdict(one) for one in found], lines, as_json)
    if exit_code and not all(one.ok for one in found):
        raise typer.Exit(6)


def demo(
    out: Annotated[Path, typer.Option("--out", help="Where the story's files go.")] = Path(
        "demo-out"
    ),
    as_json: Json = False,
) -> None:
    """The whole story on made-up people, offline: request, silence, reminder, complaint."""
    from dsar.actions.demo import demo as action

    told = action(out)
    data = [
        {"day": s.day.isoformat(), "what": s.what, "why": s.why, "files": [str(f) for f in s.files]}
        for s in told.scenes
    ]
    lines = []
    for scene in told.scenes:
        lines.append(f"{scene.day.isoformat()}  {scene.what} {scene.why}")
        lines += [f"            {path}" for path in scene.files]
    for text in told.notes:
        lines.append(f"Note: {text}")
    lines += ["", *told.closing]
    result(data, lines, as_json)
