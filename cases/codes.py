"""Words for the codes that some fields hold: countries, languages, currencies, units."""

from babel import Locale
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from cases import money

# Names of the same kind of code in Babel, by field.
IN_BABEL = {"country": "territories", "language": "languages", "currency": "currencies"}


def code_words(name: str, code: str) -> str:
    """The words for a value of the field of this name; the value itself when it is no code."""
    if name == "unit":
        return money.SYMBOLS.get(code) or unit_words(code) or _("ratio")
    if name not in IN_BABEL:
        return code
    known = getattr(Locale.parse(get_language() or "fr"), IN_BABEL[name])
    return known.get(code, code)


def is_code(name: str) -> bool:
    """True for the name of a field whose values are codes."""
    return name == "unit" or name in IN_BABEL


def unit_words(unit: str) -> str:
    """The unit in the reader's language; free text stays as it was typed."""
    known = {
        "arrests": _("arrests"), "broadcasts/person/day": _("broadcasts per person per day"),
        "broadcasts/year": _("broadcasts per year"), "cameras": pgettext("unit", "cameras"),
        "days": _("days"), "devices": _("devices"), "events": pgettext("unit", "events"),
        "percent": "%", "persons": _("persons"), "photos": _("photographs"),
        "ratio": "", "uses/day": _("uses per day"), "uses/year": _("uses per year"),
        "years": _("years"),
    }  # fmt: skip
    return known.get(unit, unit)
