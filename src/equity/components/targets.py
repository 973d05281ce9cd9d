"""The targets of the plan and what was published about them: figures with confidence, none added up."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from dash import html

from equity.city import Plan
from equity.components.words import disclosure, named, table
from equity.indicators.compute import Indicators
from equity.say import Label, Voice, texts_of

TEXTS = texts_of(__name__)
CONFIDENCE = TEXTS["confidence"]
CONFIDENCE_HELP = TEXTS["confidence_help"]
SURE = ("official", "secondary")
UNITS: dict[str, Label] = {
    "person": Label("人", "persons"),
    "post": Label("个", "posts"),
    "1": Label("%", "%"),
    "dwelling": Label("套", "dwellings"),
    "yuan": Label("元", "yuan"),
    "hundred_million_yuan": Label("亿元", "hundred million yuan"),
    "person/year": Label("人/年", "persons a year"),
}
COMPARATORS = {">=": "≥", "<=": "≤", "=": ""}
# A target in the words of the plan, which does not say 以上 of every number.
TARGETED = {
    ">=": Label("{}以上", "{} or more"),
    "<=": Label("{}以内", "within {}"),
    "=": Label("{}", "{}"),
}
KINDS = TEXTS["kinds"]
SCALE_END = 150  # percent of the target at the right end of a bar
NOT_ADDED = TEXTS.not_added
HEADERS = TEXTS.several("headers")


def quantity(value: float, unit: str, voice: Voice, *, target: bool = False) -> str:
    """A progress figure or a ``target`` (a round number) with its unit; shares (unit "1") are shown in percent."""
    known = voice(UNITS.get(unit, Label(unit, unit)))
    if unit == "1":
        return voice.value(100 * value, "%", decimals=2 if round(100 * value, 2) % 1 else 0)
    return voice.value(value, known, decimals=0 if float(value).is_integer() else 1, exact=target)


def indicator_name(plan: Plan | None, name_zh: str, voice: Voice) -> Any:
    """The indicator's name; one without an English name stays Chinese and is marked as such."""
    known = plan.progress_en if plan else {}
    return known.get(name_zh, named(name_zh, voice)) if not voice.zh else name_zh


def confidence_mark(confidence: str, voice: Voice) -> html.Span:
    return html.Span(
        voice(CONFIDENCE[confidence]),
        className=f"chip confidence confidence-{confidence}",
        title=voice(CONFIDENCE_HELP[confidence]),
    )


def confidence_key(voice: Voice) -> html.Ul:
    shown = {"official": "official", "secondary": "secondary", "doubtful": "doubtful"}
    return html.Ul(
        [html.Li([confidence_mark(c, voice), f" {voice(CONFIDENCE_HELP[c])}"]) for c in shown],
        className="swatch-key",
    )


def target_cards(indicators: Indicators, voice: Voice) -> html.Ul:
    """One card per target: the target, then each year's figures in time order."""
    progress = indicators.library.progress
    cards = []
    for row in indicators.library.targets.to_dict("records"):
        of_target = _records(progress[progress["target_id"] == row["target_id"]])
        actual = [p for p in of_target if p["kind"] == "actual"]
        said = quantity(row["value"], row["unit"], voice, target=True)
        text = voice(TARGETED[row["comparator"]]).format(said)
        first, last = (int(y) for y in row["period"].split("-"))
        years = last - first + 1
        average = (
            []
            if row["unit"] == "1"
            else [
                html.P(
                    voice(TEXTS.per_year).format(
                        value=quantity(row["value"] / years, row["unit"], voice, target=True)
                    ),
                    className="card-note",
                )
            ]
        )
        body: Any = (
            _progress_list(indicators, actual, row, years, voice)
            if actual
            else html.P(voice(TEXTS.no_progress), className="no-indicator")
        )
        cards.append(
            html.Li(
                [
                    html.Div(
                        [
                            html.Span(row["name_en"] if not voice.zh else row["name_zh"]),
                            html.Span(f"{first}–{last}", className="muted"),
                        ],
                        className="card-head",
                    ),
                    html.P(text, className="card-value"),
                    html.P(clause_words(indicators.city.words.plan, row, voice), className="card-note"),
                    *average,
                    body,
                ],
                className="card target-card",
            )
        )
    return html.Ul(cards, className="cards-grid target-grid")


