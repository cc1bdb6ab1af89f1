"""Form fields of the register. Each reads what people type and writes the plain snapshot value.

`field.plain(value)` turns a cleaned value, or the value of a record, into what a snapshot
holds; `field.typed(plain)` turns it back into what the input sends.
"""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases import dates, money, text
from cases.models import Entry, Tag

from .lookup import MOST_CANDIDATES, by_address, find_entries, label_for_input
from .widgets import EntriesInput, EntryInput, LinesInput, TagsInput

MOST_LINES = 100


class EntryField(forms.Field):
    """One entry of the kinds named, found by address, name, code or postcode.

    A record declared in the same contribution is written `@n`, its place in it; the form
    that holds this field says in `declared` which kind each `@n` is.
    """

    widget = EntryInput
    default_error_messages = {
        "unknown": _("“%(value)s” was not found here. Check the spelling, or try a postcode."),
        "postcode": _("No town has the postcode %(value)s."),
        "ambiguous": _("“%(value)s” may be several. Choose one below."),
        "declared": _("“%(value)s” names nothing in this contribution."),
        "one": _("Give only one."),
    }

    def __init__(self, kinds, **options):
        super().__init__(**options)
        self.kinds = tuple(kinds)
        self.declared = {}
        self.widget.kinds = self.kinds

    def to_python(self, value):
        """The entry meant, or None."""
        entries = self.resolve(self.tokens(value))
        if len(entries) > 1:
            raise ValidationError(self.error_messages["one"], code="one")
        return entries[0] if entries else None

    def tokens(self, value) -> list[str]:
        """What was typed and what was picked among candidates, in order, each once."""
        parts = value if isinstance(value, list | tuple) else [value or ""]
        lines = (line for part in parts for line in self.split(str(part)))
        return list(dict.fromkeys(line for line in lines if line))

    def split(self, part: str) -> list[str]:
        """One token: the whole text."""
        return [part.strip()[:400]]

    def resolve(self, tokens: list[str]) -> list[Entry]:
        """Entries for the tokens; what was picked settles what was ambiguous."""
        found, unsettled = {}, []
        for token in tokens[:MOST_LINES]:
            candidates = self.find(token)
            if len(candidates) == 1:
                found[candidates[0].reference] = candidates[0]
            else:
                unsettled.append((token, candidates))
        for token, candidates in unsettled:
            if not any(c.reference in found for c in candidates):
                self.widget.candidates = candidates[:MOST_CANDIDATES]
                raise ValidationError(
                    self.error_messages["ambiguous"], code="ambiguous", params={"value": token}
                )
        return list(found.values())

    def find(self, token: str) -> list[Entry]:
        """Candidates for one token; raises when there are none."""
        if token.startswith("@"):
            return [self.find_declared(token)]
        candidates = [] if "\x00" in token else find_entries(token, self.kinds)
        if not candidates:
            code = "postcode" if token.isdigit() and len(token) == 5 else "unknown"
            raise ValidationError(
                self.error_messages[code], code=code, params={"value": token[:80]}
            )
        return candidates

    def find_declared(self, token: str) -> Entry:
        """A stand-in, never saved, for the record that change `@n` will make."""
        number = token[1:]
        kind = self.declared.get(int(number)) if number.isdigit() and len(number) < 4 else None
        if kind not in self.kinds:
            raise ValidationError(
                self.error_messages["declared"], code="declared", params={"value": token[:80]}
            )
        return Entry(kind=kind, slug=token, title=token)

    def plain(self, entry: Entry | None) -> str:
        """`slug` when only one kind is possible, else `kind/slug`; empty for none."""
        if entry is None:
            return ""
        if entry.slug.startswith("@") or len(self.kinds) == 1:
            return entry.slug
        return entry.reference

    def typed(self, plain: str) -> str:
        """The same text: inputs read addresses."""
        return plain

    def prepare_value(self, value):
        """Show the title of the entry beside its address, and other texts as typed."""
        if isinstance(value, list | tuple):
            return [self.prepare_value(part) for part in value]
        if isinstance(value, str) and value and " " not in value:
            value = by_address(value, self.kinds) or value
        return label_for_input(value) if isinstance(value, Entry) else value

    def has_changed(self, initial, data) -> bool:
        """True when anything was typed that is not the initial value."""
        return self.tokens(data) != self.tokens(self.prepare_value(initial) or "")


