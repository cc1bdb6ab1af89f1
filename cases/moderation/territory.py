"""The department a contribution is about, so that those who decide for it find it."""

from cases.models import Deployment, Place

# Where a record names places: fields that hold `slug` or `place/slug`, one or several.
FIELDS = ("places", "place", "seat", "payer", "payee", "subject")


def territory_of(proposals: list) -> str:
    """Code of the department when everything is about one, else an empty text.

    An edit is about the places of the record as it would stand; money and contests are about
    those of their deployments.
    """
    slugs = {slug for proposal in proposals for slug in _named(proposal)}
    deployments = [slug for proposal in proposals for slug in _deployments(proposal)]
    if deployments:
        of_them = Deployment.objects.filter(entry__slug__in=deployments)
        slugs |= set(of_them.exclude(places=None).values_list("places__slug", flat=True))
    if not slugs:
        return ""
    places = Place.objects.filter(entry__kind="place", entry__slug__in=slugs)
    codes = set(
        places.filter(kind=Place.Kind.COMMUNE, parent__place__kind=Place.Kind.DEPARTMENT)
        .values_list("parent__place__insee", flat=True)
        .distinct()[:2]
    )
    departments = places.filter(kind=Place.Kind.DEPARTMENT)
    codes |= set(departments.values_list("insee", flat=True)[:2])
    codes.discard("")
    return codes.pop() if len(codes) == 1 else ""


def _named(proposal) -> list[str]:
    """Slugs of the places that a proposal names, and the place that it changes."""
    found = [proposal.target.slug] if proposal.kind == "place" and proposal.target else []
    if proposal.kind == "place":
        found.append(proposal.state.get("parent") or "")
    for name in FIELDS:
        found += _as_list(proposal.state.get(name))
    places = [v.removeprefix("place/") for v in found if "/" not in v or v.startswith("place/")]
    return [slug for slug in places if slug and not slug.startswith("@")]


def _deployments(proposal) -> list[str]:
    """Slugs of the deployments that a proposal is tied to."""
    found = _as_list(proposal.state.get("deployments")) + _as_list(proposal.state.get("deployment"))
    return [slug for slug in found if slug and not slug.startswith("@")]


def _as_list(value) -> list[str]:
    return value if isinstance(value, list) else [value or ""]
