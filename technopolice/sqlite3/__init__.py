"""Django's SQLite, which can still be read on a disk that takes nothing any more."""
