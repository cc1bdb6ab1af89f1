"""Where in the register an address lies: its language, and the first word after it."""

from django.conf import settings


def without_language(path: str) -> str:
    """The address in the language that has no prefix."""
    for code, _name in settings.LANGUAGES:
        if path == f"/{code}" or path.startswith(f"/{code}/"):
            return path.removeprefix(f"/{code}") or "/"
    return path if path.startswith("/") else f"/{path}"


def section_of(path: str) -> str:
    """`places` of /places/nice/ and of /en/places/; empty at home."""
    return without_language(path).split("/", 2)[1]
