"""Writing a dump: one moment of the register, in a folder that is whole or not there."""

import json
import os
import shutil
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from cases.evidence import storage
from cases.models import DataVersion, Revision, SourceFile
from cases.reading_once import reading_once

from . import for_people, manifest, tables

LANGUAGES = ("fr", "en")


@dataclass
class Draft:
    """A folder being written, and what it holds so far."""

    folder: Path
    files: dict[str, dict] = field(default_factory=dict)

    def add(self, name: str, pieces: Iterable[str]) -> None:
        """Write a text, on the disk when this returns."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        self.files[name] = manifest.described(path)

    def add_evidence(self, name: str) -> None:
        """Copy a public file; one that is not on the disk is for `verify` to name."""
        path = self.folder / "files" / name
        path.parent.mkdir(exist_ok=True)
        try:
            with storage.open_file(name) as source, path.open("wb") as target:
                shutil.copyfileobj(source, target)
        except FileNotFoundError:
            return
        self.files[f"files/{name}"] = manifest.described(path)


def write(folder: Path, site: str, dictionary: str, with_files: bool = False) -> dict:
    """Write the public register into a new folder and return its manifest.

    `site` is the address of the register, such as https://registre.example; `dictionary` the
    data dictionary. Raises FileExistsError where something is there.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty.")
    draft = Draft(folder.with_name(f".{folder.name}.draft"))
    shutil.rmtree(draft.folder, ignore_errors=True)
    draft.folder.mkdir(parents=True)
    try:
        with reading_once(), override("fr"):
            said = _write_all(draft, site.rstrip("/"), dictionary, with_files)
        if folder.exists():
            folder.rmdir()
        os.rename(draft.folder, folder)
    except BaseException:
        shutil.rmtree(draft.folder, ignore_errors=True)
        raise
    return said


def _write_all(draft: Draft, site: str, dictionary: str, with_files: bool) -> dict:
    said = _about(site)
    for name, pieces in for_people.files(lambda path: f"{site}{path}"):
        draft.add(name, pieces)
    for model in tables.dumped_models():
        draft.add(f"register/{model._meta.model_name}.jsonl", tables.lines(model))
    if with_files:
        names = SourceFile.objects.order_by("name").values_list("name", flat=True).distinct()
        for name in names:
            draft.add_evidence(name)
    draft.add("data-dictionary.md", [dictionary])
    for language in LANGUAGES:
        with override(language):
            draft.add(f"README.{language}.md", [_rendered("readme.md", said)])
            draft.add(f"LICENCE.{language}.txt", [_rendered("licence.txt", said)])
    said["files"] = dict(sorted(draft.files.items()))
    sums = [f"{known['sha256']}  {name}\n" for name, known in said["files"].items()]
    draft.add(manifest.SUMS, sums)
    draft.add(manifest.MANIFEST, [json.dumps(said, indent=1, ensure_ascii=False) + "\n"])
    return said


def _about(site: str) -> dict:
    last = Revision.objects.order_by("-sequence").values("sequence", "digest").first()
    program = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    publisher = settings.PUBLISHER
    return {
        "format": manifest.FORMAT, "register": publisher["name"], "address": f"{site}/",
        "publisher": publisher["publisher"], "day": timezone.localdate().isoformat(),
        "data_version": DataVersion.current(), "program": program["version"],
        "licence": {"facts": publisher["licence_data"], "texts": publisher["licence_text"]},
        "head": last or {"sequence": 0, "digest": ""}, "hidden": manifest.hidden(),
    }  # fmt: skip


def _rendered(template: str, said: dict) -> str:
    return render_to_string(f"dumps/{template}", {"dump": said})
