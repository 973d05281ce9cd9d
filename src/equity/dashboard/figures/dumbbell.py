"""The dumbbell chart: one value per side for each division, joined by a line; a plain Plotly figure dict."""

from collections.abc import Mapping, Sequence
from typing import Any

from equity.draw.theme import RINGS
from equity.draw.theme import theme as theme_of
from equity.indicators.records import ValueRecord
from equity.say import Voice
from equity.views.classes import level_breaks
from equity.views.standing import in_chart


def by_gap(
    sides: Mapping[str, Sequence[ValueRecord]], *, people: bool = False
) -> list[tuple[ValueRecord, ValueRecord]]:
    """Both values of each zone, the largest gap first; placeholders in code order, those without both values last.

    The gap is the side of the register less that of the people who are here, with its sign: the order of every ranked
    table; of ``people`` the other way round.
    """
    first, second = sides.values()
    sign = (-1.0 if next(iter(sides)) in RINGS else 1.0) * (-1.0 if people else 1.0)

    def key(pair: tuple[ValueRecord, ValueRecord]) -> tuple[int, float, str]:
        a, b = pair
        amount = None if a.value is None or b.value is None else sign * (b.value - a.value)
        return in_chart(a.zone, (a.grade, b.grade), amount)

    return sorted(zip(first, second, strict=True), key=key)


FONT = "var(--font)"  # of the page around it

MANY = 100_000  # from here on numbers are written as readers count: 50 万


def dumbbell(
    sides: Mapping[str, Sequence[ValueRecord]],
    names: Mapping[str, str],
    labels: Mapping[str, str],
    *,
    theme: str = "light",
    voice: Voice,
    selected: str = "",
    people: bool = False,
) -> dict[str, Any]:
    """Two sides over the same zones, the largest gap (ring − dot, as ranked everywhere) at the top, of ``people`` the most
    beyond the register (dot − ring); zones without both values come last.

    ``names`` words the zones, ``labels`` the sides. An illustrative zone has a dotted line and a star at its
    name, so that no part of the chart can be cut out without the mark.
    """
    colours = theme_of(theme)
    first_side, second_side = sides
    unit = sides[first_side][0].unit(voice.lang)
    pairs = by_gap(sides, people=people)[::-1]  # Plotly counts categories from below
    most = max((r.value or 0.0 for records in sides.values() for r in records), default=0.0)
    ticks = (0.0, *level_breaks([0.0, most])) if most >= MANY else ()
    words = {"tickvals": ticks, "ticktext": [voice.number(t) for t in ticks]} if ticks else {}
    order = [_name(a, names, selected) for a, _ in pairs]
    traces: list[dict[str, Any]] = []
    for (a, b), name in zip(pairs, order, strict=True):
        if a.value is None or b.value is None:
            continue
        dash = "dot" if "illustrative" in (a.grade, b.grade) else "solid"
        traces.append(
            {
                "type": "scatter",
                "mode": "lines",
                "x": [a.value, b.value],
                "y": [name, name],
                "hoverinfo": "skip",
                "line": {"color": colours["line-strong"], "width": 3, "dash": dash},
                "showlegend": False,
            }
        )
    for side, records in ((second_side, [b for _, b in pairs]), (first_side, [a for a, _ in pairs])):
        ring = side in RINGS
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "name": labels[side],
                "x": [r.value for r in records],
                "y": order,
                "customdata": [[r.zone, voice.number(r.value, decimals=r.decimals)] for r in records],
                "hovertemplate": f"%{{y}}<br>{labels[side]} <b>%{{customdata[1]}}</b> {unit}<extra></extra>",
                "marker": {
                    "size": 11,
                    "color": colours["paper"] if ring else colours.side(side),
                    "line": {"color": colours.side(side), "width": 2.5 if ring else 0},
                },
            }
        )
    axis = {
        "gridcolor": colours["line"],
        "zerolinecolor": colours["line-strong"],
        "tickfont": {"color": colours["ink-3"], "size": 12},
    }
    return {
        "data": traces,
        "layout": {
            "margin": {"l": 8, "r": 16, "t": 8, "b": 40},
            "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)",
            "font": {"family": FONT, "color": colours["ink"], "size": 14},
            "xaxis": {
                **axis,
                **words,
                "title": {"text": unit, "font": {"size": 12, "color": colours["ink-3"]}},
                "fixedrange": True,
                "rangemode": "tozero",
            },
            "yaxis": {
                "automargin": True,
                "fixedrange": True,
                "categoryorder": "array",
                "categoryarray": order,
                "tickfont": {"size": 14, "color": colours["ink"]},
                "showgrid": False,
                "ticks": "outside",
                "ticklen": 8,
                "tickcolor": "rgba(0,0,0,0)",
            },
            "showlegend": False,
            "hoverlabel": {
                "bgcolor": colours["paper"],
                "bordercolor": colours["line-strong"],
                "font": {"color": colours["ink"], "family": FONT},
            },
            "hovermode": "closest",
        },
    }


def _name(record: ValueRecord, names: Mapping[str, str], selected: str) -> str:
    star = "*" if record.ok and record.grade == "illustrative" else ""
    text = names[record.zone] + star
    return f"<b>{text}</b>" if record.zone == selected else text
