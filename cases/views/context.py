"""What every template knows. Nothing here reads the session, the user or the database."""

from django.conf import settings
from django.utils.translation import get_language

from cases.sections import section_of, without_language

# What the box that searches everything completes: the kinds that people know by name.
SEARCH_COMPLETES = "place vendor organisation product law tag term"


def site(request) -> dict:
    """The instance, the language, the same page in the other one, and the current section."""
    language = get_language() or settings.LANGUAGE_CODE
    bare = without_language(request.path)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    french, english = bare + query, f"/en{bare}{query}"
    return {
        "LANGUAGE_CODE": language,
        "instance": settings.PUBLISHER,
        "demo_banner": settings.DEMO,
        "tile_host": settings.MAP_TILES.host if settings.MAP_TILES else "",
        "alternates": {"fr": french, "en": english},
        "other_language_url": french if language != settings.LANGUAGE_CODE else english,
        "section": section_of(request.path),
        "search_completes": SEARCH_COMPLETES,
    }
