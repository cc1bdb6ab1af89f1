"""What the records of one contribution name, looked up once for all of them."""

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from cases.models import Entry, Tag

from .fields import EntryField, Vocabulary
from .lookup import tag_addresses
from .shared_fields import SharedFields, tell

CHUNK = 500  # addresses in one query


class Known:
    """The entries, the tags and the words of vocabularies that forms find without asking again.

    It lives as long as one contribution is being accepted, inside that transaction: nobody else
    publishes meanwhile, and the writer of records tells it what it wrote. It holds no more than
    what the records name. What it does not know, a form looks up as it always does.
    """

    def __init__(self):
        self.vocabulary = Vocabulary()
        self._asked: set[str] = set()
        self._entries: dict[str, Entry] = {}
        self._tags: dict[str, str] = {}
        self._fields: dict[type, SharedFields] = {}

    def fields_of(self, form_class: type) -> SharedFields:
        """The fields of a class of forms, told what is known."""
        if form_class not in self._fields:
            fields = SharedFields(copy.deepcopy(form_class.base_fields))
            tell(fields, self.vocabulary, known=self)
            for field in fields.values():
                field.help_text = ""  # nobody sees it, and each form would translate it
            self._fields[form_class] = fields
        return self._fields[form_class]

    def read(self, form_class, states: Iterable[dict]) -> None:
        """Look up what these states of one kind name, where that was not done yet."""
        named = {
            reference
            for state in states
            for field, token in named_in(form_class, state)
            if (reference := reference_of(token, field.kinds))
        }
        self.find(named | {f"tag/{key}" for state in states for key in state.get("tags", [])})

    def find(self, references: set[str]) -> None:
        """Look up these addresses, `kind/slug`, where that was not done yet."""
        wanted = defaultdict(list)
        for reference in sorted(references - self._asked):
            kind, _slash, slug = reference.partition("/")
            wanted[kind].append(slug)
        self._asked |= references
        for kind, slugs in wanted.items():
            self._read(kind, slugs)

    def _read(self, kind: str, slugs: list[str]) -> None:
        live = Entry.objects.live().filter(kind=kind).defer("search_names", "search_text")
        live = live.select_related("tag") if kind == "tag" else live
        for start in range(0, len(slugs), CHUNK):
            for entry in live.filter(slug__in=slugs[start : start + CHUNK]):
                self._entries[entry.reference] = entry

    def entry(self, token: str, kinds: tuple[str, ...]) -> Entry | None:
        """The live entry at an address, as a snapshot writes it; None says nothing."""
        return self._entries.get(reference_of(token, kinds))

    def tag_addresses(self, names: Iterable[str]) -> dict[str, str]:
        """The address of the tag of each folded name that has one."""
        new = [name for name in names if name not in self._tags]
        if new:
            self._tags |= dict.fromkeys(new, "") | tag_addresses(new)
        return {name: self._tags[name] for name in names if self._tags[name]}

    def tags(self, addresses: Iterable[str]) -> list[Tag]:
        """The tags at these addresses; none for what is no tag's."""
        entries = (self._entries.get(f"tag/{address}") for address in addresses)
        return [entry.tag for entry in entries if entry]

    def learn(self, entries: Iterable[Entry]) -> None:
        """Entries that were read for something else."""
        for entry in entries:
            if entry.is_live and entry.reference not in self._asked:
                self._asked.add(entry.reference)
                self._entries[entry.reference] = entry

    def tell(self, entries: Iterable[Entry]) -> None:
        """These were written, or are about to be: what was known of them is out of date."""
        for entry in entries:
            self._asked.add(entry.reference)
            self._entries[entry.reference] = entry
            if entry.kind == "tag":
                self._tags = {}
            elif entry.kind == "term":
                self.vocabulary, self._fields = Vocabulary(), {}


def named_in(form_class, state: dict) -> Iterator[tuple[EntryField, str]]:
    """Each link that a state makes: the field, and the address as the state has it."""
    yield from _links(form_class, state)
    for rows in form_class.ROWS:
        for row in state.get(rows.name) or ():
            yield from _links(rows.form, row)


def _links(form_class, values: dict) -> Iterator[tuple[EntryField, str]]:
    for name, field in _fields_that_link(form_class):
        value = values.get(name)
        for token in value if isinstance(value, list) else [value]:
            if token:
                yield field, token


@cache
def _fields_that_link(form_class) -> list[tuple[str, EntryField]]:
    fields = form_class.base_fields.items()
    return [(name, field) for name, field in fields if isinstance(field, EntryField)]


def reference_of(token: str, kinds: tuple[str, ...]) -> str:
    """`kind/slug` for the address in a snapshot of an entry of these kinds; "" for other texts."""
    kind, slash, _slug = token.partition("/")
    if slash:
        return token if kind in kinds else ""
    return f"{kinds[0]}/{token}" if len(kinds) == 1 else ""
