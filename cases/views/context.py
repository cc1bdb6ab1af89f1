"""What every template knows. Nothing here reads the session, the user or the database."""

from django.conf import settings
from django.utils.translation import get_language


def site(request) -> dict:
    """The instance, the language, the same page in the other one, and the current section."""
    language = get_language() or settings.LANGUAGE_CODE
    bare = without_language(request.path)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return {
        "LANGUAGE_CODE": language,
        "instance": settings.PUBLISHER,
        "demo_banner": settings.DEMO,
        "tile_host": settings.MAP_TILES.host if settings.MAP_TILES else "",
        "other_language_url": (bare if language != settings.LANGUAGE_CODE else f"/en{bare}")
        + query,
        "section": bare.split("/")[1],
    }


def without_language(path: str) -> str:
    """The address in the language that has no prefix."""
    for code, _name in settings.LANGUAGES:
        if path == f"/{code}" or path.startswith(f"/{code}/"):
            return path.removeprefix(f"/{code}") or "/"
    return path if path.startswith("/") else f"/{path}"
