"""Case ids: short, unambiguous, without personal data, fit for a subject line."""

from __future__ import annotations

# Crockford base32: no I, L, O, U, so that an id can be read over the telephone.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})


def case_id(entropy: bytes) -> str:
    """A case id like ``K7M3-Q2`` from at least four bytes of *entropy*."""
    number = int.from_bytes(entropy[:4], "big")
    letters = []
    for _ in range(6):
        number, digit = divmod(number, 32)
        letters.append(ALPHABET[digit])
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def normal_form(text: str) -> str:
    """*text* as an id or a prefix of one: capitals, look-alike letters mended, hyphen in place."""
    plain = text.strip().upper().replace("-", "").translate(_LOOKALIKE)
    return f"{plain[:4]}-{plain[4:]}" if len(plain) > 4 else plain
