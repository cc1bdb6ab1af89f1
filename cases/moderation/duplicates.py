"""Records that a proposal may repeat, shown to the sender before sending and to the moderator."""

from django.db.models import Q

from cases.models import Deployment, Entry, Source
from cases.text import fold

from .submit import Proposal

MOST_SHOWN = 5


def possible_duplicates(proposals: list[Proposal]) -> list[Entry]:
    """Entries that the new records among the proposals may repeat, each once."""
    found = {}
    for proposal in proposals:
        if proposal.target is None:
            for entry in _alike(proposal):
                found.setdefault(entry.pk, entry)
    return list(found.values())[:MOST_SHOWN]


def _alike(proposal: Proposal) -> list[Entry]:
    if proposal.kind == "deployment":
        return _same_place_and_technology(proposal.state)
    if proposal.kind == "source" and proposal.state.get("url"):
        sources = Source.objects.filter(url=proposal.state["url"]).select_related("entry")
        return [source.entry for source in sources[:MOST_SHOWN]]
    return _same_name(proposal)


def _same_place_and_technology(state: dict) -> list[Entry]:
    """Deployments in one of the places, with a technology in common when both say one."""
    deployments = Deployment.objects.filter(places__slug__in=state.get("places", []))
    if state.get("technologies"):
        slugs = [f"technology-{key}" for key in state["technologies"]]
        deployments = deployments.filter(Q(technologies__slug__in=slugs) | Q(technologies=None))
    return [d.entry for d in deployments.select_related("entry").distinct()[:MOST_SHOWN]]


def _same_name(proposal: Proposal) -> list[Entry]:
    """Entries of the kind that carry the same folded name or alias."""
    names = [proposal.title, *proposal.state.get("aliases", [])]
    folded = [fold(name) for name in names if name]
    found = Entry.objects.live().filter(kind=proposal.kind, names__folded__in=folded)
    return list(found.distinct()[:MOST_SHOWN])


def flagged_duplicates(submission) -> list[Entry]:
    """The live records that a contribution was flagged as repeating."""
    references = [found["why"] for found in submission.flags if found["flag"] == "duplicate"]
    slugs = [reference.partition("/")[2] for reference in references]
    found = Entry.objects.live().filter(slug__in=slugs)
    return [entry for entry in found if entry.reference in references]
