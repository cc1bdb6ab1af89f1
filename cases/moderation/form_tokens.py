"""The signed, single-use token of an anonymous form. It stands in for a CSRF cookie."""

import enum
import hashlib
import secrets

from django.conf import settings
from django.core import signing

SALT = "cases.form"


class Age(enum.Enum):
    """What a token says of itself."""

    HASTY = "hasty"  # sent sooner than a person can read the form
    GOOD = "good"
    EXPIRED = "expired"
    FORGED = "forged"


def issue() -> str:
    """A new token: random, signed with its time."""
    return signing.TimestampSigner(salt=SALT).sign(secrets.token_urlsafe(18))


def age_of(token: str) -> Age:
    """Whether the token is ours and of a usable age."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        signer.unsign(token, max_age=settings.FORM_TOKEN_MAX_AGE)
    except signing.SignatureExpired:
        return Age.EXPIRED
    except signing.BadSignature:
        return Age.FORGED
    try:
        signer.unsign(token, max_age=settings.FORM_TOKEN_MIN_AGE)
    except signing.SignatureExpired:
        return Age.GOOD
    return Age.HASTY


def hash_of(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(f"form:{token}".encode()).hexdigest()
