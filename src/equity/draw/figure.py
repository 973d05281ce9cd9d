"""The figures of a report drawn, in the sizes that suit a page of A4 and a slide."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from equity.draw.chart import draw_chart
from equity.draw.element import Drawing
from equity.draw.frame import Frame
from equity.draw.lines import draw_lines
from equity.draw.map import draw_map
from equity.draw.people import draw_people
from equity.draw.theme import theme
from equity.views.drawings import Figure

MAP_SIZE = (470.0, 560.0)
WIDTHS = {"dumbbell": 330.0}
WIDE = 640.0
LOW = 96.0  # plot of lines: the table under them has the numbers


def draw_figure(figure: Figure, features: Iterable[Mapping[str, Any]], frame: Frame) -> Figure:
    """The figure with its standalone SVG and size; one without description, or already drawn, stays as it is.

    ``frame`` says what stands on every figure of the report: id and, on the map, the approval number.
    """
    if figure.svg or not (figure.map or figure.chart):
        return figure
    made = _draw(figure, tuple(features), frame)
    return replace(figure, svg=made.svg, width=made.width, height=made.height)


def _draw(figure: Figure, features: tuple[Mapping[str, Any], ...], frame: Frame) -> Drawing:
    colours = theme()
    if figure.map:
        said = replace(frame, subtitle=figure.map.title, source=figure.map.source_line)
        width, height = MAP_SIZE
        return draw_map(figure.map, features, said, colours, width=width, height=height, ids=figure.id)
    assert figure.chart is not None
    said, label = Frame(frame.lang), figure.caption
    if figure.chart.kind == "people":
        return draw_people(figure.chart, said, colours, label=label, width=WIDE, ids=figure.id)
    if figure.chart.kind == "lines":
        return draw_lines(figure.chart, said, colours, label=label, width=WIDE, height=LOW, ids=figure.id)
    width = WIDTHS.get(figure.chart.kind, WIDE)
    return draw_chart(figure.chart, said, colours, label=label, width=width, ids=figure.id)
