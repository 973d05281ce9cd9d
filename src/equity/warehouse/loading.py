"""What a build starts from: inputs and definitions as tables, the SQL, and the version that names exactly these."""

from importlib import resources
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa
import shapely

from equity import geo
from equity.schema import GRADES
from equity.settings import CENSUS_YEAR, PACKAGE, Settings
from equity.sources.inputs import Inputs, content_version
from equity.sources.registers import history_path, registers_digest

Rules = dict[str, pd.DataFrame]
"""What the definitions say, as tables: services, service_years, demand_parts, cited_standards, scenarios (see ``indicators.rules``)."""


def data_version(settings: Settings, rules: Rules, history: Path | None = None) -> str:
    """Names exactly this content: inputs with the registers, definitions (as ``rules``), SQL and arithmetic."""
    registers = registers_digest(history or history_path(settings.var_dir))
    said = "\n".join(f"{name}\n{frame.to_csv(index=False)}" for name, frame in sorted(rules.items()))
    return content_version(settings.data_dir, *_program(), extra=said.encode() + registers)


def program_version() -> str:
    """Names the SQL and arithmetic a warehouse was built with; another program's tables may have another shape."""
    return content_version(*_program())


def _program() -> tuple[Path, ...]:
    return tuple(PACKAGE / room for room in ("warehouse", "roads", "measures", "indicators"))


def load_inputs(con: duckdb.DuckDBPyConnection, inputs: Inputs, rules: Rules, version: str) -> None:
    """Load inputs as ``stg_`` tables; facilities and points get metric coordinates (the CRS of the city) beside lon-lat."""
    ranks = " ".join(f"WHEN '{grade}' THEN {rank}" for rank, grade in enumerate(GRADES))
    names = " ".join(f"WHEN {rank} THEN '{grade}'" for rank, grade in enumerate(GRADES))
    con.execute(f"CREATE MACRO grade_rank(grade) AS CASE grade {ranks} END")
    con.execute(f"CREATE MACRO grade_name(rank) AS CASE rank {names} END")
    run = pd.DataFrame(
        [
            {
                "city_code": inputs.city.code,
                "city": inputs.city.model_dump_json(),
                "census_year": CENSUS_YEAR,
                "data_version": version,
                "released": inputs.released.isoformat(),
                "program_version": program_version(),
            }
        ]
    )
    _load(con, "run", run)
    for name, frame in inputs.tables.items():
        placed = {"lon", "lat"} <= set(frame.columns)
        _load(con, name, with_metres(frame, inputs.city.crs) if placed else frame)
    for name, frame in rules.items():
        _load(con, name, frame)
    _load(con, "covered", inputs.covered)
    polygons = pd.DataFrame(
        {"code": inputs.polygons["code"], "wkb": shapely.to_wkb(inputs.polygons.geometry.values)}
    )
    _load(con, "polygons_wkb", polygons)
    con.execute(
        "CREATE TABLE stg_division_polygons AS SELECT code, ST_GeomFromWKB(wkb) AS geom FROM stg_polygons_wkb"
    )


def with_metres(frame: pd.DataFrame, crs: str) -> pd.DataFrame:
    """The frame with ``x``, ``y`` in metres (``crs``) from ``lon``, ``lat``; missing stays missing."""
    x, y = geo.project(
        frame["lon"].to_numpy(dtype=float, na_value=float("nan")),
        frame["lat"].to_numpy(dtype=float, na_value=float("nan")),
        crs,
    )
    return frame.assign(x=x, y=y)


def run_sql(con: duckdb.DuckDBPyConnection, names: tuple[str, ...]) -> None:
    folder = resources.files("equity.warehouse").joinpath("sql")
    for name in names:
        con.execute(folder.joinpath(name).read_text(encoding="utf-8"))


def _load(con: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    table = pa.Table.from_pandas(frame, preserve_index=False)
    con.register("incoming", table)
    con.execute(f"CREATE TABLE stg_{name} AS SELECT * FROM incoming")  # noqa: S608 - names come from the schema
    con.unregister("incoming")
