"""The money of a vendor under separate heads: contracts, grants, investors, and the rest."""

from django.utils.translation import gettext as _

from cases.dossiers import Section
from cases.ledger import ledger_of

CONTRACTS, GRANTS, INVESTORS = ("procurement",), ("public_grant", "budget_line"), ("equity_raise",)


def ledgers(section: Section) -> list[dict]:
    """One table of money under each head that has lines; the last one leads to the list."""
    heads = [
        ("contracts", _("Contracts"), CONTRACTS),
        ("grants", _("Grants and budgets"), GRANTS),
        ("investors", _("Investors"), INVESTORS),
        ("other-money", _("Other money"), ()),
    ]
    named = CONTRACTS + GRANTS + INVESTORS
    found = []
    for anchor, title, keys in heads:
        rows = [
            row for row in section.shown if _key(row) in keys or not (keys or _key(row) in named)
        ]
        if rows:
            found.append({
                "template": "records/parts/ledger.html", "anchor": anchor, "title": title,
                "ledger": ledger_of(rows), "list_url": "", "is_cut": False,
            })  # fmt: skip
    found[-1] |= {"list_url": section.list_url, "is_cut": section.is_cut, "total": section.total}
    return found


def _key(funding) -> str:
    """The key of the kind of a line of money, such as `procurement`."""
    slug = funding.kind.slug if funding.kind else ""
    return slug.removeprefix("funding_kind-").removeprefix("funding-kind-")
