"""How well the search answers the judged questions of `relevance.yaml`, on the loaded corpus."""

import math
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import django
import yaml

FILE = Path(__file__).with_name("relevance.yaml")
LOOKED_AT = 10  # results that a reader looks at


@dataclass(frozen=True)
class Score:
    """One question: how good the order is (nDCG, 0 to 1), and where the best answer stands."""

    question: str
    quality: float
    place: int | None


def judged() -> dict[str, list[str]]:
    """Each question with the records that answer it, the best first."""
    return yaml.safe_load(FILE.read_text("utf-8"))


def scores() -> list[Score]:
    """The score of every question; one without an answer must find another spelling or nothing."""
    return [score_of(question, wanted) for question, wanted in judged().items()]


def score_of(question: str, wanted: list[str]) -> Score:
    """nDCG over what the page shows first: gains fall with the rank of the judgement."""
    shown = results(question)
    if not wanted:
        return Score(question, 1.0, None)
    gains = {reference: len(wanted) - rank for rank, reference in enumerate(wanted)}
    got = [gains.get(reference, 0) for reference in shown[:LOOKED_AT]]
    best = sorted(gains.values(), reverse=True)[:LOOKED_AT]
    place = shown.index(wanted[0]) + 1 if wanted[0] in shown else None
    return Score(question, _discounted(got) / _discounted(best), place)


def results(question: str) -> list[str]:
    """References in the order of the page; of each kind the first three, which one sees at once."""
    from cases.search.finding import find

    groups = find(question).groups
    return [hit.entry.reference for group in groups for hit in group.hits[:3]]


def mean(found: list[Score]) -> float:
    """The mean quality of all questions."""
    return sum(score.quality for score in found) / len(found)


def of_the_corpus() -> dict:
    """The mean, and the worst questions printed; nothing when DATA_DIR has no corpus to ask."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "technopolice.settings")
    django.setup()
    from django.db import DatabaseError

    from cases.models import Deployment

    try:
        loaded = Deployment.objects.exists()
    except DatabaseError:
        loaded = False
    if not loaded:
        sys.stderr.write("Not measured: relevance; `make run` loads the corpus that is asked.\n")
        return {}
    found = scores()
    for score in sorted(found, key=lambda score: score.quality)[:10]:
        sys.stdout.write(f"{score.quality:5.2f}  {score.question}\n")
    sys.stdout.write(f"{mean(found):5.3f}  mean nDCG@10 of {len(found)} questions\n")
    return {"ndcg_at_10": round(mean(found), 4), "questions": len(found)}


def _discounted(gains: list[int]) -> float:
    return sum(gain / math.log2(rank + 2) for rank, gain in enumerate(gains))
