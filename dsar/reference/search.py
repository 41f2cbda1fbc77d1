"""Search among the companies of the index: typos, accents, word order, domains."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rapidfuzz import fuzz, process

from dsar.reference.index import Entry, domain, folded

NEAR = 65
LONGEST = 200
SHORT = 4
MOST = 1_000


def search_entries(
    text: str, entries: Iterable[Entry], limit: int = 10
) -> list[tuple[Entry, float]]:
    """The *entries* near to *text*, best first, each with a score from 0 to 100.

    A domain that a company runs scores 100, as does its exact name or id. What a record was
    redirected to stands in its place. Text beyond 200 characters is not compared.
    """
    known = {entry.id: entry for entry in entries}
    names = [(folded(n), e.id) for e in known.values() for n in (*e.names, e.id)]
    wanted, host = folded(text[:LONGEST]), domain(text[:LONGEST])
    hits = [
        hit
        for scorer, group in _scored(wanted, names).items()
        for hit in process.extract(
            wanted, group, scorer=scorer, limit=MOST, score_cutoff=NEAR, processor=None
        )
    ]
    scored = [(s, _likeness(wanted, name), names[at][1]) for name, s, at in hits]
    scored += [(100.0, 201.0, e.id) for e in known.values() if host and host in e.domains]
    best: dict[str, tuple[float, float]] = {}
    for score, likeness, found in scored:
        goal = known[found].redirect_to
        to = goal if goal in known else found
        best[to] = max(best.get(to, (0.0, 0.0)), (score, likeness))
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], -item[1][1], item[0]))
    return [(known[found], round(score, 1)) for found, (score, _) in ranked[:limit]]


def _likeness(wanted: str, name: str) -> float:
    """What ranks equally near names: all words there, then the nearest length.

    "meta" is Meta before it is Metabolic.
    """
    return fuzz.token_set_ratio(wanted, name) + fuzz.ratio(wanted, name) / 100


def _scored(
    wanted: str, names: list[tuple[str, str]]
) -> dict[Callable[..., float], dict[int, str]]:
    """The names by how they are compared, each under its number.

    Parts of words count only where both sides have four letters: "x" is in "exempla" too.
    """
    short = {at: name for at, (name, _) in enumerate(names) if min(len(name), len(wanted)) < SHORT}
    long = {at: name for at, (name, _) in enumerate(names) if at not in short}
    return {fuzz.WRatio: long, fuzz.token_set_ratio: short}
