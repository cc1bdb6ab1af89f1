"""What every template knows. Nothing here reads the session, the user or the database."""

from django.conf import settings
from django.utils.translation import get_language

from cases.sections import section_of, without_language

# What the box that searches everything completes: the kinds that people know by name.
SEARCH_COMPLETES = "place vendor organisation product law tag term"


def site(request) -> dict:
    """The instance, the language, the same page in the other ones, and the current section."""
    language = get_language() or settings.LANGUAGE_CODE
    bare = without_language(request.path)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    alternates = {code: f"{_prefix(code)}{bare}{query}" for code, _name in settings.LANGUAGES}
    return {
        "LANGUAGE_CODE": language,
        "instance": settings.PUBLISHER,
        "demo_banner": settings.DEMO,
        "tile_host": settings.MAP_TILES.host if settings.MAP_TILES else "",
        "alternates": alternates,
        "other_languages": [
            {"code": code, "name": name, "url": alternates[code]}
            for code, name in settings.LANGUAGES
            if code != language
        ],
        "section": section_of(request.path),
        "search_completes": SEARCH_COMPLETES,
    }


def _prefix(code: str) -> str:
    """What the addresses of a language begin with."""
    return "" if code == settings.LANGUAGE_CODE else f"/{code}"
