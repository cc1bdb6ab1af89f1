"""The words of the interface: what the code and the templates ask to translate."""

import ast
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.template import templatize

# name of the function: where its context and its messages stand among the arguments
FUNCTIONS = {
    "_": (None, [0]), "gettext": (None, [0]), "gettext_lazy": (None, [0]),
    "ngettext": (None, [0, 1]), "pgettext": (0, [1]), "npgettext": (0, [1, 2]),
}  # fmt: skip
CALL = re.compile(r"""\b(n?p?gettext|_)\(((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*)\)""")
Message = tuple[str | None, str | tuple[str, str]]


def messages() -> set[Message]:
    """(context, message or (singular, plural)) of every text that asks to be translated."""
    found = set()
    for path in sorted((settings.BASE_DIR / "cases").rglob("*.py")):
        if "migrations" not in path.parts:
            found |= _of_calls(ast.walk(ast.parse(path.read_text())))
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.*")):
        found |= _of_template(path)
    return found


def catalogue(language: str) -> Catalog:
    """The catalogue of a language, as written."""
    path = Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        return read_po(file, locale=language)


def missing(language: str) -> list[Message]:
    """Messages that the catalogue of the language lacks, leaves empty or marks as fuzzy."""
    known = catalogue(language)
    found = []
    for context, message in messages():
        entry = known.get(message, context) or known.get(_first(message), context)
        given = entry and (entry.string if isinstance(entry.string, str) else all(entry.string))
        if not given or entry.fuzzy:
            found.append((context, message))
    return sorted(found, key=str)


def unused(language: str) -> list[str]:
    """Messages of the catalogue that nothing asks for any more."""
    asked = {(context, _first(message)) for context, message in messages()}
    return sorted(
        _first(entry.id)
        for entry in catalogue(language)
        if entry.id and (entry.context, _first(entry.id)) not in asked
    )


def _first(message) -> str:
    return message if isinstance(message, str) else message[0]


def _of_template(path: Path) -> set[Message]:
    text = templatize(path.read_text(), origin=str(path))
    found = set()
    for name, arguments in CALL.findall(text):
        found |= _of_calls(ast.walk(ast.parse(f"{name}({arguments})")))
    return found


def _of_calls(nodes) -> set[Message]:
    found = set()
    for node in nodes:
        name = getattr(getattr(node, "func", None), "id", "")
        if isinstance(node, ast.Call) and name in FUNCTIONS:
            context, places = FUNCTIONS[name]
            texts = [_constant(node, place) for place in places]
            if all(texts):
                given = texts[0] if len(texts) == 1 else tuple(texts)
                found.add((_constant(node, context) if context is not None else None, given))
    return found


def _constant(node: ast.Call, place: int) -> str | None:
    argument = node.args[place] if place < len(node.args) else None
    return argument.value if isinstance(argument, ast.Constant) else None
