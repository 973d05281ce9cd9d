"""Small components that every page uses: grade chip, status word, section, definition list."""

from collections.abc import Sequence
from typing import Any

from dash import html

from equity.indicators.citations import grade_words
from equity.indicators.records import ValueRecord
from equity.say import GRADE_HELP, GRADES, STATUSES, Label, Voice, format_range, texts_of, worst_grade

TEXTS = texts_of(__name__)


def icon(name: str, *, size: int = 18) -> html.Span:
    """A local SVG (``assets/icons/<name>.svg``) drawn in the colour of the text around it; decorative."""
    return html.Span(
        className=f"icon icon-{name}", style={"--icon-size": f"{size}px"}, **{"aria-hidden": "true"}
    )


def grade_chip(grade: str, voice: Voice) -> html.Span:
    return html.Span(voice(GRADES[grade]), className=f"chip chip-{grade}", title=voice(GRADE_HELP[grade]))


def records_chip(records: Sequence[ValueRecord], voice: Voice) -> html.Span | None:
    """The worst grade among the records that have a value; an observed one of which only a copy was seen says so."""
    shown = [r for r in records if r.ok]
    if not shown:
        return None
    chip = grade_chip(worst_grade(*(r.grade for r in shown)), voice)
    chip.children = grade_words(shown, voice)
    return chip


def year_text(year: int, voice: Voice) -> str:
    return f"{year} 年" if voice.zh else str(year)


def year_and_grade(year: int, grade: str, voice: Voice) -> html.Span:
    """When the figure is of and how well it is known: beside every figure that stands alone."""
    return html.Span([f"{year_text(year, voice)} ", grade_chip(grade, voice)], className="year-grade")


def value_text(record: ValueRecord, voice: Voice, *, signed: bool = False) -> str:
    """The value with its unit, or the word for why there is none."""
    if not record.ok:
        return voice(STATUSES[record.status])
    return voice.value(record.value, record.unit(voice.lang), decimals=record.decimals, signed=signed)


def interval_ends(record: ValueRecord, voice: Voice) -> str:
    """Both ends of the interval; empty where there is none, or none that the decimals show."""
    if record.low is None or record.high is None:
        return ""
    low, high = (voice.number(end, decimals=record.decimals) for end in (record.low, record.high))
    return "" if low == high else format_range(record.low, record.high, voice.lang, decimals=record.decimals)


def interval_text(record: ValueRecord, voice: Voice) -> str:
    """The interval in brackets, to be set after the value; empty where `interval_ends` is."""
    ends = interval_ends(record, voice)
    return ends and (f"（{ends}）" if voice.zh else f" ({ends})")


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


def notice_bar(texts: Sequence[str], voice: Voice) -> Any:
    """What of the address could not be used, in one line; nothing when all of it could."""
    if not texts:
        return None
    several = voice(TEXTS.not_usable).format(len(texts))
    said = (
        html.P(texts[0])
        if len(texts) == 1
        else html.Details([html.Summary(several), html.Ul([html.Li(t) for t in texts])])
    )
    close = voice(Label("关闭提示", "Dismiss"))
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
