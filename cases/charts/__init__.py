"""Bars drawn on the server, as SVG and as PNG from the same marks; each has its table."""
