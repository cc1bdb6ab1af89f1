"""An evening's queue, sent through the public form: what people send, good and bad.

`mixed(client)` sends contributions of six sorts (thirty in `make soak`), `with_junk(client)` some
of which many are junk (twelve of thirty-five). Each gives {number of the contribution: sort}.
"""

from cases.intake.models import Submission
from cases.models import Vendor
from tests.environment import times
from tests.make import edit, make, make_deployment, make_place, make_term
from tests.page_forms import controls

JUNK = "BUY CHEAP WATCHES NOW BEST PRICE " + " ".join(
    f"https://watches-{n}.example/buy" for n in range(7)
)


def source(name: str) -> dict:
    """The fields of a new source of this name."""
    return {"source-0-title": f"Délibération {name}", "basis": "document"}


def send(client, address: str, **fields) -> int:
    """Fill in a public form as a browser without JavaScript does, and send it; its number."""
    known = set(Submission.objects.values_list("pk", flat=True))
    page = controls(client.get(address))
    sent = client.post(address, page | fields | {"action": "send"})
    assert "receipt-code" in sent.content.decode(), sent.content.decode()
    return Submission.objects.exclude(pk__in=known).get().pk


def report(client, town: str, text: str, **fields) -> int:
    """Report an installation."""
    return send(client, "/contribute/deployment/", places=town, description=text, **fields)


def good(client, n: int) -> int:
    """A plain report with its source."""
    cited = source(f"bonne {n}") | {"source-0-url": f"https://ville-{n}.example/deliberation"}
    return report(client, f"Ville {n}", f"Caméras votées par le conseil, séance {n}.", **cited)


def repeated(client, n: int) -> int:
    """What the register holds already."""
    cited = source(f"encore {n}") | {"source-0-url": f"https://encore-{n}.example/"}
    return report(client, "Déjàville", f"Encore ces caméras ({n}).", technologies="vsa", **cited)


def junk(client, n: int) -> int:
    """An advertisement."""
    return report(client, f"Ville {n}", JUNK)


def personal(client, n: int) -> int:
    """Somebody is named at their address."""
    text = f"Le boîtier {n} est chez Mme Durand, 12 rue des Lilas, 06 12 34 56 78."
    return report(client, f"Ville {n}", text, **source(f"nommée {n}"))


def clash(client, n: int) -> int:
    """A field that changed between the proposal and the evening."""
    vendor = Vendor.objects.get(name=f"Société {n}")
    address = f"/vendors/{vendor.entry.slug}/edit/"
    number = send(client, address, country="BE", **source(f"disputée {n}"))
    edit(vendor, country="CH")
    return number


def sourceless(client, n: int) -> int:
    """Interesting, and nothing to check it with."""
    return report(client, f"Ville {n}", f"On dit qu’il y a un logiciel depuis {n} mois.")


SORTS = {"good": good, "duplicate": repeated, "junk": junk, "personal": personal,
         "clash": clash, "no source": sourceless}  # fmt: skip
MIXED = times(
    {"good": 2, "duplicate": 1, "junk": 2, "personal": 1, "clash": 1, "no source": 1},
    {"good": 10, "duplicate": 4, "junk": 6, "personal": 4, "clash": 3, "no source": 3},
)
WITH_JUNK = times(
    {"good": 2, "junk": 3, "no source": 1},
    {"good": 12, "duplicate": 4, "junk": 12, "personal": 3, "no source": 4},
)


def register() -> None:
    """The towns, the vendors and the one deployment that the contributions speak of."""
    for n in range(12):
        make_place(f"Ville {n}")
    for n in range(3):
        make("vendor", name=f"Société {n}", country="FR")
    vsa = make_term("technology", "vsa")
    make_deployment(make_place("Déjàville"), technologies=[vsa])


def mixed(client) -> dict[int, str]:
    """Contributions of every sort in turn, as an evening brings them."""
    return _sent(client, MIXED)


def with_junk(client) -> dict[int, str]:
    """Contributions of which a third and more are junk."""
    return _sent(client, WITH_JUNK)


def _sent(client, wanted: dict[str, int]) -> dict[int, str]:
    found = {}
    for n in range(max(wanted.values())):
        for sort, number in wanted.items():
            if n < number:
                found[SORTS[sort](client, n)] = sort
    return found
