"""The records that others link to: their titles and addresses, read when they are first named."""

from typing import NamedTuple

from django.utils.translation import get_language

from cases.models import Entry

from .asking import Among, numbers_in

MOST = 20_000  # names kept, some 300 bytes each


class Linked(NamedTuple):
    """A linked record: its title in the language of the reader; for a source, where it is."""

    kind: str
    slug: str
    title: str
    url: str

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        """`kind/slug`."""
        return f"{self.kind}/{self.slug}"


class Names(dict[int, Linked]):
    """Linked records by number. Those of a batch are there after `read`; it forgets when full."""

    def read(self, numbers: set[int]) -> None:
        """Read the names of these records that are not known."""
        if len(self) > MOST:
            self.clear()
        missing = sorted(numbers - self.keys())
        if not missing:
            return
        is_english = get_language() == "en"
        rows = Entry.objects.filter(Among("pk", missing)).order_by()
        for number, kind, slug, title, title_en, url in rows.values_list(
            "pk", "kind", "slug", "title", "title_en", "source__url"
        ):
            self[number] = Linked(kind, slug, (is_english and title_en) or title, url or "")

    def by_title(self, several: str | None) -> list[Linked]:
        """The records that an answer `Numbers` names, by title; those of one title by number."""
        return sorted(map(self.__getitem__, sorted(numbers_in(several))), key=str)
