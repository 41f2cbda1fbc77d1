"""``dsar company add``: a record of the user's own, checked like ours."""

from __future__ import annotations

from pathlib import Path

from dsar.channels.files import OutputFolder
from dsar.directory.controller import Controller
from dsar.errors import NotAllowed
from dsar.reference.controllers import parse_controller
from dsar.reference.yamlfile import parse_yaml


def add(text: str, name: str, own: Path, replace: bool) -> tuple[Controller, Path]:
    """Check the record in *text* (called *name* in errors) and keep it in the folder *own*.

    Raises Invalid with the place of the first mistake, NotAllowed when the user already has a
    record of that id, unless *replace*.
    """
    controller = parse_controller(parse_yaml(text, name))
    path = own / f"{controller.id}.yaml"
    if path.exists() and not replace:
        raise NotAllowed(
            f"You already have a record {controller.id}.", "To put this one in its place: --replace"
        )
    with OutputFolder(own, replace=True) as folder:
        folder.add({path.name: text.encode("utf-8")})
        folder.publish()
    return controller, path
