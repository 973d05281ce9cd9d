"""A section of a report as components: sentences, tables, drawings and lists, whatever the section is about."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import parse_qsl

from dash import dcc, html

from equity.components.parts import fold, grade_chip, together
from equity.components.words import link, named
from equity.dashboard import ids
from equity.dashboard.charts import draw
from equity.http.view import PageView
from equity.views.drawings import Figure
from equity.views.model import Block, Bullets, KeyFigure, Paragraph, Section, Sentence
from equity.views.tables import ILLUSTRATIVE, Axis, Cell, Column, Table

MOST_TICKS = 5


def text_page(name: str, head: Sequence[Any], *content: Any, beside: Any = None) -> html.Div:
    """A page to be read: what stands at its head, a map ``beside`` it where there is one, then its content."""
    with_map = beside is not None  # a component without children counts as false
    said = [html.Div(head), beside] if with_map else head
    return html.Div(
        [
            dcc.Store(id=ids.VIEW),
            html.Header(said, className="page-head with-map" if with_map else "page-head"),
            *content,
        ],
        className=f"text-page {name}",
    )


def folds(sections: Sequence[Any], **given: Any) -> html.Div:
    """Sections to open, one below the other."""
    return html.Div(sections, className="folds", **given)


def folded(section: Section, view: PageView, *, is_open: bool) -> Any:
    """A section to open: its title and how to read it, then its blocks. One that holds a single remark needs no opening."""
    heading = html.H2(section.title, id=f"{section.id}-title")
    if len(section.blocks) == 1 and isinstance(section.blocks[0], Paragraph):
        return html.Section(
            [heading, html.P(section.blocks[0].text, className="muted")],
            className="fold fold-quiet",
            id=section.id,
        )
    chip = [grade_chip(ILLUSTRATIVE, view.voice)] if section.apart else []
    blocks = [block(b, view) for b in section.blocks]
    return fold(section.title, *blocks, lead=section.lead, id=section.id, is_open=is_open, chips=chip)


def block(part: Block, view: PageView) -> Any:
    """One block of a section."""
    if isinstance(part, Table):
        return table(part, view)
    if isinstance(part, Figure):
        return figure(part, view)
    if isinstance(part, Bullets):
        return bullets(part, view)
    if isinstance(part, Sentence):
        return sentence(part, view)
    return html.P(part.text, className="section-words")


def sentence(said: Sentence, view: PageView, class_name: str = "section-words") -> html.P:
    """A sentence says in words where it rests on placeholders; the chip stands beside it all the same."""
    chip = [" ", grade_chip(ILLUSTRATIVE, view.voice)] if said.illustrative else []
    return html.P([named(said.text, view.voice), *chip], className=class_name)


def figure(part: Figure, view: PageView, *, caption: bool = True) -> html.Figure:
    head = [html.Figcaption(html.H3(part.caption))] if caption else []
    return html.Figure(
        [*head, draw(part, view.voice)],
        className="report-figure",
        id=f"figure-{part.id}",
    )


def bullets(part: Bullets, view: PageView) -> html.Div:
    title = [html.H3(part.title, className="sub-title")] if part.title else []
    items = [
        html.Li([*([html.B(item.about), " "] if item.about else []), named(item.text, view.voice)])
        for item in part.items
    ]
    return html.Div([*title, html.Ul(items, className="plain-list")])


def key_figure(part: KeyFigure, view: PageView) -> html.Div:
    chip = grade_chip(part.grade, view.voice) if part.grade == ILLUSTRATIVE else None
    said = [piece for each in part.detail.split(" · ") for piece in (" · ", together(each))][1:]
    foot = [html.Span(said), *([chip] if chip else [])]
    return html.Div(
        [html.Dt(part.label), html.Dd(part.text, className="key-value"), html.Dd(foot, className="key-foot")],
        className="key-figure",
    )


def table(part: Table, view: PageView) -> html.Div:
    """Rows become cards on a narrow screen, labelled by their columns."""
    head = [_head(column, part.axis) for column in part.columns]
    body = [
        html.Tr([_cell(part, row, n, view) for n in range(len(row))], className=_row_class(row))
        for row in part.rows
    ]
    parts = [
        html.H3(part.caption, className="sub-title"),
        html.Div(
            html.Table([html.Thead(html.Tr(head)), html.Tbody(body)], className="table cards"),
            className="table-frame",
        ),
    ]
    if part.note:
        parts.append(html.P(named(part.note, view.voice), className="note"))
    return html.Div(parts, id=f"table-{part.id}", className=f"report-table table-{part.id}")


def _row_class(row: Sequence[Cell]) -> str:
    return "is-illustrative" if any(cell.marked for cell in row) else ""


def _head(column: Column, axis: Axis | None) -> html.Th:
    if axis is not None and column.id == axis.column:
        step = next(s for s in (20, 25, 50, 100) if axis.end / s <= MOST_TICKS)
        ticks = [
            html.Span(f"{tick}%", style={"left": f"{100 * tick / axis.end:.2f}%"})
            for tick in range(0, int(axis.end) + 1, step)
        ]
        scale = html.Span(ticks, className="axis-ticks", **{"aria-hidden": "true"})
        return html.Th(
            [html.Span(column.title, className="axis-title"), scale], scope="col", className="chart-cell"
        )
    return html.Th(column.title, scope="col", className="num" if column.numeric else "")


def _cell(part: Table, row: Sequence[Cell], at: int, view: PageView) -> Any:
    column, cell = part.columns[at], row[at]
    if part.axis is not None and column.id == part.axis.column:
        return html.Td(bars(part, row, part.axis), className="chart-cell")
    content: list[Any] = [_linked(cell, view) if cell.to else named(cell.text, view.voice)]
    if column.id == "grade" and cell.grade:
        content = [html.Span(cell.text, className=f"chip chip-{cell.grade}")]
    elif cell.marked and not part.has("grade"):  # else the grade of the row says it
        content += [" ", grade_chip(ILLUSTRATIVE, view.voice)]
    if cell.sub:
        content.append(html.Span(cell.sub, className="cell-sub cell-interval"))
    kind = html.Th if at == 0 else html.Td
    extra = {"scope": "row"} if at == 0 else {"data-label": column.title}
    return kind(html.Div(content, className="cell"), className="num" if column.numeric else "", **extra)


def bars(part: Table, row: Sequence[Cell], axis: Axis) -> html.Span:
    """The numbers of a row as points on one axis, joined; a line where the standard is met."""
    known = {side: value for side in axis.of if (value := row[part.place(side)].value) is not None}
    if not known:
        return html.Span("—", className="status-word")
    at = {side: 100 * min(max(value, 0.0), axis.end) / axis.end for side, value in known.items()}
    dotted = " dotted" if any(cell.marked for cell in row) else ""
    line = (
        [html.Span(className="bell-standard", style={"left": f"{100 * axis.line / axis.end:.2f}%"})]
        if axis.line
        else []
    )
    span = {"left": f"{min(at.values()):.2f}%", "width": f"{max(at.values()) - min(at.values()):.2f}%"}
    points = [
        html.Span(
            className=f"bell-point point-{side}" + (" beyond" if known[side] > axis.end else ""),
            style={"left": f"{place:.2f}%"},
        )
        for side, place in at.items()
    ]
    return html.Span(
        [*line, html.Span(className=f"bell-line{dotted}", style=span), *points],
        className="bell",
        **{"aria-hidden": "true"},
    )


def _linked(cell: Cell, view: PageView) -> Any:
    path, _, rest = cell.to.partition("?")
    path, _, anchor = path.partition("#")
    return link(
        view,
        named(cell.text, view.voice),
        path,
        anchor=anchor,
        **dict(parse_qsl(rest, keep_blank_values=True)),
    )
