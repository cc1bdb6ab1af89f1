"""Records of every kind whose every text is made of texts that try to run something."""

import uuid

from django import forms

from cases.forms.fields import LinesField, LongTextField
from cases.kinds import KINDS
from tests.full import NOT_KNOWN, full_state
from tests.hostile_text import packs

ROWS = 8  # of each list of rows, each with other texts
PARAGRAPHS = 2_000  # characters of a long text: in a longer one an open sign hides what follows
SEVERAL = {"unknowns": 1}  # one is enough to say so
LINES = 90  # of a list of lines
# Texts that must be a code, so that nothing hostile can be one.
CODES = {"insee", "siren", "country", "language", "currency", "scheme", "key", "field", "row_key"}
OF_ONE = {"insee", "siren"}  # codes that no two records share


class Hostile:
    """The states of one kind; `state(0)`, `state(1)`… until each text was in each field once."""

    def __init__(self, key: str, texts: list[str]):
        self.key, self.texts, self.kept = key, texts, {}
        self.whole = full_state(key)  # what each state begins with: choices, dates, links
        form = KINDS[key].form
        self.rounds_of = {
            rows.name: self._rounds(
                rows.form, self.whole[rows.name][0], SEVERAL.get(rows.name, ROWS)
            )
            for rows in form.ROWS
        }
        self.rounds = max(self._rounds(form, self.whole), *self.rounds_of.values())

    def state(self, number: int) -> dict:
        """The snapshot of one record."""
        form = KINDS[self.key].form()
        state = self.whole | self._filled(form, self.whole, number)
        for rows in form.ROWS:
            [full] = self.whole[rows.name]
            if number >= self.rounds_of[rows.name]:  # all were seen, and pages are long with them
                state[rows.name] = []
                continue
            row_form, several = rows.form(), SEVERAL.get(rows.name, ROWS)
            state[rows.name] = [
                full | self._filled(row_form, full, number * several + place)
                | {"key": str(uuid.uuid4())}
                for place in range(several)
            ]  # fmt: skip
        if self.key == "term":  # no two have one key in one vocabulary
            state["key"] = f"{self.whole['key']}-{number}"
        return state | {name: "" for name in (NOT_KNOWN, *OF_ONE) if name in state}

    def fits(self, field: forms.Field) -> list[str]:
        """Each of the values that together hold every text that the field can hold."""
        most = min(getattr(field, "max_length", None) or 300, PARAGRAPHS)
        kind = type(field)
        if (kind, most) not in self.kept:
            self.kept[kind, most] = self._packed(field, most)
        return self.kept[kind, most]

    def _packed(self, field, most: int) -> list[str]:
        if isinstance(field, forms.URLField):
            texts = ["".join(text.split()) for text in self.texts]
            found = [f"https://example.org/?{pack}" for pack in packs(most - 30, texts, "&")]
            return [address for address in found if _is_valid(field, address)]
        one_line = [" ".join(text.split()) for text in self.texts]
        if isinstance(field, LinesField):
            return [one_line[start : start + LINES] for start in range(0, len(one_line), LINES)]
        texts, gap = (self.texts, "\n\n") if isinstance(field, LongTextField) else (one_line, " ")
        return packs(most, texts, gap)

    def _filled(self, form, known: dict, number: int) -> dict:
        found = {}
        for name, field in form.fields.items():
            if _is_text(name, field, known):
                fitting = self.fits(field)
                found[name] = fitting[number % len(fitting)]
        return found

    def _rounds(self, form, known: dict, several: int = 1) -> int:
        """How many records it takes, each with several such forms."""
        fields = form().fields.items()
        values = [len(self.fits(field)) for name, field in fields if _is_text(name, field, known)]
        return -(-max(values, default=0) // several)


def _is_text(name: str, field, known: dict) -> bool:
    """True for what people write as they like."""
    plain = type(field) in (forms.CharField, LongTextField, LinesField, forms.URLField)
    return plain and name not in CODES and name in known


def _is_valid(field, value: str) -> bool:
    try:
        field.clean(value)
    except forms.ValidationError:
        return False
    return True
