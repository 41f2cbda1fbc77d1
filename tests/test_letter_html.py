"""The letter as HTML: one file, well formed, in which no fact can become markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.letters.blocks import Heading, Listing, Run, Table
from dsar.letters.html import return_address, write_html
from dsar.letters.letter import Letter, PageWords
from dsar.letters.page import css_count, css_string, fill_page
from tests.pdfs import letter, paragraph, sheet

VOID = {"meta", "img", "br", "link"}
PRINTABLE = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=100
)


class Tree(HTMLParser):
    """Tags with their attributes, text outside <style>, and whether every tag is closed."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data

    def names(self) -> list[str]:
        return [name for name, _ in self.tags]


def html(of: Letter) -> str:
    return write_html(of, *sheet("letter"))


def test_one_file_that_needs_no_other() -> None:
    page = html(letter())
    tree = Tree(page)
    assert tree.open == []
    assert page.startswith("<!DOCTYPE html>")
    assert ("html", {"lang": "en"}) in tree.tags
    assert not {"script", "link", "iframe", "object", "base", "a"} & set(tree.names())
    sources = [value for _, attrs in tree.tags for key, value in attrs.items() if key == "src"]
    assert len(sources) == 1
    assert str(sources[0]).startswith("data:image/jpeg;base64,")
    assert not re.search(r"url\(|@import|https?:", page)


def test_the_structure_says_what_is_what() -> None:
    tree = Tree(html(letter()))
    names = tree.names()
    assert names.count("h1") == 1
    assert names.count("h2") == 1
    assert ("ol", {"start": "9"}) in tree.tags
    assert names.count("th") == 2
    assert ("th", {"scope": "col"}) in tree.tags
    alts = [attrs["alt"] for name, attrs in tree.tags if name == "img"]
    assert alts == ["Photograph for locating"]
    assert "<title>Request for access – K7M3-Q2</title>" in html(letter())


def test_heading_levels_stay_below_the_subject() -> None:
    tree = Tree(html(letter((Heading(1, (Run("One"),)), Heading(9, (Run("Nine"),))))))
    assert [name for name in tree.names() if re.fullmatch(r"h\d", name)] == ["h1", "h2", "h6"]


@given(PRINTABLE)
def test_any_fact_appears_as_it_is(text: str) -> None:
    tidy = Tree(html(letter((paragraph("X"),), pictures=())))
    tree = Tree(html(letter((paragraph("<<", Run(text, bold=True), ">>"),), pictures=())))
    assert f"<<{text}>>" in tree.text
    plain = [name for name in tree.names() if name not in ("span", "strong")]
    assert plain == [name for name in tidy.names() if name not in ("span", "strong")]


@given(PRINTABLE)
def test_any_field_is_escaped(text: str) -> None:
    words = PageWords(text, text, text, text)
    hostile = letter(
        (Listing(False, ((paragraph(text),),)), Table(((Run(text),),), (((Run(text),),),))),
        **dict.fromkeys(("title", "date", "reference", "subject", "signature", "mark"), text),
        sender=(text,), addressee=(text,), enclosures=(text,), words=words,
    )  # fmt: skip
    tree = Tree(html(hostile))
    assert tree.open == []
    assert tree.text.count(text) >= 13
    assert "script" not in tree.names()


@pytest.mark.parametrize("text", ["</style><script>x</script>", '"; } body { display: none', "\\"])
def test_no_string_leaves_the_style_sheet(text: str) -> None:
    assert re.fullmatch(r'"([0-9A-Za-z]|\\[0-9a-f]+ )*"', css_string(text))


def test_the_page_number_is_counted() -> None:
    of = css_count("Page {page} of {pages}")
    assert of == '"Page\\20 " counter(page) "\\20 of\\20 " counter(pages)'
    assert css_count("") == '""'


def test_exact_tokens_are_not_hyphenated() -> None:
    page = html(letter((paragraph("Write to privacy@example.org or see K7M3-Q2, please."),)))
    assert '<span class="whole">privacy@example.org</span>' in page
    assert '<span class="whole">K7M3-Q2,</span>' in page
    assert "or see <span" in page


def test_the_window_is_where_the_country_has_it() -> None:
    assert '<body class="left">' in html(letter())
    assert '<body class="right">' in html(letter(window="right"))


def test_the_return_address_is_postal() -> None:
    sender = ("Ada", "1 Road", "Town", "ada@post.example", "+44 20 7946 0000")
    assert return_address(sender) == ["Ada", "1 Road", "Town"]
    assert return_address(("Ada", "1 Road", "(+44) 20")) == ["Ada", "1 Road"]


def test_without_a_mark_there_is_no_band() -> None:
    assert "NOT SENT" in html(letter())
    assert 'class="mark"' not in html(letter(mark=""))


def test_templates_see_only_what_they_are_given() -> None:
    with pytest.raises(jinja2.UndefinedError):
        fill_page("{{ missing }}", "", {})
    with pytest.raises(jinja2.TemplateError):
        fill_page("{{ ().__class__.__mro__ }}", "", {})
