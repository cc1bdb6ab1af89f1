"""The corpus: documented facts in one YAML file, each with its source.

`read` gives its records in an order in which none comes before what it refers to; `propose`
turns one into what the door publishes. Every key of a record must find a place: a record that
has one left over is refused, with its name and the key.
"""

from .mapping import propose
from .reading import CorpusError, Fact, read
from .references import KIND_OF, Addresses

__all__ = ["KIND_OF", "Addresses", "CorpusError", "Fact", "propose", "read"]
