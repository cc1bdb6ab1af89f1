"""What an accepted edit costs, how soon every process shows it, and what a page costs right after.

Run as a program on a filled register, with the addresses of its servers: it publishes through the
one door, as a moderator or an import does, and prints its figures as JSON. Each run leaves some
edits and a thousand made-up records in the register, which is kept: a small part of it.
"""

import json
import subprocess
import sys
import time
import urllib.request
from secrets import token_hex
from statistics import median, quantiles

from benchmarks import crowd
from benchmarks.plan import ROOT
from benchmarks.processes import Server, family_cpu
from benchmarks.registers import Register

EDITS = 12
BATCH = 1000  # records of one import
READERS = 50
ASKED = 16  # answers in a row that show an edit: more than the server has processes and threads
PATIENCE = 120  # seconds until an edit must be seen
KNOWN_WITHIN = 1.05  # seconds in which every process hears of an edit (cases/page_cache/state.py)
LIST = "/deployments/"


def measure(register: Register, servers: dict[str, Server]) -> dict[str, dict]:
    """{"edits": …, "import": …, "cold": …}, taken in a program of its own on this register."""
    database = servers["project"].besides
    command = [sys.executable, "-m", "benchmarks.edits", servers["project"].base,
               servers["cached"].base, str(database.process.pid if database else 0)]  # fmt: skip
    done = subprocess.run(
        command, env=register.environment, cwd=ROOT, capture_output=True, text=True
    )
    if done.returncode:
        raise SystemExit(f"Edits could not be measured:\n{done.stderr}")
    found = json.loads(done.stdout)
    found["import"]["peak_memory"] = servers["project"].peak_memory()
    return found


def main(project: str, cached: str, database: int) -> None:
    """Take every figure and print them."""
    import django

    django.setup()
    _edit("warm")
    waited, costs = [], []
    for number in range(EDITS):
        before = time.process_time() + family_cpu(database)
        address, title = _edit(f"edit {number}")
        costs.append(time.process_time() + family_cpu(database) - before)
        waited.append(_seconds_until_shown((project, cached), (address, LIST), title))
    cold = [seconds for _round in range(3) for seconds in _right_after_an_edit(cached)]
    wanted = _like_those_there(BATCH)
    begun = time.monotonic()
    title = _import(wanted)
    batch = time.monotonic() - begun
    shown = _seconds_until_shown((project, cached), (LIST,), title)
    figures = {
        "edits": {"cpu_ms": round(median(costs) * 1000, 2), "visible": round(max(waited), 3)},
        "import": {"batch": round(batch, 2), "visible": round(shown, 3)},
        "cold": {"p95_ms": round(quantiles(cold, n=20)[-1] * 1000, 2)},
    }  # fmt: skip
    sys.stdout.write(json.dumps(figures))


def _edit(words: str) -> tuple[str, str]:
    """Publish one edit of a deployment in the middle of the list; its address and new title."""
    from cases.exchange.states import Wanted
    from cases.history import last_state
    from cases.models import Deployment
    from cases.moderation.imports import publish

    numbers = Deployment.objects.order_by("pk")
    record = numbers.filter(pk__gte=_middle()).select_related("entry").first()
    base, title = last_state(record.entry), f"Dispositif {words} {token_hex(4)}"
    state = base | {"title": title}
    publish(f"bench/{token_hex(8)}", [Wanted("deployment", state, "", record.entry, base)])
    return record.get_absolute_url(), title


def _middle() -> int:
    """The number halfway; each end is asked for alone, for which the database reads one row."""
    from cases.models import Deployment

    numbers = Deployment.objects.order_by("pk").values_list("pk", flat=True)
    return (numbers.first() + numbers.last()) // 2


def _like_those_there(number: int) -> list:
    """What an import of new deployments states, like those there; read before the clock starts."""
    from cases.exchange.states import Wanted
    from cases.history import last_state
    from cases.models import Deployment

    like = Deployment.objects.filter(pk__lte=_middle()).order_by("-pk").select_related("entry")
    mark = token_hex(4)
    return [
        Wanted("deployment", last_state(one.entry) | {"title": f"Import {mark} {place}"})
        for place, one in enumerate(like[:number])
    ]


def _import(wanted: list) -> str:
    """Publish these records in one contribution; the last title."""
    from cases.moderation.imports import publish

    publish(f"bench/{token_hex(8)}", wanted)
    return wanted[-1].state["title"]


def _seconds_until_shown(bases, addresses, title: str) -> float:
    """Until every process of the servers shows the title at every address."""
    begun, shown = time.monotonic(), 0.0
    for base in bases:
        for address in addresses:
            in_a_row = 0
            while in_a_row < ASKED:
                if time.monotonic() > begun + PATIENCE:
                    raise SystemExit(f"{base}{address} does not show an edit.")
                if title in _page(base + address):
                    in_a_row += 1
                else:
                    in_a_row, shown = 0, time.monotonic() - begun
    return shown


def _right_after_an_edit(base: str) -> list[float]:
    """Seconds that each of many readers waits for the list, which no process has any more."""
    _page(base + LIST)
    _edit("cold")
    time.sleep(KNOWN_WITHIN)
    return crowd.seconds_of(base + LIST, READERS)


def _page(address: str) -> str:
    """A page, over a connection of its own, so that any process may answer."""
    with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
        return answer.read().decode()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
