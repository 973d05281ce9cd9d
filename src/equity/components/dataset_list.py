"""Every table that ships: what it holds, rows, grades, years, sources, caveats, download."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from dash import html

from equity.city import City
from equity.components.parts import grade_chip, icon
from equity.components.targets import confidence_mark
from equity.components.words import disclosure, named, table
from equity.indicators.compute import Indicators
from equity.indicators.library import Dataset
from equity.say import Label, Voice, texts_of
from equity.schema import DETAILED_FILE, TABLES
from equity.settings import CENSUS_YEAR

TEXTS = texts_of(__name__)
FOLDERS = TEXTS["folders"]
HEADERS = TEXTS.several("headers")
FIGURE_HEADERS = TEXTS.several("figure_headers")
SOURCES = TEXTS["sources"]
OF_PLAN = ("measures", "departments")
YEAR_COLUMNS, YEAR = ("year", "population_year", "period", "edition"), re.compile(r"(?:19|20)\d\d")
RECORD_NUMBER = re.compile(r"\b\d{6,}\b")

NOTHING = Label("", "")
_WORDS = tomllib.loads(Path(__file__).with_name("dataset_words.toml").read_text(encoding="utf-8"))
# table: (what it holds, what to bear in mind)
ABOUT: dict[str, tuple[Label, Label]] = {
    name: (Label(**said["holds"]), Label(**said["mind"]) if "mind" in said else NOTHING)
    for name, said in _WORDS["about"].items()
}
LEVELS, THINGS, UNITS = (
    {name: Label(**said) for name, said in _WORDS[section].items()}
    for section in ("levels", "things", "units")
)


def dataset_table(indicators: Indicators, voice: Voice) -> html.Div:
    rows: list[list[Any]] = []
    for folder in FOLDERS:
        rows += [
            _row(indicators, d, voice) for d in indicators.library.datasets if TABLES[d.name].folder == folder
        ]
        if folder == "geo":
            rows.append(_boundaries(indicators, voice))
    return table([voice(h) for h in HEADERS], rows, numeric=(1,), class_name="dataset-table", id="main-table")


def _row(indicators: Indicators, dataset: Dataset, voice: Voice) -> list[Any]:
    what, caveat = ABOUT.get(dataset.name, (NOTHING, NOTHING))
    city = indicators.city
    own = city.words.tables.get(dataset.name, NOTHING)
    frame = indicators.library.table(dataset.name)
    title = dataset.title_en if not voice.zh else dataset.title_zh
    return [
        [
            html.Span(title, className="dataset-title", id=f"dataset-{dataset.name}"),
            html.Span(voice(what), className="cell-sub"),
            html.Code(f"data/{dataset.path}"),
        ],
        voice.number(dataset.rows),
        _year_of(dataset, city) or years(frame),
        html.Span(
            [grade_chip(g, voice) for g in dataset.grades]
            or html.Span(voice(TEXTS.no_grade), className="muted"),
            className="grades",
        ),
        html.Span(voice(TEXTS.both).join(voice(c) for c in (own, caveat) if voice(c)), className="caveat"),
        _sources(
            indicators,
            dataset.sources or _documents(frame) or [voice(_standing_source(dataset, city))],
            voice,
        ),
        _download(f"{dataset.name}.csv", title, voice),
    ]


def _boundaries(indicators: Indicators, voice: Voice) -> list[Any]:
    """The row of the polygons themselves, which are no table."""
    (polygons,) = (d for d in indicators.library.datasets if d.name == "divisions")
    _, caveat = ABOUT["divisions"]
    return [
        [
            html.Span(voice(TEXTS.boundaries), className="dataset-title", id="dataset-boundaries"),
            html.Span(voice(TEXTS.boundaries_about), className="cell-sub"),
            html.Code(f"data/{DETAILED_FILE}"),
        ],
        voice.number(polygons.rows),
        "—",
        html.Span(voice(TEXTS.no_grade), className="muted"),
        html.Span(voice(caveat), className="caveat"),
        _sources(indicators, [voice(TEXTS.boundaries_source)], voice),
        _download(DETAILED_FILE.partition("/")[2], voice(TEXTS.boundaries), voice),
    ]


def _sources(indicators: Indicators, given: Iterable[str], voice: Voice) -> Any:
    """Sources in words; those that differ only by the number of a record stand in one line."""
    lines: dict[str, list[str]] = {}
    for source in indicators.citations.cite_all(given, voice):
        lines.setdefault(RECORD_NUMBER.sub("…", source), []).append(source)
    items = [
        html.Li([named(same[0], voice)] if len(same) == 1 else [named(line, voice), f" × {len(same)}"])
        for line, same in lines.items()
    ]
    shown = html.Ul(items, className="source-items")
    return disclosure(voice(TEXTS.n_sources).format(n=len(items)), shown) if len(items) > 1 else shown


def _download(file: str, title: str, voice: Voice) -> html.A:
    kind = "CSV" if file.endswith(".csv") else "GeoJSON"
    return html.A(
        [icon("download", size=16), kind],
        href=f"/download/{file}",
        className="button",
        title=voice(TEXTS.max_rows) if kind == "CSV" else "",
        **{"aria-label": f"{title} {kind}"},
    )


def _standing_source(dataset: Dataset, city: City) -> Label:
    """What stands for the source of a table whose rows name none."""
    if dataset.name in OF_PLAN and dataset.rows:
        return city.words.plan.name if city.words.plan else TEXTS.no_plan
    return SOURCES.get(dataset.name, TEXTS.no_rows)


def _year_of(dataset: Dataset, city: City) -> str:
    """The year of a table whose rows have none."""
    if dataset.name in OF_PLAN and dataset.rows and city.words.plan:
        return str(city.words.plan.year)
    return str(CENSUS_YEAR) if dataset.name == "settlement_points" and dataset.rows else ""


def _documents(frame: pd.DataFrame) -> list[str]:
    """Where a table without a source column says its figures come from."""
    columns = [c for c in ("document", "coord_source", "population_source") if c in frame]
    return sorted({str(v) for c in columns for v in frame[c].dropna()})


def years(frame: pd.DataFrame) -> str:
    """First and last year of a table (of its figures, a plan's period, an edition), an em dash where it has none."""
    texts = [str(v) for c in YEAR_COLUMNS if c in frame for v in frame[c].dropna()]
    found = sorted({int(y) for text in texts for y in YEAR.findall(text)})
    if not found:
        return "—"
    return str(found[0]) if len(found) == 1 else f"{found[0]}–{found[-1]}"


def published_figures(indicators: Indicators, voice: Voice) -> html.Details:
    """The scattered figures, not computed with."""
    rows = []
    for r in indicators.library.published_figures.to_dict("records"):
        code = str(r["adcode"])
        value = voice.value(
            float(r["value"]),
            unit_name(str(r["unit"]), voice),
            decimals=0 if float(r["value"]).is_integer() else 2,
        )
        scope = "" if pd.isna(r["scope_note"]) else str(r["scope_note"])
        rows.append(
            [
                voice(published_name(str(r["indicator"]), indicators.city.words.published)),
                indicators.zone(code).name(voice.lang) if indicators.has_zone(code) else code,
                str(r["year"]),
                value,
                named(scope, voice),
                confidence_mark(str(r["confidence"]), voice),
                named(indicators.citations.cite(str(r["source"]), voice), voice),
            ]
        )
    shown = table([voice(h) for h in FIGURE_HEADERS], rows, numeric=(3,), class_name="figures-table")
    return disclosure(voice(TEXTS.figures).format(n=len(rows)), shown, open=False)


def published_name(indicator: str, known: Mapping[str, Label]) -> Label:
    """The name of a scattered figure, as the city's words have it; ``level_thing`` names are put together, an unknown id stays."""
    if indicator in known:
        return known[indicator]
    for level, name in LEVELS.items():
        thing = THINGS.get(indicator.removeprefix(f"{level}_"))
        if indicator.startswith(level) and thing:
            return Label(name.zh + thing.zh, f"{name.en} {thing.en}")
    return Label(indicator, indicator)


def unit_name(unit: str, voice: Voice) -> str:
    return voice(UNITS[unit]) if unit in UNITS else unit
