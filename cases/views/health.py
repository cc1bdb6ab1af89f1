"""Whether the process answers, and whether it can work."""

import os

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.evidence import storage
from cases.integrity import journal as erase_journal


@never_cache
@require_safe
def process(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"ok": True})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Database, migrations and storage are fit for work, with room; 503 names what is not."""
    checks = {
        "database": _database(),
        "migrations": _migrations(),
        "storage": _storage(),
        "erasures": _erasures(),
    }
    return JsonResponse(checks, status=200 if all(checks.values()) else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except Exception:  # whatever is wrong with the database, the answer is the same
        return False


def _migrations() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:
        return False


def _storage() -> bool:
    """True while there is room for what people send, on a disk that takes it."""
    try:
        storage.check_room(floor=settings.TEXT_FREE_SPACE_FLOOR)
    except storage.NoSpace:
        return False
    return os.access(settings.DATA_DIR, os.W_OK)


def _erasures() -> bool:
    """False for a restored backup that still holds what was erased since it was made."""
    try:
        return not erase_journal.not_applied()
    except Exception:
        return False