class EntriesField(EntryField):
    """Several entries, one a line or separated by semicolons."""

    widget = EntriesInput

    def split(self, part: str) -> list[str]:
        """Lines and semicolons separate."""
        return [line.strip()[:400] for line in part.replace(";", "\n").splitlines()]

    def to_python(self, value):
        """The entries meant."""
        return self.resolve(self.tokens(value))

    def plain(self, entries) -> list[str]:
        """Sorted addresses."""
        return sorted(super(EntriesField, self).plain(entry) for entry in entries)

    def typed(self, plain: list[str]) -> str:
        """One address a line."""
        return "\n".join(plain)

    def prepare_value(self, value):
        """One entry a line."""
        if isinstance(value, str):
            value = self.tokens(value)
        return "\n".join(super(EntriesField, self).prepare_value(list(value or [])))


class Vocabulary:
    """All terms, read once for a form: `{scheme: {key: Term}}`."""

    def __init__(self):
        self._schemes = None

    def scheme(self, name: str) -> dict:
        """The terms of a scheme by key, in their order."""
        if self._schemes is None:
            from cases.models import Term

            self._schemes = {}
            terms = Term.objects.select_related("entry").order_by("position", "name")
            for term in terms.filter(entry__withdrawn_on=None, entry__merged_into=None):
                self._schemes.setdefault(term.scheme, {})[term.key] = term
        return self._schemes.get(name, {})


class TermField(forms.ChoiceField):
    """One term of a scheme, by its key."""

    def __init__(self, scheme, **options):
        super().__init__(**options)
        self.scheme = scheme
        self.terms = {}

    def use(self, vocabulary: Vocabulary) -> None:
        """Take the choices from this vocabulary."""
        self.terms = vocabulary.scheme(self.scheme)
        labels = [(key, str(term.entry)) for key, term in self.terms.items()]
        self.choices = labels if self.widget.allow_multiple_selected else [("", "—"), *labels]

    def clean(self, value):
        """The entry of the term, or None."""
        key = super().clean(value)
        return self.terms[key].entry if key else None

    def plain(self, entry: Entry | None) -> str:
        """The key of the term."""
        return entry.slug.removeprefix(f"{self.scheme}-") if entry else ""

    def typed(self, plain: str) -> str:
        """The key."""
        return plain

    def prepare_value(self, value):
        """The key that the input selects."""
        return self.plain(value) if isinstance(value, Entry) else value


