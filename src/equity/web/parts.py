"""Small components that every page uses: grade chip, status word, section, definition list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from equity.indicators.records import ValueRecord
from equity.text import GRADE_HELP, GRADES, STATUSES, Label, format_value


def icon(name: str, *, size: int = 18) -> html.Span:
    """A local SVG (``assets/icons/<name>.svg``) drawn in the colour of the text around it; decorative."""
    return html.Span(
        className=f"icon icon-{name}", style={"--icon-size": f"{size}px"}, **{"aria-hidden": "true"}
    )


def grade_chip(grade: str, lang: str) -> html.Span:
    return html.Span(GRADES[grade][lang], className=f"chip chip-{grade}", title=GRADE_HELP[grade][lang])


def value_text(record: ValueRecord, lang: str, *, signed: bool = False) -> str:
    """The value with its unit, or the word for why there is none."""
    if not record.ok:
        return STATUSES[record.status][lang]
    return format_value(record.value, record.unit(lang), lang, decimals=record.decimals, signed=signed)


def section(title: str, *children: Any, lead: str = "", id: str = "", class_name: str = "") -> html.Section:
    """A titled block of a text page. ``id`` makes it a link target and names it for screen readers."""
    heading_id = f"{id}-title" if id else ""
    head: list[Any] = [html.H2(title, **({"id": heading_id} if heading_id else {}))]
    if lead:
        head.append(html.P(lead, className="lead"))
    extra: dict[str, Any] = {"id": id, "aria-labelledby": heading_id} if id else {}
    return html.Section([*head, *children], className=f"section {class_name}".strip(), **extra)


def key_figure(label: str, value: str, *, note: str = "", grade: str = "", lang: str = "zh") -> html.Div:
    """One large number with what it is above it, and year and grade below."""
    foot: list[Any] = [html.Span(note)] if note else []
    if grade:
        foot.append(grade_chip(grade, lang))
    return html.Div(
        [html.Dt(label), html.Dd(value, className="key-value"), html.Dd(foot, className="key-foot")],
        className="key-figure",
    )


def notice_bar(texts: Sequence[str], lang: str) -> Any:
    """What of the address could not be used; nothing when all of it could."""
    if not texts:
        return None
    close = Label("关闭提示", "Dismiss")[lang]
    return html.Div(
        [
            html.Ul([html.Li(t) for t in texts]),
            html.Button(
                "×", className="notice-close", title=close, **{"aria-label": close, "data-dismiss": "notice"}
            ),
        ],
        className="notice",
        role="status",
    )
