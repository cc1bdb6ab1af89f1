"""A made-up register of any size, for measures: the same for the same number, and never real.

It is an exception to the single writer: thousands of records go in at once, into an empty
register, with the revision, the digest and the derived columns that the writer would give them.
"""

from .seeding import NotEmpty, Seeded, seed

__all__ = ["NotEmpty", "Seeded", "seed"]
