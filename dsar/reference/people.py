"""People read from ``person.yaml``."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path
from typing import Annotated, Any

from pydantic import EmailStr, Field

from dsar.cases.subject import DataSubject, Identifier
from dsar.reference.controllers import Line, Place
from dsar.reference.record import Record
from dsar.reference.yamlfile import Document, validate


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
        )


def parse_person(document: Document, subject_id: str = "me") -> DataSubject:
    """The person in *document*; error messages never repeat a value."""
    return validate(document, _Person, document.data).subject(subject_id)


def signature_file(document: Document, path: Path) -> Path | None:
    """The image of a signature that the file at *path* names, relative to it; or None."""
    data = document.data if isinstance(document.data, dict) else {}
    name = data.get("signature")
    return path.parent / name if isinstance(name, str) and name else None


def person_data(subject: DataSubject) -> dict[str, Any]:
    """*subject* as plain data, the shape of ``person.yaml``."""
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
    }
