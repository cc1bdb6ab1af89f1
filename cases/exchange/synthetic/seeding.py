"""Filling an empty register with made-up records: one transaction, a part at a time."""

from dataclasses import dataclass
from time import monotonic

from django.db import transaction

from cases.derived import changed
from cases.exchange.progress import Progress
from cases.models import DataVersion, Entry, Revision

from . import deployments as d
from . import money
from .bulk import BulkWriter
from .draws import Draws
from .world import World, people, read_world

PART = 1000  # deployments made and stored together
# For each deployment, on average; each also has one camera.
SOURCES, FUNDINGS, CONTESTS = 0.5, 0.6, 0.05


class NotEmpty(Exception):
    """The register cannot be filled; the message says why."""


@dataclass(frozen=True)
class Seeded:
    """How many records were made, and in how many seconds."""

    records: int
    seconds: float


def seed(number: int, stream=None) -> Seeded:
    """Make a register of so many deployments: all or nothing. Raises NotEmpty."""
    started = monotonic()
    with transaction.atomic():
        DataVersion.advance()
        _refuse_unless_empty()
        # The chain of revisions knows no earlier day after a later one.
        day = Revision.objects.order_by("-sequence").first().day
        writer = BulkWriter(day, Draws("salts").salt)
        world = read_world()
        people(world, writer, number)
        with Progress("Deployments", number, stream) as progress:
            for start in range(0, number, PART):
                size = min(PART, number - start)
                _make_part(world, writer, Draws(f"part {start}"), start, size)
                progress.advance(size)
        writer.finish()
        changed.everything()
    return Seeded(writer.stored, monotonic() - started)


def _refuse_unless_empty() -> None:
    """Only what `load_reference` loads may be there: its places and the words of the lists."""
    for kind in ("place", "term"):
        if not Entry.objects.filter(kind=kind).exists():
            raise NotEmpty("There are no places and terms yet: run load_reference first.")
    others = Entry.objects.exclude(kind__in=("place", "term"))
    edited = Revision.objects.exclude(entry__kind="term")
    if others.exists() or edited.exists():
        raise NotEmpty(
            "The register holds records: made-up ones are never mixed with real ones. "
            "Use an empty DATA_DIR or DATABASE_URL, with load_reference alone."
        )


def _make_part(world: World, writer: BulkWriter, draws: Draws, start: int, size: int) -> None:
    """Each kind after those it links to."""
    sources = [d.source(world, writer, draws) for _n in range(_share(SOURCES, start, size) or 1)]
    writer.write(sources)
    systems = [d.deployment(world, writer, draws, sources) for _n in range(size)]
    writer.write(systems)
    paid = [draws.choice(systems) for _n in range(_share(FUNDINGS, start, size))]
    writer.write([money.funding(world, writer, draws, one, sources) for one in paid])
    fought = [draws.choice(systems) for _n in range(_share(CONTESTS, start, size))]
    writer.write([money.legal(world, writer, draws, one, sources) for one in fought])
    seen = [draws.choice(systems) for _n in range(size)]
    writer.write([d.camera(world, writer, draws, one) for one in seen])


def _share(each: float, start: int, size: int) -> int:
    """How many fall to this part, so that the whole has its share."""
    return int(each * (start + size)) - int(each * start)
