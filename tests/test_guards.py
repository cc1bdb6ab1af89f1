"""Rules of the code that no reviewer should have to remember."""

import ast
from pathlib import Path

import pytest
from django.core.checks import run_checks

from cases.kinds import KINDS

ROOT = Path(__file__).parent.parent
CODE = sorted(p for p in (ROOT / "cases").rglob("*.py") if "migrations" not in p.parts)
MOST_LINES, MOST_FUNCTION_LINES = 300, 40

# What answers readers. Whatever these import, directly or not, must not know the queue.
PUBLIC = ["cases.views.browse", "cases.views.history", "cases.views.about", "cases.views.context",
          "cases.views.health", "cases.views.files", "cases.views.transparency",
          "cases.views.guards", "cases.views.captures", "cases.views.spending",
          "cases.views.timeline", "cases.views.exports", "cases.views.compare", "cases.views.tasks",
          "cases.views.mentions", "cases.views.dated", "cases.views.documents", "cases.views.atlas",
          "cases.views.data", "cases.views.style", "cases.templatetags.register",
          "cases.templatetags.evidence", "cases.kinds", "cases.models",
           "cases.page_cache.wsgi", "cases.views.paper", "cases.views.completion",
           "cases.views.guides"]  # fmt: skip
PRIVATE = ("cases.intake", "cases.moderation")

# Who may write public tables, and why: the writer itself, and the named exceptions.
WRITERS = {
    "cases/charts/png.py": "a picture in memory, not the database",
    "cases/history.py": "the writer of records",
    "cases/record_store.py": "records with their rows, for the writer only",
    "cases/models/history.py": "the data version",
    "cases/models/place.py": "the chains of the places inside one that moves",
    "cases/evidence/documents.py": "PDF files, not the database",
    "cases/intake/models/submission.py": "the queue",
    "cases/moderation/answer.py": "the queue: statements of reasons, identities erased",
    "cases/moderation/claims.py": "the queue",
    "cases/moderation/complain.py": "the queue",
    "cases/moderation/decide.py": "the queue",
    "cases/moderation/drafts.py": "half-written reviews",
    "cases/moderation/expire.py": "erases what the queue may not keep",
    "cases/moderation/log.py": "the public log of decisions",
    "cases/moderation/publish.py": "the queue: which record a change became",
    "cases/moderation/reasons.py": "the list of reasons",
    "cases/moderation/saved_filters.py": "the filters of one moderator",
    "cases/moderation/states.py": "the queue",
    "cases/moderation/submit.py": "the queue",
    "cases/moderation/accounts.py": "accounts",
    "cases/moderation/second_factor.py": "authenticators and recovery codes of accounts",
    "cases/moderation/sessions.py": "sessions of accounts",
    "cases/moderation/team.py": "accounts",
    "cases/moderation/audit.py": "the log of privileged actions",
    "cases/moderation/dialogue.py": "the queue",
    "cases/moderation/attachments.py": "files of the queue",
    "cases/moderation/blacken.py": "the queue: names of files that were replaced",
    "cases/evidence/redaction.py": "PDF and image files, not the database",
    "cases/moderation/publish_files.py": "the queue: a change for a source made when accepting",
    "cases/moderation/merge.py": "where a merged entry leads; the log of operations",
    "cases/moderation/withdraw.py": "the tombstone of a withdrawn entry; the log of operations",
    "cases/document_index.py": "derived data",
    "cases/evidence/page_reading.py": "image files, not the database",
    "cases/exchange/reference.py": "reference columns of places",
    "cases/moderation/load_dump.py": "operations that explain the tombstones of a loaded dump",
    "cases/exchange/dumps/load.py": "a whole dump into an empty register",
    "cases/moderation/erase.py": "the erasure, its line in the log, and the audit",
    "cases/moderation/erase_queue.py": "the queue: erased values destroyed in all that keeps them",
    "cases/moderation/erase_requests.py": "requests to erase",
    "cases/derived/changed.py": "derived data: which facets to read again",
    "cases/derived/csv_lines.py": "derived data: lines of tables that are stale",
    "cases/exchange/kept_lines.py": "derived data: lines of tables made ahead",
    "cases/derived/names.py": "derived data",
    "cases/derived/texts.py": "derived data",
    "cases/derived/words.py": "derived data",
    "cases/derived/gaps.py": "derived data",
    "cases/derived/verification.py": "derived data",
    "cases/rebuild.py": "derived data",
    "cases/facets/keeping.py": "the file of the facets, not the database",
    "cases/evidence/captures.py": "copies of sources, in their own table",
    "cases/evidence/link_checks.py": "what is found at the addresses of sources, in its own table",
    "cases/moderation/openings.py": "which copy of a source may be read, and by whom it was opened",
    "cases/evidence/images.py": "image files, not the database",
    "cases/evidence/previews.py": "image files, not the database",
}
WRITING = {"save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create",
           "delete"}  # fmt: skip
WRITING_QUERYSETS = {"update"}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports_of(path: Path) -> set[str]:
    """Absolute names of the project's modules that a file imports, at the top or inside."""
    name = module_name(path)
    package = name.split(".") if path.name == "__init__.py" else name.split(".")[:-1]
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            found.add(base)
            found.update(f"{base}.{alias.name}" for alias in node.names)
    return {name for name in found if name.startswith("cases")}


GRAPH = {module_name(path): imports_of(path) for path in CODE}


def reachable(start: str) -> set[str]:
    seen, todo = set(), [start]
    while todo:
        name = todo.pop()
        if name in seen or name not in GRAPH:
            continue
        seen.add(name)
        todo += GRAPH[name]
        todo += [other for other in GRAPH if other.startswith(f"{name}.") and name in PUBLIC]
    return seen


@pytest.mark.parametrize("start", PUBLIC)
def test_what_answers_readers_cannot_import_the_queue(start):
    assert start in GRAPH
    assert [name for name in reachable(start) if name.startswith(PRIVATE)] == []


def test_the_import_guard_sees_an_import_of_the_queue():
    assert any(name.startswith(PRIVATE) for name in reachable("cases.views.receipt"))


def test_only_the_named_modules_write_to_the_database():
    writers = set()
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                on_queryset = "objects" in ast.unparse(node.func.value)
                if node.func.attr in WRITING - {"create", "delete"} or (
                    on_queryset and node.func.attr in WRITING | WRITING_QUERYSETS
                ):
                    writers.add(path.relative_to(ROOT).as_posix())
    assert writers - set(WRITERS) == set()


def test_no_module_and_no_function_outgrows_its_ceiling():
    too_long = []
    for path in CODE + sorted((ROOT / "technopolice").rglob("*.py")):
        text = path.read_text()
        if len(text.splitlines()) > MOST_LINES:
            too_long.append(f"{path.name}: {len(text.splitlines())} lines")
        for node in ast.walk(ast.parse(text)):
            if (
                isinstance(node, ast.FunctionDef)
                and node.end_lineno - node.lineno >= MOST_FUNCTION_LINES
            ):
                too_long.append(f"{path.name}: {node.name}")
    assert too_long == []


def test_the_registry_of_kinds_is_complete():
    assert run_checks() == []


def test_each_kind_has_its_own_word_and_key():
    assert len({kind.word for kind in KINDS.values()}) == len(KINDS)
    assert all(key == kind.key for key, kind in KINDS.items())
