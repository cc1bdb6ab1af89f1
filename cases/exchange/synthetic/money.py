"""Made-up lines of money and contests before courts."""

from decimal import Decimal

from cases.made import Made
from cases.models import Funding, LegalChallenge, Party, Proceeding

from .bulk import BulkWriter
from .deployments import citations, contest, date
from .draws import Draws
from .world import World


def funding(
    world: World, writer: BulkWriter, draws: Draws, system: Made, sources: list[Made]
) -> Made:
    """A line of money for a deployment: exact, bounded, or in words."""
    kind = draws.choices(world.terms["funding_kind"][:3], (55, 35, 10))[0]
    title = f"{kind.title.capitalize()} : {system.record.title}"[:300]
    place = next(iter(system.links["places"]), None)
    vendors = [role.entry for role in system.rows["roles"] if role.entry.kind == "vendor"]
    is_grant = kind.slug == "funding_kind-public_grant"
    record = Funding(
        entry=writer.entry("funding", title),
        title=title,
        kind=kind,
        stage=draws.choice(Funding.Stage.values),
        tax_basis=draws.choices((*Funding.TaxBasis.values, ""), (40, 30, 30))[0],
        payer=draws.choice(world.funders) if is_grant else place,
        payee=place if is_grant else next(iter(vendors), None),
        programme="Programme de sécurité locale" if is_grant else "",
        reference=f"M{writer.number:08}" if draws.happens(0.5) else "",
        **_amount(draws),
    )
    contest(draws, record)
    links = {"deployments": [system.record.entry], "places": [place] if place else []}
    when = [date(world, draws, "budget_year" if is_grant else "signed")]
    rows = {"dates": when, "citations": citations(draws, sources, 1)}
    return Made(record, links, rows, draws.some(world.tags, 0, 2))


def _amount(draws: Draws) -> dict:
    amount = Decimal(round(draws.lognormvariate(11.5, 1.2) * 100)) / 100
    shape = draws.choices(("exact", "bounds", "words"), (85, 10, 5))[0]
    return {
        "exact": {"amount": amount},
        "bounds": {"amount_min": amount, "amount_max": amount * 2},
        "words": {"amount_text": "montant non communiqué"},
    }[shape]


def legal(
    world: World, writer: BulkWriter, draws: Draws, system: Made, sources: list[Made]
) -> Made:
    """A contest about a deployment."""
    court, claimant = draws.choice(world.courts), draws.choice(world.associations)
    title = f"Recours contre le dispositif : {system.record.title}"[:300]
    stage = draws.choice(world.terms["legal_stage"])
    outcome = draws.choice(world.terms["legal_outcome"])
    docket = f"{draws.randint(13, 25)}{draws.randint(0, 99999):05}"
    record = LegalChallenge(
        entry=writer.entry("legal", title),
        title=title,
        kind=world.term("legal_kind", "court_case"),
        forum=court,
        docket=docket,
        stage=stage,
        outcome=outcome,
        acts=["délibération autorisant le dispositif"],
        description="L’association demande l’annulation de la décision. L’audience est publique.",
    )
    contest(draws, record)
    parties = [Party(key=draws.key(), entry=claimant, side=Party.Side.CLAIMANT)]
    parties += [
        Party(key=draws.key(), entry=place, side=Party.Side.DEFENDANT)
        for place in system.links["places"]
    ]
    judged = Proceeding(
        key=draws.key(), forum=court, stage=stage, docket=docket, outcome=outcome,
        hearing=draws.partial_date(),
    )  # fmt: skip
    links = {"deployments": [system.record.entry], "places": list(system.links["places"])}
    rows = {
        "parties": parties,
        "proceedings": [judged],
        "dates": [date(world, draws, "filed")],
        "citations": citations(draws, sources),
    }
    return Made(record, links, rows, draws.some(world.tags, 0, 2))
