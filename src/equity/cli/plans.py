"""``equity plan``: what a plan does for whom, plans side by side, and where to build."""

import json
from pathlib import Path
from typing import Annotated, get_args

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from equity import settings as settings_module
from equity.cli.compute import Format, Lang, print_rows
from equity.errors import Unwritable
from equity.indicators.compute import Indicators
from equity.indicators.store import open_indicators
from equity.plans import Figure, PlanResult, Proposal, ServiceResult, evaluate, read_plan, suggest
from equity.plans.question import Objective, read_question
from equity.plans.store import keep_result
from equity.say import GRADES, MINUS, texts_of

TEXTS = texts_of(__name__)

MOST_COMPARED = 4
File = Annotated[Path, typer.Argument(metavar="FILE", help="方案文件（JSON） / a plan as JSON")]
plans = typer.Typer(
    no_args_is_help=True,
    help="方案：谁受益、并排比较、选址建议 / what if: who gains, side by side, where to build",
)
WORDS = {
    "reached_new": ("新增可达", "Newly reached"),
    "reached_lost": ("不再可达", "No longer reached"),
    "served_more": ("容量内新增", "Newly served"),
    "served_less": ("容量内减少", "No longer served"),
    "unreached": ("仍不可达", "Still unreached"),
    "effective": ("有效覆盖 %", "Effective coverage, %"),
    "gap": ("本地–外来差距（百分点）", "Local–non-local gap, points"),
    "cost": ("费用", "Cost"),
    "cost_per_served": ("每新增一人的费用", "Cost per person newly served"),
    "grade": ("等级", "Grade"),
}
COUNTED = (
    ("模型目标", "aim of the model"),
    (
        "模型计数（新增容量只给现在缺容量的人；表中为由所有够得着的人分摊之后）",
        "counted by the model, which gives new capacity only to people who lack it now (the table: shared out to all within reach)",
    ),
)
PLACED = ("kind", "service", "name", "facility_id", "lon", "lat", "capacity", "cost")
LESS_EQUAL = ("总体更好，但两类人差距变大。", "Better on average and less equal.")
DEMONSTRATION = (
    "以示意数据计算，不得作为决策依据。",
    "Worked out on demonstration data: do not base decisions on it.",
)


@plans.command("evaluate", help="计算一个方案 / what one plan does")
def evaluate_(
    file: File,
    shares: Annotated[
        bool, typer.Option("--shares", help="各项变动的贡献 / what each change contributes")
    ] = False,
    keep: Annotated[bool, typer.Option("--keep", help="存档 / keep it, under its id")] = False,
    lang: Lang = "zh",
    format: Format = "table",
) -> None:
    settings = settings_module.load()
    indicators = open_indicators(settings)
    result = _evaluated(file, indicators, shares)
    if keep:
        keep_result(result, settings)
    if format == "json":
        typer.echo(result.model_dump_json(indent=1))
    elif format == "csv":
        print_rows(_flat(result), "csv")
    else:
        _print([result], indicators, lang)
        if result.shares:
            Console().print(_shares(result, indicators, lang))


@plans.command("compare", help="并排比较至多四个方案 / up to four plans side by side")
def compare(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...")],
    lang: Lang = "zh",
    format: Format = "table",
) -> None:
    if len(files) > MOST_COMPARED:
        raise TEXTS.user_error("too_many", most=MOST_COMPARED)
    indicators = open_indicators(settings_module.load())
    results = [_evaluated(file, indicators) for file in files]
    if format == "table":
        _print(results, indicators, lang)
    else:
        print_rows([{"plan": r.plan.name, "id": r.id, **row} for r in results for row in _flat(r)], format)


