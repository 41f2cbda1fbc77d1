"""One year of last days per regime and place: a change of shared code shows as a diff in law."""

from __future__ import annotations

import pytest

from dsar.reference.regimes import regimes
from tests.snapshots import FOLDER, snapshot


@pytest.mark.parametrize("regime_id", sorted(regimes()))
def test_the_year_is_as_it_was(regime_id: str) -> None:
    """If the change is meant: ``python -m tests.snapshots``, and read the diff."""
    before = (FOLDER / f"{regime_id}.txt").read_text(encoding="utf-8").splitlines()
    now = snapshot(regime_id).splitlines()
    changed = [(old, new) for old, new in zip(before, now, strict=False) if old != new]
    assert not changed and len(before) == len(now), changed[:3]


def test_no_snapshot_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(regimes())