class TermsField(forms.MultipleChoiceField):
    """Several terms of a scheme."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, scheme, **options):
        super().__init__(**options)
        self.scheme = scheme
        self.terms = {}

    use = TermField.use

    def clean(self, value):
        """The entries of the terms."""
        return [self.terms[key].entry for key in dict.fromkeys(super().clean(value))]

    def plain(self, entries) -> list[str]:
        """Sorted keys."""
        return sorted(entry.slug.removeprefix(f"{self.scheme}-") for entry in entries)

    def typed(self, plain: list[str]) -> list[str]:
        """The keys."""
        return plain

    def prepare_value(self, value):
        """The keys that the boxes tick."""
        if value and isinstance(value, list | tuple) and isinstance(value[0], Entry):
            return self.plain(value)
        return value


class LongTextField(forms.CharField):
    """Text of several lines, with one kind of line end."""

    def to_python(self, value):
        """The text, stripped, with line feeds only."""
        return super().to_python(str(value or "").replace("\r\n", "\n").replace("\r", "\n"))


class LinesField(LongTextField):
    """A list of short texts, one a line."""

    widget = LinesInput
    default_error_messages = {"long": _("A line is longer than 300 characters."),
                              "many": _("More than 100 lines.")}  # fmt: skip

    def to_python(self, value):
        """The lines that are not empty."""
        joined = "\n".join(value) if isinstance(value, list) else value
        lines = [line.strip() for line in super().to_python(joined).split("\n")]
        lines = [line for line in lines if line]
        if len(lines) > MOST_LINES:
            raise ValidationError(self.error_messages["many"], code="many")
        if any(len(line) > 300 for line in lines):
            raise ValidationError(self.error_messages["long"], code="long")
        return lines

    def run_validators(self, value):
        """Each line is checked as a text is."""
        for line in value:
            super().run_validators(line)

    def plain(self, lines) -> list[str]:
        """The lines."""
        return list(lines or [])

    def typed(self, plain: list[str]) -> str:
        """One a line."""
        return "\n".join(plain)

    def prepare_value(self, value):
        """One a line."""
        return "\n".join(value) if isinstance(value, list) else value

    def has_changed(self, initial, data) -> bool:
        """Compare the lines."""
        return super().has_changed(self.prepare_value(initial), data)


class TagsField(forms.CharField):
    """Tags by name, separated by commas; a new name becomes a tag only when accepted."""

    widget = TagsInput
    default_error_messages = {"long": _("A tag has at most 60 characters.")}

    def to_python(self, value):
        """Keys of known tags and names of new ones, sorted."""
        parts = value if isinstance(value, list) else str(value or "").replace("\n", ",").split(",")
        names = {text.fold(part): " ".join(part.split()) for part in parts}
        names.pop("", None)
        if any(len(name) > 60 for name in names.values()):
            raise ValidationError(self.error_messages["long"], code="long")
        known = Entry.objects.live().filter(kind="tag", names__folded__in=list(names))
        keys = dict(known.values_list("names__folded", "slug"))
        return sorted({keys.get(folded, name) for folded, name in names.items()})

    def run_validators(self, value):
        """Each name is checked as a text is."""
        for name in value:
            super().run_validators(name)

    def plain(self, tags) -> list[str]:
        """Sorted keys (and names of new tags)."""
        return sorted(tag.slug if isinstance(tag, Tag) else tag for tag in tags)

    def typed(self, plain: list[str]) -> str:
        """Separated by commas."""
        return ", ".join(plain)

    def prepare_value(self, value):
        """Separated by commas."""
        return ", ".join(self.plain(value)) if isinstance(value, list | tuple) else value


class PartialDateFormField(forms.CharField):
    """A date as people write it, kept as EDTF text."""

    def to_python(self, value):
        """Canonical EDTF, or empty."""
        typed = super().to_python(value)
        if not typed:
            return ""
        try:
            return dates.parse(typed)
        except dates.DateError as error:
            raise ValidationError(str(error), code="date") from error

    def prepare_value(self, value):
        """The date in words of the reader's language."""
        try:
            return dates.display(value, get_language()) if value else value
        except (dates.DateError, ValueError):
            return value

    def has_changed(self, initial, data) -> bool:
        """True when anything else was typed."""
        return (initial or "") != (data or "") and self.prepare_value(initial or "") != data


class AmountField(forms.CharField):
    """An amount of money as people write it: `12,5 M€`."""

    def to_python(self, value):
        """The amount as a decimal number with two places, or None."""
        typed = super().to_python(value)
        if not typed:
            return None
        try:
            return money.parse_amount(typed).quantize(Decimal("0.01"))
        except money.AmountError as error:
            raise ValidationError(str(error), code="amount") from error

    def run_validators(self, value):
        """The parser has checked."""

    def prepare_value(self, value):
        """Plain digits."""
        return format(value.normalize(), "f") if isinstance(value, Decimal) else value
