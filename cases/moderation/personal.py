"""What may tell who somebody is: found in the text of a contribution, never refused by itself.

Each pattern repeats a bounded number of times, and texts are cut by `texts.MOST_TEXT`, so that
no hostile text takes long.
"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from .found import Flag, Found

EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
PHONE = re.compile(r"(?<![\d+])(?:(?:\+|00)33 ?(?:\(0\) ?)?|0)[1-9](?:[ .\-/]?\d{2}){4}(?!\d)")
# Since 2009 (arrêté of 9 February 2009): AB-123-CD. Before: 1234 AB 38. Neither has I, O or U.
PLATE = re.compile(
    r"\b[A-HJ-NP-TV-Z]{2}[- ]?\d{3}[- ]?[A-HJ-NP-TV-Z]{2}\b"
    r"|\b[1-9]\d{0,3}[- ][A-HJ-NP-TV-Z]{2,3}[- ](?:97[1-6]|2[AB]|\d{2})\b"
)
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
# Sex, year, month, department, town, order, key: 15 figures of the French NIR.
SOCIAL_SECURITY = re.compile(
    r"(?<!\d)[1-478] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)"
)
TITLE_AND_NAME = re.compile(
    r"\b(?:M\.|MM\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle|Maître|Me|Dr) "
    r"[A-ZÀ-Ý][\w’'-]{1,40}(?: [A-ZÀ-Ý][\w’'-]{1,40})?"
)
FIRST_AND_LAST_NAME = re.compile(r"\b[A-ZÀ-Ý][a-zà-ÿ-]{2,30} [A-ZÀ-Ý][A-ZÀ-Ý'’-]{2,40}\b")
LIVES = re.compile(
    r"\b(?:habite|habitent|demeurant|domiciliée?|réside|chez|lives at|resident)\b", re.I
)
ADDRESS = re.compile(
    r"\b\d{1,4}(?: ?(?:bis|ter))?,? {1,2}(?:rue|avenue|av\.|boulevard|bd|place|chemin|impasse|"
    r"allée|quai|route|cours|street|road)\b",
    re.I,
)


def traces_of_people(texts: list[str]) -> Iterator[Found]:
    """A flag for each sort of trace, with the words it was found in."""
    for text in texts:
        for flag, pattern, why in _PATTERNS:
            match = pattern.search(text)
            if match:
                yield Found(flag, why, {"found": match.group()[:60]})
        number = _bank_account(text) or _social_security(text)
        if number:
            yield Found(
                Flag.NUMBER, _("“%(found)s”: erase it, it opens an account or a file of a person."),
                {"found": number},
            )  # fmt: skip
        yield from _person_at_an_address(text)


_PATTERNS = (
    (
        Flag.EMAIL,
        EMAIL,
        _("“%(found)s”: leave it out, unless it is the address of an institution."),
    ),
    (Flag.PHONE, PHONE, _("“%(found)s”: leave it out, unless it is the number of an institution.")),
    (Flag.PLATE, PLATE, _("“%(found)s” reads like a number plate: leave it out.")),
)


def _person_at_an_address(text: str) -> Iterator[Found]:
    for line in text.split("\n"):
        address = ADDRESS.search(line)
        person = address and (
            TITLE_AND_NAME.search(line) or FIRST_AND_LAST_NAME.search(line) or LIVES.search(line)
        )
        if person:
            where = line[address.start() : address.start() + 40].strip()
            yield Found(
                Flag.PERSON, _("“%(who)s” beside “%(where)s”: is a private person found by it?"),
                {"who": person.group()[:60], "where": where},
            )  # fmt: skip
            return


def _bank_account(text: str) -> str:
    """The first IBAN whose check figures are right (ISO 13616), or an empty text."""
    for match in IBAN.finditer(text):
        packed = match.group().replace(" ", "")
        turned = packed[4:] + packed[:4]
        if int("".join(str(int(letter, 36)) for letter in turned)) % 97 == 1:
            return match.group()
    return ""


def _social_security(text: str) -> str:
    """The first social security number whose key is right (97 less the rest), or an empty text."""
    for match in SOCIAL_SECURITY.finditer(text):
        packed = match.group().replace(" ", "")
        figures = packed[:13].replace("2A", "19", 1).replace("2B", "18", 1)
        if figures.isdigit() and int(packed[13:]) == 97 - int(figures) % 97:
            return match.group()
    return ""
