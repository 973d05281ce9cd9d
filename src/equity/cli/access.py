"""``equity access``: reach, adequacy and scores for a whole country, on this machine or on a cluster."""

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from equity import settings as settings_module
from equity.indicators.registry import registry
from equity.indicators.rules import rule_tables
from equity.say import texts_of
from equity.scale.local import POINTS_PER_TILE, run_locally
from equity.scale.spark import run_on_spark

TEXTS = texts_of(__name__)


app = typer.Typer()


@app.command(
    "access",
    help="全国或全省的可达性：分块计算，可用集群 / access for a country, tile by tile, on a cluster too",
)
def access(
    folder: Annotated[Path, typer.Argument(help="输入文件夹（Parquet 表）/ folder with the Parquet tables")],
    out: Annotated[Path, typer.Option("--out", help="结果文件夹 / folder of the results")],
    engine: Annotated[
        Literal["local", "spark"], typer.Option("--engine", help="本机或集群 / this machine or a cluster")
    ] = "local",
    remote: Annotated[
        str, typer.Option("--remote", help="集群地址 sc://主机:端口 / address of the cluster, sc://host:port")
    ] = "",
    points_per_tile: Annotated[
        int,
        typer.Option(
            "--points-per-tile", min=1, help="每块最多的居民点数 / most settlement points of a tile"
        ),
    ] = POINTS_PER_TILE,
) -> None:
    if (engine == "spark") != bool(remote):
        raise TEXTS.user_error("spark_and_remote")
    settings, rules = settings_module.load(), rule_tables(registry())
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, int] = {}

        def progress(service: str, done: int, total: int) -> None:
            if service not in tasks:
                tasks[service] = bar.add_task(registry()[service].label.zh, total=total)
            bar.update(tasks[service], completed=done, total=total)  # type: ignore[arg-type]

        if engine == "local":
            run_locally(folder, out, rules, settings, points_per_tile=points_per_tile, progress=progress)
        else:
            run_on_spark(
                folder, out, rules, settings, remote, points_per_tile=points_per_tile, progress=progress
            )
    print(out)
