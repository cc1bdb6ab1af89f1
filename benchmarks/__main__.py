"""`make bench`: measures on the register in DATA_DIR, and writes bench.json there.

So far only how well the search answers the judged questions; `make run` loads their corpus.
"""

import json
import os
import sys
from pathlib import Path

import django


def main() -> int:
    """Print the scores, the worst questions first; 1 when there is no corpus to ask."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "technopolice.settings")
    django.setup()
    from django.conf import settings

    from benchmarks import relevance
    from cases.models import Deployment

    if not Deployment.objects.exists():
        sys.stderr.write("No deployment to search: `make run` loads the demonstration corpus.\n")
        return 1
    found = relevance.scores()
    for score in sorted(found, key=lambda score: score.quality)[:10]:
        sys.stdout.write(f"{score.quality:5.2f}  {score.question}\n")
    mean = relevance.mean(found)
    sys.stdout.write(f"{mean:5.3f}  mean nDCG@10 of {len(found)} questions\n")
    report = {"search_relevance": {"ndcg_at_10": round(mean, 4), "questions": len(found)}}
    Path(settings.DATA_DIR, "bench.json").write_text(json.dumps(report, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
