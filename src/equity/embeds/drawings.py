"""The drawings of embeds and pictures."""

from collections.abc import Sequence

from equity.draw.chart import draw_chart as chart_drawing
from equity.draw.element import Drawing, read_drawing
from equity.draw.frame import Frame
from equity.draw.map import draw_map as map_drawing
from equity.draw.scales import classes
from equity.draw.theme import theme
from equity.embeds.material import Material
from equity.indicators.records import ValueRecord
from equity.say import BASES_SHORT, STATUSES, Voice
from equity.views.drawings import Chart, MapSpec, Series
from equity.views.standing import in_chart


def map_spec(m: Material, classed: Sequence[ValueRecord] = ()) -> MapSpec:
    """What the map of the view shows, in the classes of ``classed`` (its own records unless given)."""
    scale = classes(classed or m.records, lang=m.lang, common=m.view.presentation.scale == "common")
    return MapSpec(
        m.records, scale.breaks, scale.labels, scale.diverging, m.caption, m.source_line, m.view.chosen or ""
    )


def draw_map(
    m: Material, *, width: float, height: float, is_live: bool = False, ids: str = "m", approval: str = ""
) -> Drawing:
    """The map of the view; the finished one where the snapshot holds only that. ``is_live``: for a page, which has the
    title itself, and whose theme colours it.
    """
    if m.drawn:
        return read_drawing(m.drawn)
    return map_drawing(
        map_spec(m),
        m.geometry["features"],
        _frame(m, approval, is_live=is_live),
        theme("page" if is_live else m.view.theme),
        width=width,
        height=height,
        is_live=is_live,
        ids=ids,
    )


def draw_bare_map(
    m: Material, classed: Sequence[ValueRecord], *, width: float, height: float, approval: str = ""
) -> Drawing:
    """Shapes, names and values alone, each division to be focused and chosen; colours in the classes of ``classed``."""
    return map_drawing(
        map_spec(m, classed),
        m.geometry["features"],
        Frame(m.lang, approval=approval),
        theme(m.view.theme),
        width=width,
        height=height,
        is_live=True,
        legend=False,
        ids=f"map-{m.query.basis}",
    )


def draw_chart(m: Material, *, width: float, height: float, is_live: bool = False, ids: str = "c") -> Drawing:
    return chart_drawing(
        chart_of(m),
        _frame(m, is_live=is_live),
        theme("page" if is_live else m.view.theme),
        label=m.caption,
        width=width,
        height=height,
        is_live=is_live,
        ids=ids,
    )


def chart_of(m: Material) -> Chart:
    """Zones from the largest value to the smallest, placeholders in code order; those without a value last, with the word
    for why.
    """
    order = sorted(
        range(len(m.records)),
        key=lambda i: in_chart(m.records[i].zone, (m.records[i].grade,), m.records[i].value),
    )
    rows = [m.records[i] for i in order]
    sides = {side: [records[i] for i in order] for side, records in m.sides.items()}
    first = next(iter(sides.values()))
    single = len(sides) == 1
    return Chart(
        kind="bars" if single else "dumbbell",
        categories=tuple(m.names[r.zone][0] for r in rows),
        series=tuple(
            Series(side, BASES_SHORT[side][m.lang], tuple(r.value for r in records))
            for side, records in sides.items()
        ),
        unit=first[0].unit(m.lang),
        decimals=first[0].decimals,
        grades=tuple(r.grade if r.ok else "" for r in rows),
        missing=tuple(
            _missing([records[i].status for records in sides.values()], m.voice) for i in range(len(rows))
        ),
        codes=tuple(r.zone for r in rows),
        intervals=tuple((r.low, r.high) if r.low is not None and r.high is not None else None for r in first)
        if single
        else (),
        highlight=m.names[m.view.chosen][0] if m.view.chosen else "",
    )


def _missing(statuses: list[str], voice: Voice) -> str:
    return next((voice(STATUSES[status]) for status in statuses if status != "ok"), "")


def _frame(m: Material, approval: str = "", *, is_live: bool) -> Frame:
    return Frame(
        m.lang,
        title="" if is_live else m.caption,
        source=m.source_line,
        number=m.pinned,
        approval=approval,
    )
