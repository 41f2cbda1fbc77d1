"""``dsar company search``: companies near to a name, or all on a list."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dsar.errors import Invalid
from dsar.reference.index import Entry, entries
from dsar.reference.near import suggestion
from dsar.reference.search import search_entries

LIST = "list:"


def search(text: str, own: Path) -> list[dict[str, Any]]:
    """Companies near to *text*, best first, or those that ``list:NAME`` names.

    Raises Invalid for an unknown list.
    """
    if text.startswith(LIST):
        return [_told(entry, 100.0) for entry in listed(text.removeprefix(LIST), own)]
    known = (entry for entry in entries(own).values() if not entry.broken)
    return [_told(entry, score) for entry, score in search_entries(text, known)]


def listed(name: str, own: Path) -> list[Entry]:
    """The companies of the kind *name*, or of the user's file ``lists/NAME.txt``.

    The file lies beside the folder *own* and has one id in each line; ``#`` starts a remark.
    Raises Invalid for an unknown list, or for an id in the file that the directory lacks.
    """
    known = {i: entry for i, entry in entries(own).items() if not entry.broken}
    file = own.parent / "lists" / f"{name}.txt"
    if "/" not in name and file.is_file():
        return _of_file(file, known)
    found = [entry for entry in known.values() if name in entry.kinds and not entry.redirect_to]
    if not found:
        kinds = sorted({kind for entry in known.values() for kind in entry.kinds})
        raise Invalid(
            f"There is no list called {name!r}.",
            f"{suggestion(name, kinds, 'Kinds')} A list of your own is a file: {file}",
            kind="unknown-list",
        )
    return sorted(found, key=lambda entry: entry.id)


def _of_file(file: Path, known: dict[str, Entry]) -> list[Entry]:
    found = {}
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid("The list cannot be read.", "Save it as UTF-8.", file=str(file)) from error
    for number, line in enumerate(lines, 1):
        company = line.partition("#")[0].strip()
        if company and company not in known:
            raise Invalid(
                "The directory has no company of this id.",
                f"{suggestion(company, known, 'Some')[:200]}",
                file=str(file),
                line=number,
            )
        if company:
            found[company] = known[company]
    return list(found.values())


def _told(entry: Entry, score: float) -> dict[str, Any]:
    return {
        "id": entry.id,
        "name": entry.name,
        "country": entry.country,
        "kind": entry.kind,
        "score": score,
    }
