"""Where our own data lies: in the installed package, or beside it in a checkout."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from dsar.errors import OutsideFailed


def data_path(*parts: str) -> Path:
    """The path of shipped data, e.g. ``data_path("templates", "fr")``.

    A wheel carries it as ``dsar/_data``; a checkout (and an editable install) has it beside the
    package. Raises OutsideFailed when neither is there.
    """
    package = Path(str(files("dsar")))
    shipped = package / "_data"
    root = shipped if shipped.is_dir() else package.parent
    path = root.joinpath(*parts)
    if not path.exists():
        raise OutsideFailed(
            f"The program's own data is missing: {'/'.join(parts)}.", "Install dsar again."
        )
    return path


def data_name(path: Path) -> str:
    """*path* as a person would name it: relative to the data root where it lies in it."""
    for root in (Path(str(files("dsar"))) / "_data", Path(str(files("dsar"))).parent):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return str(path)
