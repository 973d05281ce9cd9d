"""The access engine on one tile of a country: the same statements as :mod:`equity.warehouse.access`, over what lies around it.

A tile needs two passes, because a facility's ratio needs all demand around it and a point's score all facilities:
:func:`facility_pass`, then :func:`point_pass` with the ratios of every tile. Sums are whole numbers, so that the results of
all tiles together equal those of :func:`~equity.warehouse.access.build_access`, bit for bit, whatever the tiles are.

This module goes to the workers of a cluster by value: it imports nothing of the product, only duckdb and pyarrow.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    import pyarrow as pa

PREPARE = ("00_macros", "20_core_catchment_facilities", "30_core_catchment_points")
PAIRS = ("40_core_pairs", "50_core_catchment_decayed")
WEIGHTS = "52_core_catchment_weights"
DEMAND = ("55_core_catchment_demand", "60_core_catchment_ratios")
STATEMENTS = (
    *PREPARE,
    *PAIRS,
    WEIGHTS,
    "35_core_catchment_people",
    "38_core_catchment_tables",
    *DEMAND,
    "70_core_catchment_scores",
    "80_core_catchment_served",
    "90_out_access_points",
)
EMPTY_NETWORK = (
    "CREATE TABLE IF NOT EXISTS stg_network_distances (point_id VARCHAR, facility_id VARCHAR, metres DOUBLE)"
)
RATIO_COLUMNS = "facility_id, ratio, ratio_low, ratio_high, unbounded"
GIVEN_RATIOS = """
    CREATE OR REPLACE TEMP TABLE core_catchment_ratios AS
    SELECT f.facility_key, g.ratio, g.ratio_low, g.ratio_high, g.unbounded
    FROM given_ratios AS g JOIN core_catchment_facilities AS f USING (facility_id)
    WHERE g.scenario = getvariable('run').scenario
"""


@dataclass(frozen=True)
class TileEngine:
    """What every tile of one service shares. ``statements``: SQL by file name without its ending; ``constants``: the tables
    ``core_catchment_services``, ``core_catchment_runs``, ``core_catchment_living``, ``core_demand_share`` and
    ``core_population_slack``, each worked out once for the whole country.
    """

    statements: Mapping[str, str]
    constants: Mapping[str, pa.Table]
    memory_limit: str = "2GB"

    def facility_pass(self, inputs: Mapping[str, pa.Table]) -> pa.Table:
        """Supply per person in demand of the tile's own facilities.

        ``inputs``: ``core_points`` all points within the radius of the tile's facilities; ``core_facilities`` the tile's
        (``own``) and, for a 3sfca run, all others that one of these points can choose; ``stg_network_distances`` optional.
        Returns one row per scenario and own facility with a point in its catchment: scenario, facility_id, ratio, its ends
        and whether the upper end is unbounded.
        """
        with closing(self._open(inputs)) as con:
            self._execute(con, "35_core_catchment_people")
            self._pair_up(con)
            con.execute(
                "CREATE TEMP TABLE found (scenario VARCHAR, facility_id VARCHAR, ratio DOUBLE, ratio_low DOUBLE, ratio_high DOUBLE, unbounded BOOLEAN)"
            )
            for run in self._runs(con):
                con.execute(run)
                self._execute(con, WEIGHTS, *DEMAND)
                con.execute(
                    f"INSERT INTO found SELECT getvariable('run').scenario, {RATIO_COLUMNS} "  # noqa: S608 - names above
                    "FROM core_catchment_ratios JOIN core_catchment_facilities USING (facility_key) "
                    "JOIN core_facilities USING (facility_id) WHERE own"
                )
            return con.execute("FROM found ORDER BY ALL").to_arrow_table()

    def point_pass(self, inputs: Mapping[str, pa.Table]) -> tuple[pa.Table, pa.Table]:
        """Scores of the tile's own points, and what they add to their zones.

        ``inputs``: ``core_points`` the tile's own; ``core_facilities`` all within the radius of one of them; ``given_ratios``
        the rows of :meth:`facility_pass` for these; ``stg_network_distances`` optional. Returns ``out_access__point_service``
        and ``core_catchment_served`` of this tile.
        """
        with closing(self._open(inputs)) as con:
            self._pair_up(con)
            self._execute(con, "38_core_catchment_tables")
            for run in self._runs(con):
                con.execute(run)
                con.execute(GIVEN_RATIOS)
                self._execute(
                    con,
                    WEIGHTS,
                    "70_core_catchment_scores",
                    "80_core_catchment_served",
                    "90_out_access_points",
                )
            points = con.execute("FROM out_access__point_service ORDER BY point_id").to_arrow_table()
            return points, con.execute("FROM core_catchment_served ORDER BY ALL").to_arrow_table()

    def _open(self, inputs: Mapping[str, pa.Table]) -> duckdb.DuckDBPyConnection:
        con = duckdb.connect(
            ":memory:",
            config={"threads": 1, "memory_limit": self.memory_limit, "preserve_insertion_order": False},
        )
        for name, table in {**self.constants, **inputs}.items():
            con.register("arriving", table)
            con.execute(f'CREATE TABLE "{name}" AS FROM arriving')
            con.unregister("arriving")
        con.execute(EMPTY_NETWORK)
        self._execute(con, *PREPARE)
        return con

    def _pair_up(self, con: duckdb.DuckDBPyConnection) -> None:
        """Points beside facilities. One run without a choice reads the pairs once: they pass by and are never written down."""
        runs = self._runs(con)
        con.execute(runs[0])
        ((chooses,),) = con.execute("SELECT bool_or(chooses) FROM core_catchment_runs").fetchall()
        pairs, decayed = (self.statements[name] for name in PAIRS)
        con.execute(pairs.replace("TEMP TABLE", "TEMP VIEW") if len(runs) == 1 and not chooses else pairs)
        con.execute(decayed)

    def _execute(self, con: duckdb.DuckDBPyConnection, *names: str) -> None:
        for name in names:
            con.execute(self.statements[name])

    @staticmethod
    def _runs(con: duckdb.DuckDBPyConnection) -> list[str]:
        keys = con.execute("SELECT run_key FROM core_catchment_runs ORDER BY run_key").fetchall()
        return [
            f"SET VARIABLE run = (SELECT r FROM core_catchment_runs AS r WHERE run_key = {key:d})"  # noqa: S608 - a number
            for (key,) in keys
        ]
