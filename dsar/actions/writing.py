"""Writing a document: from a template and facts to text, HTML, e-mail and PDF bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from email_validator import validate_email

from dsar.actions.acting import Enclosure, sender_lines, signatory
from dsar.actions.context import Context
from dsar.actions.evidence import describe
from dsar.cases.subject import DataSubject
from dsar.channels.pdf import PdfFailed, PdfPage, PdfUnavailable, foreign_letters, render_pdfs
from dsar.errors import Invalid, OutsideFailed
from dsar.letters.email import write_eml
from dsar.letters.html import write_html
from dsar.letters.letter import Letter, Picture
from dsar.letters.template import render
from dsar.letters.text import write_text
from dsar.letters.words import Words
from dsar.reference.places import country_name
from dsar.reference.templates import fonts, page_file, template

FORMATS = ("txt", "html", "eml", "pdf")
# Countries whose envelopes have their window on the right.
_WINDOW_RIGHT = frozenset({"FR", "BE", "LU"})


@dataclass(frozen=True)
class Paper:
    """A document before it is written: its template, what it is called, to whom it goes.

    ``title`` is the key of its short title in ``words.yaml``, ``name`` its file name without
    ending. ``enclosures`` are files that go with it.
    """

    kind: str
    title: str
    name: str
    addressee: tuple[str, ...]
    email: str
    picture: bytes | None = None
    enclosures: tuple[Enclosure, ...] = ()


@dataclass(frozen=True)
class Written:
    """A document's files by name, and the letter they were written from.

    ``warnings`` say in words which file could not be made, and why.
    """

    letter: Letter
    files: dict[str, bytes]
    warnings: list[str] = field(default_factory=list)

    def described(self) -> list[dict[str, str]]:
        """The files as an event records them."""
        return [describe(name, data) for name, data in self.files.items()]


def compose(
    context: Context, paper: Paper, subject: DataSubject, facts: Mapping[str, Any], words: Words
) -> Letter:
    """The letter of kind ``paper.kind`` with *facts*; raises Invalid when its law is another's."""
    source = template(paper.kind, words.language)
    law = str(facts["law"]["id"])
    if law not in source.regimes:
        raise Invalid(
            f"The letter {paper.kind!r} in {words['language_name']} is not written for {law}.",
            "Choose another language with --lang.",
            kind="no-letter-for-regime",
        )
    rendered = render(source, facts, words.day)
    title = words[f"letters.{paper.title}"]
    pictures: tuple[Picture, ...] = ()
    if paper.picture is not None:
        caption = words["enclosures.photo"]
        pictures = (Picture("photo.jpg", "image/jpeg", paper.picture, caption),)
    home = country_name(subject.state, words.language)
    enclosed = (*(p.caption for p in pictures), *(one.caption for one in paper.enclosures))
    return Letter(
        language=words.language,
        kind=paper.kind,
        title=f"{title} – {facts['reference']}",
        sender=sender_lines(subject, home, words),
        addressee=paper.addressee,
        date=words.day(facts["written_on"]),
        reference=str(facts["reference"]),
        subject=rendered.subject,
        body=rendered.body,
        signature=signatory(subject, words),
        words=words.page(len(enclosed)),
        enclosures=enclosed,
        pictures=pictures,
        attachments=tuple(one.attachment() for one in paper.enclosures),
        mark=words["marks.example"] if context.example else "",
        autograph=b"" if subject.acting else subject.autograph,
        window="right" if subject.state in _WINDOW_RIGHT else "left",
    )


def write(
    context: Context,
    letter: Letter,
    paper: Paper,
    sender: str,
    formats: Sequence[str] = FORMATS,
    must_pdf: bool = False,
) -> Written:
    """*letter* in *formats*; without a PDF engine the others are written and a warning says so.

    With *must_pdf* (the person asked for it) a missing or failing engine raises OutsideFailed.
    Raises Invalid when not one file would be written.
    """
    written = Written(letter, {})
    text = write_text(letter)
    html = write_html(letter, page_file("letter.html.j2"), page_file("letter.css"))
    if "txt" in formats:
        written.files[f"{paper.name}.txt"] = text.encode("utf-8")
    if "html" in formats:
        written.files[f"{paper.name}.html"] = html.encode("utf-8")
    if "eml" in formats and paper.email:
        to = f"{paper.email}.example" if context.example else paper.email
        eml = write_eml(letter, text, ascii_address(sender), ascii_address(to))
        written.files[f"{paper.name}.eml"] = eml
    if "pdf" in formats:
        try:
            written.files[f"{paper.name}.pdf"] = render_pdfs([PdfPage(html)], fonts())[0]
            if foreign := foreign_letters(text):
                written.warnings.append(
                    f"The shipped font lacks some characters of the letter ({foreign[:8]}): look at"
                    " the PDF before you print it."
                )
        except (PdfUnavailable, PdfFailed) as error:
            if must_pdf:
                raise
            written.warnings.append(_without_pdf(error))
    if not written.files:
        raise Invalid(
            "Nothing would be written: an e-mail needs an e-mail address, and none is known.",
            "Choose another format with --format, e.g. txt,pdf.",
        )
    return written


def ascii_address(address: str) -> str:
    """*address* as a header may hold it: a domain of other letters in its ASCII form.

    Empty where there is none (a local part of other letters): the mail program fills it in.
    """
    if address.isascii():
        return address
    return validate_email(address, check_deliverability=False).ascii_email or ""


def _without_pdf(error: OutsideFailed) -> str:
    rest = "The other files were written; you can print the .html from a browser."
    return (
        f"{error.message} To switch PDF on: {error.hint}. {rest}"
        if isinstance(error, PdfUnavailable)
        else f"{error.message} {rest}"
    )


def document_event_payload(
    written: Written,
    document_id: str,
    rights: Sequence[str] = (),
    term_day: date | None = None,
) -> dict[str, Any]:
    """The payload of the ``document-written`` event."""
    payload: dict[str, Any] = {
        "id": document_id,
        "kind": written.letter.kind,
        "title": written.letter.title,
        "subject_line": written.letter.subject,
        "language": written.letter.language,
        "rights": list(rights),
        "files": written.described(),
    }
    if term_day is not None:
        payload["term_day"] = term_day.isoformat()
    return payload
