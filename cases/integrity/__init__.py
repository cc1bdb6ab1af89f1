"""Proof that what is public is what was accepted: `manage.py verify` says what is not.

One module for each kind of proof: the chain of digests, records against their revisions, what
erasures explain, clocks that were wrong, places against the reference edition, derived data, the
index of facets, lines of tables, what has no revision, files, and an old copy of the chain.
"""

from collections.abc import Iterator

from cases import document_index

from . import (
    chain,
    clock,
    csv_lines,
    derived,
    erasures,
    facets,
    files,
    observed,
    records,
    reference,
)

PROOFS = (
    chain, erasures, records, reference, derived, facets, csv_lines, observed, files,
    document_index,
)  # fmt: skip


def problems() -> Iterator[str]:
    """Everything that is not as it should be, one sentence each."""
    for proof in PROOFS:
        yield from proof.problems()


def remarks() -> Iterator[str]:
    """What is missing or was not compared, and why: no problem, but to be known."""
    yield from erasures.remarks()
    yield from clock.remarks()
    yield from reference.remarks()
