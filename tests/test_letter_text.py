"""The letter as plain text: nothing lost, nothing broken, pleasant to read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dsar.letters.blocks import Listing, Paragraph, Run, Table
from dsar.letters.text import write_blocks, write_text
from dsar.letters.wrap import columns, hang, wrap
from tests.pdfs import letter, paragraph

PRINTABLE = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=200
)


def test_a_whole_letter() -> None:
    assert (
        write_text(letter())
        == """\
EXAMPLE – NOT SENT

Margaret Ellison
14 Lansdowne Crescent
London
margaret@post.example

FaceTrail Search Ltd
120 Great Suffolk Street
London SE1 0BE

Date       7 March 2026
Reference  K7M3-Q2

Request for access under Article 15
===================================

Dear Sir or Madam,

I ask for a copy of all my data.

What I ask for
--------------

 9. A copy of the data, in a commonly used electronic form, together
    with:
    - every photograph;
    - every log.

10. The purposes of the processing.

What    Value
------  --------
Number  FT-20-98
User    me_64

Yours faithfully,

Margaret Ellison

Enclosures
- Photograph

EXAMPLE – NOT SENT
"""
    )


def test_empty_parts_leave_no_gap() -> None:
    bare = letter((), mark="", enclosures=(), signature="", reference="", date="", subject="")
    assert write_text(bare) == (
        "Margaret Ellison\n14 Lansdowne Crescent\nLondon\nmargaret@post.example\n\n"
        "FaceTrail Search Ltd\n120 Great Suffolk Street\nLondon SE1 0BE\n"
    )


@given(PRINTABLE)
def test_any_string_can_be_had_back(text: str) -> None:
    assert " ".join(wrap(text)) == text


@given(PRINTABLE)
def test_any_fact_appears_as_it_is(text: str) -> None:
    runs = (Run("<< ", bold=True), Run(text, italic=True), Run(" >>"))
    lines = write_blocks((Listing(True, ((Paragraph(runs),),)),))
    assert " ".join(line[3:] for line in lines) == f"<< {text} >>"


@given(PRINTABLE)
def test_a_line_is_too_long_only_for_one_word(text: str) -> None:
    assert all(columns(line) <= 72 or " " not in line.strip(" ") for line in wrap(text))


def test_long_words_stay_whole() -> None:
    digest, link = "9f86d081" * 16, "https://www.example.org/" + "a-b/" * 30
    lines = write_blocks((paragraph(f"The file has the SHA-256 {digest} and is at {link} today."),))
    assert lines == ["The file has the SHA-256", digest, "and is at", link, "today."]


def test_no_break_spaces_and_hyphens_hold_words_together() -> None:
    held = "an\u00a0article\u202f15\u00a0of-the-law"
    text = " ".join([held] * 9)
    assert [set(line.split(" ")) for line in wrap(text)] == [{held}] * len(wrap(text))


def test_a_line_feed_in_a_fact_ends_a_line() -> None:
    assert write_blocks((paragraph("one\ntwo"),)) == ["one", "two"]


def test_wide_characters_count_twice() -> None:
    assert columns("東京 e\u0301") == 6
    assert all(columns(line) <= 72 for line in wrap("東京都 " * 40))


def test_a_wide_table_becomes_lines() -> None:
    digest = "9f86d081" * 8
    table = Table(
        ((Run("File"),), (Run("SHA-256"),)),
        (((Run("a-mail.eml"),), (Run(digest),)), ((Run("b.eml"),), (Run("–"),))),
    )
    assert write_blocks((table,)) == [
        "File: a-mail.eml",
        "SHA-256:",
        f"  {digest}",
        "",
        "File: b.eml",
        "SHA-256: –",
    ]


def test_a_table_without_header_has_no_rule() -> None:
    table = Table(((), ()), (((Run("Name"),), (Run("Ada"),)), ((Run("Town"),), ())))
    assert write_blocks((table,)) == ["Name  Ada", "Town"]


def test_short_items_stand_close() -> None:
    assert write_blocks((Listing(False, ((paragraph("one"),), (paragraph("two"),), ())),)) == [
        "- one",
        "- two",
        "-",
    ]


def test_a_hanging_indent_leaves_empty_lines_empty() -> None:
    assert hang(["a", "", "b"], "1. ") == ["1. a", "", "   b"]
