"""``equity network``: load the office's own roads, so that every distance runs along them."""

import getpass
from contextlib import closing
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from equity import settings as settings_module
from equity.checking.datasets import ROADS
from equity.checking.findings import SEVERITIES, iterate
from equity.checking.roads import Summary, examine_roads, refuse_elsewhere
from equity.checking.safe_csv import write_findings
from equity.checking.travel import examine_travel, read_choice
from equity.cli.intake_report import tell_version
from equity.intake import desk, staging, versions
from equity.reading.road_file import own_file
from equity.say import texts_of
from equity.warehouse import open_warehouse

TEXTS = texts_of(__name__)

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
    findings: Annotated[
        Path | None, typer.Option("--findings", help="检查结果写入 CSV / write the findings to a CSV file")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查 / check only")] = False,
) -> None:
    settings = settings_module.load()
    if not source.strip():
        raise TEXTS.user_error("no_source")
    with staging.held_folder(settings) as folder:
        examination, summary = examine_roads(
            own_file(file, folder),
            desk.surroundings(settings),
            source=source,
            datum=datum,
            columns=_columns(column or []),
        )
    _print(summary)
    for severity, number in examination.severities.items():
        console.print(f"{SEVERITIES[severity].zh} {severity}: {number:,}")
    if findings:
        write_findings(findings, iterate(examination.findings), ROADS)
    refuse_elsewhere(summary)
    if dry_run:
        return
    entry, built = versions.commit(settings, examination, who=getpass.getuser(), file=file.name)
    _print_places(settings.warehouse_path)
    tell_version(settings, "committed", "已载入 loaded", entry, built.data_version)


@network.command("by", help="选择一项服务的到达方式 / how people get to a service along the roads")
def by(
    service: Annotated[str, typer.Argument(help="服务 / service id")],
    mode: Annotated[str, typer.Argument(help="walking、cycling、driving")],
    source: Annotated[str, typer.Option("--source", "-s", help="依据 / source")],
    minutes: Annotated[
        str,
        typer.Option(
            "--minutes",
            help="半径（分钟）；不填按定义的米数 / radius; without it the metres of the definition",
        ),
    ] = "",
    rural_minutes: Annotated[
        str, typer.Option("--rural-minutes", help="乡村居民点 / of rural settlement points")
    ] = "",
) -> None:
    settings = settings_module.load()
    found = examine_travel({service: read_choice(service, mode, minutes, rural_minutes)}, source)
    entry, built = versions.commit(settings, found, who=getpass.getuser(), file="equity network by")
    tell_version(settings, "committed", "已记入 recorded", entry, built.data_version)


def _columns(stated: list[str]) -> dict[str, str]:
    pairs = [s.partition("=") for s in stated]
    for field, mark, _ in pairs:
        if not mark:
            raise TEXTS.user_error("no_pair", field=field)
    return {field: name for field, _, name in pairs}


def _print(summary: Summary) -> None:
    table = Table("等级 class", "公里 km")
    for name, km in summary.length_km.items():
        table.add_row(name, f"{km:,.1f}")
    console.print(table)
    for label, value in summary.in_words():
        console.print(f"{label.zh} {label.en}: {value}")


def _print_places(path: Path) -> None:
    """Points and facilities that lie far from any road."""
    with closing(open_warehouse(path)) as warehouse:
        rows = warehouse.read(
            "SELECT service, kind, count(*) AS n, sum(far::INTEGER) AS far FROM core_road_places GROUP BY ALL ORDER BY ALL"
        )
    table = Table("服务 service", "对象 kind", "数量 number", "离路 200 米以上 farther than 200 m")
    for row in rows.itertuples():
        table.add_row(row.service, row.kind, f"{row.n:,}", f"{row.far:,}")
    console.print(table)
