"""Receipt codes: eighty bits, never stored, the same for the same form."""

import hashlib
import hmac

from django.conf import settings

from cases.intake.models import Submission

# Crockford's base 32: no letter that reads as a digit.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 16
_READ_AS = str.maketrans("OIL", "011")


def code_for(token: str) -> str:
    """The receipt code of a form token, in four groups of four."""
    secret = settings.RECEIPT_SECRET.encode()
    number = int.from_bytes(hmac.new(secret, token.encode(), hashlib.sha256).digest()[:10], "big")
    return in_groups(
        "".join(ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(LENGTH)))
    )


def in_groups(code: str) -> str:
    """The code as it is shown, however it was typed: four groups of four."""
    letters = normalise(code)
    return " ".join(letters[i : i + 4] for i in range(0, len(letters), 4))


def normalise(typed: str) -> str:
    """The code as stored before hashing: spaces, case, and O for 0 do not matter."""
    kept = "".join(letter for letter in typed.upper()[:80] if letter.isalnum())
    return kept.translate(_READ_AS)


def hash_of(code: str) -> str:
    """What is stored of a code."""
    return hashlib.sha256(f"receipt:{normalise(code)}".encode()).hexdigest()


def find(typed: str) -> Submission | None:
    """The submission of a typed code, or None."""
    if len(normalise(typed)) != LENGTH:
        return None
    return Submission.objects.filter(receipt_hash=hash_of(typed)).first()
