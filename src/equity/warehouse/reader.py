"""Reading side: a locked-down read-only connection, one cursor per call, so that threads never share a result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import duckdb
import pandas as pd
from pydantic import ValidationError

from equity.city import City
from equity.errors import UserError
from equity.say import texts_of
from equity.warehouse.connect import connect_for_reading
from equity.warehouse.roads import ROAD_ROWS, Networks, read_graph

TEXTS = texts_of(__name__)

# what DuckDB raises for a file that is cut, empty, overwritten or of another edition
UNREADABLE = (
    duckdb.IOException,
    duckdb.InternalException,
    duckdb.FatalException,
    duckdb.SerializationException,
)


class DamagedWarehouse(UserError):
    """The file is there and cannot be read; building again puts it right."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"数据仓库 {path.name} 已损坏；请运行 equity build 重建。",
            f"the warehouse {path.name} is damaged; run equity build to make it again.",
        )


@dataclass(frozen=True)
class Warehouse:
    """An open warehouse. ``data_version`` is cache key, ETag and part of every snapshot id. ``search_path``: where tables are looked
    for, one place after the other, if not simply in the file. ``memory_limit``: of connections beside it (plans); empty: DuckDB's own."""

    path: Path
    data_version: str
    released: date
    connection: duckdb.DuckDBPyConnection
    program_version: str
    city: City
    search_path: str = ""
    memory_limit: str = ""

    @cached_property
    def roads(self) -> Networks:
        """The office's road networks, read when first asked for."""
        return Networks(lambda: read_graph(self.read(ROAD_ROWS), self.city.crs))

    @cached_property
    def beside(self) -> SimpleQueue[duckdb.DuckDBPyConnection]:
        """Databases in memory that have this one attached and wait for the next plan."""
        return SimpleQueue()

    def read(self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()) -> pd.DataFrame:
        """Run one query; values go in as parameters (``?``, or ``$name`` by name), never into the text."""
        try:
            with self.connection.cursor() as cursor:
                if self.search_path:
                    cursor.execute("SET search_path = ?", [self.search_path])
                return cursor.execute(sql, parameters).df()
        except UNREADABLE as error:
            raise DamagedWarehouse(self.path) from error

    def rows(
        self, sql: str, parameters: Sequence[object] | Mapping[str, object] = ()
    ) -> list[dict[str, Any]]:
        """The same as plain rows, NULL as None: for a few of them, a data frame is most of the work."""
        try:
            with self.connection.cursor() as cursor:
                if self.search_path:
                    cursor.execute("SET search_path = ?", [self.search_path])
                found = cursor.execute(sql, parameters).fetchall()
                names = [column[0] for column in cursor.description or ()]
        except UNREADABLE as error:
            raise DamagedWarehouse(self.path) from error
        return [dict(zip(names, row, strict=True)) for row in found]

    def table(self, name: str) -> pd.DataFrame:
        """A whole table by name; raises :class:`UserError` for an unknown one."""
        try:
            if name.isidentifier():  # it goes into the text of the query
                return self.read(f'SELECT * FROM "{name}"')  # noqa: S608 - a plain name
        except duckdb.CatalogException:
            pass
        raise TEXTS.user_error("no_table", name=name)

    def close(self) -> None:
        self.connection.close()
        while not self.beside.empty():
            self.beside.get().close()


def open_warehouse(path: Path, memory_limit: str = "") -> Warehouse:
    """Open read-only with external access off; ``memory_limit``: of connections beside it. Raises :class:`UserError` where there is none yet."""
    if not path.exists():
        raise TEXTS.user_error("no_warehouse", file=path.name)
    file = (
        path.resolve()
    )  # each build has a file of its own: DuckDB would hand out an open instance of the same path again
    try:
        connection = connect_for_reading(file)
        run = connection.execute("SELECT * FROM stg_run").df().iloc[0]
        city = City.model_validate_json(run.get("city", ""))
    except (duckdb.Error, IndexError, ValidationError) as error:  # or one of another program, without a city
        raise DamagedWarehouse(file) from error
    program = str(run.get("program_version", ""))
    return Warehouse(
        file,
        run["data_version"],
        date.fromisoformat(run["released"]),
        connection,
        program,
        city,
        memory_limit=memory_limit,
    )
