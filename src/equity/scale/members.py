"""What each tile needs to see, as queries that DuckDB and Spark both read.

They speak of the inputs ``in_points``, ``in_service`` (the facilities of one service), ``in_network_distances`` and of the tables
``near_1``, ``near_2`` (:meth:`equity.scale.tiling.Tiling.halo` for one and two search radii), and give the columns of the
engine's tables behind ``tile``.
"""

from typing import Literal

from equity.scale.inputs import TABLES
from equity.scale.tiling import cell_size

Pass = Literal["facility", "point"]
RATIOS = {
    "scenario": "VARCHAR",
    "facility_id": "VARCHAR",
    "ratio": "DOUBLE",
    "ratio_low": "DOUBLE",
    "ratio_high": "DOUBLE",
    "unbounded": "BOOLEAN",
}
POINTS, FACILITIES = (tuple(TABLES[name]) for name in ("points", "facilities"))


def cells(search_m: float) -> str:
    """Cells that hold a point or a facility, and how many points: cell_x, cell_y, points."""
    x, y = _cell("x", search_m), _cell("y", search_m)
    return (
        f"SELECT cell_x, cell_y, CAST(sum(points) AS BIGINT) AS points FROM ("
        f"SELECT {x} AS cell_x, {y} AS cell_y, 1 AS points FROM in_points "
        f"UNION ALL SELECT {x}, {y}, 0 FROM in_service WHERE x IS NOT NULL) AS c GROUP BY cell_x, cell_y"
    )


def members(which: Pass, search_m: float, *, chooses: bool, on_network: bool) -> dict[str, str]:
    """Queries for ``core_points``, ``core_facilities`` (with ``own``), and ``stg_network_distances`` of every tile."""
    if on_network:
        return _along_network(which, search_m, chooses=chooses)
    near = {"facility": ("near_1", "near_2" if chooses else "near_1"), "point": ("near_1", "near_1")}[which]
    own_facilities = which == "facility" and not chooses
    return {
        "core_points": _in_cells("in_points", POINTS, near[0], search_m, own_only=which == "point"),
        "core_facilities": _in_cells(
            "in_service", FACILITIES, near[1], search_m, own_only=own_facilities, own=True
        ),
    }


def ratios_of(facilities: str) -> str:
    """The ratios that a tile's point pass needs: those of ``facilities``, the query of its facilities."""
    listed = ", ".join(f"r.{c}" for c in RATIOS)
    return f"SELECT f.tile, {listed} FROM in_ratios AS r JOIN ({facilities}) AS f ON f.facility_id = r.facility_id"


def _cell(axis: str, search_m: float) -> str:
    return f"CAST(floor({axis} / {cell_size(search_m)!r}e0) AS BIGINT)"  # with an exponent Spark too reads a double


def _in_cells(
    table: str, columns: tuple[str, ...], near: str, search_m: float, *, own_only: bool, own: bool = False
) -> str:
    listed = ", ".join(f"t.{c}" for c in columns)
    return (
        f"SELECT h.tile, {listed}{', h.own' if own else ''} FROM {table} AS t JOIN {near} AS h "
        f"ON h.cell_x = {_cell('t.x', search_m)} AND h.cell_y = {_cell('t.y', search_m)}{' AND h.own' if own_only else ''}"
    )


def _along_network(which: Pass, search_m: float, *, chooses: bool) -> dict[str, str]:
    """A tile sees the pairs of its own facilities (or points); in a choosing pass also all other pairs of their points."""
    own_points = _in_cells("in_points", POINTS, "near_1", search_m, own_only=True)
    own_facilities = _in_cells("in_service", FACILITIES, "near_1", search_m, own_only=True)
    pairs = "SELECT {}.tile, n.point_id, n.facility_id, n.metres FROM in_network_distances AS n JOIN ({}) AS {} ON {}"
    of_points = pairs.format("p", own_points, "p", "p.point_id = n.point_id")
    of_facilities = pairs.format("f", own_facilities, "f", "f.facility_id = n.facility_id")
    if which == "facility" and chooses:
        people = f"SELECT DISTINCT tile, point_id FROM ({of_facilities}) AS k"
        seen = pairs.format("s", people, "s", "s.point_id = n.point_id")
    else:
        seen = of_facilities if which == "facility" else of_points
    points, facilities = (", ".join(f"t.{c}" for c in columns) for columns in (POINTS, FACILITIES))
    return {
        "core_points": own_points if which == "point" else (
            f"SELECT k.tile, {points} FROM (SELECT DISTINCT tile, point_id FROM ({seen}) AS n) AS k "
            "JOIN in_points AS t ON t.point_id = k.point_id"
        ),
        "core_facilities": (
            f"SELECT k.tile, {facilities}, o.tile IS NOT NULL AS own "
            f"FROM (SELECT DISTINCT tile, facility_id FROM ({seen}) AS n) AS k "
            f"JOIN in_service AS t ON t.facility_id = k.facility_id "
            f"LEFT JOIN ({own_facilities}) AS o ON o.facility_id = k.facility_id AND o.tile = k.tile"
        ),
        "stg_network_distances": seen,
    }  # fmt: skip
