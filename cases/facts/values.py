"""The value of a field in the reader's words, whatever the type of the field."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases import dates, money
from cases.codes import code_words, unit_words
from cases.models import Confidence, Entry, Record
from cases.models.fields import PartialDateField, TextListField
from cases.text import fold


@dataclass(frozen=True)
class Mark:
    """A box or a circle, always with its word."""

    name: str
    label: str


@dataclass(frozen=True)
class Value:
    """One value in words: the address of what it names, a remark, its own mark and sources."""

    text: str = ""
    url: str = ""
    note: str = ""
    mark: Mark | None = None
    sources: tuple[int, ...] = ()
    external: bool = False
    plain: bool = False  # "none known": a result, not a gap


@dataclass(frozen=True)
class Fact:
    """One field in words, with the numbers of its sources and how good the information is."""

    name: str
    label: str
    values: tuple[Value, ...] = ()
    sources: tuple[int, ...] = ()
    mark: Mark | None = None
    note: str = ""
    against: tuple = ()  # what is said against it (facts.doubt.Against)
    outdated: tuple = ()  # inputs that changed since it was calculated (facts.outdated.Outdated)

    @property
    def is_missing(self) -> bool:
        """True when nobody has found the answer yet."""
        return not self.values and bool(self.mark) and self.mark.name == "box-missing"


def missing(word: str = "") -> Mark:
    """The empty box: a fact that nobody has found yet."""
    return Mark("box-missing", word or _("not found"))


def confidence_mark(confidence: str) -> Mark | None:
    """The box of a value that its source does not state."""
    if confidence == Confidence.INFERRED:
        return Mark("box-supposed", _("supposed"))
    if confidence == Confidence.DERIVED:
        return Mark("box-derived", _("deduced"))
    return None


def calculated() -> Mark:
    """The box of a value calculated from others."""
    return Mark("box-derived", _("calculated"))


def named(entry: Entry | None, **more) -> Value | None:
    """A link to the record; its name alone when it can no longer be read."""
    if entry is None:
        return None
    return Value(str(entry), entry.get_absolute_url() if entry.is_live else "", **more)


def with_mark(value: Value, confidence: str) -> Value:
    """The value with the box of its confidence."""
    return replace(value, mark=confidence_mark(confidence))


def values_of(record: Record, field: models.Field) -> tuple[Value, ...]:
    """Every value of a field, none when it is empty."""
    if field.many_to_many:
        entries = sorted(getattr(record, field.name).all(), key=str)
        return tuple(named(entry) for entry in entries)
    if field.is_relation:
        value = named(getattr(record, field.name))
        return (value,) if value else ()
    raw = getattr(record, field.name)
    if raw in (None, "", [], False):
        return ()
    if isinstance(field, TextListField):
        return tuple(Value(str(part)) for part in raw)
    return (_plain(field, raw),)


def _plain(field: models.Field, raw) -> Value:
    if isinstance(field, models.URLField) and not field.choices:
        return Value(words_of(field, raw), raw, external=True)
    return Value(words_of(field, raw))


def words_of(field: models.Field, raw) -> str:
    """A stored value that is no link and no list, in the reader's words."""
    language = get_language() or "fr"
    if field.choices:
        return str(dict(field.flatchoices).get(raw, raw))
    if isinstance(field, PartialDateField):
        return dates.display(raw, language)
    if isinstance(field, models.BooleanField):
        return _("yes")
    if isinstance(field, models.URLField):
        return _short(raw)
    if isinstance(field, models.FloatField | models.DecimalField | models.IntegerField):
        return money.display_number(Decimal(str(raw)), language)
    return code_words(field.name, str(raw))


def _short(url: str) -> str:
    """An address as people read it: without its scheme, cut when it is long."""
    shown = url.partition("://")[2].removesuffix("/") or url
    return shown if len(shown) <= 70 else shown[:69] + "…"


def amount_value(funding, column: bool = False) -> Value:
    """An amount, its bounds, or the empty box with the words of the source."""
    language, currency = get_language() or "fr", funding.currency or "EUR"

    def shown(amount):
        return money.display_amount(amount, currency, language, column)

    words = funding.amount_text
    if fold(words) == fold(_("amount not disclosed")):
        words = ""  # the box says it already
    if funding.amount is not None:
        return Value(shown(funding.amount), note=words)
    low, high = funding.amount_min, funding.amount_max
    if low is not None and high is not None:
        both = {"low": shown(low), "high": shown(high)}
        return Value(_("between %(low)s and %(high)s") % both, note=words)
    if low is not None:
        return Value(_("at least %(amount)s") % {"amount": shown(low)}, note=words)
    if high is not None:
        return Value(_("at most %(amount)s") % {"amount": shown(high)}, note=words)
    return Value(mark=missing(_("amount not disclosed")), note=words)


def shared_words(funding) -> str:
    """For an amount over several places: that none of them has all of it."""
    places = sorted(str(entry) for entry in funding.places.all())
    if len(places) < 2 or funding.amount is None:
        return ""
    return _("for several places together: %(places)s") % {"places": ", ".join(places)}


def formula_words(record) -> str:
    """The formula with the figure of each record it names, such as `80 M€ − 10 M€`."""
    words = record.formula
    for entry in sorted(record.inputs.all(), key=lambda entry: -len(entry.slug)):
        words = words.replace(entry.slug, figure_of(entry) or str(entry))
    return words.replace(" - ", f" {money.MINUS} ")


def figure_of(entry: Entry) -> str:
    """The amount or the figure of the record, if it is of a kind that has one."""
    if entry.kind == "funding" and hasattr(entry, "funding"):
        return amount_value(entry.funding).text
    if entry.kind == "statistic" and hasattr(entry, "statistic"):
        return figure_value(entry.statistic).text
    return ""


QUALIFIED = {
    "approx": lambda figure: _("about %(figure)s") % {"figure": figure},
    "at_least": lambda figure: _("at least %(figure)s") % {"figure": figure},
    "more_than": lambda figure: _("more than %(figure)s") % {"figure": figure},
    "at_most": lambda figure: _("at most %(figure)s") % {"figure": figure},
}


def figure_value(statistic) -> Value:
    """A published figure with its unit, or the words that stand for it."""
    if statistic.value is None:
        if statistic.value_text:
            return Value(statistic.value_text)
        return Value(mark=missing(_("not disclosed")))
    language = get_language() or "fr"
    if statistic.unit in money.SYMBOLS:
        figure = money.display_amount(statistic.value, statistic.unit, language)
    else:
        number = money.display_number(statistic.value, language)
        figure = f"{number}{money.NBSP}{unit_words(statistic.unit)}".strip()
    qualify = QUALIFIED.get(statistic.value_qualifier)
    return Value(qualify(figure) if qualify else figure, note=statistic.value_text)
