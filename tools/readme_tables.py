"""Writes the generated tables of the READMEs (indicators, settings) between their markers. ``--check`` only compares."""

from __future__ import annotations

import re
import sys
from dataclasses import fields
from pathlib import Path

from equity.indicators.compute import Indicators
from equity.indicators.store import open_indicators
from equity.say import DOMAINS, GRADES
from equity.settings import PROJECT_ROOT, Settings, load

WAITING = {"zh": "等待台账", "en": "waiting for a register"}
READMES = {"README.md": "en", "README.zh-CN.md": "zh"}


def indicator_table(indicators: Indicators, lang: str) -> str:
    """One row per service: domain, unit, yardstick, year, grade of the city figure, source."""
    head = {
        "zh": "| 服务 | 领域 | 单位 | 对照水平 | 年份 | 等级 | 来源 |",
        "en": "| service | domain | unit | yardstick | year | grade | source |",
    }[lang]
    rows = [head, "|---|---|---|---|---|---|---|"]
    for definition in indicators.registry.values():
        measure = indicators.registry.measures_of(definition.id)[0]
        query, _ = indicators.resolve(
            {"service": definition.id, "measure": measure.id, "basis": measure.sides[0]}
        )
        record = indicators.value(query.but(level="city"), indicators.city.code)
        years = _years(definition.years)
        grade, source = GRADES[record.grade][lang], "; ".join(sorted({_short(s) for s in record.sources}))
        if indicators.standing(definition.id) == "waiting":
            years, grade, source = "—", WAITING[lang], "—"
        rows.append(
            f"| {definition.label[lang]} `{definition.id}` | {DOMAINS[definition.domain][lang]} | {'—' if measure.unitless else definition.unit[lang]} | "
            f"{_yardstick(indicators, definition.id, lang)} | {years} | {grade} | {source} |"
        )
    return "\n".join(rows)


def _years(years: tuple[int, ...]) -> str:
    """Single years in a row, or the first and the last of many without a gap."""
    if len(years) > 2 and years == tuple(range(years[0], years[-1] + 1)):
        return f"{years[0]}–{years[-1]}"
    return ", ".join(map(str, years))


def _yardstick(indicators: Indicators, service: str, lang: str) -> str:
    found = indicators.library.yardstick(service)
    if found is None:
        return "—"
    if found.item is None:
        return {"zh": "无；只与全市平均相比", "en": "none; percent of the city's average"}[lang]
    mark = "" if found.verified else {"zh": "（未核对原文）", "en": " (not verified in print)"}[lang]
    colon = {"zh": "：", "en": ": "}[lang]
    return f"{found.dated[lang]}{colon}{found.item[lang]}{mark}"


def _short(source: str) -> str:
    """The work a source string names, without edition, place in it and method."""
    return re.split(r"[;(（,]| via ", source)[0].strip().replace("|", "/")


def settings_table(lang: str) -> str:
    """One row per setting: environment variable, default, meaning."""
    rows = [
        {"zh": "| 变量 | 默认值 | 含义 |", "en": "| variable | default | meaning |"}[lang],
        "|---|---|---|",
    ]
    for spec in fields(Settings):
        default = spec.default.name if isinstance(spec.default, Path) else spec.default
        rows.append(f"| `EQUITY_{spec.name.upper()}` | `{default}` | {spec.metadata[lang]} |")
    return "\n".join(rows)


def render(text: str, tables: dict[str, str]) -> str:
    for name, table in tables.items():
        pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        text, found = re.subn(pattern, lambda m, t=table: f"{m[1]}{t}\n{m[2]}", text, flags=re.S)
        if found != 1:
            raise SystemExit(f"marker {name} found {found} times")
    return text


def stale(indicators: Indicators) -> list[str]:
    """READMEs whose tables differ from the code and data."""
    return [
        name
        for name, lang in READMES.items()
        if (PROJECT_ROOT / name).read_text("utf-8") != rendered(indicators, name, lang)
    ]


def rendered(indicators: Indicators, name: str, lang: str) -> str:
    tables = {"indicators": indicator_table(indicators, lang), "settings": settings_table(lang)}
    return render((PROJECT_ROOT / name).read_text("utf-8"), tables)


def main() -> None:
    indicators = open_indicators(load())
    if "--check" in sys.argv:
        raise SystemExit("; ".join(stale(indicators)) or 0)
    for name, lang in READMES.items():
        (PROJECT_ROOT / name).write_text(rendered(indicators, name, lang), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