def clause_words(plan: Plan | None, row: Mapping[Any, Any], voice: Voice) -> Any:
    """The target in the words of the plan; in English translated, with the original in brackets."""
    original = named(f"{row['clause']}：{row['words_zh']}", voice)
    if voice.zh or plan is None or row["target_id"] not in plan.targets_en:
        return original
    clause = plan.clauses_en.get(row["clause"], row["clause"])
    return [f"{clause}: {plan.targets_en[row['target_id']]} (", original, ")"]


def _progress_list(
    indicators: Indicators, rows: list[Mapping[str, Any]], target: Mapping[str, Any], years: int, voice: Voice
) -> html.Ul:
    """Each year's figure as a bar on one scale, with a tick where the target is and its share of it in words."""
    is_rate = target["unit"] == "1"
    against = float(target["value"]) if is_rate else float(target["value"]) / years
    items = []
    for r in rows:
        share = 100 * float(r["value"]) / against
        place = (
            "" if r["area"] == indicators.city.name.zh else f" {area_name(indicators, str(r['area']), voice)}"
        )
        sure = r["confidence"] in SURE
        items.append(
            html.Li(
                [
                    html.Span(f"{r['year']}{place}", className="progress-year"),
                    html.Span(
                        [
                            html.Span(
                                style={"width": f"{min(share / SCALE_END, 1) * 100:.1f}%"},
                                className="progress-fill" + ("" if sure else " doubtful"),
                            ),
                            html.Span(
                                style={"left": f"{100 / SCALE_END * 100:.2f}%"}, className="progress-tick"
                            ),
                        ],
                        className="progress-bar",
                        **{"aria-hidden": "true"},
                    ),
                    html.Span(
                        [
                            quantity(r["value"], r["unit"], voice),
                            " ",
                            confidence_mark(r["confidence"], voice),
                        ],
                        className="progress-value",
                    ),
                    html.Span(
                        [
                            html.B(
                                voice(TEXTS.of_ceiling if is_rate else TEXTS.of_average).format(
                                    share=f"{share:.0f}%"
                                )
                            ),
                            " · ",
                            named(indicators.citations.cite(str(r["source"]), voice), voice),
                        ],
                        className="progress-source",
                    ),
                ],
                className="progress-row" + ("" if sure else " is-doubtful"),
            )
        )
    return html.Ul(items, className="progress-list")


def area_name(indicators: Indicators, name_zh: str, voice: Voice) -> str:
    found = next((z for z in indicators.zones() if z.name_zh == name_zh), None)
    return found.name(voice.lang) if found else name_zh


def other_progress(indicators: Indicators, voice: Voice) -> html.Details:
    """Figures that belong to no target, and the yearly targets, as a table."""
    progress = indicators.library.progress
    rows = _records(progress[progress["target_id"].isna() | (progress["kind"] == "target")])
    body = [
        [
            indicator_name(indicators.city.words.plan, str(r["indicator_zh"]), voice),
            str(r["year"]).replace("-", "–"),
            area_name(indicators, str(r["area"]), voice),
            f"{COMPARATORS.get(str(r['comparator']), '')} {quantity(r['value'], r['unit'], voice, target=r['kind'] == 'target')}".strip(),
            voice(KINDS[r["kind"]]),
            confidence_mark(r["confidence"], voice),
            named(indicators.citations.cite(str(r["source"]), voice), voice),
        ]
        for r in rows
    ]
    classes = ["" if r["confidence"] in SURE else "is-doubtful" for r in rows]
    shown = table(
        [voice(h) for h in HEADERS], body, numeric=(3,), row_classes=classes, class_name="progress-table"
    )
    return disclosure(voice(TEXTS.others).format(n=len(rows)), shown)


def _records(frame: pd.DataFrame) -> list[Mapping[str, Any]]:
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]
