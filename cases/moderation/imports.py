"""Imports through the door: each is a contribution that the import account accepts at once."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from cases.exchange import corpus, vocabularies
from cases.exchange.progress import Progress
from cases.exchange.states import Wanted
from cases.history import Refused, canonical
from cases.intake.models import Submission
from cases.models import Entry, Revision
from cases.snapshots import differences

from . import form_tokens
from .accounts import import_account
from .decide import accept
from .submit import Proposal, submit


@dataclass(frozen=True)
class Terms:
    """What loading the vocabularies did."""

    total: int
    made: int


@dataclass(frozen=True)
class Line:
    """One type of record: how many the file holds, and how many the register."""

    type: str
    read: int
    stored: int


def publish(name: str, wanted: list[Wanted]) -> list[Revision]:
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
        return accept(submission, submission.version, import_account())


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


def load_corpus(path: Path, stream=None) -> list[Line]:
    """Publish the records of a corpus that are not published yet, all or none.

    Raises CorpusError, naming the record, when anything in it would be lost.
    """
    facts = corpus.read(path)
    with transaction.atomic():
        addresses = corpus.Addresses(facts)
        with Progress("Corpus", len(facts), stream) as progress:
            for fact in facts:
                wanted = corpus.propose(fact, addresses)
                if not is_published(f"corpus/{fact.name}"):
                    _publish_fact(fact, wanted)
                progress.advance()
    counts = Counter(fact.type for fact in facts)
    return [
        Line(type_, counts[type_], addresses.stored([f for f in facts if f.type == type_]))
        for type_ in corpus.KIND_OF
    ]


def _publish_fact(fact: corpus.Fact, wanted: Wanted) -> None:
    if wanted.slug and Entry.objects.filter(kind=wanted.kind, slug=wanted.slug).exists():
        raise fact.error(f"the address {wanted.kind}/{wanted.slug} is taken by another record")
    try:
        [revision] = publish(f"corpus/{fact.name}", [wanted])
    except Refused as error:
        raise fact.error(str(error)) from error
    lost = differences(revision.snapshot, _with_own_slug(wanted.state, fact.slug))
    if lost:
        raise fact.error(f"stored otherwise than proposed: {lost}")


def _with_own_slug(state: dict, slug: str) -> dict:
    """The state once `@0`, the record itself, has its address."""
    citations = [
        row | {"source": slug} if row["source"] == "@0" else row for row in state["citations"]
    ]
    return state | {"citations": citations}


def _token(name: str) -> str:
    """Unlike the token of a form it carries no signature, so no form can send it."""
    return f"import:{name}"