@plans.command(
    "suggest",
    help="建在哪里、扩建或迁移哪一所，写成方案文件 / where to build, enlarge or move; written as a plan",
)
def suggest_(
    file: File,
    service: Annotated[str, typer.Option("--service", "-s")],
    objective: Annotated[
        str, typer.Option("--objective", "-o", help=" | ".join(get_args(Objective)))
    ] = "reach",
    zone: Annotated[
        str, typer.Option("--zone", "-z", help="区域代码，空为全市 / code of a zone; empty: the city")
    ] = "",
    group: Annotated[str, typer.Option("--group", "-g", help="resident | local | non_local")] = "resident",
    count: Annotated[int | None, typer.Option("--count", "-n", help="新设施数 / new facilities")] = None,
    capacity: Annotated[
        float | None, typer.Option("--capacity", "-c", help="每所规模 / capacity of each")
    ] = None,
    budget: Annotated[float | None, typer.Option("--budget", "-b")] = None,
    build_cost: Annotated[float, typer.Option("--build-cost", help="每所造价 / per facility")] = 0.0,
    unit_cost: Annotated[
        float, typer.Option("--unit-cost", help="每单位规模造价 / per unit of capacity")
    ] = 0.0,
    enlarge_most: Annotated[
        float, typer.Option("--enlarge", help="最多扩建的比例 / how much larger at most, as a share")
    ] = 0.0,
    move: Annotated[
        list[str] | None, typer.Option("--move", help="可迁移的设施 / facilities that may move")
    ] = None,
    move_cost: Annotated[float, typer.Option("--move-cost")] = 0.0,
    share: Annotated[
        float, typer.Option("--share", help="fewest：要达到的比例 / the share to be reached")
    ] = 0.9,
    plots: Annotated[bool, typer.Option("--plots", help="只用候选地块 / candidate plots only")] = False,
    seconds: Annotated[float, typer.Option("--seconds", help="求解时间上限 / limit of the solver")] = 30.0,
    lang: Lang = "zh",
    format: Format = "table",
) -> None:
    """The plan goes to FILE, to be looked at with ``equity plan evaluate``."""
    given = {
        "service": service, "objective": objective, "zone": zone, "group": group, "count": count, "capacity": capacity,
        "budget": budget, "build_cost": build_cost, "unit_cost": unit_cost, "enlarge_most": enlarge_most,
        "movable": tuple(move or ()), "move_cost": move_cost, "share": share,
        "candidates": "plots" if plots else "points", "seconds": seconds,
    }  # fmt: skip
    indicators = open_indicators(settings_module.load())
    asked = read_question(json.dumps(given))
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=Console(stderr=True), transient=True
    ) as bar:  # what is piped is the answer alone
        task = bar.add_task("HiGHS", total=seconds)
        found = suggest(asked, indicators, progress=lambda gone, total: bar.update(task, completed=gone))
    write_text(file, found.plan.to_json())
    if format == "json":
        typer.echo(found.model_dump_json(indent=1))
        return
    if format == "csv":
        print_rows(_places(found), "csv")
        return
    if found.result:
        _print([found.result], indicators, lang)
    if found.gains:
        Console().print(_gains(found, lang))
    typer.echo(_proved(found, lang))


def _places(found: Proposal) -> list[dict[str, object]]:
    """One row for each change; ``gain``: people that it brings within reach besides those before it, where that was asked for."""
    gains = dict(enumerate(found.gains))
    about = {"plan_id": found.plan.id, "grade": found.grade, "data_version": found.plan.data_version}
    return [
        {name: getattr(change, name, None) for name in PLACED} | {"gain": gains.get(n)} | about
        for n, change in enumerate(found.plan.changes)
    ]


def _gains(found: Proposal, lang: str) -> Table:
    zh, reached = lang == "zh", found.before
    table = Table(
        *(("新设施", "新增可达", "此后可达 %") if zh else ("New facility", "Newly reached", "Reach then, %"))
    )
    for change, gain in zip(found.plan.changes, found.gains, strict=True):
        reached += gain
        share = 100 * reached / found.people if found.people else 0.0
        table.add_row(getattr(change, "name", ""), f"{gain:,.0f}", f"{share:.1f}")
    return table


