"""The people: ``subject add|list|show|edit|remove``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dsar.cli.output import result
from dsar.cli.state import State, group
from dsar.cli.views import Json

if TYPE_CHECKING:
    from dsar.cases.representation import Mandate, Representation
    from dsar.cases.subject import DataSubject

Id = Annotated[str, typer.Argument(metavar="ID", help="me, p1, …")]
FromFile = Annotated[Path | None, typer.Option("--from", help="A person.yaml.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this room to *app*."""
    group(app, "subject", "The people you write for, and by which mandate.",
          add=add, list=list_, show=show, edit=edit, remove=remove)  # fmt: skip


def add(
    context: typer.Context,
    source: FromFile = None,
    subject_id: Annotated[
        str | None, typer.Option("--id", help="Else p1, p2, …: it tells nothing of the person.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Take one more person, by questions or from a file."""
    from dsar.actions.profile import answered_profile, read_profile
    from dsar.actions.subjects import add as action
    from dsar.cli.ask import ask_subject

    state: State = context.obj
    world = state.context()
    profile = read_profile(world, source) if source else answered_profile(world, ask_subject())
    kept = action(world, profile, subject_id)
    lines = [
        f"Kept as {kept.id}, on this machine only.",
        f"Next: dsar request COMPANY --right access --subject {kept.id}",
    ]
    result(row_data(kept), lines, as_json)


def list_(context: typer.Context, as_json: Json = False) -> None:
    """Everybody on record: id, name, country, who acts, until when."""
    from dsar.actions.subjects import people

    state: State = context.obj
    rows = [row_data(one) for one in people(state.context())]
    lines = [
        f"{row['subject']:8} {row['country']:6} {row['acting']:8}"
        f" {'until ' + row['expires'] if row['expires'] else '':16} {row['name']}"
        for row in rows
    ]
    result(rows, lines, as_json)


def show(context: typer.Context, subject: Id, as_json: Json = False) -> None:
    """What is recorded of one person."""
    from dsar.actions.subjects import person

    state: State = context.obj
    known = person(state.context(), subject)
    data = person_view(known.subject) | {"cases": list(known.cases)}
    result(data, _lines(known.subject, known.cases), as_json)


def edit(
    context: typer.Context,
    subject: Id,
    source: Annotated[Path, typer.Option("--from", help="A person.yaml.")],
    renamed: Annotated[
        bool, typer.Option("--renamed", help="The same person, under a new name.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Put what a file says in the place of a person's record, e.g. a renewed mandate."""
    from dsar.actions.profile import read_profile
    from dsar.actions.subjects import edit as action

    state: State = context.obj
    world = state.context()
    kept = action(world, subject, read_profile(world, source), renamed)
    result(row_data(kept), [f"The record of {kept.id} says now what the file says."], as_json)


def remove(context: typer.Context, subject: Id, as_json: Json = False) -> None:
    """Forget a person who has no case."""
    from dsar.actions.subjects import remove as action

    state: State = context.obj
    action(state.context(), subject)
    result({"removed": subject}, [f"The record of {subject} is gone."], as_json)


def row_data(subject: DataSubject) -> dict[str, Any]:
    """A person as a row of ``subject list``."""
    acting = subject.acting
    mandate = acting.mandate if acting else None
    return {
        "subject": subject.id,
        "name": subject.name,
        "country": subject.country,
        "acting": acting.kind if acting else "self",
        "expires": mandate.expires.isoformat() if mandate and mandate.expires else None,
    }


def person_view(subject: DataSubject) -> dict[str, Any]:
    """Everything recorded of a person as plain data; of the signature only that there is one."""
    from dsar.cases.representation import representation_data

    return row_data(subject) | {
        "address": list(subject.address),
        "email": subject.email,
        "language": subject.language,
        "phone": subject.phone,
        "born": subject.born,
        "identifiers": {one.name: one.value for one in subject.identifiers},
        "signature": bool(subject.autograph),
        "representation": representation_data(subject.acting) if subject.acting else None,
    }


def _lines(subject: DataSubject, cases: tuple[str, ...]) -> list[str]:
    lines = [
        f"{subject.id}  {subject.name}",
        f"  {', '.join((*subject.address, subject.country))}",
        *(f"  {value}" for value in (subject.email, subject.phone) if value),
        *(f"  {one.name}: {one.value}" for one in subject.identifiers),
    ]
    if subject.acting is not None:
        lines += _acting_lines(subject.acting)
    return [*lines, f"Cases: {', '.join(cases) or 'none'}"]


def _acting_lines(acting: Representation) -> list[str]:
    from dsar.cases.representation import KINDS

    lines = [f"{acting.name} acts ({acting.kind}: {KINDS[acting.kind]})"]
    if acting.mandate is not None:
        lines += _mandate_lines(acting.mandate)
    if acting.constitution is not None:
        lines.append(f"  constitution: {acting.constitution.name}")
    return [*lines, f"  aims: {acting.aims}"] if acting.aims else lines


def _mandate_lines(mandate: Mandate) -> list[str]:
    until = mandate.expires.isoformat() if mandate.expires else "revoked"
    lines = [f"  mandate of {mandate.given_on.isoformat()}, until {until}"]
    for told, values in (
        ("powers", mandate.powers),
        ("rights", mandate.rights),
        ("companies", mandate.controllers),
        ("languages", mandate.languages),
    ):
        if values:
            lines.append(f"  {told}: {', '.join(values)}")
    if mandate.proof is not None:
        lines.append(f"  proof: {mandate.proof.name}  sha256 {mandate.proof.sha256}")
    return lines
