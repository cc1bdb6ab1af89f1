"""Receiving a contribution: it is stored as proposals, and nothing public is written."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import get_language

from cases.history import canonical
from cases.intake.models import Change, Submission
from cases.kinds import KINDS
from cases.models import Entry
from cases.snapshots import differences

from . import form_tokens, receipts
from .territory import territory_of
from .texts import hash_of_texts


class Replayed(Exception):
    """The form token was already used, for something else."""


@dataclass(frozen=True)
class Proposal:
    """One record as proposed: its whole state, and the state it started from."""

    kind: str
    state: dict
    base: dict = field(default_factory=dict)
    target: Entry | None = None
    base_number: int = 0
    wanted_slug: str = ""

    @property
    def title(self) -> str:
        """The name of the record, as proposed or as it is."""
        label = self.state.get(KINDS[self.kind].label_field, "")
        return label or (self.target.title if self.target else "")

    @property
    def data(self) -> dict:
        """Only the fields that differ from the base."""
        return differences(self.base, self.state)


def submit(proposals: list[Proposal], token: str, **about) -> Submission:
    """Store a contribution and return it; the same form sent twice gives the same one.

    `about` holds the other columns of Submission (channel, basis, basis_note, note, lane).
    Raises Replayed when the token was used for other content.
    """
    columns = derived_from(proposals)
    return store_once(
        token, columns["payload_hash"], lambda: _store(proposals, token, about | columns)
    )


def store_once(token: str, payload: str, store: Callable[[], Submission]) -> Submission:
    """What `store` writes for a form token, or what was stored when the form came before.

    `payload` is a digest of what was sent. Raises Replayed when it differs from the first.
    """
    known = Submission.objects.filter(token_hash=form_tokens.hash_of(token)).first()
    if known is None:
        try:
            with transaction.atomic():
                return store()
        except IntegrityError:  # the same form, sent twice at the same instant
            known = Submission.objects.get(token_hash=form_tokens.hash_of(token))
    if known.payload_hash != payload:
        raise Replayed
    return known


def new_submission(token: str, **columns) -> Submission:
    """The row that a form token and its receipt lead to."""
    return Submission.objects.create(
        token_hash=form_tokens.hash_of(token),
        receipt_hash=receipts.hash_of(receipts.code_for(token)),
        received_on=timezone.localdate(),
        language=get_language() or "fr",
        **columns,
    )


def _store(proposals, token, columns) -> Submission:
    submission = new_submission(token, **columns)
    Change.objects.bulk_create(changes_of(submission, proposals))
    return submission


def changes_of(submission: Submission, proposals: list[Proposal]) -> list[Change]:
    """The rows that keep the proposals, not yet written."""
    return [
        Change(
            submission=submission,
            position=position,
            kind=proposal.kind,
            target=proposal.target.slug if proposal.target else "",
            wanted_slug=proposal.wanted_slug,
            title=proposal.title[:300],
            base_number=proposal.base_number,
            data=proposal.data,
            base={name: proposal.base.get(name) for name in proposal.data},
        )
        for position, proposal in enumerate(proposals)
    ]


def derived_from(proposals: list[Proposal]) -> dict:
    """The columns of a submission that follow from what it proposes."""
    return {
        "payload_hash": payload_hash(proposals),
        "text_hash": hash_of_texts(proposals),
        "title": main_of(proposals).title[:300],
        "territory": territory_of(proposals),
    }


def main_of(proposals: list[Proposal]) -> Proposal:
    """The record the contribution is about: not its new vendor or source."""
    return proposals[main_position([proposal.kind for proposal in proposals])]


def main_position(kinds: list[str]) -> int:
    """Where the main record stands: only a deployment has others (money, cameras) after it."""
    return kinds.index("deployment") if "deployment" in kinds else len(kinds) - 1


def payload_hash(proposals: list[Proposal]) -> str:
    """The fingerprint of what is proposed, which the proof of filing shows."""
    return hashlib.sha256(
        payload([(p.kind, p.target.slug if p.target else "", p.data) for p in proposals]).encode()
    ).hexdigest()


def payload(changes: list[tuple[str, str, dict]]) -> str:
    """One text for (kind, slug or nothing, data) of each change: canonical JSON without keys."""
    return canonical([[kind, target, _keyless(data)] for kind, target, data in changes])


def _keyless(value):
    """The value without the keys of new rows, which differ each time a form is read."""
    if isinstance(value, dict):
        return {name: _keyless(part) for name, part in value.items() if name != "key"}
    return [_keyless(part) for part in value] if isinstance(value, list) else value
