"""``dsar company import``: a public collection or a table, every record taken or refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dsar.channels.files import OutputFolder, read_evidence
from dsar.errors import DsarError, Invalid
from dsar.reference.archive import read_collection
from dsar.reference.companycsv import read_table
from dsar.reference.controllers import is_shipped, parse_controller
from dsar.reference.datenanfragen import translate
from dsar.reference.index import IMPORTED
from dsar.reference.yamlfile import Document

FORMATS = ("datenanfragen", "csv")


@dataclass(frozen=True)
class _Candidate:
    """A record yet to be made: where it is from, its line there, and how to make it."""

    source: str
    line: int
    make: Callable[[], dict[str, Any]]


@dataclass
class Imported:
    """What became of every record.

    ``skipped`` are refused, each with the reason and its place; ``shadowed`` are kept, but the
    user's own record or ours stands in front of them; ``gone`` were imported before and are no
    longer in the source (they are kept). ``ignored`` counts files that are no companies.
    """

    imported: list[str] = field(default_factory=list)
    updated: dict[str, list[str]] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    shadowed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    skipped: list[dict[str, Any]] = field(default_factory=list)
    ignored: int = 0
    version: str = ""

    def as_data(self) -> dict[str, Any]:
        """As the command prints it."""
        return {
            "imported": len(self.imported),
            "updated": len(self.updated),
            "unchanged": len(self.unchanged),
            "skipped": self.skipped,
            "changed": [{"id": one, "fields": changed} for one, changed in self.updated.items()],
            "shadowed": self.shadowed,
            "gone": self.gone,
            "ignored": self.ignored,
            "version": self.version,
        }


def import_companies(
    source: Path, form: str, own: Path, version: str = "", dry_run: bool = False
) -> Imported:
    """Take the companies in *source* into a folder of their own under *own*.

    A bad record is refused by itself; the others are taken. *version* is recorded where the
    source does not name its own. Raises Invalid for a source that cannot be read at all.
    """
    if form not in FORMATS:
        raise Invalid(f"There is no format called {form!r}.", f"Formats: {', '.join(FORMATS)}.")
    done = Imported()
    if form == "csv":
        name = re.sub(r"[^a-z0-9]+", "-", source.stem.lower()).strip("-") or "table"
        folder, candidates = own / IMPORTED / f"csv-{name}", list(_rows(source))
    else:
        folder, candidates = own / IMPORTED / "datenanfragen", _records(source, version, done)
    made = dict(_made(candidates, done))
    before = {path.stem: path.read_bytes() for path in folder.glob("*.yaml")}
    fresh = {f"{i}.yaml": data for i, data in made.items() if before.get(i) != data}
    for company, data in made.items():
        _tell(company, before.get(company), data, done)
    done.gone = sorted(set(before) - set(made))
    done.shadowed = sorted(i for i in made if is_shipped(i) or (own / f"{i}.yaml").is_file())
    if fresh and not dry_run:
        with OutputFolder(folder, replace=True) as out:
            out.add(fresh)
            out.publish()
    return done


def _rows(source: Path) -> Iterator[_Candidate]:
    for row in read_table(read_evidence(source), source.name):
        yield _Candidate(source.name, row.line, lambda row=row: row.record)  # type: ignore[misc]


def _records(source: Path, version: str, done: Imported) -> list[_Candidate]:
    collection = read_collection(source)
    done.version = collection.version or version
    found = []
    for name, data in sorted(collection.files.items()):
        room = name.split("/")[-2:-1]
        if room not in (["companies"], ["obsolete-records"]):
            done.ignored += 1
        elif not name.endswith(".json"):
            done.skipped.append({"source": name, "reason": "the name does not end in .json"})
        else:
            found.append(
                _Candidate(name, 1, lambda n=name, d=data: translate(n, d, done.version))  # type: ignore[misc]
            )
    if not found and not done.skipped:
        raise Invalid(
            "There are no company records in it (companies/*.json).",
            "Give the folder or archive of datenanfragen/data.",
            file=str(source),
        )
    return found


def _made(candidates: list[_Candidate], done: Imported) -> Iterator[tuple[str, bytes]]:
    """Each good record as the bytes of its file; what is bad is noted as skipped."""
    seen: dict[str, str] = {}
    for candidate in candidates:
        try:
            record = candidate.make()
            document = Document(candidate.source, record, {(): (candidate.line, 1)})
            company = parse_controller(document).id
            if company in seen:
                message = f"id: {company} is also the id of {seen[company]}."
                raise document.error((), message, "Give one of them another id.")
        except DsarError as error:
            done.skipped.append(
                {
                    "source": error.place() or candidate.source,
                    "reason": error.message,
                    "hint": error.hint,
                }
            )
            continue
        seen[company] = candidate.source
        yield company, _yaml(record)


def _yaml(record: dict[str, Any]) -> bytes:
    text = yaml.dump(record, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=96)
    return text.encode("utf-8")


def _tell(company: str, before: bytes | None, after: bytes, done: Imported) -> None:
    if before is None:
        done.imported.append(company)
    elif before == after:
        done.unchanged.append(company)
    else:
        done.updated[company] = _changed(before, after)


def _changed(before: bytes, after: bytes) -> list[str]:
    """The fields that differ; all of them where the older file can no longer be read."""
    try:
        old, new = (yaml.load(data, Loader=yaml.CBaseLoader) for data in (before, after))
        return sorted(key for key in {**old, **new} if old.get(key) != new.get(key))
    except (yaml.YAMLError, TypeError, AttributeError):
        return ["(all)"]
