"""``equity registers``: what was brought in, differences between versions, undo, templates."""

import getpass
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from equity import settings as settings_module
from equity.cli.intake_report import tell_version
from equity.documents.register_form import write_template
from equity.intake import desk, difference, versions
from equity.say import Voice

PRINTED_ROWS = 20
console = Console()
registers = typer.Typer(
    no_args_is_help=True,
    help="已导入台账的历史、差异、撤销与模板 / registers: history, difference, undo, templates",
)


@registers.command("history", help="谁在何时导入或撤销了什么 / who brought in or took back what, and when")
def history() -> None:
    table = Table(
        "版本 version", "数据集 dataset", "行 rows", "来源 source", "谁 who", "何时 when", "状态 state"
    )
    settings = settings_module.load()
    counting = versions.rows_in_force(settings)
    for entry in versions.history(settings):
        undone = entry["action"] == "undo"
        state = (
            "撤销 undo"
            if undone
            else f"使用中 in force: {counting[entry['version']]:,}"
            if entry["in_force"]
            else "已撤销 undone"
        )
        table.add_row(
            entry["version"],
            entry["dataset"],
            "" if undone else f"{entry['rows']:,}",
            entry.get("source", ""),
            entry["who"],
            entry["when"],
            state,
        )
    console.print(table)


@registers.command("undo", help="撤销一个版本，恢复它所替换的数据 / take a version back")
def undo(version: Annotated[str, typer.Argument()]) -> None:
    settings = settings_module.load()
    entry, report = versions.undo(settings, version, who=getpass.getuser())
    tell_version(settings, "undone", "已撤销 undone", entry, report.data_version)


@registers.command(
    "diff", help="一个版本入库时改变了什么，或自某版本以来 / what a version changed, or since another one"
)
def diff(
    version: Annotated[str, typer.Argument()],
    since: Annotated[str, typer.Argument(help="较早的版本 / an earlier version")] = "",
    lang: Annotated[Literal["zh", "en"], typer.Option("--lang", help="语言 / language")] = "zh",
) -> None:
    found = difference.difference(settings_module.load(), version, since)
    typer.echo(
        f"{found.dataset} {since + ' → ' if since else ''}{version}: 新增 added {len(found.added):,}, "
        f"退出 removed {len(found.removed):,}（示意 illustrative {found.illustrative:,}）, 改动 changed {len(found.changed):,}"
    )
    for title, (headings, rows) in (
        ("改动 changed", difference.shown_changes(found, Voice(lang), PRINTED_ROWS)),
        ("新增 added", difference.shown_rows(found, found.added, Voice(lang), PRINTED_ROWS)),
        ("退出 removed", difference.shown_rows(found, found.removed, Voice(lang), PRINTED_ROWS)),
    ):
        if rows:
            table = Table(*headings, title=title)
            for row in rows:
                table.add_row(*row)
            console.print(table)


@registers.command("template", help="下载填报模板（XLSX）/ write a template workbook")
def template(dataset: Annotated[str, typer.Argument()], out: Annotated[Path, typer.Argument()]) -> None:
    settings = settings_module.load()
    out.write_bytes(write_template(dataset, desk.surroundings(settings)))
    typer.echo(out.name)
