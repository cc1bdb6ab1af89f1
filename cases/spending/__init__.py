"""Public money in figures: the lines of `/funding/` added up where they may be, and drawn."""
