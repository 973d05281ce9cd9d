"""Small components that every page uses: grade chip, fold, notice; and markup, inline SVG and MathML, for which Dash has no components."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from equity.indicators.citations import grade_words
from equity.indicators.records import ValueRecord
from equity.say import GRADE_HELP, GRADES, Label, Voice, texts_of, worst_grade

TEXTS = texts_of(__name__)


def icon(name: str, *, size: int = 18) -> html.Span:
    """A local SVG (``assets/icons/<name>.svg``) drawn in the colour of the text around it; decorative."""
    return html.Span(
        className=f"icon icon-{name}", style={"--icon-size": f"{size}px"}, **{"aria-hidden": "true"}
    )


def grade_chip(grade: str, voice: Voice) -> html.Span:
    return html.Span(voice(GRADES[grade]), className=f"chip chip-{grade}", title=voice(GRADE_HELP[grade]))


def together(text: str) -> html.Span:
    """A year or an interval, which no line end parts."""
    return html.Span(text, className="together")


def records_chip(records: Sequence[ValueRecord], voice: Voice) -> html.Span | None:
    """The worst grade among the records that have a value; an observed one of which only a copy was seen says so."""
    shown = [r for r in records if r.ok]
    if not shown:
        return None
    chip = grade_chip(worst_grade(*(r.grade for r in shown)), voice)
    chip.children = grade_words(shown, voice)
    return chip


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


class Markup(Component):
    """Markup that the server has built and escaped, drawn by ``assets/markup.js``."""

    _namespace = "equity_markup"
    _type = "Markup"
    _children_props: tuple[str, ...] = ()
    _base_nodes: tuple[str, ...] = ("children",)
    _prop_names = ("html", "className", "tag", "id")
    _valid_wildcard_attributes: tuple[str, ...] = ()
    available_properties = _prop_names
    available_wildcard_properties: tuple[str, ...] = ()

    def __init__(self, html: str, *, className: str = "", tag: str = "div", **rest: Any) -> None:
        super().__init__(html=html, className=className, tag=tag, **rest)
