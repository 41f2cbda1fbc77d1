"""What moves a clock, as a person types it: pauses, demands, a notice of extension."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dsar.cli.state import parse_day, required_day
from dsar.errors import Invalid

if TYPE_CHECKING:
    from dsar.law.question import Demand, Extension


def pause(text: str) -> tuple[date, date]:
    """A pause ``FROM..TO``; raises Invalid for one that never ends."""
    first, dots, last = text.partition("..")
    if not dots:
        raise Invalid(f"{text!r} is not a span of days.", "Write it as YYYY-MM-DD..YYYY-MM-DD.")
    if not last.strip():
        raise Invalid(
            f"The pause from {first} never ends, so no day can be named.",
            f"Tell an unanswered demand with --demand identity:{first} (or clarification:{first}).",
        )
    return required_day(first, "its first day"), required_day(last, "its last day")


def demands(text: str | None, contested: bool) -> tuple[Demand, ...]:
    """A demand ``KIND:FROM`` (open) or ``KIND:FROM..TO`` (answered)."""
    from dsar.law.question import Demand

    if text is None:
        if contested:
            raise Invalid("--contested says what of a demand.", "Give it with --demand KIND:FROM.")
        return ()
    kind, colon, days = text.partition(":")
    if not colon:
        raise Invalid(
            f"{text!r} is not a demand.", "Write it as identity:YYYY-MM-DD[..YYYY-MM-DD]."
        )
    asked, _, answered = days.partition("..")
    return (
        Demand(
            kind, required_day(asked, "the day it was asked"),
            parse_day(answered or None, "the day it was answered"), contested,
        ),
    )  # fmt: skip


def extension(text: str | None, until: str | None, reasons: str) -> Extension | None:
    """A notice of extension ``DATED`` or ``DATED..ARRIVED``."""
    from dsar.law.question import Extension

    if reasons not in {"given", "none"}:
        raise Invalid(f"--reasons is given or none, not {reasons!r}.")
    if text is None:
        if until is not None or reasons == "none":
            raise Invalid("There is no notice of extension.", "Give it with --extension DATED.")
        return None
    dated, _, arrived = text.partition("..")
    day = required_day(dated, "the day it is dated")
    return Extension(
        day, parse_day(arrived or None, "the day it arrived") or day,
        parse_day(until, "--until"), reasons == "given",
    )  # fmt: skip
