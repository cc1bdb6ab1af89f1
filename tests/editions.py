"""Small editions of the reference data, cut from the real one, for tests that need few places."""

import csv
import gzip
import hashlib
import io
import json
from pathlib import Path

FIXTURES = Path(__file__).parent.parent / "fixtures"


def rows_of(name: str) -> list[dict]:
    """The rows of a reference file of the project."""
    data = (FIXTURES / name).read_bytes()
    text = (gzip.decompress(data) if name.endswith(".gz") else data).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def write_edition(
    folder: Path, insee: set[str], edition: str = "test", whole=True, **changes
) -> Path:
    """An edition with these communes, and every region, department and grouping.

    Unless `whole`, only the groupings of these communes.

    `changes` maps an INSEE code, after `c`, to other values of its columns: `c38185={…}`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    communes = [
        row | changes.get(f"c{row['insee']}", {})
        for row in rows_of("communes.csv.gz")
        if row["insee"] in insee
    ]
    sums = {}
    for name in ("communes.csv.gz", "departments.csv", "regions.csv", "epci.csv"):
        rows = communes if name.startswith("communes") else rows_of(name)
        if name == "epci.csv" and not whole:
            rows = [row for row in rows if row["siren"] in {town["epci"] for town in communes}]
        data = _as_csv(rows)
        data = gzip.compress(data, mtime=0) if name.endswith(".gz") else data
        (folder / name).write_bytes(data)
        sums[name] = hashlib.sha256(data).hexdigest()
    content = {"reference": {"edition": edition, "sha256": sums}}
    (folder / "editions.json").write_text(json.dumps(content))
    return folder


def _as_csv(rows: list[dict]) -> bytes:
    written = io.StringIO(newline="")
    writer = csv.DictWriter(written, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()
