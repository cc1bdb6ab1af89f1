"""Records that a proposal may repeat, shown to the sender before sending and to the moderator."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from cases.forms.records.titles import TitleMadeUp
from cases.kinds import KINDS
from cases.models import Camera, Deployment, Entry, Name, Role, Source
from cases.text import fold
from cases.web_addresses import same_page

from .similar_names import alike
from .submit import Proposal, main_of

MOST_SHOWN = 5
MOST_READ = 200  # records compared in memory, for each rule
NEAR = 25  # metres: two cameras on one mast, or one camera seen twice
METRES_PER_DEGREE = 111_320
EARTH = 6_371_008  # metres, mean radius
USABLE = ("vendor", "organisation", "source")  # named by the main record, not tied to it
CODES = ("insee", "siren", "registry_id")


@dataclass(frozen=True)
class Repeat:
    """A record that a proposal may repeat, and why it is thought so (a sentence in English)."""

    entry: Entry
    why: str
    kind: str = ""  # of the proposal
    position: int = 0  # of the proposal in its contribution
    of_the_main_record: bool = True

    @property
    def why_in_words(self) -> str:
        """The reason, in the language of whoever reads it."""
        return gettext(self.why)

    @property
    def can_be_attached(self) -> bool:
        """True when what was typed may be added to it: it is a record of the same kind."""
        return self.entry.kind == self.kind

    @property
    def can_be_used(self) -> bool:
        """True when the main record can name it instead of the new one that comes along."""
        return self.can_be_attached and self.kind in USABLE


def possible_duplicates(proposals: list[Proposal]) -> list[Repeat]:
    """What the new records among the proposals may repeat, each once, the surest first.

    Bounded whatever the register holds: every rule reads by an index, or a short list.
    """
    main, found = main_of(proposals), {}
    for position, proposal in enumerate(proposals):
        if proposal.target is None:
            for entry, why in _alike(proposal):
                found.setdefault(
                    entry.pk, Repeat(entry, why, proposal.kind, position, proposal is main)
                )
    return list(found.values())[:MOST_SHOWN]


def _alike(proposal: Proposal) -> Iterator[tuple[Entry, str]]:
    yield from _same_code(proposal)
    if proposal.kind == "deployment":
        yield from _same_place(proposal.state)
    elif proposal.kind == "camera":
        yield from _near(proposal.state)
    elif proposal.kind == "source":
        yield from _same_page(proposal.state)
    if not issubclass(KINDS[proposal.kind].form, TitleMadeUp):
        yield from _same_name(proposal)


def _same_code(proposal: Proposal) -> Iterator[tuple[Entry, str]]:
    """A body has one SIREN, whatever the kind of record: a town may be both place and payer."""
    codes = [fold(str(proposal.state.get(name) or "")) for name in CODES]
    codes = [code for code in codes if code]
    if not codes:
        return
    names = Name.objects.filter(folded__in=codes, source=Name.Source.CODE)
    entries = Entry.objects.live().filter(pk__in=names.values("entry")).exclude(kind="term")
    # Departments have INSEE codes too: `06` is not the town 06088, but 75 is Paris and its ring.
    kinds = {proposal.kind} if proposal.kind == "place" else {"vendor", "organisation", "place"}
    for entry in entries.filter(kind__in=kinds).order_by("pk")[:MOST_SHOWN]:
        yield entry, _("the same registry or INSEE number")


def _same_name(proposal: Proposal) -> Iterator[tuple[Entry, str]]:
    """Entries of the kind that carry the same name or alias, then those a letter away."""
    names = [proposal.title, *proposal.state.get("aliases", [])]
    names = [name for name in names if name]
    folded = [fold(name) for name in names]
    same = Name.objects.filter(folded__in=folded, source__in=(Name.Source.TITLE, Name.Source.ALIAS))
    entries = Entry.objects.live().filter(kind=proposal.kind, pk__in=same.values("entry"))
    for entry in entries.order_by("pk")[:MOST_SHOWN]:
        yield entry, _("the same name, or one of its other names")
    for entry in alike(proposal.kind, names)[:MOST_SHOWN]:
        yield entry, _("a name that differs by a few letters")


def _same_page(state: dict) -> Iterator[tuple[Entry, str]]:
    """Sources at the same address, however it is written."""
    pages = {same_page(state.get("url") or ""), same_page(state.get("archived_url") or "")} - {""}
    names = Name.objects.filter(folded__in=[fold(page)[:300] for page in pages])
    sources = Source.objects.filter(pk__in=names.values("entry")).select_related("entry")
    for source in sources.order_by("pk")[:MOST_READ]:
        if pages.intersection(source.pages()):
            yield source.entry, _("the same web address")


def _same_place(state: dict) -> Iterator[tuple[Entry, str]]:
    """Deployments in one of the places: of the same technology and vendor first."""
    here = Deployment.objects.filter(places__slug__in=state.get("places", []))
    wanted = {f"technology-{key}" for key in state.get("technologies") or []}
    if wanted:
        here = here.filter(Q(technologies__slug__in=wanted) | Q(technologies=None))
    vendors = {row["entry"] for row in state.get("roles") or []}
    ranked = []
    for deployment in (
        here.select_related("entry").prefetch_related("technologies", "roles__entry")
        .order_by("pk").distinct()[:MOST_READ]
    ):  # fmt: skip
        theirs = {r.entry.reference for r in deployment.roles.all() if r.role in Role.SUPPLY}
        technology = bool(wanted.intersection(t.slug for t in deployment.technologies.all()))
        ranked.append((not vendors & theirs, not technology, deployment.pk, deployment.entry))
    for no_vendor, no_technology, _pk, entry in sorted(ranked):
        yield entry, _WHY_HERE[not no_vendor, not no_technology]


_WHY_HERE = {  # (the same vendor, the same technology)
    (True, True): _("the same place, technology and vendor"),
    (True, False): _("the same place and vendor"),
    (False, True): _("the same place and technology"),
    (False, False): _("the same place"),
}


def _near(state: dict) -> Iterator[tuple[Entry, str]]:
    """Cameras less than NEAR metres away, the nearest first."""
    latitude, longitude = state.get("latitude"), state.get("longitude")
    if not isinstance(latitude, float | int) or not isinstance(longitude, float | int):
        return
    tall = NEAR / METRES_PER_DEGREE
    wide = tall / max(math.cos(math.radians(latitude)), 0.01)
    boxed = Camera.objects.filter(
        latitude__range=(latitude - tall, latitude + tall),
        longitude__range=(longitude - wide, longitude + wide),
    )
    distances = [
        (metres_between(latitude, longitude, camera.latitude, camera.longitude), camera)
        for camera in boxed.select_related("entry").order_by("pk")[:MOST_READ]
    ]
    for distance, camera in sorted(distances, key=lambda pair: (pair[0], pair[1].pk)):
        if distance < NEAR:
            yield camera.entry, _("a camera less than 25 metres away")


def metres_between(latitude: float, longitude: float, other: float, other_longitude: float):
    """The distance between two points by the haversine formula."""
    north = math.radians(other - latitude)
    east = math.radians(other_longitude - longitude)
    chord = (
        math.sin(north / 2) ** 2
        + math.cos(math.radians(latitude)) * math.cos(math.radians(other)) * math.sin(east / 2) ** 2
    )
    return 2 * EARTH * math.asin(min(1, math.sqrt(chord)))


def flagged_duplicates(submission) -> list[Entry]:
    """The live records that a contribution was flagged as repeating."""
    references = [
        record
        for found in submission.flags
        if found["flag"] == "duplicate"
        for record in found.get("records", [])
    ]
    slugs = [reference.partition("/")[2] for reference in references]
    found = Entry.objects.live().filter(slug__in=slugs)
    return [entry for entry in found if entry.reference in references]
