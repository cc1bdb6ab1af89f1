"""What a record's page says: every field in words, each with its sources, and the six cells."""

from .everything import facts
from .key import key_facts
from .sourcing import Sources
from .values import Fact, Mark, Value

__all__ = ["Fact", "Mark", "Sources", "Value", "facts", "key_facts"]
