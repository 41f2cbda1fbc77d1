"""From Markdown to blocks: the few shapes a letter may use, anything else is refused."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dsar.errors import Invalid
from dsar.letters.blocks import Block, Heading, Listing, Paragraph, Run, Table

Restore = Callable[[str], str]


def parse(text: str, restore: Restore, name: str) -> tuple[Block, ...]:
    """The blocks of the Markdown *text*; *restore* puts facts back into runs of text.

    Raises Invalid, naming the template *name*, for Markdown that letters do not use.
    """
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)
    return _Reader(tokens, restore, name).blocks(None)


class _Reader:
    def __init__(self, tokens: Sequence[Token], restore: Restore, name: str) -> None:
        self.tokens = list(tokens)
        self.restore = restore
        self.name = name
        self.position = 0

    def blocks(self, closing: str | None) -> tuple[Block, ...]:
        found: list[Block] = []
        while self.position < len(self.tokens):
            token = self._next()
            if token.type == closing:
                break
            found.append(self._block(token))
        return tuple(found)

    def _next(self) -> Token:
        token = self.tokens[self.position]
        self.position += 1
        return token

    def _block(self, token: Token) -> Block:
        if token.type == "paragraph_open":
            return Paragraph(self._inline_until("paragraph_close"))
        if token.type == "heading_open":
            return Heading(int(token.tag[1]), self._inline_until("heading_close"))
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            return self._list(token)
        if token.type == "table_open":
            return self._table()
        raise self._refuse(token)

    def _inline_until(self, closing: str) -> tuple[Run, ...]:
        runs = self._runs(self._next())
        assert self._next().type == closing
        return runs

    def _list(self, opening: Token) -> Listing:
        closing = opening.type.replace("_open", "_close")
        items: list[tuple[Block, ...]] = []
        while self._next().type != closing:
            items.append(self.blocks("list_item_close"))
        start = opening.attrGet("start")
        return Listing(
            opening.type == "ordered_list_open", tuple(items), int(start) if start else 1
        )

    def _table(self) -> Table:
        rows: list[tuple[tuple[Run, ...], ...]] = []
        row: list[tuple[Run, ...]] = []
        while (token := self._next()).type != "table_close":
            if token.type == "inline":
                row.append(self._runs(token))
            elif token.type == "tr_close":
                rows.append(tuple(row))
                row = []
        return Table(rows[0], tuple(rows[1:]))

    def _runs(self, inline: Token) -> tuple[Run, ...]:
        runs: list[Run] = []
        bold = italic = 0
        for token in inline.children or []:
            if token.type in {"strong_open", "strong_close"}:
                bold += token.nesting
            elif token.type in {"em_open", "em_close"}:
                italic += token.nesting
            elif token.type == "text":
                self._add(runs, Run(self.restore(token.content), bold > 0, italic > 0))
            elif token.type == "softbreak":
                self._add(runs, Run(" ", bold > 0, italic > 0))
            else:
                raise self._refuse(token, inline)
        return tuple(runs)

    @staticmethod
    def _add(runs: list[Run], run: Run) -> None:
        """Append *run*, joined with the last one where they look the same."""
        last = runs[-1] if runs else None
        if last and (last.bold, last.italic) == (run.bold, run.italic):
            runs[-1] = Run(last.text + run.text, run.bold, run.italic)
        elif run.text:
            runs.append(run)

    def _refuse(self, token: Token, around: Token | None = None) -> Invalid:
        place = token.map or (around.map if around else None)
        return Invalid(
            f"A letter does not use this kind of Markdown: {token.type.replace('_', ' ')}.",
            "docs/letters.md lists what a letter may use.",
            file=self.name,
            line=place[0] + 1 if place else None,
        )
