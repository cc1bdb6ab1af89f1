"""Backups of the whole instance, private queue included: made while it serves, proved on return.

A folder of backups holds `objects`, every stored file once, and `snapshots`, one folder each: the
database, the journal of erasures, the manifest, and last of all `contents.json`, without which a
snapshot is unfinished. `docs/operating.md` says how to run it.
"""
