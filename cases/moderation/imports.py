"""Imports through the door: each is a contribution that the import account accepts at once."""

import hashlib
from dataclasses import dataclass

from django.db import transaction

from cases.exchange import vocabularies
from cases.exchange.states import Wanted
from cases.history import canonical
from cases.intake.models import Submission

from . import form_tokens
from .accounts import import_account
from .decide import accept
from .submit import Proposal, submit


@dataclass(frozen=True)
class Terms:
    """What loading the vocabularies did."""

    total: int
    made: int


def publish(name: str, wanted: list[Wanted]) -> None:
    """Submit and accept records, all or none. Raises what `submit` and `accept` raise.

    `name` identifies the import for ever: the same name is never published twice.
    """
    proposals = [
        Proposal(
            each.kind, each.state, each.base, each.target,
            base_number=getattr(each.target, each.kind).version if each.target else 0,
            wanted_slug=each.slug,
        )
        for each in wanted
    ]  # fmt: skip
    with transaction.atomic():
        submission = submit(proposals, _token(name), channel=Submission.Channel.IMPORT)
        accept(submission, submission.version, import_account())


def is_published(name: str) -> bool:
    """True when the import of this name was accepted."""
    return Submission.objects.filter(
        token_hash=form_tokens.hash_of(_token(name)), state=Submission.State.ACCEPTED
    ).exists()


def load_vocabularies(schemes: dict[str, list[Wanted]]) -> Terms:
    """Publish the terms that are missing, one contribution a scheme."""
    made = 0
    for scheme, terms in schemes.items():
        new = vocabularies.missing(terms)
        if new:
            words = canonical([term.state for term in new])
            publish(f"vocabulary/{scheme}/{hashlib.sha256(words.encode()).hexdigest()}", new)
            made += len(new)
    return Terms(sum(map(len, schemes.values())), made)


def _token(name: str) -> str:
    """Unlike the token of a form it carries no signature, so no form can send it."""
    return f"import:{name}"
