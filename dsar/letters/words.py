"""The words of a language: dates, names of letters, rights and channels, how law is cited.

They come from ``templates/<language>/words.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dsar.letters.letter import PageWords

_PARTS = re.compile(r"\(([^)]*)\)")
_DATES = frozenset(
    ("from", "sent", "unrolled", "last_day", "start", "end", "asked", "dated", "arrived", "until")
)


@dataclass(frozen=True)
class Words:
    """Everything a language says outside the templates. ``data`` mirrors ``words.yaml``."""

    language: str
    data: Mapping[str, Any]

    def __getitem__(self, path: str) -> str:
        """The word at *path*, e.g. ``letters.access``; raises KeyError when it is missing."""
        value: Any = self.data
        for part in path.split("."):
            value = value[part]
        return str(value)

    def get(self, path: str, default: str = "") -> str:
        """The word at *path*, or *default*."""
        try:
            return self[path]
        except (KeyError, TypeError):
            return default

    def day(self, day: date) -> str:
        """*day* in words, e.g. ``7 April 2026`` or ``1er avril 2026``."""
        first = self.get("first_day")
        number = first if first and day.day == 1 else str(day.day)
        month = str(self.data["months"][day.month - 1])
        return self["date"].format(day=number, month=month, year=day.year)

    def weekday(self, day: date) -> str:
        """*day* with its weekday, e.g. ``mardi 7 avril 2026``."""
        return f"{self.data['weekdays'][day.weekday()]} {self.day(day)}"

    def page(self, enclosures: int = 1) -> PageWords:
        """The words that stand on every page of a letter with that many *enclosures*."""
        several = self.get("page.enclosures_several") if enclosures > 1 else ""
        return PageWords(
            reference=self["page.reference"],
            date=self["page.date"],
            page=self["page.page"],
            enclosures=several or self["page.enclosures"],
        )

    def how(self, channel: str, to: str, tracking: str) -> str:
        """How something was sent, as a phrase: ``by tracked post (no. RR 123)``."""
        if channel == "post" and tracking:
            return self["channels.post-tracked"].format(tracking=tracking)
        if channel == "email" and not to:
            return self["channels.email-bare"]
        return self[f"channels.{channel}"].format(to=to)

    def citation(self, instrument: str, provision: str, text: str) -> str:
        """A citation in this language's style; *text* (English) where it has none."""
        pattern = self.get(f"citations.{instrument}")
        if not pattern:
            return text
        return pattern.format(article=self.provision(provision)).strip(" ,")

    def provision(self, provision: str) -> str:
        """``12(3)`` in this language's style, e.g. ``article 12, paragraphe 3``."""
        style = self.data.get("provision")
        if not style or not provision[:1].isdigit():
            return provision
        number, parts = provision.split("(")[0], _PARTS.findall(provision)
        said = [style["article"].format(n=number)]
        for part in parts:
            key = "paragraph" if part.isdigit() else "point"
            said.append(style[key].format(n=part))
        return str(style["separator"]).join(said)

    def step(self, step: Mapping[str, Any], place: str) -> str:
        """A step of a deadline's computation as a sentence; *place* is the place's name.

        The law tells its steps in English itself, so ``en`` has no words for them.
        """
        if "steps" not in self.data:
            return str(step["text"])
        facts = dict(step["facts"])
        code = step["code"]
        shown = {
            name: self.weekday(date.fromisoformat(value)) if name in _DATES else value
            for name, value in facts.items()
            if isinstance(value, str) and ":" not in name
        }
        shown |= {name: str(value) for name, value in facts.items() if isinstance(value, int)}
        shown["place"] = place
        if "why" in facts:
            shown["why"] = self._why(facts)
        if code == "period" and facts["months"] > 1:
            code = "period-extended"
        if "unrolled" in facts:
            shown["month"] = self._month(facts["unrolled"])
        return self[f"steps.{code}"].format(**shown)

    def _why(self, facts: Mapping[str, Any]) -> str:
        name = facts.get(f"holiday:{self.language}", facts.get("holiday:en", ""))
        return self[f"why.{facts['why']}"].format(name=name)

    def _month(self, day: str) -> str:
        when = date.fromisoformat(day)
        return f"{self.data['months'][when.month - 1]} {when.year}"
