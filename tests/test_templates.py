"""Templates: facts appear verbatim and change nothing; mistakes are told with their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.errors import Invalid
from dsar.law.wording import CODES
from dsar.letters.blocks import Block, Listing, Paragraph, Table, plain
from dsar.letters.template import Source, render
from dsar.reference.templates import languages, template, words

BODY = """\
Dear *all*,

1. **First** {{ x }}
2. {{ x }} second

- {{ x }}

| a | b |
|---|---|
| {{ x }} | c |
"""


def source(body: str, subject: str = "S", parts: dict[str, str] | None = None) -> Source:
    return Source("t.md.j2", "access", "en", ("eu-gdpr",), subject, body, 7, parts or {})


def run(body: str, facts: dict[str, Any] | None = None, parts: dict[str, str] | None = None) -> Any:
    return render(source(body, parts=parts), facts or {}, lambda day: day.isoformat())


def shape(blocks: tuple[Block, ...]) -> Any:
    """The tree of blocks without its text."""
    found: list[Any] = []
    for block in blocks:
        if isinstance(block, Listing):
            found.append(("list", block.ordered, [shape(item) for item in block.items]))
        elif isinstance(block, Table):
            found.append(("table", len(block.rows), len(block.header)))
        else:
            found.append(type(block).__name__)
    return found


def texts(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Listing):
            for item in block.items:
                yield from texts(item)
        elif isinstance(block, Table):
            for row in (block.header, *block.rows):
                yield from (plain(cell) for cell in row)
        else:
            yield plain(block.runs)


@given(st.text(min_size=1))
def test_any_string_appears_verbatim_and_changes_nothing(value: str) -> None:
    calm = run(BODY, {"x": "calm"}).body
    wild = run(BODY, {"x": value}).body
    assert shape(wild) == shape(calm)
    assert list(texts(wild)) == [text.replace("calm", value) for text in texts(calm)]


@pytest.mark.parametrize(
    "value", ["*x*", "1. y", "# z", "| a |", "{{ 7*7 }}", "<b>", "\ue0000\ue001", "---"]
)
def test_names_that_look_like_markup(value: str) -> None:
    found = run("Dear {{ x }},", {"x": value}).body
    assert found == (Paragraph(runs=found[0].runs),)
    assert plain(found[0].runs) == f"Dear {value},"


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ("one\n\n{{ nobody }}", "'nobody' is undefined"),
        ("one\n\n{{ none_fact }}", "absent fact"),
        ("one\n\n{{ day }}", "use the filter date"),
        ("one\n\n{{ x.__class__.__mro__ }}", "unsafe"),
        ("one\n\n{% include 'parts/missing.md.j2' %}", "missing.md.j2"),
        ("one\n\n{% if x %}", "mistake"),
        ("one\n\n{% for i in range(9) %}{{ i }}{% endfor %}", "'range' is undefined"),
        ("one\n\n```\ncode\n```", "fence"),
        ("one\n\n> quote", "blockquote"),
        ("one\n\n[a](https://a.example)", "link"),
        ("one\n\n![a](a.png)", "image"),
        ("one \ue000 two", "private-use"),
    ],
)
def test_mistakes_in_a_template_are_told(body: str, part: str) -> None:
    facts = {"x": "x", "none_fact": None, "day": date(2026, 1, 1)}
    with pytest.raises(Invalid) as caught:
        run(body, facts)
    assert part in caught.value.message
    assert caught.value.file == "t.md.j2"


def test_line_of_a_mistake_counts_from_the_file() -> None:
    with pytest.raises(Invalid) as caught:
        run("one\n\ntwo {{ nobody }}")
    assert caught.value.line == 9


def test_subject_is_one_line() -> None:
    found = render(source("x", "A {{ x }}"), {"x": "b\nc"}, str)
    assert found.subject == "A b c"


def subject_facts() -> dict[str, Any]:
    return {
        "name": "Camille Vernier",
        "email": "camille@courriel.example",
        "phone": None,
        "address": ["12 rue des Exemples", "69001 Lyon"],
        "country": "France",
        "identifiers": [],
    }


def facts_for(law: str, established: bool | None, photo: bool, basis: str) -> dict[str, Any]:
    """Facts as the program gives them, for one of the situations a letter must fit."""
    day = date(2026, 3, 6)
    sending = {
        "on": day,
        "channel": "email",
        "to": "a@b.example",
        "tracking": None,
        "how": "by e-mail to a@b.example",
        "exhibit": None,
        "bounced": None,
        "seq": 3,
    }
    return {
        "reference": "K7M3-Q2",
        "written_on": day,
        "subject": subject_facts(),
        "controller": {
            "name": "Exempla Inc.",
            "address": ["1 Example Road", "Albany"],
            "email": None,
            "website": None,
            "kind": "other",
            "established": established,
            "representative": None,
        },
        "law": {
            "id": law,
            "short": "GDPR",
            "name": "General Data Protection Regulation",
            "basis": {True: "3(1)", False: "3(2)(b)", None: ""}[established],
            "because": None if established is not None else "it sells to people in France",
        },
        "acting": None,
        "photo": photo,
        "rights": ["access", "erasure"],
        "deadline": {
            "from": day,
            "last_day": day,
            "overdue_from": day,
            "earliest": day,
            "latest": day,
            "safe": day,
            "estimated": basis == "estimated",
            "holidays": "holidays 0.109",
            "steps": [{"text": "A step.", "citation": "Art. 12(3)"}],
        },
        "request": {"written_on": day, "title": "T", "sendings": [sending], "exhibit": 1},
        "receipt": {"on": day, "basis": basis, "exhibit": None},
        "reminder": {"written_on": day, "term_day": day, "sendings": [sending], "exhibit": 2},
        "acknowledgements": [{"on": day}],
        "authority": {"name": "CNIL", "abbreviation": "CNIL", "address": ["Paris"]},
        "silence_until": day,
        "exhibits": [{"number": 1, "title": "T", "date": day, "file": "f.pdf", "sha256": "0" * 64}],
    }


LETTERS = [
    (language, path)
    for language in languages()
    for path in (
        "access",
        "access-face-search",
        "erasure",
        "erasure-face-search",
        "access-erasure",
        "access-erasure-face-search",
        "reminder",
    )
]
SITUATIONS = [
    ("eu-gdpr", None, True, "estimated"),
    ("eu-gdpr", False, True, "carrier"),
    ("eu-gdpr", True, False, "confirmed"),
    ("uk-gdpr", False, False, "server-accepted"),
]
FITTING = [
    (language, kind, situation)
    for language, kind in [*LETTERS, ("fr", "complaint")]
    for situation in SITUATIONS
    if situation[0] in template(kind, language).regimes
]


@pytest.mark.parametrize(("language", "kind", "situation"), FITTING, ids=str)
def test_every_letter_fits_every_situation(language: str, kind: str, situation: Any) -> None:
    read = template(kind, language)
    law, established, photo, basis = situation
    found = render(read, facts_for(law, established, photo, basis), words(language).day)
    whole = "\n".join(texts(found.body))
    assert found.subject and len(found.body) > 5
    # C-526/24: a letter that speaks of compensation can be read as abuse.
    assert not re.search(r"art(icle|\.)? 82\b", whole, re.IGNORECASE)
    assert "  " not in whole
    if basis == "estimated" and kind in {"reminder", "complaint"}:
        assert "received on" not in whole.lower() and "reçue le" not in whole


def test_every_step_of_the_law_has_words_in_every_language() -> None:
    for language in languages():
        steps = words(language).data.get("steps")
        if language != "en":
            assert steps is not None and set(steps) >= CODES, language
