"""What an address of the map asks for, and the addresses of its neighbours."""

import math
from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.filters import SHARED, RecordFilter
from cases.kinds import KINDS, Kind
from cases.models import Place

from .located import COLUMNS, Where
from .outlines import Box, plane_y

SHOWN = {"deployments": KINDS["deployment"], "cameras": KINDS["camera"]}
DEEPEST = 10
MOST_SLENDER = 4  # a box to be gathered is at most four times as long as wide


class BadBox(ValueError):
    """A box that is not one."""


@dataclass(frozen=True)
class Asked:
    """The kind, its filter, and the closer view asked for; `problems` says what made no sense."""

    kind: Kind
    filter: RecordFilter
    query: tuple[tuple[str, str], ...]  # the filters understood
    area: Where | None = None
    zoom: int = 0
    at: tuple[float, float] | None = None  # latitude, longitude
    problems: tuple[str, ...] = ()
    without_tiles: bool = False  # the background of the instance was switched off

    def address(self, place=None, zoom: int = 0, at=None, drop=None) -> str:
        """The query of a neighbouring map: another territory ("" for none), closer, wider."""
        pairs = [("show", self.kind.word)] if self.kind.word != "deployments" else []
        pairs += self._filters(place, drop)
        if zoom:
            pairs += [("zoom", str(zoom))]
            pairs += [("at", f"{at[0]:.4f},{at[1]:.4f}")] if at else []
        return f"?{urlencode(pairs + self.switches)}"

    def list_address(self, place=None) -> str:
        """The list with the same filters, perhaps for another territory."""
        pairs = self._filters(place)
        return self._list + (f"?{urlencode(pairs)}" if pairs else "")

    @cached_property
    def _list(self) -> str:
        """The list of these records, which a map names a hundred times."""
        return reverse("record-list", args=[self.kind.word])

    @cached_property
    def places_inside(self) -> frozenset[int]:
        """The places of the territory asked for."""
        inside = Place.objects.inside(self.area.entry).order_by()
        return frozenset(inside.values_list("pk", flat=True))

    def other_kind(self, word: str) -> str:
        """The same territory and shared filters, for the other kind of record."""
        kept = [("show", word)] if word != "deployments" else []
        kept += [pair for pair in self.query if pair[0] in (*SHARED, "place")]
        return f"?{urlencode(kept + self.switches)}"

    def _filters(self, place=None, drop=None) -> list[tuple[str, str]]:
        pairs = [pair for pair in self.query if pair != drop]
        if place is None:
            return pairs
        pairs = [pair for pair in pairs if pair[0] != "place"]
        return sorted([*pairs, ("place", place)]) if place else pairs

    @property
    def here(self) -> str:
        """The query of this very map."""
        return self.address(zoom=self.zoom, at=self.at)

    @property
    def switches(self) -> list[tuple[str, str]]:
        """What stays switched off on every neighbouring map: an address is all that remembers."""
        return [("tiles", "0")] if self.without_tiles else []

    @property
    def with_tiles(self) -> str:
        """The query of this map with the background of the instance."""
        return replace(self, without_tiles=False).here

    @property
    def bare(self) -> str:
        """The query of this map without it."""
        return replace(self, without_tiles=True).here

    @cached_property
    def chosen(self) -> list[dict]:
        """The filters chosen in words, each with the address of the map without it."""
        return [
            one | {"without": self.address(drop=(one["name"], one["value"]))}
            for one in self.filter.chosen()
        ]


def read(params: QueryDict) -> Asked:
    """What a query string asks for; what makes no sense is left out, and said."""
    problems = []
    word = params.get("show", "deployments")
    if word not in SHOWN:
        problems.append(_("The map shows deployments or cameras, nothing else."))
        word = "deployments"
    kind = SHOWN[word]
    chosen = kind.filter(params, queryset=kind.model.objects.all())
    zoom, at = _zoom(params.get("zoom", "")), _point(params.get("at", ""))
    if zoom is None:
        problems.append(
            _("The zoom is a whole number from 0 to %(most)s: the whole map is shown instead.")
            % {"most": DEEPEST}
        )
    if at is None:
        problems.append(
            _("The centre is a latitude and a longitude, such as 45.19,5.72: it is left out.")
        )
    return Asked(
        kind, chosen, _understood(chosen), _area(chosen), zoom or 0,
        (at or None) if zoom else None, tuple(problems),
        without_tiles=bool(settings.MAP_TILES) and params.get("tiles") == "0",
    )  # fmt: skip


def read_box(typed: str) -> Box:
    """`west,south,east,north` in degrees, as a box of the plane. Raises BadBox."""
    numbers = _numbers(typed, 4)
    if numbers is None:
        raise BadBox
    west, south, east, north = numbers
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise BadBox
    box = Box(west, plane_y(north), east, plane_y(south))
    if not 1 / MOST_SLENDER <= box.width / box.height <= MOST_SLENDER:
        raise BadBox
    return box


def _understood(chosen: RecordFilter) -> tuple[tuple[str, str], ...]:
    pairs = []
    for name, values in sorted(chosen.cleaned().items()):
        pairs += [(name, str(v)) for v in (values if isinstance(values, list) else [values])]
    return tuple(pairs)


def _area(chosen: RecordFilter) -> Where | None:
    """The territory that the filter names, when it names one."""
    slugs = chosen.cleaned().get("place", [])
    if len(slugs) != 1:
        return None
    row = Place.objects.filter(entry__slug=slugs[0]).values_list(*COLUMNS).first()
    return Where(*row) if row else None


def _zoom(typed: str) -> int | None:
    if not typed:
        return 0
    fits = typed.isascii() and typed.isdecimal() and len(typed) < 3 and int(typed) <= DEEPEST
    return int(typed) if fits else None


def _point(typed: str) -> tuple[float, ...] | None:
    if not typed:
        return ()
    numbers = _numbers(typed, 2)
    if numbers and abs(numbers[0]) <= 85 and abs(numbers[1]) <= 180:
        return numbers
    return None


def _numbers(typed: str, how_many: int) -> tuple[float, ...] | None:
    parts = typed[:200].split(",")
    try:
        numbers = tuple(float(part) for part in parts)
    except ValueError:
        return None
    return numbers if len(numbers) == how_many and all(map(math.isfinite, numbers)) else None
