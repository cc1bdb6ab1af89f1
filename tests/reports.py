"""Tables that long tests leave behind, in the folder that REPORTS names; nothing without it."""

import os
from pathlib import Path


def write(name: str, head: list[str], rows: list[list]) -> None:
    """A table in Markdown, `name`.md."""
    if not (folder := os.environ.get("REPORTS")):
        return
    lines = [head, ["---"] * len(head), *rows]
    text = "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)
    Path(folder).mkdir(parents=True, exist_ok=True)
    (Path(folder) / f"{name}.md").write_text(text, "utf-8")
