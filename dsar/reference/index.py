"""The compiled index: what every company is called, so that finding one reads one small file.

Made anew from the YAML when a file came, went or changed (its size or moment of change); whatever
else may be wrong with it, it is thrown away and made again. It holds nothing about people.
"""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml
from platformdirs import user_cache_path

from dsar.reference.data import data_path

VERSION = 1
# The first folder that has an id wins: the user's own records, ours, then what was imported.
IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Entry:
    """A company as the index knows it; ``broken`` when its file could not be read."""

    id: str
    name: str
    names: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    kind: str = ""
    kinds: tuple[str, ...] = ()
    country: str = ""
    redirect_to: str = ""
    verified_on: str = ""
    broken: bool = False


def folders(own: Path) -> list[Path]:
    """The folders of company records, the one that wins first."""
    imported = own / IMPORTED
    collections = sorted(p for p in imported.iterdir() if p.is_dir()) if imported.is_dir() else []
    return [own, data_path("companies"), *collections]


def file_of(company_id: str, own: Path) -> Path | None:
    """The file of the record that wins for *company_id*, or None. Reads no index."""
    for folder in folders(own):
        path = folder / f"{company_id}.yaml"
        if path.is_file():
            return path
    return None


def entries(own: Path) -> dict[str, Entry]:
    """Every company by id, from the index; records that do not win are left out."""
    known = _read(own)
    fresh: dict[str, dict[str, list[Any]]] = {}
    found: dict[str, Entry] = {}
    for folder in folders(own):
        before = known.get(str(folder), {})
        here = {name: _row(folder, name, stamp, before) for name, stamp in _stamps(folder)}
        fresh[str(folder)] = here
        for name, row in here.items():
            found.setdefault(Path(name).stem, _entry(row[1]))
    if fresh != known:
        _write(own, fresh)
    return found


def _stamps(folder: Path) -> Iterator[tuple[str, str]]:
    """Each record of *folder* with what changes when it does."""
    if not folder.is_dir():
        return
    with os.scandir(folder) as files:
        for file in files:
            if file.name.endswith(".yaml") and file.is_file():
                stat = file.stat()
                yield file.name, f"{stat.st_mtime_ns} {stat.st_size}"


def _row(folder: Path, name: str, stamp: str, before: dict[str, list[Any]]) -> list[Any]:
    if name in before and before[name][0] == stamp:
        return before[name]
    return [stamp, asdict(compiled(folder / name))]


def compiled(path: Path) -> Entry:
    """The entry of the record at *path*; what is wrong with it is told when it is read in full."""
    try:
        data = yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader)
        names = [data["name"], *data.get("also_known_as", [])]
        domains = filter(None, map(domain, [data.get("website", "")]))
        return Entry(
            id=path.stem,
            name=str(data["name"]),
            names=tuple(map(str, names)),
            domains=tuple(domains),
            kind=str(data.get("kind", "other")),
            kinds=(str(data.get("kind", "other")), *map(str, data.get("also_kinds", []))),
            country=str(data.get("country", "")),
            redirect_to=str(data.get("redirect_to", "")),
            verified_on=str(data.get("verified_on", "")),
        )
    except (OSError, yaml.YAMLError, UnicodeDecodeError, LookupError, TypeError, AttributeError):
        return Entry(path.stem, path.stem, broken=True)


def _entry(row: dict[str, Any]) -> Entry:
    lists = {name: tuple(row[name]) for name in ("names", "domains", "kinds")}
    return Entry(**{**row, **lists})


def domain(text: str) -> str:
    """The domain in a web address or in *text* itself (``facebook.com``), else empty."""
    text = text.strip().casefold()
    if " " in text or "." not in text:
        return ""
    with suppress(ValueError):
        host = urlsplit(text if "://" in text else f"//{text}").hostname or ""
        return host.removeprefix("www.")
    return ""


def folded(text: str) -> str:
    """*text* as it is compared: no case, no accents, no punctuation, single spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("ß", "ss"))
    kept = (c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return " ".join("".join(kept).split())


@cache
def index_file(own: Path) -> Path:
    """Where the index for the user's folder *own* lies."""
    key = sha256(f"{data_path('companies')}\n{own.absolute()}".encode()).hexdigest()[:16]
    return user_cache_path("dsar") / f"companies-{key}.json"


def _read(own: Path) -> dict[str, dict[str, list[Any]]]:
    try:
        data = json.loads(index_file(own).read_bytes())
        rows: dict[str, dict[str, list[Any]]] = data["folders"]
        return rows if data["version"] == VERSION and _whole(rows.values()) else {}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _whole(folders: Iterable[dict[str, list[Any]]]) -> bool:
    """Whether the first row of each folder has the shape this version writes."""
    return all(
        set(next(iter(rows.values()))[1]) == set(Entry.__slots__) for rows in folders if rows
    )


def _write(own: Path, rows: dict[str, dict[str, list[Any]]]) -> None:
    """Keep the index; a home that cannot be written to only costs time."""
    path = index_file(own)
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        text = json.dumps({"version": VERSION, "folders": rows}, separators=(",", ":"))
        draft.touch(mode=0o600)
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
