"""Everything that the page of the map shows, and the same points as data."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from cases.facets.index import union
from cases.facets.record_filter import ALL_SEEN
from cases.models import DataVersion, Entry

from .asking import DEEPEST, SHOWN, Asked
from .beside import Beside, beside
from .clusters import clusters
from .frames import Frame
from .located import Located
from .marks import Area, Mark, areas, ground, marks, region_lines, tint_steps
from .outlines import Box, outlines
from .scene import Scene, scene_of, within

MOST_FEATURES = 2000


@dataclass(frozen=True)
class Inset:
    """A frame of its own: its outline, its name, its departments."""

    frame: Frame
    areas: list[Area]
    name: str


@dataclass(frozen=True)
class MapPage:
    """The drawing, the list beside it, the ways in and out."""

    asked: Asked
    scene: Scene
    found: Located
    areas: list[Area]
    insets: list[Inset]
    ground: list[tuple[str, bool]]
    borders: str
    marks: list[Mark]
    steps: list[tuple[int, int, int]]

    @property
    def total(self) -> int:
        """How many records pass the filter."""
        return self.found.total

    @cached_property
    def facets(self) -> list[dict]:
        """The filters with their counts; the list offers all values of those found by name."""
        return [_shortened(facet, self.asked) for facet in self.asked.filter.facets()]

    @cached_property
    def beside(self) -> Beside:
        """The list beside the map."""
        return beside(self.asked, self.scene, self.found)

    @property
    def crumbs(self) -> list[dict]:
        """The territories around this one, outermost first, as maps."""
        return _crumbs(self.asked)

    @cached_property
    def not_drawn(self) -> int:
        """Records of this territory without a real point, on a map of points."""
        return 0 if self.scene.counts_areas else _not_drawn(self.asked, self.found)

    @property
    def tall(self) -> float:
        """Height of the drawing."""
        lowest = self.scene.frame.tall
        return max([lowest, *(i.frame.top + i.frame.tall for i in self.insets)])

    @property
    def kinds(self) -> list[dict]:
        """Deployments and cameras, the one shown without an address."""
        return [
            {"label": kind.plural,
             "query": "" if word == self.asked.kind.word else self.asked.other_kind(word)}
            for word, kind in SHOWN.items()
        ]  # fmt: skip

    @property
    def kept(self) -> list[dict]:
        """What the form of the filters must carry along: the kind, and what it does not offer."""
        shown = {facet["name"] for facet in self.facets}
        pairs = [(name, value) for name, value in self.asked.query if name not in shown]
        if self.asked.kind.word != "deployments":
            pairs.append(("show", self.asked.kind.word))
        pairs += self.asked.switches
        return [{"name": name, "value": value} for name, value in pairs]

    @property
    def moves(self) -> list[dict]:
        """Closer, wider, and half a frame each way, on a map of points."""
        asked, scene = self.asked, self.scene
        if scene.frame is None or scene.counts_areas:
            return []
        found = []
        if asked.zoom < DEEPEST:
            found.append((_("Closer"), asked.zoom + 1, scene.center))
        if asked.zoom:
            found.append((_("Wider"), asked.zoom - 1, scene.center))
            latitude, longitude = scene.center
            half = scene.frame.box.width / 2
            for label, north, east in (
                (_("North"), 0.7, 0), (_("South"), -0.7, 0), (_("West"), 0, -1), (_("East"), 0, 1),
            ):  # fmt: skip
                there = (latitude + north * half, longitude + east * half)
                found.append((label, asked.zoom, there))
        return [
            {"label": label, "query": asked.address(zoom=zoom, at=at)} for label, zoom, at in found
        ]


def page_of(asked: Asked) -> MapPage:
    """The page for an address."""
    scene = scene_of(asked)
    found = Located.by(asked.filter)
    steps = tint_steps(_numbers(scene, found)) if scene.counts_areas else []
    frame, drawn, some = scene.frame, [], []
    if frame and scene.counts_areas:
        drawn = areas(asked, scene, found, frame, _near(scene), steps)
    elif frame:
        some = _gathered(asked, found, frame.box)
    return MapPage(
        asked=asked, scene=scene, found=found, areas=drawn,
        insets=[
            Inset(f, areas(asked, scene, found, f, codes, steps), _named(f, scene, codes))
            for f, codes in scene.insets
        ],
        ground=[] if drawn or frame is None else ground(frame, scene.codes),
        borders=region_lines(scene, frame) if drawn else "",
        marks=marks(asked, found, frame, some) if some else [], steps=steps,
    )  # fmt: skip


def features(asked: Asked, box: Box) -> dict:
    """The clusters of a box as GeoJSON, at most two thousand."""
    found = Located.by(asked.filter)
    some = _gathered(asked, found, box)[:MOST_FEATURES]
    return {
        "type": "FeatureCollection",
        "data_version": DataVersion.current(),
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [mark.longitude, mark.latitude]},
                "properties": {"count": mark.count, "label": mark.label, "url": mark.url,
                               "radius": round(mark.radius, 1), "direction": cluster.direction},
            }
            for mark, cluster in zip(marks(asked, found, Frame(box), some), some, strict=True)
        ],
    }  # fmt: skip


def _gathered(asked: Asked, found: Located, box: Box):
    gathered = clusters(found.spots(within(asked, found), box), box)
    found.know({place for cluster in gathered for place in cluster.named})
    return gathered


def _shortened(facet: dict, asked: Asked) -> dict:
    """A filter whose values are found by name, with the first of them and those chosen."""
    values = facet["values"]
    kept = [one for number, one in enumerate(values) if number < ALL_SEEN or one["selected"]]
    if not facet["kinds"] or len(kept) == len(values):
        return facet
    return {**facet, "values": kept, "all": values, "left_out": len(values) - len(kept),
            "list_url": f"{asked.list_address()}#filters"}  # fmt: skip


def _named(frame: Frame, scene: Scene, codes) -> str:
    """The name of an inset: its own, or that of its department."""
    place = scene.department(codes[0])
    return frame.label or (place.title if place else codes[0])


def _numbers(scene: Scene, found: Located) -> list[int]:
    places = (scene.department(code) for code in scene.codes)
    return [len(found.inside(place.entry)) for place in places if place]


def _near(scene: Scene) -> list[str]:
    """The departments of the frame; around a region its neighbours too, without numbers."""
    shown = {code for _frame, codes in scene.insets for code in codes if len(codes) == 1}
    met = [code for code, o in outlines().items() if o.box.meets(scene.frame.box)]
    return [code for code in met if code not in shown]


def _not_drawn(asked: Asked, found: Located) -> int:
    """How many records of the territory have no real point in it."""
    inside = within(asked, found)
    drawn = union(spot.records for spot in found.spots(inside))
    return len(found.of(inside) - drawn)


def _crumbs(asked: Asked) -> list[dict]:
    found = [{"label": _("Map"), "query": asked.address(place="")}]
    if asked.area:
        above = Entry.objects.in_bulk(asked.area.chain()[:-1])
        chain = [above[number] for number in asked.area.chain()[:-1] if number in above][1:]
        found += [{"label": str(e), "query": asked.address(place=e.slug)} for e in chain]
        found.append({"label": asked.area.title, "query": asked.address()})
    return found if asked.area or asked.zoom else []
