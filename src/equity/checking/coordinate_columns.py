"""Which columns hold coordinates: told by their headings in pairs, and by their numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from equity.city import Bounds
from equity.reading.layout import Layout
from equity.reading.numbers import one_coordinate, split_pair
from equity.reading.projections import EAST_RANGE, NORTH_RANGE
from equity.reading.raw import RawTable
from equity.reading.vocabulary import datum_of
from equity.say import texts_of

TEXTS = texts_of(__name__)
Profile = Literal["empty", "pair", "lon", "lat", "east", "north", "other"]
BESIDE = 0.5  # degrees beyond the bounds of the city that still count as meant for it
# eastings in mainland China: plain, with the number of a zone of 6 or of 3 degrees before them, Web Mercator
EAST_RANGES = (EAST_RANGE, (13.1e6, 23.9e6), (25.1e6, 45.9e6), (8.1e6, 15.1e6))
SURE_SHARE = 0.8
PREFIXES = r"(?<![a-z])(?:wgs|gcj|bd|poi|geo|gps|map)?"
LON_WORDS = (
    rf"经度|东经|横坐标|东坐标|{PREFIXES}(?:longitude|long|lon|lng|easting|east)(?![a-z])"
    r"|(?<![a-z])x(?=坐标|$|[_ ])|坐标x|^[e东]$"
)
LAT_WORDS = rf"纬度|北纬|纵坐标|北坐标|{PREFIXES}(?:latitude|lat|northing|north)(?![a-z])|(?<![a-z])y(?=坐标|$|[_ ])|坐标y|^[n北]$"
BOTH_WORDS = r"经纬度|lnglat|latlng|lonlat|latlon"
NOT_THESE = r"时间|日期|户籍|编号|精度|来源|accuracy|precision|source"
PART = re.compile(r"^(.*?)[\s(（_]*([度分秒])[)）]?$")
SIGNS = {"度": "°", "分": "′", "秒": "″"}


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns that belong together, with what their headings say beside longitude and latitude."""

    lon: int
    lat: int
    rest: str
    datum: str


def lon_range(bounds: Bounds) -> tuple[float, float]:
    return bounds.west - BESIDE, bounds.east + BESIDE


def lat_range(bounds: Bounds) -> tuple[float, float]:
    return bounds.south - BESIDE, bounds.north + BESIDE


def profiles(names: Sequence[str], sample: Sequence[Sequence[str]], bounds: Bounds) -> list[Profile]:
    """What the cells of each column are, by the first rows."""
    columns = list(zip(*sample, strict=True)) if sample else []
    return [_profile(columns[i], bounds) if i < len(columns) else "empty" for i in range(len(names))]


def _profile(cells: Sequence[str], bounds: Bounds) -> Profile:
    filled = [c for c in cells if c.strip() not in ("", "[]", "{}")]
    if not filled:
        return "empty"
    least = SURE_SHARE * len(filled)
    if sum(_is_pair(c, bounds) for c in filled) >= least:
        return "pair"
    values = [v for v in map(one_coordinate, filled) if v == v]
    if len(values) < max(3, SURE_SHARE * len(cells)):
        return "other"
    ranges: tuple[tuple[Profile, tuple[tuple[float, float], ...]], ...] = (
        ("lon", (lon_range(bounds),)),
        ("lat", (lat_range(bounds),)),
        ("north", (NORTH_RANGE,)),
        ("east", EAST_RANGES),
    )
    for name, within in ranges:
        if sum(any(low < v < high for low, high in within) for v in values) >= least:
            return name
    return "other"


def _is_pair(cell: str, bounds: Bounds) -> bool:
    """Whether a cell holds two numbers that can be a place: degrees in any order, or metres."""
    first, second = (one_coordinate(part) for part in split_pair(cell))
    low, high = sorted((abs(first), abs(second))) if first == first and second == second else (0.0, 0.0)
    (south, north), (west, east) = lat_range(bounds), lon_range(bounds)
    degrees = south < low < north and west < high < east
    return degrees or (low > 1e5 and high > 1e6)


def heading_pairs(names: Sequence[str], usable: Sequence[int]) -> list[Pair]:
    """Headings of longitude and latitude that say the same apart from these words: gcj02_lng and gcj02_lat."""
    halves: dict[str, dict[str, int]] = {}
    for i in usable:
        name = names[i].strip().lower()
        if re.search(BOTH_WORDS, name) or re.search(NOT_THESE, name):
            continue
        for side, words in (("lon", LON_WORDS), ("lat", LAT_WORDS)):
            if re.search(words, name):
                rest = re.sub(r"[\s_\-.]+", "", re.sub(words, "", name))
                halves.setdefault(rest, {}).setdefault(side, i)
                break
    return [
        Pair(both["lon"], both["lat"], rest, datum_of(names[both["lon"]]) or datum_of(names[both["lat"]]))
        for rest, both in halves.items()
        if len(both) == 2
    ]


def choose_pair(pairs: list[Pair], datum: str) -> list[Pair]:
    """The pair that suits the datum, else the one that names none, else one of a datum that is nearly WGS-84; all where
    nothing tells them apart."""
    near = {"wgs84", "cgcs2000"}
    wanted = [p for p in pairs if p.datum == datum or {p.datum, datum} <= near] if datum else []
    for group in (
        wanted,
        [p for p in pairs if not p.rest],
        [p for p in pairs if not p.datum],
        [p for p in pairs if p.datum in near],
    ):
        if len(group) == 1:
            return group
    return pairs


def joined_degrees(raw: RawTable, layout: Layout) -> tuple[RawTable, Layout]:
    """The table with one column for each coordinate that stands in three; as it is where none does."""
    names, grid, notes = list(layout.names), raw.grid, list(layout.notes)
    for i in range(len(names) - 2):
        parts = [found for name in names[i : i + 3] if (found := PART.match(name))]
        base = parts[0][1] if parts else ""
        if [p[2] for p in parts] != list(SIGNS) or len({p[1] for p in parts}) > 1:
            continue
        if not re.search(f"{LON_WORDS}|{LAT_WORDS}", base.lower()):
            continue
        cells = [pc.utf8_trim_whitespace(pc.fill_null(grid.column(str(i + k)), "")) for k in range(3)]
        signed = [
            pc.if_else(pc.equal(cell, ""), "", pc.binary_join_element_wise(cell, sign, ""))
            for cell, sign in zip(cells, SIGNS.values(), strict=True)
        ]
        whole = pc.binary_join_element_wise(*signed, "")
        below = pc.greater(grid.column("row"), layout.last_row)
        whole = pc.if_else(below, whole, grid.column(str(i)))
        grid = grid.set_column(grid.schema.get_field_index(str(i)), str(i), whole.cast(pa.string()))
        names[i : i + 3] = [base, "", ""]
        notes.append(TEXTS.joined.format(name=base))
    if grid is raw.grid:
        return raw, layout
    return replace(raw, grid=grid), replace(layout, names=tuple(names), notes=tuple(notes))
