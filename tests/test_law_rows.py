"""The law as data: worked examples, one rule for every day, links, and the alarm for old law."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from dsar.law.compute import compute
from dsar.law.question import Question
from dsar.law.regime import RIGHTS, Example, Period, Regime, Row, stale
from dsar.reference.calendars import calendar
from dsar.reference.regimes import regimes

REGIMES = list(regimes().values())
EXAMPLES = [(known, example) for known in REGIMES for example in known.examples]
OLD_AFTER_DAYS = 300
VECTORS = Path(__file__).parent / "data" / "deadline-vectors.csv"


@pytest.mark.parametrize(
    ("known", "example"),
    EXAMPLES,
    ids=[f"{r.id}-{e.start}-{'+'.join(e.places)}-{e.period}-{e.last_day}" for r, e in EXAMPLES],
)
def test_worked_example(known: Regime, example: Example) -> None:
    found = compute(
        Question(
            known,
            example.period,
            example.start,
            [calendar(place, known.id) for place in example.places],
            paused=example.paused,
            restarted=example.restarted,
        )
    )
    assert found.last_day == example.last_day, example.official or example.note
    for name in ("earliest", "latest", "safe"):
        wanted = getattr(example, name)
        assert wanted is None or getattr(found, name) == wanted, name


def test_official_examples_are_among_them() -> None:
    assert {known.id for known, example in EXAMPLES if example.official} == {"eu-gdpr", "uk-gdpr"}


def test_every_regime_has_worked_examples() -> None:
    assert {known.id for known, _ in EXAMPLES} == set(regimes())


def test_every_vector_stands_beside_its_regime() -> None:
    """The collected vectors are all carried over as examples of the regimes, none left out."""
    told = {(k.id, e.period, e.start, e.places, e.last_day) for k, e in EXAMPLES}
    with VECTORS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 60
    for row in rows:
        regime_id, period = row["regime"], row["period"]
        start, last = date.fromisoformat(row["from"]), date.fromisoformat(row["last_day"])
        assert (regime_id, period, start, tuple(row["place"].split("+")), last) in told, row


@pytest.mark.parametrize("known", REGIMES, ids=lambda r: r.id)
def test_every_day_has_exactly_one_rule(known: Regime) -> None:
    rows: dict[tuple[object, ...], list[Row]] = {}
    for name, row in known.rows():
        if name.partition(".")[0] in {"periods", "countings", "rights"}:
            confined = (row.places, row.rights) if isinstance(row, Period) else ()
            rows.setdefault((name, *confined), []).append(row)
    for demand in ("identity", "clarification", "fee"):
        rows[("suspensions", demand)] = [r for r in known.suspensions if demand in r.demands]
    for key, dated in rows.items():
        _without_gap_or_overlap(key, dated)


def _without_gap_or_overlap(name: object, rows: Sequence[Row]) -> None:
    spans = sorted((row.valid for row in rows), key=lambda span: span.first)
    for before, after in pairwise(spans):
        assert before.last is not None, name
        assert after.first == before.last + timedelta(days=1), name
    assert not spans or spans[-1].last is None, name


@pytest.mark.parametrize("known", REGIMES, ids=lambda r: r.id)
def test_every_value_has_its_provision_and_a_link(known: Regime) -> None:
    for name, row in known.rows():
        assert row.citation.text and row.citation.url.startswith("https://"), name


@pytest.mark.parametrize("known", REGIMES, ids=lambda r: r.id)
def test_every_right_is_given_or_said_to_be_missing(known: Regime) -> None:
    given, missing = {r.id for r in known.rights}, {m.id for m in known.missing}
    assert given | missing == set(RIGHTS)
    assert not given & missing


@pytest.mark.parametrize("known", REGIMES, ids=lambda r: r.id)
def test_no_value_is_too_old_to_rely_on(known: Regime) -> None:
    """The alarm for old law: verify the values named, and date them anew."""
    today = datetime.now(UTC).date()  # noqa: TID251  the alarm is about the real day
    assert stale(known, today, OLD_AFTER_DAYS) == []


def test_the_alarm_names_the_value() -> None:
    later = date(2028, 1, 1)
    names = {name for name, _ in stale(regimes()["eu-gdpr"], later, OLD_AFTER_DAYS)}
    assert {"periods.answer", "rights.access", "countings.eu"} <= names
