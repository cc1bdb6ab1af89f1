"""Amounts of money and plain numbers: read as people write them, shown without losing a cent.

French typography (look.md): U+202F between thousands, U+00A0 before the unit, true minus.
"""

import re
from decimal import Decimal, localcontext

from django.utils.translation import gettext as _

MAX_LENGTH = 40
MAX_INTEGER_DIGITS = 15
CENT = Decimal("0.01")
THOUSAND, MILLION, MILLIARD = Decimal(10**3), Decimal(10**6), Decimal(10**9)

NBSP, NARROW, MINUS = "\u00a0", "\u202f", "\u2212"

# "billion" is absent on purpose: a French billion is a thousand English ones.
SCALES = {
    **dict.fromkeys(["k", "mille", "millier", "milliers", "thousand"], THOUSAND),
    **dict.fromkeys(["m", "mn", "mln", "mio", "million", "millions"], MILLION),
    **dict.fromkeys(["md", "mds", "mrd", "bn", "milliard", "milliards"], MILLIARD),
}
AMOUNT = re.compile(
    r"(?P<sign>-?)(?:€|eur )? ?(?P<sign_inside>-?)(?P<number>[0-9][0-9 .,]*)"
    rf"(?P<scale>{'|'.join(sorted(SCALES, reverse=True))})? ?(?:d'|de |of )?(?:€|euros?|eur)?"
)
GROUPED = re.compile(r"[0-9]{1,3}(?:([ .,])[0-9]{3})(?:\1[0-9]{3})*")

SYMBOLS = {"EUR": "€", "USD": "$", "GBP": "£"}


class AmountError(ValueError):
    """An amount that cannot be read without guessing; the translated message says what to type."""


def parse_amount(text: str) -> Decimal:
    """The amount in units of its currency, with two decimals: "12,5 M€" is 12500000.00.

    A lone comma or point before exactly three digits separates thousands ("950,000") when there
    is no scale word; with one ("1,200 M€") both readings are likely, so it is refused.
    Raises AmountError.
    """
    if not isinstance(text, str) or len(text) > MAX_LENGTH:
        raise AmountError(_not_understood())
    match = AMOUNT.fullmatch(_plain(text))
    if not match or (match["sign"] and match["sign_inside"]):
        raise AmountError(_not_understood())
    integer, decimals = _digits(match["number"].strip(), scaled=bool(match["scale"]))
    if len(integer.lstrip("0")) > MAX_INTEGER_DIGITS:
        raise AmountError(_too_large())
    with localcontext(prec=2 * MAX_LENGTH):
        amount = Decimal(f"{integer}.{decimals or 0}") * SCALES.get(match["scale"], 1)
        rounded = amount.quantize(CENT)
        if amount != rounded:
            raise AmountError(
                _("An amount has two decimals at most: type for example 1200000.50 or 12,5 M€.")
            )
        if amount >= 10**MAX_INTEGER_DIGITS:
            raise AmountError(_too_large())
        negative = (match["sign"] or match["sign_inside"]) and rounded
        return -rounded if negative else rounded


def display_amount(
    amount: Decimal, currency: str = "EUR", language: str = "fr", column: bool = False
) -> str:
    """The amount for people: "12,5 M€", "950 000 €"; in English "€12.5m", "€950,000".

    A scaled unit is used only where two decimals say the whole value; other amounts are written
    in full, because rounding silently would change them. `column` keeps every amount in millions
    with one decimal at least ("80,0 M€"), under the same rule. Raises AmountError on NaN.
    """
    amount = _finite(amount)
    units = ((MILLIARD, "Md", "bn"), (MILLION, "M", "m"))[1 if column else 0 :]
    english = language.startswith("en")
    for factor, french_unit, english_unit in units:
        with localcontext(prec=2 * MAX_LENGTH):
            scaled = amount / factor
        if (column or abs(scaled) >= 1) and _decimals(scaled) <= 2:
            number = _grouped(scaled, language, minimum=1 if column else 0)
            return _with_currency(
                number, english_unit if english else french_unit, currency, english
            )
    number = _grouped(amount, language, minimum=2 if _decimals(amount) else 0)
    return _with_currency(number, "", currency, english)


def display_number(value: Decimal | int, language: str = "fr") -> str:
    """The number with thousands separated and no useless decimals: "12 345,5" or "12,345.5"."""
    return _grouped(_finite(value), language)


def _plain(text):
    """Lower case, straight apostrophe and minus, every kind of space as one plain space."""
    text = text.replace("’", "'").replace(MINUS, "-").lower()
    return re.sub(r"^- ", "-", " ".join(text.split()))


def _digits(number, scaled):
    """(integer digits, decimal digits) of figures with separators. Raises AmountError in doubt."""
    grouped = GROUPED.fullmatch(number)
    if grouped and not number.startswith("0"):
        separator = grouped[1]
        if scaled and separator != " " and number.count(separator) == 1:
            raise AmountError(
                _(
                    "“%(number)s” may be read in two ways: type the whole amount in figures, "
                    "for example 1200000."
                )
                % {"number": number}
            )
        return number.replace(separator, ""), ""
    marks = [char for char in number if char in ".,"]
    decimal_mark = marks[-1] if marks else "."
    integer, found, decimals = number.rpartition(decimal_mark)
    if not found:
        integer, decimals = number, ""
    whole = GROUPED.fullmatch(integer)
    if whole and whole[1] != decimal_mark:
        integer = integer.replace(whole[1], "")
    if not integer.isdigit() or (found and not decimals.isdigit()):
        raise AmountError(_not_understood())
    return integer, decimals


def _finite(value):
    value = Decimal(value)
    if not value.is_finite():
        raise AmountError(_not_understood())
    return value


def _decimals(value):
    """How many decimals are needed to write the value exactly."""
    _whole, _point, decimals = format(value, "f").partition(".")
    return len(decimals.rstrip("0"))


def _grouped(value, language, minimum=0):
    """Figures with separators, a true minus, and at least `minimum` decimals."""
    whole, _point, decimals = format(value.copy_abs(), "f").partition(".")
    decimals = decimals.rstrip("0").ljust(minimum, "0")
    thousands, point = (",", ".") if language.startswith("en") else (NARROW, ",")
    text = format(int(whole), ",").replace(",", thousands)
    return (MINUS if value < 0 else "") + text + (point + decimals if decimals else "")


def _with_currency(number, unit, currency, english):
    """The unit and the currency where each language puts them."""
    symbol = SYMBOLS.get(currency)
    if english:
        sign, figures = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
        return f"{sign}{symbol or currency + NBSP}{figures}{unit}"
    if symbol:
        return f"{number}{NBSP}{unit}{symbol}"
    return f"{number}{NBSP}{unit}{NBSP if unit else ''}{currency}"


def _not_understood():
    return _("This amount is not understood: type for example 1200000, 1 200 000,50 or 12,5 M€.")


def _too_large():
    return _("This amount has more than fifteen figures: check it, or its unit (k€, M€, Md€).")
