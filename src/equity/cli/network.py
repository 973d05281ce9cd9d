"""``equity network``: load the office's own roads, so that every distance runs along them."""

from __future__ import annotations

import getpass
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

import shapely
import typer
from rich.console import Console
from rich.table import Table

from equity import geo
from equity import settings as settings_module
from equity.errors import UserError
from equity.intake import versions
from equity.intake.audit import COMMAND_LINE, of_version, write_audit
from equity.intake.roads import examine_roads
from equity.roads.graph import build_graph
from equity.roads.quality import NetworkReport, report_on
from equity.roads.reading import read_roads, wgs84
from equity.sources.inputs import read_inputs
from equity.warehouse import open_warehouse

DATUMS = {"wgs84": wgs84, "cgcs2000": wgs84, "gcj02": geo.gcj02_to_wgs84, "bd09": geo.bd09_to_wgs84}
console = Console()
network = typer.Typer(
    no_args_is_help=True, help="路网：载入后距离沿道路计算 / roads: distances along the office's own network"
)


@network.command("add", help="载入路网文件 / load a road file (.osm.pbf, Shapefile, GeoPackage, GeoJSON)")
def add(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="路网文件 / road file")],
    source: Annotated[str, typer.Option("--source", "-s", help="数据来源 / source")],
    datum: Annotated[
        Literal["wgs84", "cgcs2000", "gcj02", "bd09"],
        typer.Option("--datum", help="经纬度的坐标系 / datum of the degrees"),
    ] = "wgs84",
    column: Annotated[
        list[str] | None, typer.Option("--column", help="字段=列名，如 road_class=等级 / FIELD=COLUMN")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查 / check only")] = False,
) -> None:
    settings = settings_module.load()
    inputs = read_inputs(settings.data_dir)
    to_metres = partial(geo.project, crs=inputs.city.crs)
    read = read_roads(file, columns=_columns(column or []), datum=DATUMS[datum], to_metres=to_metres)
    area = geo.project_geometry(shapely.union_all(inputs.polygons.geometry.to_numpy()), inputs.city.crs)
    report = report_on(build_graph(read.lines), area)
    _print(report, read.passed_over)
    if not report.inside:
        raise UserError(
            "路网全部在本市之外；请检查文件和坐标系（--datum）。",
            "all of the network lies outside the city; check the file and the datum (--datum).",
        )
    if dry_run:
        return
    who = getpass.getuser()
    examination = examine_roads(read.lines, area, source, inputs.city.crs)
    entry, built = versions.commit(settings, examination, who=who, file=file.name)
    write_audit(settings, "committed", who, COMMAND_LINE, **of_version(entry, built.data_version))
    _print_places(settings.warehouse_path)
    typer.echo(
        f"已载入 loaded: {entry['dataset']} {entry['version']} · 数据版本 data version {built.data_version}"
    )


def _columns(stated: list[str]) -> dict[str, str]:
    pairs = [s.partition("=") for s in stated]
    for field, mark, _ in pairs:
        if not mark:
            raise UserError(
                f"--column {field} 应写作 字段=列名。", f"--column {field} must be written FIELD=COLUMN."
            )
    return {field: name for field, _, name in pairs}


def _print(report: NetworkReport, passed_over: Mapping[str, int]) -> None:
    table = Table("等级 class", "公里 km")
    for name, km in report.length_km.items():
        table.add_row(name, f"{km:,.1f}")
    console.print(table)
    lines = [
        ("路段 / 节点 edges / nodes", f"{report.edges:,} / {report.nodes:,}"),
        (
            "不相连的部分，最大部分占长度 separate parts, length in the largest",
            f"{report.parts:,}, {report.largest_part:.1%}",
        ),
        ("5 米内未相接的端点 ends within 5 m of a road that do not meet it", f"{report.dangling:,}"),
        ("无节点的交叉（含桥） crossings without a junction, bridges among them", f"{report.crossings:,}"),
        ("在本市内的长度 length inside the city", f"{report.inside:.1%}"),
        (
            "不作道路的线 lines that are no roads",
            ", ".join(f"{w} {n:,}" for w, n in passed_over.items()) or "0",
        ),
    ]
    for label, value in lines:
        console.print(f"{label}: {value}")


def _print_places(path: Path) -> None:
    """Points and facilities that lie far from any road."""
    warehouse = open_warehouse(path)
    try:
        rows = warehouse.read(
            "SELECT service, kind, count(*) AS n, sum(far::INTEGER) AS far FROM core_road_places GROUP BY ALL ORDER BY ALL"
        )
    finally:
        warehouse.close()
    table = Table("服务 service", "对象 kind", "数量 number", "离路 200 米以上 farther than 200 m")
    for row in rows.itertuples():
        table.add_row(row.service, row.kind, f"{row.n:,}", f"{row.far:,}")
    console.print(table)
