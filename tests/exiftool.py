"""Every file that any test stores is kept aside, and exiftool looks at all of them at the end.

The fixture in conftest.py calls `watch` and `look`; figures go to a file that the process
which began the run adds up.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections import Counter
from pathlib import Path

from cases.evidence import storage
from cases.evidence.limits import Refused
from cases.evidence.types import type_of
from tests.environment import DATA_DIR

NO_EXIFTOOL = "Not run: exiftool (apt-get install libimage-exiftool-perl)"
FOLDER, FIGURES = DATA_DIR / "stored-by-tests", "exiftool.json"
# Nothing but size, coding and what exiftool works out by itself.
MAY_SAY = {"SourceFile"} | {
    f"{group}:{name}"
    for group, names in {
        "ExifTool": ("ExifToolVersion",),
        "File": ("MIMEType", "ImageWidth", "ImageHeight", "EncodingProcess", "BitsPerSample",
                 "ColorComponents", "YCbCrSubSampling"),
        "JFIF": ("JFIFVersion", "ResolutionUnit", "XResolution", "YResolution"),
        "PNG": ("ImageWidth", "ImageHeight", "BitDepth", "ColorType", "Compression", "Filter",
                "Interlace"),
        "RIFF": ("VP8Version", "ImageWidth", "ImageHeight", "HorizontalScale", "VerticalScale",
                 "AlphaIsUsed"),
        "PDF": ("PDFVersion", "Linearized", "PageCount"),
        "Composite": ("ImageSize", "Megapixels"),
    }.items()
    for name in names
}  # fmt: skip
OF_THE_DISK = ("File:File", "File:Dir")


def is_here() -> bool:
    return shutil.which("exiftool") is not None


def left_in(folder: Path) -> tuple[list[dict], set[str]]:
    """What exiftool says of every file, and the names of what should not be there."""
    done = subprocess.run(
        ["exiftool", "-json", "-G", "-a", "-u", "-U", "-r", os.fspath(folder)],
        check=True, capture_output=True,
    )  # fmt: skip
    said = json.loads(done.stdout)
    tags = {tag for file in said for tag in file if not tag.startswith(OF_THE_DISK)}
    return said, tags - MAY_SAY


def watch():
    """Keep a copy of whatever is stored from now on; gives what undoes it."""
    FOLDER.mkdir(exist_ok=True)
    write = storage._write

    def noted(path, data):
        write(path, data)
        try:
            kind = type_of(data)
        except Refused:  # a test that stores something else than a cleaned file
            return
        (FOLDER / f"{hashlib.sha256(data).hexdigest()}{kind.extension}").write_bytes(data)

    storage._write = noted
    return lambda: setattr(storage, "_write", write)


def look() -> None:
    """Have exiftool look at what was kept: nothing but size, structure and colours is found."""
    if not any(FOLDER.iterdir()):
        return
    said, left = left_in(FOLDER)
    assert left == set(), f"stored files still say: {sorted(left)}"
    kinds = Counter(file["File:FileType"] for file in said)
    (DATA_DIR / FIGURES).write_text(json.dumps(kinds))


def figures() -> str:
    """How many files all processes of the run looked at, in one line; empty for none."""
    total = Counter()
    for path in DATA_DIR.rglob(FIGURES):
        total.update(json.loads(path.read_text()))
    if not total:
        return ""
    kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(total.items()))
    return (
        f"exiftool: {total.total()} different files stored by the tests ({kinds}); "
        f"nothing in them but size, structure and colours"
    )
