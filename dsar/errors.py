"""Every error a person can meet: one sentence, one hint, one exit code.

DsarError
├── Usage          2  the command line itself is wrong
├── Invalid        3  something named or given is unknown or invalid
├── NotAllowed     4  the law or the state of the case does not allow this step
└── OutsideFailed  5  the outside failed: mail, keyring, PDF engine, disk
"""

from __future__ import annotations


class DsarError(Exception):
    """What went wrong in one sentence, and what to do about it in one hint.

    ``file``, ``line`` and ``column`` (counted from 1) name the place in a file a person wrote.
    ``kind`` is a stable word for scripts. Neither message nor hint ever holds the contents of a
    letter or of an identity document.
    """

    exit_code = 1
    kind = "error"

    def __init__(
        self,
        message: str,
        hint: str = "",
        *,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
        kind: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.file = file
        self.line = line
        self.column = column
        if kind is not None:
            self.kind = kind

    def place(self) -> str:
        """``file:line:column`` as far as known, else an empty string."""
        parts = [self.file, self.line, self.column]
        return ":".join(str(part) for part in parts if part is not None)


class Usage(DsarError):
    """The command line itself is wrong (exit 2)."""

    exit_code = 2
    kind = "usage"


class Invalid(DsarError):
    """Something named or given is unknown or invalid (exit 3)."""

    exit_code = 3
    kind = "invalid"


class NotAllowed(DsarError):
    """The law or the state of the case does not allow this step (exit 4).

    The message says why and cites the article; ``day`` (ISO date) is the day when it will be
    allowed, where there is one.
    """

    exit_code = 4
    kind = "not-allowed"

    def __init__(self, message: str, hint: str = "", *, day: str | None = None) -> None:
        super().__init__(message, hint)
        self.day = day


class OutsideFailed(DsarError):
    """Something outside the program failed (exit 5); the message says what was not done."""

    exit_code = 5
    kind = "outside-failed"
