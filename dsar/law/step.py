"""A step of a computation: what was done, with which days, and on which provision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dsar.law.citation import Citation
from dsar.law.wording import english

Facts = Mapping[str, str | int]


@dataclass(frozen=True)
class Step:
    """One step of the computation: a code, its facts (dates in ISO form) and its citation.

    ``also`` is a second provision, where a step rests on two.
    """

    code: str
    facts: Facts
    citation: Citation
    also: Citation | None = None

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The provisions the step rests on."""
        return (self.citation, self.also) if self.also else (self.citation,)

    @property
    def text(self) -> str:
        """The step as one English sentence."""
        return english(self.code, self.facts)
