"""The legend of the map of a plan: classes with the divisions in each, and the marks that are put on it."""

from typing import Any

from dash import html

from equity.dashboard.maps.panel import legend_note, legend_row
from equity.dashboard.planning.map import scale_of
from equity.dashboard.planning.state import Planning
from equity.say import BASES_SHORT, STATUSES, Label

CHANGE = Label(
    "有效覆盖率的变化（{group}），个百分点", "Change in effective coverage ({group}), percentage points"
)
NOW = Label("有效覆盖率现状（{group}），{unit}", "Effective coverage now ({group}), {unit}")
DIVISIONS = Label("区县数", "divisions")
DOTTED = Label("点线：示意数据", "dotted: illustrative")
MARKS = {
    "facility": Label("现有设施", "facility"),
    "unreached": Label("居民点：半径内没有设施", "settlement with none in reach"),
    "planned": Label("方案中的设施", "facility of the plan"),
    "gains": Label("居民点：受益", "settlement that gains"),
    "loses": Label("居民点：受损", "settlement that loses"),
}


def legend(planning: Planning) -> list[Any]:
    """Classes from high to low, then what has no value, then the marks."""
    voice, records, scale = planning.view.voice, planning.records(), scale_of(planning)
    title = CHANGE if planning.result else NOW
    held = [0] * len(scale.labels)
    for r in records:
        if r.ok and r.value is not None:
            held[scale.index(r.value)] += 1
    rows = [
        legend_row({"background": scale.colours[i]}, scale.labels[i], str(held[i]), "")
        for i in reversed(range(len(held)))
    ]
    missing = [r.status for r in records if not r.ok]
    rows += [
        legend_row({}, voice(STATUSES[status]), str(missing.count(status)), "", mark="hatch")
        for status in dict.fromkeys(missing)
    ]
    if any(r.ok and r.grade == "illustrative" for r in records):
        rows.append(legend_note("legend-swatch dotted", voice(DOTTED)))
    shown = MARKS if planning.result else {name: MARKS[name] for name in ("facility", "unreached")}
    rows += [
        legend_note(f"layer-mark layer-{mark}", voice(label), only="for-webgl")
        for mark, label in shown.items()
    ]
    unit = records[0].unit(voice.lang) if records else ""
    said = voice(title, group=BASES_SHORT[planning.basis], unit=unit)
    heads = [html.Span(said), html.Span(voice(DIVISIONS), className="legend-heads")]
    return [
        html.Div(
            [html.P(heads, className="legend-title"), html.Ul(rows, className="legend-rows")],
            className="legend-body",
        )
    ]
