"""Whether a vendor is known for a technology."""

from collections.abc import Iterator

from django.utils.translation import gettext_noop as _

from cases.models import Deployment, Entry, Product, Role

from .found import Flag, Found
from .submit import Proposal

MOST_VENDORS = 20


def unknown_for_the_technology(proposal: Proposal) -> Iterator[Found]:
    """A flag for a known vendor of which no product or deployment has a proposed technology."""
    wanted = {f"technology-{key}" for key in proposal.state.get("technologies") or []}
    changed = {"technologies", "roles", "vendor"}.intersection(proposal.data)
    if not wanted or not changed:
        return
    technologies = Entry.objects.filter(kind="term", slug__in=wanted)
    for vendor in Entry.objects.live().filter(kind="vendor", slug__in=_vendors(proposal)):
        products = Product.objects.filter(vendor=vendor)
        systems = Deployment.objects.filter(
            pk__in=Role.objects.filter(entry=vendor, role__in=Role.SUPPLY).values("deployment")
        )
        if proposal.target:
            systems = systems.exclude(pk=proposal.target.pk)
            products = products.exclude(pk=proposal.target.pk)
        known = (
            products.filter(technologies__slug__in=wanted).exists()
            or systems.filter(technologies__slug__in=wanted).exists()
        )
        if not known:
            names = ", ".join(sorted(str(term.title) for term in technologies))
            yield Found(
                Flag.TECHNOLOGY,
                _("No product or deployment of %(vendor)s in the register is about “%(what)s”: "
                  "does the source say that it supplies this?"),
                {"vendor": vendor.title, "what": names},
            )  # fmt: skip


def _vendors(proposal: Proposal) -> list[str]:
    """Slugs of the vendors that the proposal names, not those that it brings."""
    named = [row["entry"] for row in proposal.state.get("roles") or []]
    named = [reference.removeprefix("vendor/") for reference in named if "vendor/" in reference]
    if proposal.kind == "product":
        named += [proposal.state.get("vendor") or "", *(proposal.state.get("co_vendors") or [])]
    return [slug for slug in named if slug and not slug.startswith("@")][:MOST_VENDORS]
