"""The data subject: the person whose rights are exercised."""

from __future__ import annotations

from dataclasses import dataclass, field

from dsar.cases.representation import Representation


@dataclass(frozen=True)
class Identifier:
    """Something by which a controller can find the person, e.g. a customer number."""

    name: str
    value: str


@dataclass(frozen=True)
class DataSubject:
    """A person, as far as letters need them.

    ``country`` is ISO 3166 (``FR``, ``DE-BY`` where the part matters), ``language`` ISO 639-1.
    ``autograph`` is the signature as a PNG image, empty when letters are signed by hand.
    ``acting`` is who acts for them, None where they act alone.
    """

    id: str
    name: str
    address: tuple[str, ...]
    country: str
    language: str
    email: str = ""
    phone: str = ""
    born: str = ""
    identifiers: tuple[Identifier, ...] = field(default=())
    autograph: bytes = b""
    acting: Representation | None = None

    @property
    def state(self) -> str:
        """The country without its part: ``DE`` for ``DE-BY``."""
        return self.country.partition("-")[0]
