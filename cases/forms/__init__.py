"""What may be edited, one form for each kind of record."""
