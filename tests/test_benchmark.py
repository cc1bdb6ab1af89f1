"""The benchmark compares what it says: its pages exist, its goals name figures that are taken."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from benchmarks import choices, exports, goals, report
from benchmarks.peers import settings as peers
from benchmarks.plan import ROOT
from benchmarks.processes import Server
from benchmarks.subjects import subjects
from tests.make import make, make_place, make_term

CHOSEN = {
    "technology": "vsa", "technology_number": 1, "tags": ["a", "b"], "tag_numbers": [2, 3],
    "common": "camera", "rare": "drone", "nothing": "zyx", "total": 400, "record": "nice",
    "record_number": 4, "box": "1,42,2,43",
}  # fmt: skip
OF_A_PAGE = {"cpu_ms", "wall_ms", "per_second", "gzipped"}
OF_THE_REST = {
    "csv/rows_per_second", "copy/rows_per_second", "csv/first_byte", "csv/memory",
    "project/peak_memory",
    "project/started_in", "edits/visible", "edits/cpu_ms", "import/batch", "cold/p95_ms",
}  # fmt: skip


def figures(list_ms, floor_ms):
    return {"list": {"cpu_ms": list_ms}, "floor": {"cpu_ms": floor_ms}}


def test_every_goal_compares_two_figures_that_are_taken():
    taken = {f"{one.name}/{name}" for one in subjects(CHOSEN, "sqlite") for name in OF_A_PAGE}
    named = {path for goal in goals.goals() for path in (goal.of, goal.against) if path}
    assert named <= taken | OF_THE_REST
    assert all((g.at_most is None) != (g.at_least is None) for g in goals.goals())


def test_a_ratio_short_of_its_goal_is_named_where_it_is_judged():
    results = {"sqlite": {10_000: figures(13, 1), 1_000_000: figures(40, 2)}}
    verdicts = goals.judged(results)
    said = report.fallen_short(verdicts)
    assert said == [
        "the list with its facets against an empty view: 20, wanted ≤ 12 (sqlite, 1,000,000)",
        "the list against that of 10 000: 3.08, wanted ≤ 1.3 (sqlite, 1,000,000)",
    ]
    text = report.markdown(results, verdicts, {"run": "made up"})
    assert "| 13 | ≤ 12 | not judged at this size |" in text
    assert all(f"- {line}" in text for line in said)


def test_the_work_of_children_counts_running_and_ended():
    burn = "import time\nwhile time.process_time() < 0.2: pass\n"
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {burn!r}])\n"
    parent += "print('done', flush=True)\nsys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", parent], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout.readline() == "done\n"
        server = Server("one", process, "")
        assert server.cpu() >= 0.15  # counted in ticks, rounded down for each process
        held, most = server.watch_memory(), server.peak_memory()
        assert most > 1_000_000
        assert server.grown_since(held) >= 0
        assert server.peak_memory() >= most  # also of what is no longer watched
    finally:
        process.communicate("")
    assert server.cpu() == 0


@pytest.mark.once
def test_the_peers_start_with_settings_of_their_own():
    """All that the models and tags of the register ask of settings when they load is there."""
    asked = "from django.template.loader import get_template\nget_template('obvious.html')"
    program = f"import django\ndjango.setup()\n{asked}"
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "benchmarks.peers.settings"}
    subprocess.run([sys.executable, "-c", program], env=environment, cwd=ROOT, check=True)


@pytest.mark.django_db
def test_every_page_answers_on_the_register_and_on_its_peers(client, settings):
    place = make_place("Nice", latitude=43.7, longitude=7.2, point="place")
    vsa = make_term("technology", "vsa", name="Vidéosurveillance algorithmique")
    make("tag", name="gare")
    make("tag", name="stade")
    record = make(
        "deployment", title="Portiques devant les écoles", description="Deux lycées équipés.",
        places=[place], technologies=[vsa], tags=["gare", "stade"],
    )  # fmt: skip
    chosen = choices.choose()
    assert (chosen["technology"], chosen["record"]) == ("vsa", record.entry.slug)
    assert sorted(chosen["tags"]) == ["gare", "stade"]
    asked = subjects(chosen, connection.vendor)
    for one in asked:
        if one.server == "project":
            assert client.get(one.path.format(number=1)).status_code == 200, one.path
    with connection.cursor() as cursor:
        cursor.execute(exports.copied(connection.vendor))
        assert "Vidéosurveillance algorithmique" in cursor.fetchone()
    settings.ROOT_URLCONF, settings.TEMPLATES = peers.ROOT_URLCONF, peers.TEMPLATES
    found = {one.name: client.get(one.path) for one in asked if one.server == "peers"}
    assert {answer.status_code for answer in found.values()} == {200}
    assert found["obvious_filtered"].context["page"].paginator.count == 1
    assert [record.pk] in found["fulltext"].json()["found"]
    assert found["grouping"].json()["places"] == [["Nice", 43.7, 7.2, 1]]
    assert len(found["floor"].content) == pytest.approx(30_000, rel=0.01)
