"""``equity snapshots``: list, pin, take down what is kept."""

from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from equity import settings as settings_module
from equity.documents.kept import list_ids, read_entries
from equity.documents.store import is_pinned, pin_snapshot, remove_snapshot
from equity.say import texts_of

TEXTS = texts_of(__name__)

Number = Annotated[str, typer.Argument(metavar="ID", help="快照编号 / id of the snapshot")]
snapshots = typer.Typer(
    no_args_is_help=True, help="已保存的快照：列表、固定、撤下 / kept snapshots: list, pin, take down"
)


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
