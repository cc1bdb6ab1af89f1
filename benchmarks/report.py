"""The tables of a run, as Markdown."""

from benchmarks.goals import Verdict

COLUMNS = (
    ("cpu_ms", "CPU, ms"), ("wall_ms", "time, ms"), ("per_second", "answers a second"),
    ("bytes", "bytes"), ("gzipped", "in gzip"), ("rows_per_second", "rows a second"),
    ("first_byte", "first byte, s"), ("memory", "grown by, MB"),
    ("peak_memory", "memory, MB"), ("started_in", "start, s"),
    ("first_page", "first page, s"), ("visible", "shown everywhere, s"),
    ("batch", "1,000 records, s"), ("p95_ms", "95th percentile, ms"),
)  # fmt: skip
MEGA = 1024 * 1024


def markdown(results: dict, verdicts: list[Verdict], about: dict) -> str:
    """The whole report: what fell short first, then ratios, then figures."""
    said = [f"- {key}: {value}" for key, value in about.items()]
    parts = ["# Speed, compared", "\n".join(said), _short_of(verdicts), _ratios(verdicts)]
    for engine, sizes in results.items():
        for size, figures in sizes.items():
            parts.append(f"## {engine}, {size:,} deployments\n\n{_figures(figures)}")
    return "\n\n".join(parts) + "\n"


def fallen_short(verdicts: list[Verdict]) -> list[str]:
    """One line for each ratio that does not hold."""
    return [
        f"{v.goal.say}: {v.ratio:.3g}, wanted {v.goal.limit} ({v.engine}, {v.size:,})"
        for v in verdicts
        if v.holds is False
    ]


def _short_of(verdicts: list[Verdict]) -> str:
    lines = fallen_short(verdicts)
    if not lines:
        return "Every goal that was judged holds."
    return "Short of the goal:\n\n" + "\n".join(f"- {line}" for line in lines)


def _ratios(verdicts: list[Verdict]) -> str:
    words = {True: "holds", False: "**short**", None: "not judged at this size"}
    rows = [
        [v.goal.say, v.engine, f"{v.size:,}", f"{v.ratio:.3g}", v.goal.limit, words[v.holds]]
        for v in verdicts
    ]
    return "## Ratios\n\n" + _table(["what", "database", "deployments", "ratio", "goal", ""], rows)


def _figures(figures: dict) -> str:
    shown = [(key, words) for key, words in COLUMNS if any(key in one for one in figures.values())]
    rows = [
        [name, *(_number(key, one.get(key)) for key, _words in shown)]
        for name, one in figures.items()
    ]
    return _table(["page", *(words for _key, words in shown)], rows)


def _number(key: str, value) -> str:
    if value is None:
        return ""
    if key in ("peak_memory", "memory"):
        return f"{value / MEGA:,.0f}"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.2f}"


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
