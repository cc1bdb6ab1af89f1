"""Made-up sources, deployments and cameras."""

import datetime

from cases.made import Made
from cases.models import (
    Acquisition,
    Camera,
    Check,
    Citation,
    Confidence,
    DatedValue,
    Deployment,
    Dispute,
    Place,
    Record,
    Role,
    Source,
    Unknown,
)

from . import words
from .bulk import BulkWriter
from .draws import FIRST_YEAR, LAST_YEAR, Draws
from .world import World

NEAR = 0.012  # degrees around the point of the commune, about a kilometre
CONTESTED, DISPUTED = 0.06, 0.02
STATUSES = dict(zip(Deployment.Status.values, (12, 10, 52, 4, 6, 16), strict=True))
SUPPLY = ("vendor", "publisher", "manufacturer", "integrator", "holder", "maintenance")


def source(world: World, writer: BulkWriter, draws: Draws) -> Made:
    """A document or an article."""
    place, kind = world.commune(draws), draws.choice(world.terms["source_kind"])
    paper = draws.choice(words.NEWSPAPERS)
    title = f"{kind.title.capitalize()} sur la surveillance à {place.name}"
    entry = writer.entry("source", title)
    record = Source(
        entry=entry,
        title=title,
        kind=kind,
        role=draws.choice(world.terms["source_role"]),
        publisher=paper if draws.happens(0.8) else f"Mairie de {place.name}",
        url=f"https://archives.example/{entry.pk}" if draws.happens(0.9) else "",
        language="fr",
        acquisition=draws.choices(("press", "document", "answer", ""), (50, 25, 5, 20))[0],
    )
    return Made(record, rows={"dates": [date(world, draws, "published")]})


def date(world: World, draws: Draws, role: str) -> DatedValue:
    """A date of any record."""
    confidence = Confidence.STATED if draws.happens(0.9) else Confidence.DERIVED
    what = world.term("date_role", role)
    return DatedValue(key=draws.key(), role=what, value=draws.partial_date(), confidence=confidence)


def citations(draws: Draws, sources: list[Made], most: int = 2) -> list[Citation]:
    """None for a fifth of the records; the others cite one or several of these sources."""
    if draws.happens(0.2):
        return []
    return [
        Citation(
            key=draws.key(),
            source=made.record.entry,
            locator=f"p. {draws.randint(1, 80)}" if draws.happens(0.4) else "",
            confidence=draws.choices(Confidence.values, (80, 12, 8))[0],
        )
        for made in draws.some(sources, 1, most)
    ]


def contest(draws: Draws, record: Record) -> None:
    """Say of some that their source is in doubt."""
    if draws.happens(CONTESTED):
        record.contested = True
        record.contested_by = draws.choice(Record.ContestedBy.values)
        record.contested_note = "Deux documents se contredisent sur ce point."


def deployment(world: World, writer: BulkWriter, draws: Draws, sources: list[Made]) -> Made:
    """A system in a commune, in several, or in none that is known."""
    places = [] if draws.happens(0.03) else [world.commune(draws)]
    if draws.happens(0.05):
        places = list({place.pk: place for place in (*places, world.commune(draws))}.values())
    where = places[0].name if places else "lieu inconnu"
    technologies = draws.some(world.terms["technology"], 1, 2)
    title = f"{technologies[0].title.capitalize()}, {where}"
    vendors = draws.some(world.vendors, 0, 2)
    products = [draws.choice(world.products[v.pk]) for v in vendors if draws.happens(0.5)]
    total = draws.randint(2, 400) if draws.happens(0.6) else None
    record = Deployment(
        entry=writer.entry("deployment", title),
        title=title,
        scope=_scope(world, places),
        purposes=draws.some(words.PURPOSES, 0, 2),
        components=draws.some(words.COMPONENTS, 0, 2),
        status=draws.choices(list(STATUSES), list(STATUSES.values()))[0],
        cameras_total=total,
        cameras_analysed=draws.randint(0, total) if total and draws.happens(0.4) else None,
        cameras_counted_on=draws.partial_date() if total and draws.happens(0.5) else "",
        description=_description(draws, where, vendors, total),
    )
    contest(draws, record)
    links = {
        "places": [place.entry for place in places],
        "technologies": technologies,
        "functions": draws.some(world.terms["function"], 0, 3),
        "products": products,
    }
    rows = _rows(world, draws, record, vendors, places) | {"citations": citations(draws, sources)}
    return Made(record, links, rows, draws.some(world.tags, 2, 3))


