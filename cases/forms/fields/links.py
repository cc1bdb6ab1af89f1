"""Links to entries, as people type them: by address, name, code or postcode."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.forms.lookup import MOST_CANDIDATES, by_address, find_entries, label_for_input
from cases.forms.widgets import EntriesInput, EntryInput
from cases.models import Entry

MOST_TOKENS = 100


class EntryField(forms.Field):
    """One entry of the kinds named, found by address, name, code or postcode.

    A record declared in the same contribution is written `@n`, its place in it; the form
    that holds this field says in `declared` which kind each `@n` is, and in `known` what was
    looked up already.
    """

    widget = EntryInput
    default_error_messages = {
        "unknown": _("“%(value)s” was not found here. Check the spelling, or try a postcode."),
        "postcode": _(
            "No town has the postcode %(value)s: check its five figures, "
            "or type the name of the town."
        ),
        "ambiguous": _("“%(value)s” may be several. Choose one below."),
        "declared": _("“%(value)s” names nothing in this contribution."),
        "one": _("Give only one, and take the others away."),
        "many": _("Give at most %(most)s."),
    }

    def __init__(self, kinds, **options):
        super().__init__(**options)
        self.kinds = tuple(kinds)
        self.declared = {}
        self.known = None
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
        if len(tokens) > MOST_TOKENS:
            raise ValidationError(
                self.error_messages["many"], code="many", params={"most": MOST_TOKENS}
            )
        for token in tokens:
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
        entry = self.known.entry(token, self.kinds) if self.known else None
        if entry:
            return [entry]
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
        readable = number.isascii() and number.isdigit() and len(number) < 4
        kind = self.declared.get(int(number)) if readable else None
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
            return [self.shown(part) for part in value]
        return self.shown(value)

    def shown(self, part):
        """One value as its input shows it."""
        if isinstance(part, str) and part and " " not in part and "\x00" not in part:
            part = by_address(part, self.kinds) or part
        return label_for_input(part) if isinstance(part, Entry) else part

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
        parts = self.tokens(value) if isinstance(value, str) else value or []
        if len(parts) and isinstance(parts[0], str):
            parts = self.tokens(list(parts))
        return "\n".join(self.shown(part) for part in parts)
