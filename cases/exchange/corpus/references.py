"""From the slugs of the corpus to the addresses of the register."""

from django.db.models import Q

from cases.models import Entry, Place

from .reading import CorpusError, Fact, address

KIND_OF = {
    "sources": "source",
    "places": "place",
    "organisations": "organisation",
    "vendors": "vendor",
    "products": "product",
    "deployments": "deployment",
    "fundings": "funding",
    "legal_challenges": "legal",
    "statistics": "statistic",
    "laws": "law",
    "events": "event",
    "tags": "tag",
}


class Addresses:
    """Where each record of the corpus stands, or will stand, in the register.

    `places` holds the reference places to which records of the corpus attach: communes by
    INSEE code, departments by their code, France by its country.
    """

    def __init__(self, facts: list[Fact]):
        self.places: dict[str, Place] = {}
        self._slugs = {}
        for fact in facts:
            if fact.type not in KIND_OF:
                raise fact.error("a type that the register does not know")
            place = _reference_place(fact) if fact.type == "places" else None
            if place:
                self.places[fact.slug] = place
            self._slugs[fact.type, fact.slug] = place.entry.slug if place else fact.slug

    def slug(self, type_: str, slug: str) -> str:
        """The slug in the register of one record; empty for none."""
        if not slug:
            return ""
        if (type_, slug) not in self._slugs:
            raise CorpusError(f"there is no {type_}/{slug}")
        return self._slugs[type_, slug]

    def slugs(self, type_: str, slugs: list[str]) -> list[str]:
        """The slugs in the register, sorted as a snapshot has them."""
        return sorted(self.slug(type_, slug) for slug in slugs)

    def full(self, text: str) -> str:
        """`kind/slug` for `type/slug`; empty for none."""
        type_, slug = address(text)
        return f"{KIND_OF[type_]}/{self.slug(type_, slug)}" if text else ""

    def of(self, fact: Fact) -> tuple[str, str]:
        """Kind and slug of a record."""
        return KIND_OF[fact.type], self.slug(fact.type, fact.slug)

    def stored(self, facts: list[Fact]) -> int:
        """How many of the records the database holds: with history, or as tombstones."""
        kinds = {}
        for fact in facts:
            kind, slug = self.of(fact)
            kinds.setdefault(kind, []).append(slug)
        known = Q(revisions__isnull=False) | ~Q(withdrawn_on=None) | ~Q(merged_into=None)
        return sum(
            Entry.objects.filter(known, kind=kind, slug__in=slugs).distinct().count()
            for kind, slugs in kinds.items()
        )


def _reference_place(fact: Fact) -> Place | None:
    """The reference place that a record is about, or None when the edition has no such place."""
    insee, department, kind, country = fact.peek("insee", "department_code", "kind", "country")
    if insee:
        wanted = {"kind": Place.Kind.COMMUNE, "insee": insee}
    elif department:
        wanted = {"kind": Place.Kind.DEPARTMENT, "insee": department}
    elif kind == Place.Kind.COUNTRY and country == "FR":
        wanted = {"kind": Place.Kind.COUNTRY, "country": "FR"}
    else:
        return None
    place = Place.objects.exclude(edition="").select_related("entry").filter(**wanted).first()
    if place is None:
        raise fact.error(f"no reference place has {wanted}: load the reference data first")
    return place
