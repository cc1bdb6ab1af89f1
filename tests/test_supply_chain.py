"""What others made is named with its origin, its licence and its checksum, and is what it was."""

import hashlib
import re
import tomllib
from importlib import metadata

from django.conf import settings as project_settings

ROOT = project_settings.BASE_DIR
OURS = re.compile(
    r"static/(css/\w+\.css|js/[\w-]+\.js|img/.+|fonts/(README\.md|subset\.py))"
    r"|fixtures/([\w-]+\.(yaml|py|md|json)|pages/.+\.md)"
)
FROM_ELSEWHERE = re.compile(r"copyright|@licen[cs]e|sourceMappingURL|^.{400}", re.I | re.M)


def files() -> list[str]:
    """Everything that is given to browsers or loaded into a register."""
    return sorted(
        str(path.relative_to(ROOT))
        for folder in ("static", "fixtures")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not {".DS_Store", "__pycache__"} & set(path.parts)
    )


def documented() -> dict[str, str]:
    """{package: licence} of docs/dependencies.md."""
    text = (ROOT / "docs" / "dependencies.md").read_text()
    section = text.partition("## Licences")[2].partition("\n## ")[0]
    return {
        _folded(name): licence
        for licence, names in re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, re.M)
        for name in names.split(", ")
    }


def _folded(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def test_every_file_made_by_others_is_named_and_has_not_changed():
    named = tomllib.loads((ROOT / "docs" / "vendored.toml").read_text())
    assert {name for name in files() if not OURS.fullmatch(name)} == set(named)
    for name, what in named.items():
        assert what["origin"] and what["licence"], name
        assert hashlib.sha256((ROOT / name).read_bytes()).hexdigest() == what["sha256"], name


def test_scripts_and_styles_that_are_said_to_be_ours_hold_nothing_from_elsewhere():
    ours = [name for name in files() if name.endswith((".js", ".css"))]
    assert ours
    assert [name for name in ours if FROM_ELSEWHERE.search((ROOT / name).read_text())] == []


def test_every_locked_package_has_hashes_and_no_host():
    lock = (ROOT / "requirements.lock").read_text()
    packages = re.split(r"\n(?=\S)", lock.strip())
    assert len(packages) > 40
    for package in packages:
        assert re.match(r"[a-z0-9._-]+==[^\s;]+( ;[^\\]+)? \\\n", package), package[:80]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", package), package[:80]
    assert not re.search(r"://|^-|file:|\.(org|com|net)\b", lock, re.M)


def test_every_locked_package_has_its_licence_in_the_documentation_and_a_reason_if_we_chose_it():
    lock = (ROOT / "requirements.lock").read_text()
    locked = {_folded(name) for name in re.findall(r"^([\w.-]+)==", lock, re.M)}
    licences = documented()
    assert locked - set(licences) == set()
    for name in locked & {_folded(one.name) for one in metadata.distributions()}:
        stated = metadata.metadata(name).get("License-Expression")
        assert stated is None or stated == licences[name], name
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    chosen = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    reasons = (ROOT / "docs" / "dependencies.md").read_text().lower()
    names = [re.match(r"[\w.-]+", one)[0].lower() for one in chosen]
    assert [name for name in names if f"| {name} |" not in reasons] == []