def _scope(world: World, places: list[Place]):
    key = {0: "unknown", 1: "local"}.get(len(places), "multi_local")
    return world.term("deployment_scope", key)


def _rows(world: World, draws: Draws, record: Deployment, vendors: list, places: list) -> dict:
    roles = [Role(key=draws.key(), entry=vendor, role=draws.choice(SUPPLY)) for vendor in vendors]
    if places and draws.happens(0.6):
        roles.append(Role(key=draws.key(), entry=places[0].entry, role=Role.Kind.OPERATOR))
    dates = [
        date(world, draws, role) for role in draws.some(("announced", "start", "active"), 0, 2)
    ]
    found = {"roles": roles, "dates": dates}
    if record.cameras_total is None and draws.happens(0.3):
        why = draws.choices(Unknown.Reason.values, (20, 40, 25, 10, 5))[0]
        asked = "Mairie" if why in (Unknown.Reason.REFUSED, Unknown.Reason.REDACTED) else ""
        found["unknowns"] = [Unknown(key=draws.key(), field="cameras_total", reason=why, who=asked)]
    if draws.happens(DISPUTED):
        why = "La mairie affirme le contraire dans sa réponse."
        found["disputes"] = [Dispute(key=draws.key(), field="status", why=why)]
    if draws.happens(0.1):
        found["checks"] = [check(draws)]
    return found


def check(draws: Draws) -> Check:
    """Somebody looked again, some day of the last years."""
    when = datetime.date(
        draws.randint(LAST_YEAR - 2, LAST_YEAR), draws.randint(1, 12), draws.randint(1, 28)
    )
    basis = draws.choice((Acquisition.ON_SITE, Acquisition.DOCUMENT, Acquisition.PRESS))
    answer = draws.choices(Check.Answer.values, (80, 10, 10))[0]
    return Check(key=draws.key(), day=when, answer=answer, basis=basis)


def _description(draws: Draws, where: str, vendors: list, total: int | None) -> str:
    """Two to four sentences; a few link to the vendor, a few hold a word to search for."""
    told = draws.sample(words.SENTENCES, draws.randint(2, 4))
    if draws.happens(words.COMMON_SHARE):
        told[-1] = words.COMMON_SENTENCE
    if draws.happens(words.RARE_SHARE):
        told[-1] = words.RARE_SENTENCE
    vendor = vendors[0].title if vendors else "un prestataire"
    if vendors and draws.happens(0.03):
        vendor = f"[[{vendors[0].reference}]]"
    year, count = draws.randint(FIRST_YEAR, LAST_YEAR), total or "plusieurs"
    return " ".join(told).format(place=where, vendor=vendor, count=count, year=year)


def camera(world: World, writer: BulkWriter, draws: Draws, system: Made) -> Made:
    """A device near the commune of a system, or of any; a quarter belong to none."""
    named = system.links["places"]
    place = world.by_number[named[0].pk] if named else world.commune(draws)
    street = draws.choice(words.STREETS)
    title = f"Caméra, {street}, {place.name}"
    known = place.latitude is not None
    record = Camera(
        entry=writer.entry("camera", title),
        title=title,
        deployment=system.record.entry if draws.happens(0.75) else None,
        place=place.entry,
        location=street,
        latitude=round(place.latitude + draws.uniform(-NEAR, NEAR), 6) if known else None,
        longitude=round(place.longitude + draws.uniform(-NEAR, NEAR), 6) if known else None,
        direction=draws.randint(0, 359) if draws.happens(0.5) else None,
        mount=draws.choice(world.terms["camera_mount"]) if draws.happens(0.8) else None,
        kind=draws.choice(world.terms["camera_kind"]),
        observed_on=draws.partial_date(),
        basis=draws.choice((Acquisition.ON_SITE, Acquisition.DOCUMENT, "")),
    )
    rows = {"checks": [check(draws)]} if draws.happens(0.1) else {}
    return Made(record, rows=rows)
