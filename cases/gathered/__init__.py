"""What only some dossiers show: money added up, a family, functions, a map, counts, proceedings.

Each module makes one part. A part knows its template and the section after which it stands.
"""
