"""Companies in a table somebody keeps: CSV with name, e-mail, address, website."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from dsar.errors import Invalid
from dsar.reference.datenanfragen import country_code
from dsar.reference.index import folded
from dsar.reference.near import suggestion

COLUMNS = ("id", "name", "e-mail", "address", "website", "country", "kind", "language", "phone")
_SAME = {"email": "e-mail", "mail": "e-mail", "web": "website", "url": "website"}


@dataclass(frozen=True)
class Row:
    """A row as a record of ours in plain data, with the line it starts on (from 1)."""

    line: int
    record: dict[str, Any]


def read_table(data: bytes, name: str) -> Iterator[Row]:
    """The rows of the table in *data*; raises Invalid for a table that is none.

    ``;`` or ``,`` separates; a mark at the start and Windows line ends are taken as they come.
    The lines of an address are separated by ``|`` or line breaks.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Invalid(
            "The table is not UTF-8.", "Save it as CSV UTF-8.", file=name, line=line
        ) from None
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") >= first.count(",") and ";" in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        columns = _columns(next(reader, []), name)
        start = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Row(start, _record(columns, cells, name, start))
            start = reader.line_num + 1
    except csv.Error as error:
        raise Invalid(
            f"The table is broken: {error}.", "Check its quotes.", file=name, line=reader.line_num
        ) from None


def _id(name: str) -> str:
    """An id made from a name; the same name always has the same one."""
    plain = re.sub(r"[^a-z0-9]+", "-", folded(name))[:80].strip("-")
    return plain or f"company-{sha256(name.encode()).hexdigest()[:8]}"


def _columns(header: list[str], name: str) -> list[str]:
    columns = [cell.strip().casefold() for cell in header]
    columns = [_SAME.get(column, column) for column in columns]
    for number, column in enumerate(columns, 1):
        if column not in COLUMNS or columns.count(column) > 1:
            what = "stands there twice" if column in COLUMNS else "is not known"
            raise Invalid(
                f"The column {column[:40]!r} {what}.",
                suggestion(column, COLUMNS, "Columns"),
                file=name, line=1, column=number,
            )  # fmt: skip
    if "name" not in columns:
        raise Invalid(
            "The column name is missing.", "The first line names them.", file=name, line=1
        )
    return columns


def _record(columns: list[str], cells: list[str], name: str, line: int) -> dict[str, Any]:
    source = f"{name}, line {line}"
    if len(cells) > len(columns):
        # The reader tells of it; the record cannot be made from a row with cells of no column.
        return {"id": "", "row": "has more cells than there are columns"}
    row = dict(zip(columns, (cell.strip() for cell in cells), strict=False))
    lines = [part.strip() for part in re.split(r"[|\n]", row.get("address", "")) if part.strip()]
    contacts: list[dict[str, Any]] = []
    if row.get("e-mail"):
        contacts.append({"kind": "email", "value": row["e-mail"], "source": source})
    if lines:
        contacts.append({"kind": "post", "address": lines, "source": source})
    if row.get("phone"):
        contacts.append({"kind": "phone", "value": row["phone"], "source": source})
    if not contacts and row.get("website"):
        contacts.append({"kind": "web-form", "value": row["website"], "source": source})
    country = row.get("country", "").upper() or (country_code(lines[-1]) if lines else "")
    record = {
        "id": row.get("id") or _id(row.get("name", "")),
        "name": row.get("name", ""),
        "kind": row.get("kind", ""),
        "country": country,
        "languages": [row["language"].lower()] if row.get("language") else [],
        "website": row.get("website", ""),
        "contacts": contacts,
        "sources": [source],
        "provenance": {
            "collection": name, "licence": "not stated", "version": "not stated",
            "record": f"line {line}",
        },
    }  # fmt: skip
    return {key: value for key, value in record.items() if value not in ("", [])}