def _proved(found: Proposal, lang: str) -> str:
    decimals = 1 if found.question.objective == "gap" else 0
    promised = f"{found.promised:,.{decimals}f}".replace("-", MINUS)
    proof = (
        ("已证明最优" if found.optimal else f"与最优相差不超过 {found.within:.1%}")
        if lang == "zh"
        else ("proved to be the best" if found.optimal else f"within {found.within:.1%} of the best")
    )
    greedy = (
        ""
        if found.greedy is None
        else f" · {'逐个选取' if lang == 'zh' else 'one by one'} {found.greedy:,.0f}"
    )
    label = COUNTED[found.question.objective == "served"][lang != "zh"]
    return f"{label} {promised}{greedy} · {proof} · {found.seconds:.1f} s · {found.candidates} {'处候选' if lang == 'zh' else 'candidates'}"


def _evaluated(file: Path, indicators: Indicators, shares: bool = False) -> PlanResult:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TEXTS.user_error("unreadable", file=file.name) from error
    return evaluate(read_plan(text, file.name), indicators, file=file.name, shares=shares)


def _print(results: list[PlanResult], indicators: Indicators, lang: str) -> None:
    """A table per service: a row per number, a column per plan."""
    console, word = Console(), 0 if lang == "zh" else 1
    for service in dict.fromkeys(s.service for r in results for s in r.services):
        found = {r.id: next((s for s in r.services if s.service == service), None) for r in results}
        unit = next(s.unit_zh if lang == "zh" else s.unit_en for s in found.values() if s)
        table = Table(
            f"{indicators.registry[service].label[lang]}（{unit}）",
            *(r.plan.name for r in results),
            caption=f"data version {indicators.data_version}",
        )
        for name, words in WORDS.items():
            table.add_row(words[word], *(_said(name, s, lang) if s else "—" for s in found.values()))
        console.print(table)
        console.print(next(s.distance_zh if lang == "zh" else s.distance_en for s in found.values() if s))
        if any(s and s.less_equal for s in found.values()):
            names = "、".join(r.plan.name for r in results if (s := found[r.id]) and s.less_equal)
            console.print(f"{names}: {LESS_EQUAL[word]}")
    if any(r.illustrative for r in results):
        console.print(DEMONSTRATION[word])


def _said(name: str, service: ServiceResult, lang: str) -> str:
    if name == "effective":
        return _pair(service.all_before, service.all_after)
    if name == "gap":
        return _pair(service.gap_before, service.gap_after)
    if name == "grade":
        return GRADES[service.grade][lang]
    value = getattr(service, name)
    return "—" if value is None else f"{value:,.{2 if name == 'cost_per_served' else 0}f}".replace("-", MINUS)


def _pair(before: Figure, after: Figure) -> str:
    return f"{_number(before)} → {_number(after)}"


def _number(figure: Figure) -> str:
    if figure.value is None:
        return "—"
    ends = "" if figure.low is None or figure.high is None else f" [{figure.low:.1f}, {figure.high:.1f}]"
    return f"{figure.value:.1f}{ends}".replace("-", MINUS)


def _shares(result: PlanResult, indicators: Indicators, lang: str) -> Table:
    zh = lang == "zh"
    table = Table(
        *(
            ("变动", "服务", "指标", "贡献", "误差")
            if zh
            else ("Change", "Service", "Total", "Share", "Error")
        )
    )
    for share in result.shares:
        error = "" if share.error is None else f"± {share.error:.2f}"
        label = indicators.registry[share.service].label[lang]
        table.add_row(str(share.change), label, share.total, f"{share.value:,.2f}".replace("-", MINUS), error)
    return table


def _flat(result: PlanResult) -> list[dict[str, object]]:
    """Every compared number as a row."""
    return [
        {"service": r.service, "zone": r.zone, "level": r.level, "measure": r.measure, "basis": r.basis, "unit": r.unit}
        | {f"{n}_{state}": getattr(f, n) for state, f in (("before", r.before), ("after", r.after)) for n in
           ("value", "low", "high", "status", "grade")}
        | {"change": r.change, "distance": result.service(r.service).distance_en}
        for r in result.compared
    ]  # fmt: skip


def write_text(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Unwritable(path, error) from error
