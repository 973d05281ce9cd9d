"""How tiles travel to workers and back: rows of all kinds in one table, told apart by ``kind``.

Goes to the workers by value, like :mod:`equity.warehouse.tiles`: nothing of the product is imported here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from equity.warehouse.tiles import TileEngine

SERVED_AS = {"reached": "reached_persons"}  # a point's `reached` is yes or no
TYPES = {
    "VARCHAR": "STRING",
    "DOUBLE": "DOUBLE",
    "BOOLEAN": "BOOLEAN",
    "DECIMAL(38, 0)": "DECIMAL(38, 0)",
    "SMALLINT": "SMALLINT",
}


def schema(tables: Mapping[str, Mapping[str, str]]) -> str:
    """Spark's schema of the union of ``tables`` (columns and DuckDB types by kind)."""
    return ", ".join(f"`{column}` {TYPES[kind]}" for column, kind in columns_of(tables).items())


def columns_of(tables: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Every column of any of the tables, once, in the order of its first appearance."""
    return {column: kind for columns in tables.values() for column, kind in columns.items()}


def together(queries: Mapping[str, str], tables: Mapping[str, Mapping[str, str]]) -> str:
    """One query over the queries of several tables: tile, kind and the union of their columns."""
    every = columns_of(tables)

    def listed(name: str) -> str:
        return ", ".join(
            f"`{c}`" if c in tables[name] else f"CAST(NULL AS {TYPES[kind]}) AS `{c}`"
            for c, kind in every.items()
        )

    return " UNION ALL ".join(
        f"SELECT tile, '{name}' AS kind, {listed(name)} FROM ({query}) AS t"
        for name, query in queries.items()
    )


def apart(rows: pa.Table, tables: Mapping[str, Mapping[str, str]]) -> dict[str, pa.Table]:
    """The tables of one tile again."""
    return {
        name: rows.filter(pc.equal(rows["kind"], name)).select(list(columns))
        for name, columns in tables.items()
    }


def facility_task(
    engine: TileEngine, tables: Mapping[str, Mapping[str, str]]
) -> Callable[[pa.Table], pa.Table]:
    """What a worker does with the rows of one tile in the first pass."""
    return lambda rows: engine.facility_pass(apart(rows, tables))


def point_task(
    engine: TileEngine, tables: Mapping[str, Mapping[str, str]], order: list[str]
) -> Callable[[pa.Table], pa.Table]:
    """What a worker does with the rows of one tile in the second pass."""

    def work(rows: pa.Table) -> pa.Table:
        points, served = engine.point_pass(apart(rows, tables))
        served = served.rename_columns([SERVED_AS.get(c, c) for c in served.column_names])
        return pa.concat_tables([points, served], promote_options="default").select(order)

    return work
