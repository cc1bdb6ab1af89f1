"""Choices among the terms of a vocabulary."""

from django import forms
from django.db.models import F

from cases.models import Entry


class Vocabulary:
    """All terms, read once for a form: `{scheme: {key: Entry}}`."""

    def __init__(self):
        self._schemes = None

    def scheme(self, name: str) -> dict[str, Entry]:
        """The entries of the terms of a scheme by key, in their order."""
        if self._schemes is None:
            self._schemes = {}
            terms = (
                Entry.objects.live().filter(kind="term").order_by("term__position", "term__name")
            )
            for entry in terms.annotate(scheme=F("term__scheme"), key=F("term__key")):
                self._schemes.setdefault(entry.scheme, {})[entry.key] = entry
        return self._schemes.get(name, {})


class TermField(forms.ChoiceField):
    """One term of a scheme, by its key."""

    def __init__(self, scheme, **options):
        super().__init__(**options)
        self.scheme = scheme
        self.vocabulary = Vocabulary()

    def use(self, vocabulary: Vocabulary) -> None:
        """Take the choices from this vocabulary, when they are asked for and not before."""
        self.vocabulary = vocabulary
        self.choices = self.labels

    def labels(self) -> list[tuple[str, str]]:
        """(key, name) of each term, after an empty choice where only one can be made."""
        found = [(key, str(entry)) for key, entry in self.terms.items()]
        return found if self.widget.allow_multiple_selected else [("", "—"), *found]

    @property
    def terms(self) -> dict[str, Entry]:
        """The entries of the terms of the scheme, by key."""
        return self.vocabulary.scheme(self.scheme)

    def valid_value(self, value) -> bool:
        """True for the key of a term of the scheme: found without listing them all."""
        return str(value) in self.terms

    def clean(self, value):
        """The entry of the term, or None."""
        key = super().clean(value)
        return self.terms[key] if key else None

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
        self.vocabulary = Vocabulary()

    use, labels, terms = TermField.use, TermField.labels, TermField.terms
    valid_value = TermField.valid_value

    def clean(self, value):
        """The entries of the terms."""
        return [self.terms[key] for key in dict.fromkeys(super().clean(value))]

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
