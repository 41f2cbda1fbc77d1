"""What every record of a YAML file shares: no unknown fields, and places written one way."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


class Record(BaseModel):
    """A record of a YAML file: unknown fields are mistakes."""

    model_config = ConfigDict(extra="forbid")


def one_of(known: Sequence[str]) -> Callable[[str], str]:
    """A check for a field that takes only the *known* words."""

    def check(text: str) -> str:
        if text not in known:
            raise ValueError(f"one of: {', '.join(known)}")
        return text

    return check


def listed(known: Sequence[str]) -> Any:
    """The *known* words of a field, for the JSON Schema."""
    return Field(json_schema_extra={"enum": list(known)})


def _known_country(code: str) -> str:
    if not (len(code) == 2 and code.isalpha() and code.isupper()):
        raise ValueError("a country is two capital letters (ISO 3166-1)")
    return code


def _written_place(code: str) -> str:
    if not re.fullmatch(r"[A-Z]{2}(-[A-Z0-9]{1,3})?", code):
        raise ValueError("a place is a country or one of its parts (ISO 3166): FR, CA-QC")
    return code


Country = Annotated[str, AfterValidator(_known_country)]
Place = Annotated[str, AfterValidator(_written_place)]
