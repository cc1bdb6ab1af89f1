"""Print the tables of docs/source-guard.md: reasons, networks and addresses that are refused."""

from collections.abc import Iterator

from django.core.management.base import BaseCommand
from django.utils.translation import override

from cases.evidence.fetch import Why
from cases.evidence.fetch.addresses import REFUSED
from cases.evidence.fetch.forms_tried import FORMS


class Command(BaseCommand):
    """See the module."""

    help = __doc__

    def handle(self, **options):
        """Print the tables."""
        self.stdout.write(tables(), ending="")


def tables() -> str:
    """Reasons, networks and forms, as Markdown."""
    with override("en"):
        return "\n".join(["## Reasons\n", *_reasons(), *_networks(), *_forms(), ""])


def _reasons() -> Iterator[str]:
    yield "| code | said to readers |\n|---|---|"
    yield from (f"| `{why.value}` | {why.label} |" for why in Why)


def _networks() -> Iterator[str]:
    yield "\n## Networks that are refused\n"
    yield "Besides these, every IPv6 address outside 2000::/3, and what Python knows as not global."
    yield "\n| network | what it is |\n|---|---|"
    yield from (f"| `{network}` | {what} |" for network, what in REFUSED.items())


def _forms() -> Iterator[str]:
    yield "\n## Forms of address tried and refused\n"
    yield "Each is a test of `tests/test_fetch_addresses.py`, which also tries names that answer"
    yield "otherwise the second time, chains of redirects and a hostile server."
    yield "\n| address | what it tries | refused as |\n|---|---|---|"
    for url, code, what in FORMS:
        shown = url if len(url) < 80 else url[:30] + "…"
        shown = shown.encode("unicode_escape").decode() if not shown.isprintable() else shown
        yield f"| `{shown}` | {what} | `{code}` |"
