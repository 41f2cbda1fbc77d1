"""People read from ``person.yaml``."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Annotated, Any

from pydantic import EmailStr, Field

from dsar.cases.representation import representation_data
from dsar.cases.subject import DataSubject, Identifier
from dsar.reference.acting import ActingRecord, check_acting
from dsar.reference.controllers import Line, Place
from dsar.reference.record import Record
from dsar.reference.yamlfile import Document, Path_, validate


class _Person(Record):
    name: Annotated[Line, Field(min_length=1)]
    address: Annotated[
        list[Annotated[Line, Field(min_length=1)]], Field(min_length=1, max_length=8)
    ]
    email: EmailStr | None = None
    country: Place
    language: Annotated[str, Field(pattern="^[a-z]{2}$")]
    phone: Line = ""
    born: Line = ""
    signature: Line = ""
    identifiers: dict[Line, Line] = {}
    representation: ActingRecord | None = None

    def subject(self, subject_id: str) -> DataSubject:
        return DataSubject(
            id=subject_id,
            name=self.name,
            address=tuple(self.address),
            country=self.country,
            language=self.language,
            email=self.email or "",
            phone=self.phone,
            born=self.born,
            identifiers=tuple(Identifier(n, v) for n, v in self.identifiers.items()),
            acting=self.representation.representation() if self.representation else None,
        )


def parse_person(document: Document, subject_id: str = "me") -> DataSubject:
    """The person in *document*, without the files it names; error messages never repeat a value.

    Raises Invalid with the place of the first mistake.
    """
    record = validate(document, _Person, document.data)
    if record.representation is not None:
        check_acting(document, record.representation)
    return record.subject(subject_id)


def named_file(document: Document, place: Path_, folder: Path) -> Path | None:
    """The file that the value at *place* names, relative to *folder*; None where there is none."""
    data: Any = document.data
    for key in place:
        data = data.get(key) if isinstance(data, dict) else None
    return folder / data.strip() if isinstance(data, str) and data.strip() else None


def person_data(subject: DataSubject) -> dict[str, Any]:
    """*subject* as plain data, the shape of ``person.yaml``."""
    acting = subject.acting
    return {
        "name": subject.name,
        "address": list(subject.address),
        "email": subject.email,
        "country": subject.country,
        "language": subject.language,
        "phone": subject.phone,
        "born": subject.born,
        "identifiers": {i.name: i.value for i in subject.identifiers},
        "autograph": b64encode(subject.autograph).decode("ascii"),
    } | ({"representation": representation_data(acting)} if acting else {})
