"""The pages that are measured, on the project and on its peers."""

from dataclasses import dataclass
from urllib.parse import urlencode

PAGE_SIZE = 50  # rows of a list; the far page is counted in these


@dataclass(frozen=True)
class Subject:
    """One page of one server; `{number}` in its path goes through its pages."""

    name: str
    server: str
    path: str
    slow: bool = False  # asked without warm-up by many: each answer may take many seconds
    pages: int = 1
    loaded: bool = False  # its throughput under eight connections is measured too


def subjects(chosen: dict, engine: str) -> list[Subject]:
    """All pages of a register, with the values chosen from what it holds."""
    filtered = [("technology", chosen["technology"]), *(("tag", tag) for tag in chosen["tags"])]
    far = max(1, chosen["total"] // PAGE_SIZE * 3 // 4)
    found = [
        Subject("home", "project", "/"),
        Subject("list", "project", "/deployments/"),
        Subject("list_filtered", "project", f"/deployments/?{urlencode(filtered)}"),
        Subject("list_new", "project", "/deployments/?page={number}",
                pages=max(1, chosen["total"] // PAGE_SIZE)),
        Subject("list_far", "project", f"/deployments/?page={far}"),
        Subject("record", "project", f"/deployments/{chosen['record']}/"),
        Subject("map", "project", "/map/"),
        Subject("map_zoomed", "project", f"/map.geojson?box={chosen['box']}"),
        Subject("cached", "cached", "/deployments/", loaded=True),
        Subject("floor", "peers", "/floor/", loaded=True),
        Subject("nginx", "nginx", "/page.html", loaded=True),
        Subject("grouping", "peers", "/grouping/", slow=True),
    ]  # fmt: skip
    for which in ("common", "rare", "nothing"):
        asked = urlencode({"q": chosen[which]})
        found += [
            Subject(f"search_{which}", "project", f"/search/?{asked}"),
            Subject(f"list_search_{which}", "project", f"/deployments/?{asked}"),
        ]
    return found + _peers(chosen, engine)


def _peers(chosen: dict, engine: str) -> list[Subject]:
    numbers = [("technology", chosen["technology_number"])]
    numbers += [("tag", number) for number in chosen["tag_numbers"]]
    common = urlencode({"q": chosen["common"]})
    found = [
        Subject("obvious", "peers", "/obvious/", slow=True),
        Subject("obvious_filtered", "peers", f"/obvious/?{urlencode(numbers)}", slow=True),
        Subject("fulltext", "peers", f"/fulltext/?{common}"),
        Subject("like", "peers", f"/like/?{common}", slow=True),
    ]
    if engine == "sqlite":
        table = "/db/cases_deployment"
        tagged = "/db/bench_tagged?_size=50&_facet=status&_facet=scope_id&_facet=contested"
        facets = "_size=50&_facet=status&_facet=scope_id&_facet=contested"
        found += [
            Subject("datasette", "datasette", f"{table}?{facets}", slow=True),
            Subject("datasette_tags", "datasette", f"{tagged}&_facet_array=tags", slow=True),
            Subject("datasette_row", "datasette", f"{table}/{chosen['record_number']}"),
        ]
    return found
