"""Search: one question, two databases, the same answers."""
