"""Dumps: the public register as files that anybody may take, and that make the same register again.

Only public tables are read (a row in one of them is public), so no dump can hold what waits, what
was hidden, or what was erased. `tables.py` says which columns stay out all the same, and why.
"""
