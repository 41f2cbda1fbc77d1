"""Messages read: the headers a person looks at, and the text."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass(frozen=True)
class Message:
    """What a reader sees of an e-mail; a header that is missing is empty."""

    sender: str
    to: str
    date: str
    subject: str
    text: str
    attachments: tuple[str, ...]


def read_message(data: bytes) -> Message:
    """The e-mail in *data*; whatever cannot be decoded is shown as a replacement character."""
    found = message_from_bytes(data, policy=default)
    assert isinstance(found, EmailMessage)
    return Message(
        sender=_header(found, "From"),
        to=_header(found, "To"),
        date=_header(found, "Date"),
        subject=_header(found, "Subject"),
        text=_text(found).replace("\r\n", "\n"),
        attachments=tuple(
            part.get_filename() or part.get_content_type() for part in found.iter_attachments()
        ),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message[name] or "")
    except (ValueError, IndexError):  # a header that the parser cannot make sense of
        return ""


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain",))
    if body is None:
        return ""
    try:
        return str(body.get_content())
    except (LookupError, ValueError, KeyError):  # an unknown charset or a broken encoding
        payload = body.get_payload(decode=True)
        return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
