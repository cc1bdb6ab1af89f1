"""What the made-up records name: real communes and words, imaginary bodies and products."""

from dataclasses import dataclass, field
from itertools import accumulate

from cases.made import Made
from cases.models import Entry, Organisation, Place, Product, ProductFunction, Tag, Vendor

from . import words
from .bulk import BulkWriter
from .draws import Draws

MOST_VENDORS, MOST_BODIES = 300, 200
IMAGINARY = "Nom imaginaire : donnée de synthèse."


@dataclass
class World:
    """The entries that records link to, held for the whole run: some tens of thousands."""

    terms: dict[str, list[Entry]]
    communes: list[Place]
    weights: list[int]  # population, cumulated
    by_number: dict[int, Place]
    tags: list[Tag] = field(default_factory=list)
    vendors: list[Entry] = field(default_factory=list)
    products: dict[int, list[Entry]] = field(default_factory=dict)  # by vendor
    funders: list[Entry] = field(default_factory=list)
    courts: list[Entry] = field(default_factory=list)
    associations: list[Entry] = field(default_factory=list)

    def term(self, scheme: str, key: str) -> Entry:
        """One word of a vocabulary."""
        return next(term for term in self.terms[scheme] if term.slug == f"{scheme}-{key}")

    def commune(self, draws: Draws) -> Place:
        """A commune, the likelier the more people live there."""
        return draws.choices(self.communes, cum_weights=self.weights)[0]


def read_world() -> World:
    """What `load_reference` loaded."""
    terms: dict[str, list[Entry]] = {}
    named = Entry.objects.filter(kind="term").select_related("term").order_by("pk")
    for entry in named:
        terms.setdefault(entry.term.scheme, []).append(entry)
    communes = Place.objects.filter(kind=Place.Kind.COMMUNE, population__gt=0)
    columns = ("name", "population", "latitude", "longitude")
    entries = ("entry__kind", "entry__slug", "entry__title", "entry__title_en")
    found = list(communes.select_related("entry").only(*columns, *entries).order_by("pk"))
    weights = list(accumulate(place.population for place in found))
    return World(terms, found, weights, {place.pk: place for place in found})


def people(world: World, writer: BulkWriter, number: int) -> None:
    """Make the tags, vendors, products and bodies of a register of so many deployments."""
    draws = Draws("world")
    _make_tags(world, writer, draws)
    _make_vendors(world, writer, draws, min(MOST_VENDORS, max(10, number // 10)))
    _make_products(world, writer, draws)
    bodies = min(MOST_BODIES, max(12, number // 20))
    for kept, names, kind in (
        (world.funders, words.FUNDERS, "fund"),
        (world.courts, words.COURTS, "court"),
        (world.associations, words.ASSOCIATIONS, "association"),
    ):
        kept += _bodies(world, writer, draws, names, kind, bodies // 3)


def _make_tags(world: World, writer: BulkWriter, draws: Draws) -> None:
    broad = [_tag(world, writer, draws, name, None) for name in words.TAGS]
    writer.write(broad)
    narrow = [
        _tag(world, writer, draws, name, one.record.entry)
        for one in broad
        for name in words.TAGS[one.record.name]
    ]
    writer.write(narrow)
    world.tags = [one.record for one in (*broad, *narrow)]


def _tag(world: World, writer: BulkWriter, draws: Draws, name: str, parent) -> Made:
    entry = writer.entry("tag", name)
    category = draws.choice(world.terms["tag_category"])
    return Made(Tag(entry=entry, name=name, parent=parent, category=category))


def _make_vendors(world: World, writer: BulkWriter, draws: Draws, number: int) -> None:
    names = [f"{start}{end}" for end in words.VENDOR_ENDS for start in words.VENDOR_STARTS]
    made = [
        Made(
            Vendor(
                entry=writer.entry("vendor", name),
                name=name,
                kind=draws.choice(world.terms["vendor_kind"]),
                country=draws.choices(("FR", "DE", "IL", "US", ""), (70, 8, 6, 10, 6))[0],
                website=f"https://{name.lower()}.example/" if draws.happens(0.7) else "",
                note=IMAGINARY,
            )
        )
        for name in names[:number]
    ]
    writer.write(made)
    world.vendors = [one.record.entry for one in made]


def _make_products(world: World, writer: BulkWriter, draws: Draws) -> None:
    made = []
    for vendor in world.vendors:
        for word in draws.some(words.PRODUCTS, 1, 4):
            name = f"{vendor.title} {word}"
            entry = writer.entry("product", name)
            functions = [
                ProductFunction(
                    key=draws.key(), function=term, state=draws.choice(ProductFunction.State.values)
                )
                for term in draws.some(world.terms["function"], 1, 3)
            ]
            technologies = draws.some(world.terms["technology"], 1, 2)
            made.append(
                Made(
                    Product(entry=entry, name=name, vendor=vendor, note=IMAGINARY),
                    links={"technologies": technologies},
                    rows={"functions": functions},
                )
            )
            world.products.setdefault(vendor.pk, []).append(entry)
    writer.write(made)


def _bodies(world: World, writer: BulkWriter, draws: Draws, names, kind: str, number: int):
    """Organisations of one kind, each with its seat."""
    made = []
    for index in range(number):
        seat = world.commune(draws)
        name = f"{names[index % len(names)]} de {seat.name}"
        body = Organisation(
            entry=writer.entry("organisation", name),
            name=name,
            kind=world.term("organisation_kind", kind),
            country="FR",
            seat=seat.entry,
            note=IMAGINARY,
        )
        made.append(Made(body))
    writer.write(made)
    return [one.record.entry for one in made]
