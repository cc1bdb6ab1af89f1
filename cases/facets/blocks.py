"""The keys of a facet a few together, so that tens of thousands need not be counted one by one.

Where all keys of a block have fewer documents in common with a question than what is looked for,
none of them has enough. Blocks are made once and then kept up to date, key by key.
"""

from collections.abc import Iterable
from typing import NamedTuple

from pyroaring import BitMap

SIZE = 16  # keys; a block is read whole where it may hold one that is looked for


class Block(NamedTuple):
    """Some keys, the documents of any of them, and the most that one of them has."""

    keys: frozenset
    documents: BitMap
    most: int


def blocks_of(bitmaps: dict) -> list[Block]:
    """All keys, the fullest together."""
    ordered = sorted(bitmaps, key=lambda key: len(bitmaps[key]), reverse=True)
    starts = range(0, len(ordered), SIZE)
    return [_block(ordered[start : start + SIZE], bitmaps) for start in starts]


def blocks_after(blocks: list[Block], bitmaps: dict, touched: set) -> list[Block]:
    """The blocks once the bitmaps of some keys are others, new or gone."""
    made, fresh = [], touched & bitmaps.keys()
    for block in blocks:
        if not touched.isdisjoint(block.keys):
            fresh -= block.keys
            block = _block([key for key in block.keys if key in bitmaps], bitmaps)
        if block.keys:
            made.append(block)
    return [*made, _block(fresh, bitmaps)] if fresh else made


def _block(keys: Iterable, bitmaps: dict) -> Block:
    found = [bitmaps[key] for key in keys]
    every = BitMap.union(*found) if found else BitMap()
    return Block(frozenset(keys), every, max(map(len, found), default=0))
