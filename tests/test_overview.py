"""What is counted on the index for the home page and for changes is what plain questions find."""

import pytest
from django.db.models import Q

from cases import overview
from cases.models import Deployment, Entry, Funding, LegalChallenge, Revision, Role
from cases.moderation import merge
from tests.make import edit, make, make_deployment, make_term, make_vendor, role

pytestmark = pytest.mark.django_db


def check() -> None:
    silent = Funding.objects.filter(amount=None, amount_min=None, amount_max=None)
    unsupplied = Deployment.objects.exclude(roles__role__in=Role.SUPPLY)
    pending = LegalChallenge.objects.filter(outcome__term__key="pending")
    figures = overview.figures()
    assert figures["funding"] == {"total": Funding.objects.count(), "silent": silent.count()}
    assert figures["legal"] == {
        "total": LegalChallenge.objects.count(), "pending": pending.count(),
    }  # fmt: skip
    plain = [
        record.entry.slug
        for records in (silent, unsupplied, LegalChallenge.objects.filter(outcome=None))
        for record in records.newest_first()[: overview.MOST_GAPS // 2]
    ]
    # On one day the index knows which was edited last, and the columns of the records do not.
    assert sorted(gap["entry"].slug for gap in overview.gaps()) == sorted(plain)
    live = Entry.objects.live().values("pk")
    assert overview.count_changes() == Revision.objects.filter(entry__in=live).count()
    assert overview.count_changes() == len(overview.changes())
    shown = {line.funding.pk for group in overview.money() for line in group.lines}
    assert shown >= set(silent.newest_first().values_list("pk", flat=True)[:4])


def test_counts_and_gaps_are_those_of_plain_questions_before_and_after_edits(mona):
    make_term("legal_outcome", "pending"), make_term("legal_outcome", "annulled")
    vendor, twin = make_vendor("XXII"), make_vendor("Vingt-deux")
    words = {"amount": "", "amount_text": "non communiqué"}
    first = make("funding", title="A", amount="100")
    silent = make("funding", title="B", **words)
    make("funding", title="C", amount="", amount_min="5")
    make("funding", title="D", formula="a + b", inputs=[first, silent], **words)
    here = make_deployment(title="Ici", roles=[role(vendor, "publisher")])
    make_deployment(title="Là", roles=[role(vendor, "operator")])
    make("legal", title="E"), make("legal", title="F", outcome="pending")
    make("legal", title="G", outcome="annulled")
    check()
    edit(silent, amount="7", amount_text="")
    edit(here, roles=[])
    merge.merge_records(twin.entry, vendor.entry, mona, "la même")
    assert Entry.objects.filter(~Q(merged_into=None)).exists()
    check()
