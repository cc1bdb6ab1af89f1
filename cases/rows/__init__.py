"""The rows of lists: read by few lean queries, written by plain Python, kept for a while.

`reading.py` gives records that know only what their rows show, `cells.py` (beside this package)
says what each column shows of them, `writing.py` writes the markup, `kept.py` remembers it.
"""
