"""Commands ``equity export`` and ``equity verify``."""

from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from equity import settings as settings_module
from equity.documents.identity import Options
from equity.documents.run import Exported, export
from equity.documents.store import is_pinned, list_ids, pin_snapshot, read_entries, remove_snapshot
from equity.documents.verification import Verification, verify
from equity.documents.writers import NAMES
from equity.errors import EXIT_BAD_INPUT
from equity.indicators.store import open_indicators
from equity.say import texts_of

TEXTS = texts_of(__name__)

Lang = Annotated[Literal["zh", "en"], typer.Option("--lang", help="语言 / language")]
Number = Annotated[str, typer.Argument(metavar="ID", help="快照编号 / id of the snapshot")]
snapshots = typer.Typer(
    no_args_is_help=True, help="已保存的快照：列表、固定、撤下 / kept snapshots: list, pin, take down"
)


app = typer.Typer()


@app.command("export", help="导出区县快照 / export snapshots of divisions")
def export_command(
    district: Annotated[
        list[str] | None,
        typer.Option("--district", "-d", help="地区代码，可重复 / zone code, may be repeated"),
    ] = None,
    all_: Annotated[bool, typer.Option("--all", help="所有区县和全市 / all divisions and the city")] = False,
    format: Annotated[
        str, typer.Option("--format", "-f", help=f"逗号分隔 / separated by commas: {','.join(NAMES)}")
    ] = "pdf",
    lang: Lang = "zh",
    out: Annotated[Path, typer.Option("--out", "-o", help="输出目录 / folder to write to")] = Path("export"),
    service: Annotated[
        list[str] | None, typer.Option("--service", "-s", help="只含这些服务 / only these services")
    ] = None,
    measure: Annotated[str, typer.Option("--measure", "-m", help="地图上的指标 / measure on the map")] = "",
    demo: Annotated[
        bool, typer.Option("--demo", help="包括演示数据 / with demonstration figures, marked")
    ] = False,
    workers: Annotated[
        int, typer.Option("--workers", min=0, help="并行进程数，0 为核数 / processes, 0: one per core")
    ] = 0,
) -> None:
    settings = settings_module.load()
    indicators = open_indicators(settings)
    zones = list(district or [])
    if all_:
        zones = [*(z.code for z in indicators.zones("division")), indicators.city.code]
    if not zones:
        raise TEXTS.user_error("no_district")
    query, _ = indicators.resolve(
        {k: v for k, v in (("service", (service or [""])[0]), ("measure", measure)) if v}
    )
    options = Options(
        query=query,
        services=tuple(service or ()),
        demo=demo,
        base_url=settings.base_url,
        approval=settings.map_approval,
    )
    formats = tuple(part.strip() for part in format.split(",") if part.strip())
    console = Console(stderr=True)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("导出" if lang == "zh" else "exporting", total=len(dict.fromkeys(zones)))
        results = export(
            indicators,
            zones,
            formats,
            lang,
            out,
            settings=settings,
            options=options,
            workers=workers or None,
            progress=lambda _: bar.advance(task),
        )
    _report(results, lang, console)


def _report(results: list[Exported], lang: str, console: Console) -> None:
    for result in results:
        for path in result.files:
            typer.echo(path)
    failed = [r for r in results if not r.ok]
    for result in failed:
        console.print(
            f"{result.zone}: {result.failure[lang] if result.failure else ''}", style="red", markup=False
        )
    if failed:
        raise typer.Exit(EXIT_BAD_INPUT)


@app.command("verify", help="核对导出文件是否与快照一致 / does a file still match its snapshot")
def verify_command(
    files: Annotated[list[Path], typer.Argument(help="PDF、DOCX、PPTX、XLSX")], lang: Lang = "zh"
) -> None:
    settings = settings_module.load()
    results: list[Verification] = [verify(path, settings) for path in files]
    for result in results:
        typer.echo(result.message(lang))
    if not all(r.ok for r in results):
        raise typer.Exit(1)


@snapshots.command("list", help="列出快照，最近的在前 / list them, the latest first")
def list_(count: Annotated[int, typer.Option("--count", "-n", min=1)] = 50) -> None:
    settings = settings_module.load()
    ids = list_ids(settings)
    table = Table("编号 id", "标题 title", "语言 lang", "数据版本 data version", "固定 pinned")
    for entry in read_entries(settings, ids[:count]):
        pinned = "✓" if is_pinned(entry.id, settings) else ""
        table.add_row(entry.id, entry.title, entry.lang, entry.data_version, pinned)
    Console().print(table)
    if len(ids) > count:
        typer.echo(f"……共 {len(ids):,} 份 in all; --count")


@snapshots.command("pin", help="固定一份快照，空间不足时也保留 / keep one whatever comes after it")
def pin(number: Number) -> None:
    pin_snapshot(_known(number), settings_module.load())


@snapshots.command("unpin", help="不再固定 / no longer so")
def unpin(number: Number) -> None:
    pin_snapshot(_known(number), settings_module.load(), pinned=False)


@snapshots.command("remove", help="撤下一份快照；其地址会说明已撤下 / take one down; its address says so")
def remove(number: Number) -> None:
    remove_snapshot(_known(number), settings_module.load())
    typer.echo(f"已撤下 taken down: {number}")


def _known(number: str) -> str:
    if number not in list_ids(settings_module.load()):
        raise TEXTS.user_error("no_snapshot", number=number[:20])
    return number
