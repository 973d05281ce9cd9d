"""Commands about numbers: list what can be asked, compute it as table, CSV or JSON. The same records as the page."""

import csv
import io
import json
import sys
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.table import Table

from equity import settings as settings_module
from equity.errors import UserError
from equity.indicators.citations import grade_words
from equity.indicators.compute import Indicators
from equity.indicators.records import ValueRecord
from equity.indicators.resolve import PARAMETERS
from equity.indicators.store import open_indicators
from equity.query import Query
from equity.safe_cells import harmless
from equity.say import BASES_SHORT, DOMAINS, MINUS, Voice

COPIED = {"service", "measure"}  # columns of ids, never broken
PIPED_WIDTH = 160
Lang = Annotated[Literal["zh", "en"], typer.Option("--lang", help="语言 / language")]
Format = Annotated[
    Literal["table", "csv", "json"], typer.Option("--format", "-f", help="输出格式 / output format")
]


app = typer.Typer()


@app.command("list", help="列出服务、指标与口径 / list services, measures and bases")
def list_(lang: Lang = "zh", format: Format = "table") -> None:
    indicators = open_indicators(settings_module.load())
    rows: list[dict[str, object]] = [
        {
            "service": d.id,
            "label": d.label[lang],
            "domain": DOMAINS[d.domain][lang],
            "kind": d.kind,
            "measure": m.id,
            "measure_label": m.label[lang],
            "bases": " ".join(m.bases),
            "years": " ".join(map(str, indicators.years(d, m))),
        }
        for d in indicators.registry.values()
        for m in indicators.registry.measures_of(d.id)
    ]
    print_rows(rows, format)


@app.command("compute", help="计算一个指标 / compute one measure")
def compute(
    service: Annotated[str, typer.Option("--service", "-s")] = Query().service,
    measure: Annotated[str, typer.Option("--measure", "-m")] = "",
    basis: Annotated[str, typer.Option("--basis", "-b")] = "",
    year: Annotated[str, typer.Option("--year", "-y")] = "",
    level: Annotated[str, typer.Option("--level")] = "",
    scenario: Annotated[str, typer.Option("--scenario")] = "",
    lang: Lang = "zh",
    format: Format = "table",
) -> None:
    indicators = open_indicators(settings_module.load())
    given = {
        "service": service,
        "measure": measure,
        "basis": basis,
        "year": year,
        "level": level,
        "scenario": scenario,
    }
    query, notices = indicators.resolve(given)
    if notices:
        raise UserError(
            "".join(f"{PARAMETERS[n.parameter].zh} {n.parameter} 没有“{n.given}”。" for n in notices)
            + "用 equity list 查看可用的值。",
            " ".join(f"there is no {n.parameter} “{n.given}”." for n in notices)
            + " See equity list for what is available.",
        )
    records = indicators.values(query)
    if format == "table":
        _print_table(indicators, query, records, lang)
    else:
        print_rows(
            [
                r.as_dict()
                | {"zone_name": indicators.zone(r.zone).name(lang), "data_version": indicators.data_version}
                for r in records
            ],
            format,
        )


def _print_table(indicators: Indicators, query: Query, records: tuple[ValueRecord, ...], lang: str) -> None:
    definition, measure = indicators.registry[query.service], indicators.registry.measure_of(query)
    title = (
        f"{definition.label[lang]} · {measure.label[lang]} · {BASES_SHORT[query.basis][lang]} · {query.year}"
    )
    headings = (
        ("代码", "名称", "数值", "区间", "名次", "等级")
        if lang == "zh"
        else ("Code", "Name", "Value", "Interval", "Rank", "Grade")
    )
    table = Table(*headings, title=title, caption=f"data version {indicators.data_version}")
    for r in sorted(records, key=lambda r: (r.rank or 99, r.zone)):
        ends = [] if r.low is None or r.high is None else [_plain(e, r.decimals) for e in (r.low, r.high)]
        interval = " … ".join(ends) if len(set(ends)) == 2 else ""
        rank = "" if r.rank is None else f"{r.rank} ({r.rank_low}–{r.rank_high})"
        table.add_row(
            r.zone,
            indicators.zone(r.zone).name(lang),
            Voice(lang).record(r),
            interval,
            rank,
            grade_words([r], Voice(lang)) if r.ok else "",
        )
    Console().print(table)


def _plain(value: float, decimals: int) -> str:
    return f"{value:,.{decimals}f}".replace("-", MINUS)


def print_rows(rows: list[dict[str, object]], format: str) -> None:
    if format == "json":
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    if format == "csv":
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: _cell(v) for k, v in row.items()} for row in rows)
        typer.echo(out.getvalue(), nl=False)
        return
    texts = [[str(v) for v in row.values()] for row in rows]
    table = Table()
    for i, heading in enumerate(rows[0]):
        ids = heading in COPIED
        width = max(len(text[i]) for text in texts) if ids else None
        table.add_column(heading, no_wrap=ids, min_width=width, overflow="fold")
    for text in texts:
        table.add_row(*text)
    Console(width=None if sys.stdout.isatty() else PIPED_WIDTH).print(table)


def _cell(value: object) -> object:
    text = ";".join(value) if isinstance(value, (list, tuple)) else value
    return harmless(text) if isinstance(text, str) else text
