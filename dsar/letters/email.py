"""The e-mail form of a letter: a draft that a mail program opens ready to send."""

from __future__ import annotations

import hashlib
from email.message import EmailMessage
from email.policy import SMTP

from dsar.letters.letter import Attachment, Letter, Picture

_POLICY = SMTP.clone(cte_type="7bit", max_line_length=76)


def write_eml(letter: Letter, text: str, sender: str, to: str) -> bytes:
    """*letter* as an unsent message with *text* as its body, its pictures and files attached.

    ``X-Unsent`` opens it as a draft; there is no Date, since the program that sends it writes
    one. The same letter gives the same bytes. *sender* and *to* are plain ASCII addresses.
    """
    message = EmailMessage(policy=_POLICY)
    message["X-Unsent"] = "1"
    if sender:
        message["From"] = sender
    message["To"] = to
    mark = f"[{letter.mark}] " if letter.mark else ""
    message["Subject"] = f"{mark}{letter.subject} ({letter.words.reference} {letter.reference})"
    message["Message-ID"] = _message_id(letter, text)
    # Readable in the raw file too, which may become an exhibit.
    message.set_content(text, cte="7bit" if text.isascii() else "quoted-printable")
    parts: tuple[Picture | Attachment, ...] = (*letter.pictures, *letter.attachments)
    for part in parts:
        kind, _, subtype = part.media_type.partition("/")
        message.add_attachment(part.data, maintype=kind, subtype=subtype, filename=part.name)
    if message.is_multipart():
        message.set_boundary(f"=_{hashlib.sha256(text.encode()).hexdigest()[:32]}")
    return message.as_bytes()


def _message_id(letter: Letter, text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).hexdigest()[:20]
    return f"<{letter.reference.lower()}.{digest}@dsar.invalid>"
