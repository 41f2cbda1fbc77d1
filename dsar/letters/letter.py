"""A letter: what stands on the page around and inside the block model."""

from __future__ import annotations

from dataclasses import dataclass, field

from dsar.letters.blocks import Block


@dataclass(frozen=True)
class Picture:
    """An image that goes with a letter: its bytes as they will be sent, and its caption."""

    name: str
    media_type: str
    data: bytes
    caption: str


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter and is no part of its page: its name, type and bytes."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class PageWords:
    """The words of the page in the letter's language (from ``templates/<language>/words.yaml``).

    ``page`` holds ``{page}`` and ``{pages}``, e.g. ``Page {page} of {pages}``.
    """

    reference: str
    date: str
    page: str
    enclosures: str


@dataclass(frozen=True)
class Letter:
    """One letter, complete: every writer needs this value and nothing else.

    ``sender`` and ``addressee`` are the lines of the two address blocks, ``date`` is already
    written in the letter's language, ``mark`` is stamped on every page when it is not empty,
    ``window`` tells on which side the sender's country has the envelope window,
    ``autograph`` is the signature as a PNG image, empty where it is made by hand.
    """

    language: str
    kind: str
    title: str
    sender: tuple[str, ...]
    addressee: tuple[str, ...]
    date: str
    reference: str
    subject: str
    body: tuple[Block, ...]
    signature: str
    words: PageWords
    enclosures: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = field(default=())
    attachments: tuple[Attachment, ...] = field(default=())
    mark: str = ""
    window: str = "left"
    autograph: bytes = b""
