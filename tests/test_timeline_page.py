"""The dates of the register for any filter, honest about what is known of each."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.make import (
    cited,
    dated,
    edit,
    make,
    make_deployment,
    make_place,
    make_source,
    make_term,
    make_vendor,
)

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def story(db):
    """A deployment in Nice by XXII, money and a case about it; another elsewhere."""
    make_term("technology", "vsa", name="VSA")
    nice, xxii = make_place("Nice"), make_vendor("XXII")
    source = make_source("Un article")
    here = make_deployment(nice, xxii, title="Caméras de Nice", technologies=["vsa"],
                           dates=[dated("2022-23", "announced")],
                           citations=[cited(source)])  # fmt: skip
    make("funding", title="Marché de Nice", deployments=[here], dates=[dated("2021", "signed")])
    make("legal", title="Recours de Nice", deployments=[here], dates=[dated("2022/..", "filed")])
    make_deployment(make_place("Lyon"), title="Caméras de Lyon", dates=[dated("[..2020-04]")])
    return here


def titles(client, query: str = "") -> list[str]:
    years = client.get(f"/timeline/{query}").context["years"]
    return [str(line.record.entry) for year in years for line in year.lines]


def test_dates_stand_in_order_and_an_unknown_end_last(client, story):
    make("event", title="Vote", dates=[dated("2022", "decision")])
    assert titles(client) == ["Caméras de Lyon", "Marché de Nice", "Vote", "Recours de Nice",
                              "Caméras de Nice"]  # fmt: skip


def test_a_partial_date_is_written_as_it_is_known(client, story):
    page = client.get("/timeline/").content.decode()
    assert "avant avril 2020" in page
    assert "automne 2022" in page


def test_years_group_the_dates(client, story):
    years = client.get("/timeline/").context["years"]
    assert [year.year for year in years] == [2020, 2021, 2022]


@pytest.mark.parametrize("query", ["technology=vsa", "vendor=xxii&kind=deployment&kind=legal",
                                   "place=nice", "function=-"])  # fmt: skip
def test_filters_reach_through_deployments(client, story, query):
    assert "Caméras de Lyon" not in titles(client, f"?{query}")


def test_a_technology_gives_the_money_and_the_cases_of_its_deployments(client, story):
    assert titles(client, "?technology=vsa") == ["Marché de Nice", "Recours de Nice",
                                                 "Caméras de Nice"]  # fmt: skip


def test_kinds_and_years_filter(client, story):
    assert titles(client, "?kind=funding") == ["Marché de Nice"]
    assert titles(client, "?year=2021") == ["Marché de Nice"]
    assert titles(client, "?kind=funding&year=2022") == []


def test_what_exists_nowhere_gives_nothing(client, story):
    assert titles(client, "?kind=submission") == []
    assert titles(client, "?place=nowhere") == []


def test_each_date_leads_to_its_record_and_its_source(client, story):
    page = client.get("/timeline/?kind=deployment").content.decode()
    assert f'href="{story.get_absolute_url()}#s1"' in page


def test_lists_and_dossiers_lead_to_the_timeline(client, story):
    assert (
        "/timeline/?kind=deployment&amp;place=nice"
        in client.get("/deployments/?place=nice").content.decode()
    )
    assert "/timeline/?place=nice" in client.get("/places/nice/").content.decode()


def test_the_kind_of_a_list_is_kept_as_its_type(client, story):
    make_term("funding_kind", "grant", name="subvention")
    make("funding", title="Subvention", kind="grant", dates=[dated("2019")])
    page = client.get("/funding/?kind=grant").content.decode()
    assert "/timeline/?kind=funding&amp;type=grant" in page
    assert titles(client, "?kind=funding&type=grant") == ["Subvention"]


@pytest.mark.parametrize("page", ["0", "2", "x", "-1", "9" * 30])
def test_no_other_page_exists(client, story, page):
    assert client.get(f"/timeline/?page={page}").status_code == 404


@pytest.mark.once
def test_queries_do_not_grow_with_the_dates(client, story):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/en/timeline/?place=nice").status_code == 200
            assert client.get("/en/money/").status_code == 200
        return len(captured)

    nice = make_place("Nice Est")
    few = queries()
    for number in range(6):
        source = make_source(f"Article {number}")
        made = make_deployment(
            story.places.first().place, title=f"D{number}", dates=[dated("2020")],
            citations=[cited(source)],
        )  # fmt: skip
        make("funding", deployments=[made], places=[nice], dates=[dated("2021")])
    assert queries() <= few + 4


def test_kinds_and_years_are_counted_in_dates_whatever_was_edited(client, story):
    several = [dated("2021-03"), dated("2021-05"), dated("2021/2022"), dated("1950/2030")]
    vote = make("event", title="Vote", dates=several)
    edit(story, dates=[dated("2021"), dated("2022-04")])

    def counted(query: str) -> tuple[int, dict, dict]:
        asked = client.get(f"/timeline/{query}").context["asked"]
        kinds, years = ({v["value"]: v["count"] for v in f["values"]} for f in asked.facets[:2])
        assert (
            asked.total == asked.lines.count() == sum(kinds[k] for k in asked.kinds if k in kinds)
        )
        return asked.total, kinds, years

    kinds = {"event": 4, "deployment": 3, "funding": 1, "legal": 1}
    assert counted("") == (9, kinds, {"2022": 3, "2021": 5, "2020": 1})
    assert counted("?kind=event&year=2021") == (
        4, {"event": 4, "deployment": 1, "funding": 1}, {"2022": 1, "2021": 3},
    )  # fmt: skip
    assert counted("?kind=event&year=2021&year=2022")[0] == 4
    edit(vote, dates=several[:1])
    assert counted("?kind=event")[0] == 1
