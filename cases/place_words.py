"""Where something is, in words: `à Nice`, `en Isère`, `dans le Rhône`; in English always `in`.

French says it differently for each department and region; which way is usage, as the Journal
officiel and the prefectures write it. A place of which it is not known is named after a colon.
"""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.models import Place

# The codes of departments, and of regions after an R, by what French puts before their names.
BEFORE = {
    "dans l’": "01 02 03 10 11 12 27 34 36 60 61 89 91",
    "en ": "07 09 16 17 19 2A 2B 21 24 28 31 33 35 37 38 41 43 44 47 48 49 52 53 54 57 70 71 73 74 "
    "76 77 82 85 87 93 971 972 973 "
    "R01 R02 R03 R11 R27 R28 R53 R75 R76 R84 R93 R94",
    "à ": "75 974 976 R04 R06",
    "dans la ": "23 26 42 50 51 55 58 72 80 86",
    "dans le ": "14 15 18 20 25 29 30 32 39 45 46 56 59 62 63 67 68 69 81 83 84 90 94 95 R24 R44",
    "dans les ": "04 05 06 08 13 22 40 64 65 66 78 79 88 92 R32 R52",
}
BEFORE_CODE = {code: words for words, codes in BEFORE.items() for code in codes.split()}
# A country of the register is rarely another than these.
COUNTRIES = {"France": "en ", "Belgique": "en ", "Suisse": "en ", "Chine": "en ", "Serbie": "en ",
             "Royaume-Uni": "au ", "Israël": "en ", "États-Unis": "aux ", "Luxembourg": "au ",
             "Pays-Bas": "aux ", "Allemagne": "en ", "Espagne": "en ", "Italie": "en "}  # fmt: skip
Kind = Place.Kind


def in_place(name: str, kind: str, code: str) -> str:
    """`name` as where something is, in the language of the page; `code` is its INSEE code."""
    if get_language() != "fr":
        return _("in %(place)s") % {"place": name}
    if kind == Kind.COMMUNE:
        return _in_town(name)
    by_kind = {Kind.COUNTRY: COUNTRIES.get(name), Kind.REGION: BEFORE_CODE.get(f"R{code}"),
               Kind.DEPARTMENT: BEFORE_CODE.get(code)}  # fmt: skip
    before = by_kind.get(kind)
    return f"{before}{name}" if before else f"lieu\u00a0: {name}"


def _in_town(name: str) -> str:
    """`à Nice`, `au Mans`, `aux Abymes`, `à La Rochelle`, `à L’Haÿ-les-Roses`."""
    if name.startswith("Le "):
        return f"au {name[3:]}"
    if name.startswith("Les "):
        return f"aux {name[4:]}"
    return f"à {name}"
