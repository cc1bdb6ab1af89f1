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
from cases.models import Entry, Place
from cases.snapshots import differences

from . import form_tokens, receipts


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
    return store_once(
        token, _payload_hash(proposals), lambda payload: _store(proposals, token, payload, about)
    )


def store_once(token: str, payload: str, store: Callable[[str], Submission]) -> Submission:
    """What `store` writes for a form token, or what was stored when the form came before.

    `payload` is a digest of what was sent. Raises Replayed when it differs from the first.
    """
    known = Submission.objects.filter(token_hash=form_tokens.hash_of(token)).first()
    if known is None:
        try:
            with transaction.atomic():
                return store(payload)
        except IntegrityError:  # the same form, sent twice at the same instant
            known = Submission.objects.get(token_hash=form_tokens.hash_of(token))
    if known.payload_hash != payload:
        raise Replayed
    return known


def new_submission(token: str, payload: str, **about) -> Submission:
    """The row that a form token and its receipt lead to; `about` holds the other columns."""
    return Submission.objects.create(
        token_hash=form_tokens.hash_of(token),
        receipt_hash=receipts.hash_of(receipts.code_for(token)),
        payload_hash=payload,
        received_on=timezone.localdate(),
        language=get_language() or "fr",
        **about,
    )


def _store(proposals, token, payload, about) -> Submission:
    submission = new_submission(
        token, payload, title=main_of(proposals).title[:300], territory=territory_of(proposals),
        **about,
    )  # fmt: skip
    Change.objects.bulk_create(
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
    )
    return submission


def main_of(proposals: list[Proposal]) -> Proposal:
    """The record the contribution is about: not its new vendor or source."""
    secondary = ("vendor", "source", "funding", "camera")
    return next((p for p in proposals if p.kind not in secondary), proposals[0])


def territory_of(proposals: list[Proposal]) -> str:
    """Code of the department that the contribution is about, when it is about one town."""
    slugs = {slug for p in proposals for slug in _places_of(p)}
    places = Place.objects.filter(entry__slug__in=slugs, kind="commune").exclude(parent=None)
    codes = set(places.values_list("parent__place__insee", flat=True)[:2])
    return codes.pop() if len(codes) == 1 else ""


def _places_of(proposal: Proposal) -> list[str]:
    if proposal.kind == "place" and proposal.target:
        return [proposal.target.slug]
    places = proposal.state.get("places", proposal.state.get("place", []))
    return places if isinstance(places, list) else [places]


def _payload_hash(proposals: list[Proposal]) -> str:
    text = canonical(
        [[p.kind, p.target.slug if p.target else "", _keyless(p.data)] for p in proposals]
    )
    return hashlib.sha256(text.encode()).hexdigest()


def _keyless(value):
    """The value without the keys of new rows, which differ each time a form is read."""
    if isinstance(value, dict):
        return {name: _keyless(part) for name, part in value.items() if name != "key"}
    return [_keyless(part) for part in value] if isinstance(value, list) else value
