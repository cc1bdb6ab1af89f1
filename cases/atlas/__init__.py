"""The map: outlines of departments, what is counted in them, and dots where a point is real."""
