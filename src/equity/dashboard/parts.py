"""Small components that every page uses: grade chip, status word, section, definition list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from equity.indicators.citations import grade_words
from equity.indicators.records import ValueRecord
from equity.say import (
    GRADE_HELP,
    GRADES,
    STATUSES,
    Label,
    format_number,
    format_range,
    format_value,
    worst_grade,
)

NOT_USABLE = Label(
    "地址中有 {} 项不可用，已换成最接近的视图。",
    "{} parts of the address cannot be used; showing the nearest view.",
)


def icon(name: str, *, size: int = 18) -> html.Span:
    """A local SVG (``assets/icons/<name>.svg``) drawn in the colour of the text around it; decorative."""
    return html.Span(
        className=f"icon icon-{name}", style={"--icon-size": f"{size}px"}, **{"aria-hidden": "true"}
    )


def grade_chip(grade: str, lang: str) -> html.Span:
    return html.Span(GRADES[grade][lang], className=f"chip chip-{grade}", title=GRADE_HELP[grade][lang])


def records_chip(records: Sequence[ValueRecord], lang: str) -> html.Span | None:
    """The worst grade among the records that have a value; an observed one of which only a copy was seen says so."""
    shown = [r for r in records if r.ok]
    if not shown:
        return None
    chip = grade_chip(worst_grade(*(r.grade for r in shown)), lang)
    chip.children = grade_words(shown, lang)
    return chip


def year_text(year: int, lang: str) -> str:
    return f"{year} 年" if lang == "zh" else str(year)


def year_and_grade(year: int, grade: str, lang: str) -> html.Span:
    """When the figure is of and how well it is known: beside every figure that stands alone."""
    return html.Span([f"{year_text(year, lang)} ", grade_chip(grade, lang)], className="year-grade")


def value_text(record: ValueRecord, lang: str, *, signed: bool = False) -> str:
    """The value with its unit, or the word for why there is none."""
    if not record.ok:
        return STATUSES[record.status][lang]
    return format_value(record.value, record.unit(lang), lang, decimals=record.decimals, signed=signed)


def interval_ends(record: ValueRecord, lang: str) -> str:
    """Both ends of the interval; empty where there is none, or none that the decimals show."""
    if record.low is None or record.high is None:
        return ""
    low, high = (format_number(end, lang, decimals=record.decimals) for end in (record.low, record.high))
    return "" if low == high else format_range(record.low, record.high, lang, decimals=record.decimals)


def interval_text(record: ValueRecord, lang: str) -> str:
    """The interval in brackets, to be set after the value; empty where `interval_ends` is."""
    ends = interval_ends(record, lang)
    return ends and (f"（{ends}）" if lang == "zh" else f" ({ends})")


def fold(
    title: str, *children: Any, lead: str = "", id: str, is_open: bool, chips: Sequence[Any] = ()
) -> html.Details:
    """A section to open: its title, then how to read it and what it holds. The address says which are open (``open=``)."""
    said = [html.P(lead, className="lead")] if lead else []
    return html.Details(
        [
            html.Summary([html.H2(title, id=f"{id}-title"), *chips]),
            html.Div([*said, *children], className="fold-body"),
        ],
        className="fold",
        id=id,
        open=is_open,
        **{"data-section": id},
    )


def notice_bar(texts: Sequence[str], lang: str) -> Any:
    """What of the address could not be used, in one line; nothing when all of it could."""
    if not texts:
        return None
    several = NOT_USABLE[lang].format(len(texts))
    said = (
        html.P(texts[0])
        if len(texts) == 1
        else html.Details([html.Summary(several), html.Ul([html.Li(t) for t in texts])])
    )
    close = Label("关闭提示", "Dismiss")[lang]
    return html.Div(
        [
            said,
            html.Button(
                "×", className="notice-close", title=close, **{"aria-label": close, "data-dismiss": "notice"}
            ),
        ],
        className="notice",
        role="status",
    )
