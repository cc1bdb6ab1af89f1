"""The question asked when many are sending: no picture, no sum, no other site."""

import hashlib

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language

from cases.text import fold

_UNASKED = signing.Signer(salt="cases.unasked")


def question_for(token: str) -> str:
    """The question that goes with a form, the same each time its page is shown."""
    return _chosen(token)[0]


def is_answered(token: str, typed: str) -> bool:
    """True when what was typed is one of the answers, whatever its case and accents."""
    said = fold(typed[:200])
    return bool(said) and said in {fold(answer) for answer in _chosen(token)[1]}


def unasked(token: str) -> str:
    """The mark of a page that asked nothing, for the form of this token."""
    return _UNASKED.signature(token)


def was_unasked(token: str, mark: str) -> bool:
    """True when the page that the form was sent from asked nothing: who was not asked cannot
    be blamed for not answering."""
    return constant_time_compare(mark, unasked(token))


def _chosen(token: str) -> tuple[str, tuple[str, ...]]:
    """One question of the instance's list in the language of the page, drawn by the token."""
    language = get_language() or settings.LANGUAGE_CODE
    offered = [q for q in settings.QUESTIONS if q[0] in ("", language)] or settings.QUESTIONS
    number = int.from_bytes(hashlib.sha256(token.encode()).digest()[:4], "big")
    _language, question, answers = offered[number % len(offered)]
    return question, answers
