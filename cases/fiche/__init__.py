"""The markup of what a fiche repeats: facts, dates, sources. Filled in here, escaped by hand.

A page has dozens of each, and templates would take most of its time for them; the templates around
them stay templates. The slow ones are kept in `tests/templates`, and the bytes are the same.
"""
