"""Who acts for a person: the block ``representation`` of a ``person.yaml``."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, EmailStr, Field

from dsar.cases.representation import KINDS, POWERS, Mandate, Representation
from dsar.law.regime import RIGHTS
from dsar.reference.controllers import Line
from dsar.reference.record import Record, one_of
from dsar.reference.yamlfile import KEY, Document

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BLOCK = "representation"
# Those whose mandate is all they have.
_MANDATED = frozenset({"proxy", "art80"})


def _day(text: object) -> date:
    # Python's own message would repeat what was written.
    try:
        if isinstance(text, str) and _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("a day is written as YYYY-MM-DD")


Full = Annotated[Line, Field(min_length=1)]
Day = Annotated[date, BeforeValidator(_day)]
Power = Annotated[str, AfterValidator(one_of(list(POWERS)))]
Right = Annotated[str, AfterValidator(one_of(RIGHTS))]
Language = Annotated[str, Field(pattern="^[a-z]{2}$")]


class MandateRecord(Record):
    """The block ``mandate``; ``proof`` is a file beside the record."""

    powers: list[Power] = []
    date: Day
    expires: Day | None = None
    rights: list[Right] = []
    controllers: list[Full] = []
    languages: list[Language] = []
    proof: Line = ""

    def mandate(self) -> Mandate:
        """The mandate, its proof not yet read."""
        return Mandate(
            powers=tuple(power for power in POWERS if power in self.powers),
            given_on=self.date,
            rights=tuple(right for right in RIGHTS if right in self.rights),
            controllers=tuple(dict.fromkeys(self.controllers)),
            languages=tuple(dict.fromkeys(self.languages)),
            expires=self.expires,
        )


class ActingRecord(Record):
    """The block ``representation``; ``constitution`` is a file beside the record."""

    kind: Annotated[str, AfterValidator(one_of(list(KINDS)))]
    name: Line = ""
    address: Annotated[list[Full], Field(max_length=8)] = []
    email: EmailStr | None = None
    mandate: MandateRecord | None = None
    constitution: Line = ""
    aims: Line = ""

    def representation(self) -> Representation | None:
        """Who acts, files not yet read; None where the person acts alone."""
        if self.kind == "self":
            return None
        return Representation(
            kind=self.kind,
            name=self.name,
            address=tuple(self.address),
            email=self.email or "",
            mandate=self.mandate.mandate() if self.mandate else None,
            aims=self.aims,
        )


def check_acting(document: Document, record: ActingRecord) -> None:
    """Raises Invalid, at its place in *document*, for a field that does not go with the others."""
    if record.kind == "self":
        if others := [name for name in _fields(document) if name != "kind"]:
            raise document.error(
                (_BLOCK, others[0], KEY),
                f"{_BLOCK}.{others[0]}: a person who acts alone has no such field.",
                "Take it out, or name another kind.",
            )
        return
    if not record.name:
        raise _missing(document, "name", "Say who acts.")
    if record.kind != "art80":
        for name in ("constitution", "aims"):
            if getattr(record, name):
                raise document.error(
                    (_BLOCK, name, KEY),
                    f"{_BLOCK}.{name}: only a body under Art. 80(1) GDPR has this field.",
                    "Take it out, or write kind: art80.",
                )
    _check_mandate(document, record)


def _check_mandate(document: Document, record: ActingRecord) -> None:
    mandate = record.mandate
    if record.kind in _MANDATED:
        if mandate is None:
            raise _missing(document, "mandate", "Add it with its date, powers and proof.")
        if not mandate.powers:
            raise _missing(document, "mandate.powers", f"Powers: {', '.join(POWERS)}.")
        if not mandate.proof:
            raise _missing(document, "mandate.proof", "Name the file that proves the mandate.")
    if mandate is not None and mandate.expires is not None and mandate.expires < mandate.date:
        raise document.error(
            (_BLOCK, "mandate", "expires"),
            f"{_BLOCK}.mandate.expires: this day is before the mandate's date.",
            "Check both days.",
        )


def _missing(document: Document, field: str, hint: str) -> Exception:
    return document.error(
        (_BLOCK, *field.split(".")), f"{_BLOCK}.{field}: this field is missing.", hint
    )


def _fields(document: Document) -> list[str]:
    data = document.data if isinstance(document.data, dict) else {}
    return list(data.get(_BLOCK, {}))
