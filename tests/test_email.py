"""The draft e-mail: opens unsent, says what the letter says, cannot be injected into."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dsar.channels.message import read_message
from dsar.letters.email import write_eml
from dsar.letters.text import write_text
from tests.pdfs import letter, paragraph

TO, FROM = "privacy@exempla.example", "ada@post.example"


def parsed(data: bytes) -> EmailMessage:
    found = message_from_bytes(data, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_draft_opens_unsent_with_the_whole_letter() -> None:
    ours = letter()
    text = write_text(ours)
    message = parsed(write_eml(ours, text, FROM, TO))
    assert (message["X-Unsent"], message["To"], message["From"]) == ("1", TO, FROM)
    assert message["Date"] is None
    assert ours.reference in message["Subject"] and ours.mark in message["Subject"]
    body = message.get_body()
    assert body is not None and read_message(message.as_bytes()).text.rstrip() == text.rstrip()
    (picture,) = message.iter_attachments()
    assert picture.get_content() == ours.pictures[0].data


def test_same_letter_same_bytes() -> None:
    ours = letter()
    text = write_text(ours)
    assert write_eml(ours, text, FROM, TO) == write_eml(ours, text, FROM, TO)
    other = letter(reference="OTHR-01")
    assert (
        parsed(write_eml(other, text, FROM, TO))["Message-ID"]
        != parsed(write_eml(ours, text, FROM, TO))["Message-ID"]
    )


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])))
def test_any_subject_and_body_come_back(value: str) -> None:
    ours = letter((paragraph(f"x{value}x"),), subject=f"s {value} s", pictures=())
    text = write_text(ours)
    message = parsed(write_eml(ours, text, "", TO))
    assert " ".join(value.split()) in " ".join(str(message["Subject"]).split())
    assert read_message(write_eml(ours, text, "", TO)).text.rstrip() == text.rstrip()


@pytest.mark.parametrize("evil", ["a@b.example\nBcc: c@d.example", "a@b.example\r\n\r\nx"])
def test_headers_cannot_be_injected(evil: str) -> None:
    ours = letter(pictures=())
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        write_eml(ours, "text", FROM, evil)


@given(st.binary(max_size=2000))
def test_any_message_can_be_read(data: bytes) -> None:
    assert isinstance(read_message(data).text, str)


def test_broken_charset_is_still_shown() -> None:
    data = b"From: a@b.example\nContent-Type: text/plain; charset=nonsense\n\ncaf\xc3\xa9\n"
    assert "caf" in read_message(data).text
