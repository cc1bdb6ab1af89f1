"""`make bench`: the register against its peers, on the same data in the same run (docs/speed.md).

Writes bench.json and bench.md in DATA_DIR, and how well the search answers the judged questions
when the demonstration corpus is loaded there. The report begins with every ratio
that falls short of its goal.
"""

import datetime
import json
import os
import platform
import sys
from pathlib import Path

from benchmarks import edits, exports, goals, measuring, plan, registers, relevance, report, servers
from benchmarks.databases import kept_cluster
from benchmarks.subjects import subjects

MOST_EXPORTS = 3  # of a whole list; each takes a while and varies little


def main() -> int:
    """Measure, write and print; 1 when that cannot be done."""
    chosen, folder = plan.chosen(), plan.folder()
    if not measuring.has_wrk():
        sys.stderr.write("Not measured: speed, which needs the program wrk (Debian: wrk).\n")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    data = Path(os.environ.get("DATA_DIR") or plan.ROOT / "var")
    with kept_cluster(folder / "postgresql") as cluster:
        results = _results(chosen, folder, cluster)
    verdicts = goals.judged(results)
    about = _about(chosen)
    written = {"about": about, "results": results, "ratios": [_line(v) for v in verdicts]}
    if found := relevance.of_the_corpus():
        written["search_relevance"] = found
    text = report.markdown(results, verdicts, about)
    (data / "bench.json").write_text(json.dumps(written, indent=1) + "\n", "utf-8")
    (data / "bench.md").write_text(text, "utf-8")
    sys.stdout.write(text)
    return 0


def _results(chosen: plan.Plan, folder: Path, cluster) -> dict:
    """{database: {size: {page: {figure: value}}}}."""
    datasette = servers.datasette_program(folder)
    engines = ["sqlite", *(["postgresql"] if cluster else [])]
    if not cluster:
        sys.stderr.write("Not measured: PostgreSQL, whose server programs are not here.\n")
    found: dict = {engine: {} for engine in engines}
    for size in chosen.sizes:
        for engine in engines:
            register = registers.prepared(folder, engine, size, cluster)
            sys.stdout.write(f"Measuring {size:,} deployments on {engine}\n")
            database = cluster.server if engine == "postgresql" else None
            with servers.running(register, datasette, database) as running:
                found[engine][size] = _figures(chosen, register, running)
    return found


def _figures(chosen: plan.Plan, register, running: dict) -> dict:
    asked = subjects(register.choices, register.engine)
    # Whatever the process prepares on first use, a reader waits for.
    first_page = measuring.seconds_of_a_page(running["project"], "/deployments/")
    found = measuring.measure(chosen, running, asked)
    found |= exports.measure(register, running["project"], min(chosen.rounds, MOST_EXPORTS))
    for name, server in running.items():
        server_figures = {
            "peak_memory": server.peak_memory(), "started_in": round(server.started_in, 3)
        }  # fmt: skip
        found[name] = found.get(name, {}) | server_figures
    found["project"]["first_page"] = round(first_page, 3)
    return found | edits.measure(register, running)


def _line(verdict: goals.Verdict) -> dict:
    return {
        "what": verdict.goal.say, "database": verdict.engine, "size": verdict.size,
        "ratio": round(verdict.ratio, 4), "goal": verdict.goal.limit, "holds": verdict.holds,
    }  # fmt: skip


def _about(chosen: plan.Plan) -> dict:
    """What a reader must know to compare with another run."""
    return {
        "day": datetime.date.today().isoformat(),
        "run": f"{chosen.name}, {chosen.rounds} rounds of {chosen.seconds:g} s a page",
        "machine": f"{os.cpu_count()} processors, {platform.machine()}, {platform.system()}",
        "python": platform.python_version(),
    }


if __name__ == "__main__":
    sys.exit(main())
