"""Citations: where a rule stands, so that every figure and step can be checked."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Citation:
    """A place in a legal text.

    ``text`` is the citation as written in English; ``instrument`` (e.g. ``gdpr``) and
    ``provision`` (e.g. ``12(3)``) let another language write it in its own style; ``url`` leads
    to the text where there is a stable address.
    """

    text: str
    instrument: str = ""
    provision: str = ""
    url: str = ""
