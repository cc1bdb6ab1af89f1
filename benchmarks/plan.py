"""How much `make bench` measures: `BENCH=short`, nothing, or `BENCH=full`."""

import os
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Plan:
    """The registers to measure, and how long to look at each page."""

    name: str
    sizes: tuple[int, ...]  # deployments in each register, the smallest first
    rounds: int  # every page is measured once in each; the figure is the median
    seconds: float  # for a page in a round; a page slower than that is asked for `least` times
    least: int


PLANS = {
    plan.name: plan
    for plan in (
        Plan("short", (10_000,), rounds=3, seconds=0.8, least=2),
        Plan("usual", (10_000, 100_000), rounds=5, seconds=2, least=2),
        # At a million a round takes minutes: the obvious list alone answers in ten seconds.
        Plan("full", (10_000, 100_000, 1_000_000), rounds=3, seconds=1.5, least=1),
    )
}


def chosen() -> Plan:
    """The plan that BENCH names."""
    name = os.environ.get("BENCH", "").strip() or "usual"
    if name not in PLANS:
        raise SystemExit(f"BENCH must be {', '.join(PLANS)} or empty, not “{name}”.")
    return PLANS[name]


def folder() -> Path:
    """Where registers, the cluster and Datasette are kept from one run to the next."""
    data = Path(os.environ.get("DATA_DIR") or ROOT / "var").resolve()
    return Path(os.environ.get("BENCH_DIR") or data / "bench").resolve()
