"""Readers' pages kept as finished bytes, ahead of the rest of the program.

A reader's page is a function of its address, the data version and the civil day: whatever was
answered for these three can be answered again. `page_cache.wsgi` says in which order.
"""
